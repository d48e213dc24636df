package regulation

import (
	"context"
	"slices"

	"congvan/database"
	"congvan/language"
	"congvan/office"
	"congvan/office/org"
	"congvan/routing"
)

// Rehearsal decides papers by one version, whichever is in force: what a draft would make of last month, what will be of the open work from the first
// day of a new version on. It is safe for one use at a time.
type Rehearsal struct {
	bench   *bench
	day     office.Day
	senders map[routing.Issuer]org.Organ
}

// Rehearse prepares a version for its organ as it stands on a day; senders are the organs that the papers come from. It checks nothing.
func Rehearse(ctx context.Context, tx *database.Tx, v Version, day office.Day, senders []office.ID) (*Rehearsal, error) {
	structure, err := org.StructureOf(ctx, tx, v.OrganID, day)
	if err != nil {
		return nil, err
	}
	k := seatsOf(structure)
	rules, err := compile(ctx, tx, &v, k)
	if err != nil {
		return nil, err
	}
	delegations, err := DelegationsOn(ctx, tx, []office.ID{v.OrganID}, day)
	if err != nil {
		return nil, err
	}
	organs, err := org.Organs(ctx, tx, senders)
	if err != nil {
		return nil, err
	}
	r := &Rehearsal{&bench{structure, rules, delegations[v.OrganID], k.with(delegations[v.OrganID])}, day, map[routing.Issuer]org.Organ{}}
	for _, o := range organs {
		r.senders[routing.Issuer(o.ID.String())] = o
	}
	return r, nil
}

// Answer decides with the persons of the day. facts are as they were asked once: a version whose clauses named fewer organs knew the sender by its
// class only, and this one may name it.
func (r *Rehearsal) Answer(facts routing.Facts, sender office.ID) Answer {
	return r.bench.decide(r.of(facts, sender), r.day)
}

// Decide decides without asking who sits where.
func (r *Rehearsal) Decide(facts routing.Facts, sender office.ID) routing.Decision {
	return r.bench.rules.engine.Decide(r.of(facts, sender))
}

// of gives the facts the issuer that this version's clauses can speak of.
func (r *Rehearsal) of(facts routing.Facts, sender office.ID) routing.Facts {
	issuer := routing.Issuer(sender.String())
	if isClass(facts.Issuer) && r.bench.class(r.senders[issuer]) != facts.Issuer {
		issuer = facts.Issuer // somebody said that it comes from elsewhere than who sent it
	} else if facts.Issuer != "" && !isClass(facts.Issuer) {
		issuer = facts.Issuer
	}
	facts.Issuer = r.bench.issuer(issuer, r.senders)
	return facts
}

// Because are the references of the clauses by which a decision came to its leader and its department: "Điều 3 khoản 2", each once.
func (v *Version) Because(d *routing.Decision) []string {
	t := teller{lang: language.Vietnamese, names: names{version: v}, Answer: Answer{Decision: *d}}
	var all []string
	for _, m := range d.Matches {
		q := d.Questions[m.Question]
		if (q.Slot == routing.SlotLeader || q.Slot == routing.SlotDepartment) && !q.Other && (m.Fate == routing.FateWon || m.Fate == routing.FateTied) {
			all = append(all, t.reference(m.Clause))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// ReasonsOf are the references of the clauses by which stored decisions came to their leaders and departments, by decision. It checks nothing.
func ReasonsOf(ctx context.Context, tx *database.Tx, decisions []office.ID) (map[office.ID][]string, error) {
	marks, args := database.In(1, decisions)
	var rows []struct {
		ID        office.ID
		VersionID *office.ID
		Decision  database.JSON[routing.Decision]
	}
	if err := tx.Select(ctx, &rows, `select id, version_id, decision from routing_decisions where id in (`+marks+`)`, args...); err != nil {
		return nil, err
	}
	versions := map[office.ID]*Version{}
	for _, r := range rows {
		if r.VersionID != nil {
			versions[*r.VersionID] = &Version{ID: *r.VersionID}
		}
	}
	if err := loadClauses(ctx, tx, versions); err != nil {
		return nil, err
	}
	reasons := make(map[office.ID][]string, len(rows))
	for _, r := range rows {
		if r.VersionID != nil {
			reasons[r.ID] = versions[*r.VersionID].Because(&r.Decision.V)
		}
	}
	return reasons, nil
}
