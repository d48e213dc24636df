package regulation_test

import (
	"slices"
	"testing"

	"congvan/office"
	"congvan/office/org"
	"congvan/office/org/orgtest"
	"congvan/office/regulation"
	"congvan/routing"
)

// commune is an organ as it stands, without a database.
func commune(name string) (orgtest.Organ, *org.Structure) {
	o, e := orgtest.Commune("00301", name, nil)
	return o, &org.Structure{Day: "2026-12-01", Organ: e.Organ, Departments: e.Departments, Posts: e.Posts, Areas: e.Areas}
}

func ruled(o orgtest.Organ, seat orgtest.Seat, s regulation.Selectors) regulation.Clause {
	post := o.Posts[seat]
	return regulation.Clause{ID: office.NewID(), Reference: "Điều 3 " + string(seat), Slot: routing.SlotLeader, PostID: &post, Selectors: s}
}

func whys(lost []regulation.Lost) []string {
	var all []string
	for _, l := range lost {
		all = append(all, l.Why)
	}
	return all
}

func TestRulesOfTwoOrgansBecomeOneDraftAndNothingIsWidened(t *testing.T) {
	a, from := commune("xã A")
	b, other := commune("xã B")
	c, to := commune("phường C")
	m := org.Mapping{
		{Part: org.PartOrgan, Old: a.ID.String(), New: c.ID.String()}, {Part: org.PartOrgan, Old: b.ID.String(), New: c.ID.String()},
		{Part: org.PartPost, Old: a.Posts[orgtest.Economy].String(), New: c.Posts[orgtest.Economy].String()},
		{Part: org.PartPost, Old: b.Posts[orgtest.Economy].String(), New: c.Posts[orgtest.Culture].String()},
		{Part: org.PartArea, Old: org.AreaKey(a.ID, "tdp-1"), New: org.AreaKey(c.ID, "tdp-2")},
	}
	carried := regulation.CarryOver(m, to, []regulation.Source{
		{From: from, Version: regulation.Version{OrganID: a.ID, Clauses: []regulation.Clause{
			ruled(a, orgtest.Economy, regulation.Selectors{Fields: []office.FieldCode{"KT"}}),
			ruled(a, orgtest.Economy, regulation.Selectors{Areas: []office.AreaCode{"tdp-1", "tdp-2"}}), // tdp-2 of A is no area of C's
			ruled(a, orgtest.Economy, regulation.Selectors{Areas: []office.AreaCode{"tdp-2"}}),          // without its area it would be for everything
			ruled(a, orgtest.Culture, regulation.Selectors{Fields: []office.FieldCode{"VX"}}),           // nobody takes its place
			ruled(a, orgtest.Economy, regulation.Selectors{Issuers: []string{b.ID.String()}}),
		}, Substitutes: map[office.ID][]office.ID{a.Posts[orgtest.Culture]: {a.Posts[orgtest.Economy]}}}},
		{From: other, Version: regulation.Version{OrganID: b.ID, Clauses: []regulation.Clause{
			ruled(b, orgtest.Economy, regulation.Selectors{Fields: []office.FieldCode{"KT"}}), // another leader than A's for the same
		}}},
	})
	want := []string{regulation.LostAreas, regulation.LostPost, regulation.LostSubstitute, regulation.LostRivals}
	if got := whys(carried.Lost); !slices.Equal(got, want) || !carried.Changed {
		t.Errorf("lost %v, want %v", got, want)
	}
	d := carried.Draft
	if len(d.Clauses) != 4 || d.OrganID != c.ID || *d.Clauses[0].PostID != c.Posts[orgtest.Economy] {
		t.Fatalf("the draft: %+v", d.Clauses)
	}
	if !slices.Equal(d.Clauses[1].Areas, []office.AreaCode{"tdp-2"}) || !slices.Equal(d.Clauses[2].Issuers, []string{c.ID.String()}) {
		t.Errorf("areas %v, issuers %v", d.Clauses[1].Areas, d.Clauses[2].Issuers)
	}
	if d.Clauses[0].Reference != "Điều 3 deputy_economy (UBND xã A)" {
		t.Errorf("its place: %s", d.Clauses[0].Reference)
	}
}

// TestFieldsThatMoveAreTakenOutOfTheOldClause: of a list by name; of a group or of everything by a narrower clause, which wins.
func TestFieldsThatMoveAreTakenOutOfTheOldClause(t *testing.T) {
	o, s := commune("phường A")
	m := org.Mapping{{Part: org.PartPost, Old: o.Posts[orgtest.Economy].String(), New: o.Posts[orgtest.Culture].String(),
		Scope: org.Scope{Fields: []office.FieldCode{"06", "07"}}}}
	type clause struct {
		seat   orgtest.Seat
		fields string
	}
	for name, c := range map[string]struct {
		fields []office.FieldCode
		want   []clause
	}{
		"a list":       {[]office.FieldCode{"05", "06", "07"}, []clause{{orgtest.Culture, "0607"}, {orgtest.Economy, "05"}}},
		"all of it":    {[]office.FieldCode{"06"}, []clause{{orgtest.Culture, "06"}}},
		"a group":      {[]office.FieldCode{"KT"}, []clause{{orgtest.Culture, "0607"}, {orgtest.Economy, "KT"}}},
		"everything":   {nil, []clause{{orgtest.Culture, "0607"}, {orgtest.Economy, ""}}},
		"nothing else": {[]office.FieldCode{"11"}, []clause{{orgtest.Economy, "11"}}},
	} {
		carried := regulation.CarryOver(m, s, []regulation.Source{{From: s, Version: regulation.Version{OrganID: o.ID,
			Clauses: []regulation.Clause{ruled(o, orgtest.Economy, regulation.Selectors{Fields: c.fields})}}}})
		var got []clause
		for _, rule := range carried.Draft.Clauses {
			text := ""
			for _, f := range rule.Fields {
				text += string(f)
			}
			seat := orgtest.Economy
			if *rule.PostID == o.Posts[orgtest.Culture] {
				seat = orgtest.Culture
			}
			got = append(got, clause{seat, text})
		}
		if !slices.Equal(got, c.want) || carried.Changed != (len(c.want) > 1 || c.want[0].seat == orgtest.Culture) {
			t.Errorf("%s: %v, want %v, changed %v", name, got, c.want, carried.Changed)
		}
	}
}

// TestAMappingThatTouchesNothingChangesNoRules: no draft is made of rules that stay as they are.
func TestAMappingThatTouchesNothingChangesNoRules(t *testing.T) {
	o, s := commune("phường A")
	v := regulation.Version{OrganID: o.ID, Clauses: []regulation.Clause{ruled(o, orgtest.Economy, regulation.Selectors{Fields: []office.FieldCode{"KT"}, Areas: []office.AreaCode{"tdp-1"}})}}
	m := org.Mapping{{Part: org.PartField, Old: "11", New: "12"}, {Part: org.PartDepartment, Old: o.Departments[orgtest.EconomyUnit].String(), Names: &org.Names{Name: "Phòng KT"}}}
	if v.Names(m) || regulation.CarryOver(m, s, []regulation.Source{{From: s, Version: v}}).Changed {
		t.Error("rules change for what they do not name")
	}
}
