package routing_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"congvan/routing"
)

var staff = []routing.Person{"an", "bình", "chi", "dũng", "em"}

func drawStaffing(t *rapid.T) routing.Staffing {
	s := routing.Staffing{Holders: map[routing.Post][]routing.Holder{}, Absent: map[routing.Person]bool{}}
	for _, seat := range organ().Posts {
		for _, person := range rapid.SliceOfNDistinct(rapid.SampledFrom(staff), 0, 2, rapid.ID).Draw(t, string(seat.Post)) {
			s.Holders[seat.Post] = append(s.Holders[seat.Post], routing.Holder{Person: person, Capacity: routing.Primary})
		}
	}
	for _, person := range rapid.SliceOfDistinct(rapid.SampledFrom(staff), rapid.ID).Draw(t, "absent") {
		s.Absent[person] = true
	}
	if rapid.Bool().Draw(t, "delegated") {
		s.Delegations = []routing.Delegation{{
			ID: "d", From: rapid.SampledFrom(leaders).Draw(t, "from"), To: rapid.SampledFrom(leaders).Draw(t, "to"),
			Fields: listOf(t, nodeValues(fieldNodes), "scope"),
		}}
	}
	s.Running = rapid.SampledFrom(append(leaders, "")).Draw(t, "running")
	return s
}

func TestWhoeverHasTheDeskIsThereAndNotTheOneThePaperIsAbout(t *testing.T) {
	trees := trees(t)
	rapid.Check(t, func(t *rapid.T) {
		e, f, s := compile(t, trees, drawRegulation(t)), drawFacts(t), drawStaffing(t)
		d := e.Decide(f)
		r := e.Resolve(&s, &d, &f)
		if r.Owner.Kind == routing.OwnerPost && len(r.People) == 0 || r.Owner.Kind != routing.OwnerPost && len(r.People) > 0 {
			t.Fatalf("owner and people do not fit: %+v", r)
		}
		for _, holder := range r.People {
			if s.Absent[holder.Person] || !slices.Contains(s.Holders[r.Owner.Post], holder) {
				t.Fatalf("%s is not at the desk of %s: %+v", holder.Person, r.Owner.Post, r)
			}
			for _, post := range f.Excluded {
				if slices.Contains(s.Holders[post], holder) {
					t.Fatalf("%s has a paper about himself: %+v", holder.Person, r)
				}
			}
		}
	})
}

// present reports whether somebody on the post is there.
func present(s *routing.Staffing, post routing.Post) bool {
	return slices.ContainsFunc(s.Holders[post], func(h routing.Holder) bool { return !s.Absent[h.Person] })
}

func TestTheQueueHasAPaperOnlyWhenNobodyOnTheWayIsThere(t *testing.T) {
	trees := trees(t)
	rapid.Check(t, func(t *rapid.T) {
		r, s := drawRegulation(t), drawStaffing(t)
		e := compile(t, trees, r)
		post := rapid.SampledFrom(leaders).Draw(t, "post")
		got := e.ResolvePost(&s, post, routing.Matter{Field: "05"})
		if got.Owner.Kind != routing.OwnerOfficeQueue {
			return
		}
		running := r.Deputy
		if s.Running != "" {
			running = s.Running
		}
		way := append(slices.Clone(r.Substitutes[post]), running, "CT") // what was handed over comes back to the head
		if !got.Flags.Has(routing.Delegated) {
			way = append(way, post)
		}
		for _, p := range way {
			if present(&s, p) && (p != post || post == "CT" || !got.Flags.Has(routing.Delegated)) {
				t.Fatalf("%s is there: %+v", p, got)
			}
		}
	})
}
