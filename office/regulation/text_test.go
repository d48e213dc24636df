package regulation_test

import (
	"slices"
	"strings"
	"testing"

	"congvan/office"
	"congvan/office/org/orgtest"
	"congvan/office/regulation"
	"congvan/office/regulation/wording"
	"congvan/routing"
)

const decisionText = `Điều 2. Phân công nhiệm vụ
1. Phó Chủ tịch phụ trách kinh tế: phụ trách lĩnh vực đất đai, môi trường; địa bàn tổ dân phố số 1.
2. Chủ tịch phụ trách lĩnh vực nội vụ, thương hiệu địa phương.`

func TestATextBecomesClausesThatCanBeDrafted(t *testing.T) {
	each(t, func(w *world) {
		actor := w.ward.Actor(orgtest.Organiser)
		read, err := w.service.ReadText(ctx, actor, decisionText)
		if err != nil || read.Kind != wording.Assignment || len(read.Clauses) != len(read.Proposals) {
			w.t.Fatalf("%v, %+v", err, read)
		}
		deputy, chairman := w.ward.Posts[orgtest.Economy], w.ward.Posts[orgtest.Chairman]
		want := []struct {
			post   office.ID
			fields []office.FieldCode
			areas  []office.AreaCode
		}{{deputy, []office.FieldCode{"07", "08"}, nil}, {deputy, nil, []office.AreaCode{"tdp-1"}}, {chairman, []office.FieldCode{"19"}, nil}}
		for i, c := range read.Clauses {
			if c.Slot != routing.SlotLeader || c.PostID == nil || *c.PostID != want[i].post || !slices.Equal(c.Fields, want[i].fields) || !slices.Equal(c.Areas, want[i].areas) {
				w.t.Errorf("clause %d: %+v", i, c)
			}
		}
		if u := read.Unmatched; len(u) != 1 || u[0].Phrase(decisionText) != "thương hiệu địa phương" {
			w.t.Errorf("unmatched %+v", u)
		}
		if versions, err := w.service.List(ctx, actor); err != nil || len(versions) > 0 {
			w.t.Errorf("reading kept something: %v, %v", versions, err)
		}
		if _, err := w.service.Draft(ctx, actor, regulation.Version{OrganID: w.ward.ID, Title: "Từ văn bản", Clauses: read.Clauses}); err != nil {
			w.t.Error(err)
		}
	})
}

func TestOnlyWhoKeepsTheRegulationMayHaveATextRead(t *testing.T) {
	each(t, func(w *world) {
		_, err := w.service.ReadText(ctx, w.ward.Actor(orgtest.Clerk), decisionText)
		wants(w.t, err, office.KindForbidden, "regulation.only_organiser", "")
	})
}

func TestATextThatIsNoneIsRefusedAtItsField(t *testing.T) {
	each(t, func(w *world) {
		actor := w.ward.Actor(orgtest.Organiser)
		_, err := w.service.ReadText(ctx, actor, " \n\t ")
		wants(w.t, err, office.KindInvalid, "assist.text_missing", "text")
		_, err = w.service.ReadText(ctx, actor, strings.Repeat("đất đai ", wording.Limit/8))
		wants(w.t, err, office.KindTooLarge, "assist.text_too_long", "text")
	})
}
