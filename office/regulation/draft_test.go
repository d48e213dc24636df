package regulation_test

import (
	"slices"
	"testing"

	"congvan/database"
	"congvan/office"
	"congvan/office/org/orgtest"
	"congvan/office/regulation"
)

func (w *world) draft(v regulation.Version) regulation.Version {
	w.t.Helper()
	id, err := w.service.Draft(ctx, w.ward.Actor(orgtest.Organiser), v)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.version(id)
}

func (w *world) version(id office.ID) (v regulation.Version) {
	w.t.Helper()
	w.read(func(tx *database.Tx) (err error) { v, err = regulation.VersionOf(ctx, tx, id); return })
	return v
}

func clauseIDs(v regulation.Version) []office.ID {
	ids := make([]office.ID, len(v.Clauses))
	for i, c := range v.Clauses {
		ids[i] = c.ID
	}
	return ids
}

// sameContent compares what two versions say, whoever they are.
func sameContent(a, b regulation.Version) bool {
	return slices.EqualFunc(a.Clauses, b.Clauses, func(a, b regulation.Clause) bool {
		return a.Reference == b.Reference && a.Slot == b.Slot && slices.Equal(a.Fields, b.Fields) && slices.Equal(a.Issuers, b.Issuers) &&
			(a.PostID == nil) == (b.PostID == nil) && (a.PostID == nil || *a.PostID == *b.PostID)
	}) && *a.DeputyID == *b.DeputyID && len(a.Substitutes) == len(b.Substitutes) && slices.Equal(a.Precedence, b.Precedence)
}

func TestADraftFromAVersionSaysTheSameWithClausesOfItsOwn(t *testing.T) {
	each(t, func(w *world) {
		from := w.version(w.enter(version(w.ward)))
		id, err := w.service.DraftFrom(ctx, w.ward.Actor(orgtest.Organiser), from.ID, "Quy chế sửa đổi")
		if err != nil {
			t.Fatal(err)
		}
		made := w.version(id)
		if made.State != regulation.StateDraft || made.Title != "Quy chế sửa đổi" || made.Number != "" || made.EffectiveFrom != "" || made.Revision != 1 {
			t.Errorf("%+v", made)
		}
		if !sameContent(made, from) {
			t.Errorf("the draft says %+v, its model %+v", made, from)
		}
		for _, own := range clauseIDs(made) {
			if slices.Contains(clauseIDs(from), own) {
				t.Errorf("clause %s stands in both", own)
			}
		}
		named, err := w.service.DraftFrom(ctx, w.ward.Actor(orgtest.Organiser), from.ID, "")
		if err != nil || w.version(named).Title != from.Title {
			t.Errorf("without a title of its own it is named %q: %v", w.version(named).Title, err)
		}
	})
}

func TestWhoMayNotReadAVersionDoesNotLearnOfItByDraftingFromIt(t *testing.T) {
	each(t, func(w *world) {
		adopted, draft := w.enter(version(w.ward)), w.draft(version(w.ward)).ID
		for _, row := range []struct {
			actor office.Actor
			from  office.ID
			kind  office.Kind
			key   string
		}{
			{w.other.Actor(orgtest.Organiser), adopted, office.KindNotFound, "regulation.no_version"},
			{w.ward.Actor(orgtest.Clerk), draft, office.KindNotFound, "regulation.no_version"},
			{w.ward.Actor(orgtest.Clerk), adopted, office.KindForbidden, "regulation.only_organiser"},
			{w.ward.Actor(orgtest.Organiser), office.NewID(), office.KindNotFound, "regulation.no_version"},
		} {
			_, err := w.service.DraftFrom(ctx, row.actor, row.from, "")
			wants(t, err, row.kind, row.key, "")
		}
	})
}

func TestARevisionReplacesADraftAndItsKeptClausesStayTheSame(t *testing.T) {
	each(t, func(w *world) {
		v, alien := w.draft(version(w.ward)), w.version(w.enter(version(w.ward))).Clauses[0]
		kept := v.Clauses[1].ID
		added := leads(w.ward, orgtest.Culture, "Điều 3 khoản 3", "07")
		v.Title, v.Clauses = "Quy chế mới", []regulation.Clause{v.Clauses[1], added, alien, v.Clauses[1]}
		v.Clauses[3].Reference = "Điều 3 khoản 4"
		v.Substitutes, v.DeputyID = nil, nil
		after, err := w.service.Revise(ctx, w.ward.Actor(orgtest.Organiser), v)
		if err != nil {
			t.Fatal(err)
		}
		stored := w.version(v.ID)
		ids := clauseIDs(stored)
		switch {
		case stored.Title != "Quy chế mới" || stored.DeputyID != nil || len(stored.Substitutes) != 0 || stored.Revision != 2 || after.Revision != 2:
			t.Errorf("%+v", stored)
		case len(ids) != 4 || ids[0] != kept:
			t.Errorf("the kept clause %s is not the first of %v", kept, ids)
		case ids[2] == alien.ID || ids[3] == kept:
			t.Errorf("a clause of another version, or one that is there already, keeps its identifier: %v", ids)
		}
	})
}

