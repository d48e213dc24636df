package routing_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"congvan/routing"
)

// changesBetween compares two regulations in one slot.
func changesBetween(t *rapid.T, trees *routing.Trees, before, after routing.Regulation, slot routing.Slot) []routing.Change {
	from, to := routing.NewSurvey(before, trees, organ()), routing.NewSurvey(after, trees, organ())
	changes, err := routing.Changes(tableOf(t, from, slot), tableOf(t, to, slot), leaves)
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

// filled is what the engine makes of a slot, as a change tells it.
func filled(row routing.Row) string { return fmt.Sprint(row.Cover, row.Posts, row.Departments) }

func TestEveryCellThatTwoVersionsAnswerDifferentlyIsInOneChangeAndNoOtherIs(t *testing.T) {
	trees := trees(t)
	rapid.Check(t, func(t *rapid.T) {
		before := drawDenseRegulation(t)
		after := before
		if rapid.Bool().Draw(t, "another regulation") {
			after = drawDenseRegulation(t)
		} else if len(before.Clauses) > 1 {
			after.Clauses = before.Clauses[1:]
		}
		for _, slot := range []routing.Slot{routing.SlotLeader, routing.SlotDepartment} {
			changes := changesBetween(t, trees, before, after, slot)
			from, to := tableOf(t, routing.NewSurvey(before, trees, organ()), slot), tableOf(t, routing.NewSurvey(after, trees, organ()), slot)
			for range 50 {
				f := drawFacts(t)
				f.Field = rapid.SampledFrom(leaves).Draw(t, "leaf")
				f.OtherFields, f.OtherAreas, f.Named, f.Continues, f.Excluded = nil, nil, "", "", nil
				was, is := filled(rowOf(t, from, f)), filled(rowOf(t, to, f))
				var told []string
				for _, c := range changes {
					if holds(c.Box, f) {
						told = append(told, fmt.Sprint(c.From.Cover, c.From.Posts, c.From.Departments)+" → "+fmt.Sprint(c.To.Cover, c.To.Posts, c.To.Departments))
					}
				}
				switch {
				case was == is && len(told) > 0:
					t.Fatalf("%+v stays with %s, and yet is told as %v", f, was, told)
				case was != is && (len(told) != 1 || told[0] != was+" → "+is):
					t.Fatalf("%+v goes from %s to %s, told as %v", f, was, is, told)
				}
			}
		}
	})
}

func TestAVersionComparedWithItselfChangesNothing(t *testing.T) {
	trees := trees(t)
	rapid.Check(t, func(t *rapid.T) {
		r := drawDenseRegulation(t)
		shuffled := r
		shuffled.Clauses = rapid.Permutation(r.Clauses).Draw(t, "order")
		if changes := changesBetween(t, trees, r, shuffled, routing.SlotLeader); len(changes) > 0 {
			t.Fatalf("%+v", changes)
		}
	})
}
