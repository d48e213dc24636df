package reorganisation

import (
	"bytes"
	"context"
	"maps"
	"slices"

	"congvan/database"
	"congvan/language"
	"congvan/office"
	"congvan/office/org"
	"congvan/office/regulation"
)

// Draft is what becomes of the rules for one organ.
type Draft struct {
	Organ   org.Organ
	From    []string // short names of the organs whose rules go into it, its own among them
	Clauses int
	Lost    []regulation.Lost

	version regulation.Version
	to      *org.Structure
}

// draftsOf are the drafts that a change makes, in the order of the organs' identifiers: for each organ that takes another's place from that one's
// rules, and for each whose own rules name something that has a successor.
func draftsOf(ctx context.Context, tx *database.Tx, r org.Reorganisation) ([]Draft, error) {
	versions, err := regulation.AllInForce(ctx, tx, r.EffectiveOn)
	if err != nil {
		return nil, err
	}
	inForce := make(map[office.ID]regulation.Version, len(versions))
	for _, v := range versions {
		inForce[v.OrganID] = v
	}
	from := origins(r.Mapping, inForce)
	concerned := map[office.ID]bool{}
	for to, list := range from {
		concerned[to] = true
		for _, o := range list {
			concerned[o.organ] = true
		}
	}
	structures, err := org.Structures(ctx, tx, slices.Collect(maps.Keys(concerned)), r.EffectiveOn)
	if err != nil {
		return nil, err
	}
	var all []Draft
	for _, to := range slices.SortedFunc(maps.Keys(from), func(a, b office.ID) int { return bytes.Compare(a[:], b[:]) }) {
		if d, ok := draftFor(r, structures, inForce, to, from[to]); ok {
			all = append(all, d)
		}
	}
	return all, nil
}

// origin is an organ whose rules, or those for some matters, go into another's.
type origin struct {
	organ office.ID
	scope org.Scope
}

// origins tells for each organ that gets a draft whose rules go into it: its own first.
func origins(m org.Mapping, inForce map[office.ID]regulation.Version) map[office.ID][]origin {
	from := map[office.ID][]origin{}
	for _, s := range m {
		if s.Part != org.PartOrgan || s.Names != nil {
			continue
		}
		old, err := office.ParseID("", s.Old)
		if _, has := inForce[old]; err != nil || !has {
			continue
		}
		last, _ := m.To(org.PartOrgan, s.New, org.Matter{})
		if to, err := office.ParseID("", last); err == nil {
			from[to] = append(from[to], origin{old, s.Scope})
		}
	}
	for id, v := range inForce {
		if _, takes := from[id]; !m.Ends(org.PartOrgan, id.String()) && (takes || v.Names(m)) {
			from[id] = append([]origin{{organ: id}}, from[id]...)
		}
	}
	return from
}

func draftFor(r org.Reorganisation, structures map[office.ID]*org.Structure, inForce map[office.ID]regulation.Version, to office.ID, list []origin) (Draft, bool) {
	d := Draft{to: structures[to]}
	if d.to == nil {
		return d, false
	}
	d.Organ = d.to.Organ
	var sources []regulation.Source
	for _, o := range list {
		if s := structures[o.organ]; s != nil {
			d.From = append(d.From, s.Organ.ShortName)
			sources = append(sources, regulation.Source{Version: inForce[o.organ], From: s, Scope: o.scope})
		}
	}
	carried := regulation.CarryOver(r.Mapping, d.to, sources)
	d.version, d.Lost, d.Clauses = carried.Draft, carried.Lost, len(carried.Draft.Clauses)
	d.version.Title = language.Text(language.Vietnamese, "reorganisation.draft_title", d.Organ.ShortName, r.Number)
	return d, carried.Changed
}
