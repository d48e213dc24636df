package org_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"congvan/office"
	"congvan/office/org"
)

func keys(faults []*office.Error) []string {
	var all []string
	for _, f := range faults {
		all = append(all, f.Key+" "+f.Field)
	}
	return all
}

func TestAMappingSaysAllThatIsWrongWithIt(t *testing.T) {
	field := func(old, to string) org.Succession { return org.Succession{Part: org.PartField, Old: old, New: to} }
	m := org.Mapping{
		field("01", "02"), field("02", "03"), field("03", "01"), // a circle
		field("04", "04"), field("", "05"), field("06", ""),
		field("07", "08"), field("07", "09"), // both take all of it
		{Part: org.PartOrgan, Old: "a", New: "b", Scope: org.Scope{Areas: []office.AreaCode{"x", "y"}}},
		{Part: org.PartOrgan, Old: "a", New: "c", Scope: org.Scope{Areas: []office.AreaCode{"y"}}}, // y goes to two
		{Part: org.PartOrgan, Old: "a", New: "d"},                                                  // the rest
		{Part: org.PartDepartment, Old: "p", Names: &org.Names{}},
		{Part: org.PartField, Old: "10", New: "11", Scope: org.Scope{Areas: []office.AreaCode{"x"}}},
	}
	want := []string{
		"reorganisation.circle successions[0].new", "reorganisation.circle successions[1].new", "reorganisation.circle successions[2].new",
		"reorganisation.succeeds_itself successions[3].new", "reorganisation.old_missing successions[4].old", "reorganisation.new_missing successions[5].new",
		"reorganisation.overlaps successions[7].old", "reorganisation.overlaps successions[9].old", "reorganisation.name_missing successions[11].name",
		"reorganisation.scope_here successions[12].scope",
	}
	if got := keys(m.Faults()); !slices.Equal(got, want) {
		t.Errorf("\n got %v\nwant %v", got, want)
	}
}

func TestANarrowerSuccessionTakesItsMattersBeforeTheRest(t *testing.T) {
	m := org.Mapping{
		{Part: org.PartOrgan, Old: "c", New: "y"},
		{Part: org.PartOrgan, Old: "c", New: "x", Scope: org.Scope{Areas: []office.AreaCode{"thon-1"}}},
		{Part: org.PartOrgan, Old: "y", New: "z"},
		{Part: org.PartOrgan, Old: "k", New: "x", Scope: org.Scope{Fields: []office.FieldCode{"07"}}},
		{Part: org.PartOrgan, Old: "n", Names: &org.Names{Name: "N"}},
	}
	for _, c := range []struct {
		old   string
		about org.Matter
		want  string
		moved bool
	}{
		{"c", org.Matter{Area: "thon-1"}, "x", true},
		{"c", org.Matter{Area: "thon-2"}, "z", true}, // y's place is taken by z in the same change
		{"k", org.Matter{Field: "07"}, "x", true},
		{"k", org.Matter{Field: "08"}, "k", false}, // k goes on and keeps the rest
		{"n", org.Matter{}, "n", false},
	} {
		if got, moved := m.To(org.PartOrgan, c.old, c.about); got != c.want || moved != c.moved {
			t.Errorf("%s %+v: %s, %v", c.old, c.about, got, moved)
		}
	}
	if !m.Ends(org.PartOrgan, "c") || m.Ends(org.PartOrgan, "k") || m.Ends(org.PartOrgan, "n") {
		t.Error("what only gives some matters away, or is renamed, goes on")
	}
}

func TestTwoDepartmentsMayGiveEachOtherFields(t *testing.T) {
	m := org.Mapping{
		{Part: org.PartDepartment, Old: "a", New: "b", Scope: org.Scope{Fields: []office.FieldCode{"06"}}},
		{Part: org.PartDepartment, Old: "b", New: "a", Scope: org.Scope{Fields: []office.FieldCode{"07"}}},
	}
	if faults := m.Faults(); len(faults) != 0 {
		t.Error(keys(faults))
	}
	if to, _ := m.To(org.PartDepartment, "a", org.Matter{Field: "06"}); to != "b" {
		t.Errorf("06 goes to %s", to)
	}
	m[1].Scope.Fields = append(m[1].Scope.Fields, "06")
	if faults := m.Faults(); len(faults) != 2 {
		t.Error("06 goes round in a circle", keys(faults))
	}
}

// TestNoLoopAndNoDepthHangsAMapping: for every mapping, sound or not, To and Faults come to an end; of a sound one To ends at a part that has no
// successor for the matter.
func TestNoLoopAndNoDepthHangsAMapping(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		names := rapid.IntRange(0, 12)
		m := rapid.SliceOfN(rapid.Custom(func(r *rapid.T) org.Succession {
			s := org.Succession{Part: org.PartOrgan, Old: fmt.Sprint(names.Draw(r, "old")), New: fmt.Sprint(names.Draw(r, "new"))}
			if rapid.Bool().Draw(r, "scoped") {
				s.Scope.Fields = []office.FieldCode{rapid.SampledFrom([]office.FieldCode{"01", "02"}).Draw(r, "field")}
			}
			return s
		}), 0, 20).Draw(r, "mapping")
		sound := len(org.Mapping(m).Faults()) == 0
		for i := range 13 {
			at, _ := org.Mapping(m).To(org.PartOrgan, fmt.Sprint(i), org.Matter{Field: "01"})
			if again, moved := org.Mapping(m).To(org.PartOrgan, at, org.Matter{Field: "01"}); sound && (moved || again != at) {
				r.Fatalf("%d ends at %s, which goes on to %s: %+v", i, at, again, m)
			}
		}
	})
	var long org.Mapping
	for i := range 3000 {
		long = append(long, org.Succession{Part: org.PartOrgan, Old: fmt.Sprint(i), New: fmt.Sprint(i + 1)})
	}
	if at, _ := long.To(org.PartOrgan, "0", org.Matter{}); at != "3000" {
		t.Errorf("a long chain ends at %s", at)
	}
}
