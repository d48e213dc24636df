package routing_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"congvan/routing"
)

// rowOf is the row of a table for some facts; there has to be one and no other.
func rowOf(t *rapid.T, table routing.Table, f routing.Facts) routing.Row {
	var found []routing.Row
	for _, row := range table.Rows {
		if holds(row.Box, f) {
			found = append(found, row)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d rows of the table of the %s for %+v", len(found), table.Slot, f)
	}
	return found[0]
}

func tableOf(t *rapid.T, s *routing.Survey, slot routing.Slot) routing.Table {
	table, err := s.Table(slot)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestExactlyOneRowOfATableHoldsAndItDecidesLikeTheEngine(t *testing.T) {
	trees := trees(t)
	rapid.Check(t, func(t *rapid.T) {
		r := drawDenseRegulation(t)
		e, s := compile(t, trees, r), routing.NewSurvey(r, trees, organ())
		tables := map[routing.Slot]routing.Table{}
		for slot := routing.SlotLeader; slot <= routing.SlotInform; slot++ {
			tables[slot] = tableOf(t, s, slot)
		}
		for range 50 {
			f := drawFacts(t) // groups, unknown and foreign values among them
			f.OtherFields, f.OtherAreas, f.Named, f.Continues, f.Excluded = nil, nil, "", "", nil
			d := e.Decide(f)
			leader := rowOf(t, tables[routing.SlotLeader], f)
			if decided := leader.Cover == routing.Covered; leader.Cover == routing.Uncovered != d.Flags.Has(routing.Gap) ||
				leader.Cover == routing.Overlap != d.Flags.Has(routing.Conflict) || decided && leader.Posts[0] != d.Leader.Post {
				t.Fatalf("%+v: row %+v, decision %+v", f, leader, d)
			}
			department := rowOf(t, tables[routing.SlotDepartment], f)
			if department.Cover == routing.Covered == d.Flags.Has(routing.OfficeLeads) ||
				department.Cover == routing.Covered && department.Departments[0] != d.Department {
				t.Fatalf("%+v: row %+v, decision %+v", f, department, d)
			}
			officer := rowOf(t, tables[routing.SlotOfficer], f)
			if officer.Cover == routing.Covered == d.Flags.Has(routing.HandDown) || officer.Cover == routing.Covered && officer.Posts[0] != d.Officer {
				t.Fatalf("%+v: row %+v, decision %+v", f, officer, d)
			}
			q, _ := e.Ask(routing.SlotSigner, f)
			if signer := rowOf(t, tables[routing.SlotSigner], f); signer.Cover == routing.Covered != (q.Post != "") || q.Post != "" && signer.Posts[0] != q.Post {
				t.Fatalf("%+v: row %+v, question %+v", f, signer, q)
			}
			sameAll(t, newReference(r), tables, f)
		}
	})
}

// sameAll holds the slots of any number to the rules written plainly.
func sameAll(t *rapid.T, ref *reference, tables map[routing.Slot]routing.Table, f routing.Facts) {
	for slot := routing.SlotCoLeader; slot <= routing.SlotInform; slot++ {
		var want []string
		for _, c := range ref.matching(slot, f) {
			want = append(want, string(c.Post)+string(c.Department))
		}
		slices.Sort(want)
		row := rowOf(t, tables[slot], f)
		var got []string
		for _, p := range row.Posts {
			got = append(got, string(p))
		}
		for _, d := range row.Departments {
			got = append(got, string(d))
		}
		slices.Sort(got)
		if !slices.Equal(slices.Compact(want), got) {
			t.Fatalf("%s of %+v: %v, want %v", slot, f, got, want)
		}
	}
}

func TestNoTwoRowsOfATableShareAPaperAndNoPaperIsWithoutOne(t *testing.T) {
	trees := trees(t)
	rapid.Check(t, func(t *rapid.T) {
		s := routing.NewSurvey(drawDenseRegulation(t), trees, organ())
		table := tableOf(t, s, routing.Slot(rapid.IntRange(int(routing.SlotLeader), int(routing.SlotInform)).Draw(t, "slot")))
		everyCell(append(nodeValues(fieldNodes), "", "99"), func(f routing.Facts) { rowOf(t, table, f) })
	})
}
