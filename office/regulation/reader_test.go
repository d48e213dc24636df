package regulation_test

import (
	"testing"

	"congvan/language"
	"congvan/office"
	"congvan/office/org/orgtest"
	"congvan/routing"
)

func TestAReadingPutsEachClauseIntoWords(t *testing.T) {
	each(t, func(w *world) {
		v := version(w.ward)
		v.Clauses[0].Areas = nil
		draft := w.draft(v)
		r, err := w.service.Read(ctx, w.ward.Actor(orgtest.Organiser), language.Vietnamese, draft.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Words) != len(draft.Clauses) || r.Structure.Organ.ID != w.ward.ID {
			t.Fatalf("%d clauses in words of %s", len(r.Words), r.Structure.Organ.ShortName)
		}
		post, _ := r.Structure.Post(w.ward.Posts[orgtest.Economy])
		if words := r.Words[draft.Clauses[0].ID]; words.Asks != "Lĩnh vực kinh tế, đô thị, môi trường" || words.Whom != post.Title {
			t.Errorf("%+v", words)
		}
		_, err = w.service.Read(ctx, w.other.Actor(orgtest.Organiser), language.Vietnamese, draft.ID)
		wants(t, err, office.KindNotFound, "regulation.no_version", "")
	})
}

func TestADraftIsTriedThoughAnotherVersionIsInForce(t *testing.T) {
	each(t, func(w *world) {
		w.enter(version(w.ward))
		v := version(w.ward)
		v.Clauses = append(v.Clauses, leads(w.ward, orgtest.Culture, "Điều 3 khoản 3", "07"))
		draft := w.draft(v)
		organiser, land := w.ward.Actor(orgtest.Organiser), routing.Facts{Field: "07", Issuer: routing.Issuer(w.city.ID.String())}
		by, err := w.service.TryBy(ctx, organiser, language.Vietnamese, draft.ID, land, "")
		if err != nil {
			t.Fatal(err)
		}
		inForce, err := w.service.Try(ctx, organiser, language.Vietnamese, land, organiser.Day)
		if err != nil {
			t.Fatal(err)
		}
		if by.Answer.Version != draft.ID || by.Named.Leader == inForce.Named.Leader || by.Answer.Facts.Issuer != inForce.Answer.Facts.Issuer {
			t.Errorf("by the draft %+v of %s, in force %+v", by.Named, by.Answer.Facts.Issuer, inForce.Named)
		}
		_, err = w.service.TryBy(ctx, organiser, language.Vietnamese, draft.ID, routing.Facts{Field: "77"}, "")
		wants(t, err, office.KindInvalid, "regulation.facts.unknown_field", "fields")
		_, err = w.service.TryBy(ctx, w.ward.Actor(orgtest.Clerk), language.Vietnamese, draft.ID, land, "")
		wants(t, err, office.KindNotFound, "regulation.no_version", "")
	})
}
