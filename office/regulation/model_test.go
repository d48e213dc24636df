package regulation_test

import (
	"slices"
	"testing"

	"congvan/office"
	"congvan/office/org/orgtest"
	"congvan/office/regulation"
	"congvan/routing"
)

// offered is a model of the ward, with a clause of an area and one of an officer that the other commune may lack.
func (w *world) offered() {
	w.t.Helper()
	v := version(w.ward)
	v.Clauses = append(v.Clauses, regulation.Clause{Reference: "Điều 7", Wording: "tổ dân phố 1", Slot: routing.SlotLeader, PostID: at(w.ward.Posts[orgtest.Economy]),
		Selectors: regulation.Selectors{Fields: []office.FieldCode{"05"}, Areas: []office.AreaCode{"tdp-1"}}})
	w.enter(v)
	if err := w.service.OfferModel(ctx, w.ward.Actor(orgtest.Organiser), w.ward.ID); err != nil {
		w.t.Fatal(err)
	}
}

func TestAModelIsCopiedWithOwnPostsInTheirPlaces(t *testing.T) {
	each(t, func(w *world) {
		w.offered()
		actor := w.other.Actor(orgtest.Organiser)
		a, err := w.service.AdaptModel(ctx, actor, w.ward.ID)
		if err != nil || a.Kept != 6 || len(a.Dropped) != 1 || a.Dropped[0].Why != regulation.OfOtherAreas || a.Dropped[0].Reference != "Điều 7" {
			w.t.Fatalf("%v, %+v", err, a)
		}
		for _, c := range append(a.Posts, a.Departments...) {
			if c.By != regulation.SameName || c.Own == (office.ID{}) {
				w.t.Errorf("%+v: the organs of the test are alike", c)
			}
		}
		id, dropped, err := w.service.DraftFromModel(ctx, actor, w.ward.ID, "Theo mẫu", a.Proposed())
		if err != nil || len(dropped) != 1 {
			w.t.Fatalf("%v, %+v", err, dropped)
		}
		v, err := w.service.Get(ctx, actor, id)
		if err != nil || v.State != regulation.StateDraft || v.OrganID != w.other.ID || len(v.Clauses) != 6 || *v.DeputyID != w.other.Posts[orgtest.Economy] ||
			*v.Clauses[0].PostID != w.other.Posts[orgtest.Economy] || *v.Clauses[2].DepartmentID != w.other.Departments[orgtest.EconomyUnit] ||
			!slices.Equal(v.Substitutes[w.other.Posts[orgtest.Culture]], []office.ID{w.other.Posts[orgtest.Economy]}) {
			w.t.Errorf("%v, %+v", err, v)
		}
	})
}

func TestAClauseOfWhoHasNoCounterpartIsDroppedAndTold(t *testing.T) {
	each(t, func(w *world) {
		w.offered()
		actor := w.other.Actor(orgtest.Organiser)
		a, err := w.service.AdaptModel(ctx, actor, w.ward.ID)
		if err != nil {
			w.t.Fatal(err)
		}
		places := a.Proposed()
		delete(places.Posts, w.ward.Posts[orgtest.LandOfficer])
		id, dropped, err := w.service.DraftFromModel(ctx, actor, w.ward.ID, "", places)
		if err != nil || len(dropped) != 2 || dropped[0].Why != regulation.OfNobodyHere || dropped[0].Reference != "Điều 5" {
			w.t.Fatalf("%v, %+v", err, dropped)
		}
		if v, err := w.service.Get(ctx, actor, id); err != nil || len(v.Clauses) != 5 || v.Title != "Quy chế phân công" {
			w.t.Errorf("%v, %+v", err, v)
		}
		_, _, err = w.service.DraftFromModel(ctx, actor, w.ward.ID, "", regulation.Places{})
		wants(w.t, err, office.KindInvalid, "assist.model_nothing_left", "posts")
	})
}

func TestTwoPostsThatBecomeOneNeverStandInForThemselves(t *testing.T) {
	each(t, func(w *world) {
		w.offered()
		actor := w.other.Actor(orgtest.Organiser)
		a, err := w.service.AdaptModel(ctx, actor, w.ward.ID)
		if err != nil {
			w.t.Fatal(err)
		}
		places := a.Proposed()
		places.Posts[w.ward.Posts[orgtest.Culture]] = w.other.Posts[orgtest.Economy]
		id, _, err := w.service.DraftFromModel(ctx, actor, w.ward.ID, "Một phó", places)
		if err != nil {
			w.t.Fatal(err)
		}
		v, err := w.service.Get(ctx, actor, id)
		for post, list := range v.Substitutes {
			if err != nil || slices.Contains(list, post) {
				w.t.Errorf("%v: %s stands in for itself", err, post)
			}
		}
	})
}

func TestWhatIsNotOfferedIsNotFound(t *testing.T) {
	each(t, func(w *world) {
		actor := w.other.Actor(orgtest.Organiser)
		_, err := w.service.AdaptModel(ctx, actor, w.ward.ID)
		wants(w.t, err, office.KindNotFound, "assist.no_model", "")

		err = w.service.OfferModel(ctx, w.ward.Actor(orgtest.Organiser), w.ward.ID)
		wants(w.t, err, office.KindConflict, "assist.model_none_in_force", "")

		w.offered()
		if models, err := w.service.Models(ctx, actor); err != nil || len(models) != 1 || models[0].Organ.ID != w.ward.ID || models[0].Version.Number != "15/QĐ-UBND" {
			w.t.Errorf("%v, %+v", err, models)
		}
		if err := w.service.WithdrawModel(ctx, w.ward.Actor(orgtest.Organiser), w.ward.ID); err != nil {
			w.t.Fatal(err)
		}
		_, _, err = w.service.DraftFromModel(ctx, actor, w.ward.ID, "", regulation.Places{})
		wants(w.t, err, office.KindNotFound, "assist.no_model", "")
	})
}

func TestOnlyTheOrganAndItsSuperiorOfferItsRegulation(t *testing.T) {
	each(t, func(w *world) {
		w.enter(version(w.ward))
		wants(w.t, w.service.OfferModel(ctx, w.other.Actor(orgtest.Organiser), w.ward.ID), office.KindNotFound, "assist.no_model", "")
		wants(w.t, w.service.OfferModel(ctx, w.ward.Actor(orgtest.Clerk), w.ward.ID), office.KindNotFound, "assist.no_model", "")
		if err := w.service.OfferModel(ctx, w.city.Actor(orgtest.Organiser), w.ward.ID); err != nil {
			w.t.Error(err)
		}
		wants(w.t, w.service.OfferModel(ctx, w.city.Actor(orgtest.Clerk), w.other.ID), office.KindNotFound, "assist.no_model", "")
		if models, err := w.service.Models(ctx, w.city.Actor(orgtest.Organiser)); err != nil || len(models) != 1 {
			w.t.Errorf("%v, %+v", err, models)
		}
		_, err := w.service.Models(ctx, w.other.Actor(orgtest.Clerk))
		wants(w.t, err, office.KindForbidden, "regulation.only_organiser", "")
	})
}