func TestOfTwoWhoReviseADraftAtOnceTheSecondIsTold(t *testing.T) {
	each(t, func(w *world) {
		organiser, v := w.ward.Actor(orgtest.Organiser), w.draft(version(w.ward))
		first, second := v, v
		first.Title, second.Title = "của người thứ nhất", "của người thứ hai"
		if _, err := w.service.Revise(ctx, organiser, first); err != nil {
			t.Fatal(err)
		}
		_, err := w.service.Revise(ctx, organiser, second)
		wants(t, err, office.KindStale, "regulation.stale", "")
		if got := w.version(v.ID).Title; got != first.Title {
			t.Errorf("the draft is named %q", got)
		}
	})
}

func TestARevisionThatIsUnsoundChangesNothingAndNamesEveryFault(t *testing.T) {
	each(t, func(w *world) {
		v := w.draft(version(w.ward))
		before := v
		v.Clauses = slices.Clone(v.Clauses)
		v.Title, v.Clauses[0].Fields, v.Clauses[4].PostID = " ", []office.FieldCode{"77"}, at(w.other.Posts[orgtest.LandOfficer])
		_, err := w.service.Revise(ctx, w.ward.Actor(orgtest.Organiser), v)
		var places []string
		for _, e := range office.All(err) {
			places = append(places, e.Field)
		}
		if want := []string{"title", "clauses[0].fields", "clauses[4].post"}; !slices.Equal(places, want) {
			t.Errorf("faults at %v, want %v", places, want)
		}
		if after := w.version(v.ID); after.Revision != before.Revision || !sameContent(after, before) {
			t.Errorf("refused, and yet changed: %+v", after)
		}
	})
}

func TestOnlyADraftIsRevisedOrDiscardedAndOnlyByItsKeeper(t *testing.T) {
	each(t, func(w *world) {
		draft, adopted := w.draft(version(w.ward)), w.version(w.enter(version(w.ward)))
		revise := func(actor office.Actor, v regulation.Version) error {
			_, err := w.service.Revise(ctx, actor, v)
			return err
		}
		discard := func(actor office.Actor, v regulation.Version) error { return w.service.Discard(ctx, actor, v.ID) }
		for _, act := range []func(office.Actor, regulation.Version) error{revise, discard} {
			wants(t, act(w.other.Actor(orgtest.Organiser), draft), office.KindNotFound, "regulation.no_version", "")
			wants(t, act(w.ward.Actor(orgtest.Clerk), draft), office.KindNotFound, "regulation.no_version", "")
			wants(t, act(w.ward.Actor(orgtest.Organiser), adopted), office.KindConflict, "regulation.adopted_already", "")
		}
		if err := discard(w.ward.Actor(orgtest.Organiser), draft); err != nil {
			t.Fatal(err)
		}
		wants(t, discard(w.ward.Actor(orgtest.Organiser), draft), office.KindNotFound, "regulation.no_version", "")
		w.read(func(tx *database.Tx) error {
			var left int
			err := tx.Get(ctx, &left, `select count(*) from regulation_clauses where version_id = $1`, draft.ID)
			if left != 0 {
				t.Errorf("%d clauses are left of what was discarded", left)
			}
			return err
		})
	})
}

// A post may have been abolished since the version was written: what it left unsound is mended clause by clause, and adopted only when nothing is.
func TestWhatWasUnsoundBeforeIsMendedOneByOne(t *testing.T) {
	each(t, func(w *world) {
		organiser, gone := w.ward.Actor(orgtest.Organiser), at(w.other.Posts[orgtest.LandOfficer])
		v := version(w.ward)
		v.ID = office.NewID()
		for i := range v.Clauses {
			v.Clauses[i].ID = office.NewID()
		}
		sound := [2]*office.ID{v.Clauses[0].PostID, v.Clauses[4].PostID}
		v.Clauses[0].PostID, v.Clauses[4].PostID = gone, gone
		if err := w.db.Write(ctx, func(tx *database.Tx) error { return regulation.Put(ctx, tx, organiser, v, nil) }); err != nil {
			t.Fatal(err)
		}

		draft := w.version(v.ID)
		draft.Clauses[0].Fields = []office.FieldCode{"77"}
		_, err := w.service.Revise(ctx, organiser, draft)
		if faults := office.All(err); len(faults) != 1 || faults[0].Key != "regulation.unknown_field" || faults[0].Field != "clauses[0].fields" {
			t.Errorf("%v, want the new fault alone", err)
		}
		for i, place := range []int{0, 4} {
			draft = w.version(v.ID)
			draft.Clauses[place].PostID = sound[i]
			adopt := w.service.Adopt(ctx, organiser, v.ID, regulation.Adoption{Number: "9/QĐ-UBND", AdoptedOn: "2026-11-20", EffectiveFrom: "2026-12-01"})
			if office.KindOf(adopt) != office.KindInvalid {
				t.Errorf("adopted with %d unsound clauses: %v", 2-i, adopt)
			}
			if _, err := w.service.Revise(ctx, organiser, draft); err != nil {
				t.Errorf("clause %d: %v", place, err)
			}
		}
	})
}
