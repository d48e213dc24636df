package document_test

import (
	"testing"

	"congvan/office"
	"congvan/office/document"
	"congvan/office/org/orgtest"
)

// TestTheListHoldsWhatMayBeOpened: the policy in Go and its twin in SQL agree for every seat, for open and confidential papers, and a page of
// the list is not used up by papers that the actor may not see.
func TestTheListHoldsWhatMayBeOpened(t *testing.T) {
	each(t, func(t *testing.T, x fixture) {
		var all []document.Document
		for i := range 8 {
			draft, seat := x.draft(), orgtest.LandOfficer
			draft.Confidential = i%2 == 1
			if i >= 2 {
				seat = orgtest.SchoolsOfficer // the newer ones are somebody else's
			}
			d, err := x.Create(ctx, x.Actor(seat), draft)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, d)
		}
		substitute := x.Actor(orgtest.Organiser)
		substitute.Posts = append(substitute.Posts, office.HeldPost{Post: x.Posts[orgtest.LandOfficer], Role: office.RoleOfficer, Capacity: office.AsSubstitute})
		heir := func(role office.Role) office.Actor { // of an organ that took this one's place
			return office.Actor{Organ: office.NewID(), Person: office.NewID(), Inherits: []office.ID{x.ID},
				Posts: []office.HeldPost{{Post: office.NewID(), Role: role, Capacity: office.AsHolder}}}
		}
		if got, err := x.List(ctx, heir(office.RoleClerk), []document.State{document.StateDraft}, 10); err != nil || len(got) != 4 {
			t.Errorf("the heir's clerk lists %d of 4 open papers: %v", len(got), err)
		}
		for name, actor := range map[string]office.Actor{"drafter": x.Actor(orgtest.LandOfficer), "other": x.Actor(orgtest.Culture), "clerk": x.Actor(orgtest.Clerk),
			"head": x.Actor(orgtest.Chairman), "substitute": substitute, "nobody": {},
			"heir": heir(office.RoleClerk), "heir's officer": heir(office.RoleOfficer)} {
			want := map[office.ID]bool{}
			for _, d := range all {
				if _, err := x.Get(ctx, actor, d.ID); err == nil {
					want[d.ID] = true
				}
			}
			got, err := x.List(ctx, actor, []document.State{document.StateDraft}, len(want)+1)
			if err != nil {
				t.Fatal(err)
			}
			if len(got) != len(want) {
				t.Errorf("%s: %d in the list, %d may be opened", name, len(got), len(want))
			}
			counts, err := x.Count(ctx, actor)
			if err != nil || counts[document.StateDraft] != len(want) {
				t.Errorf("%s: %d counted, %d may be opened: %v", name, counts[document.StateDraft], len(want), err)
			}
			for _, d := range got {
				if !want[d.ID] {
					t.Errorf("%s: the list holds what may not be opened", name)
				}
			}
		}
	})
}
