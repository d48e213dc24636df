package regulation_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"congvan/database"
	"congvan/language"
	"congvan/office"
	"congvan/office/org/orgtest"
	"congvan/office/regulation"
	"congvan/routing"
)

func TestADecisionStoredLastMonthReadsTheSameAfterTenLaterVersions(t *testing.T) {
	each(t, func(w *world) {
		w.enter(version(w.ward))
		delivery := office.NewID()
		facts := routing.Facts{Field: "07", Area: "tdp-1", Kind: "CV", Issuer: routing.Issuer(w.city.ID.String())}
		answer := w.decide(facts, "2026-10-20")
		if err := w.db.Write(ctx, func(tx *database.Tx) error {
			_, err := w.service.Store(ctx, tx, regulation.Record{Organ: w.ward.ID, Delivery: delivery, Cause: "registered", Facts: facts, Answer: answer})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		before := w.told(delivery)
		if !strings.Contains(before, "Điều 3 khoản 1") || !strings.Contains(before, "15/QĐ-UBND") {
			t.Fatalf("it reads: %s", before)
		}
		for i := range 10 {
			later := version(w.ward)
			later.Number, later.EffectiveFrom = fmt.Sprintf("%d/QĐ-UBND", 100+i), office.Day("2026-10-01").Add(7*i)
			later.Clauses[0] = leads(w.ward, []orgtest.Seat{orgtest.Culture, orgtest.Chairman}[i%2], fmt.Sprintf("Điều %d", 10+i), "07")
			later.Clauses = later.Clauses[:2+i%3]
			w.enter(later)
		}
		if now := w.decide(facts, today); now.Version == answer.Version || w.leader(now) == w.leader(answer) {
			t.Fatal("the later versions change nothing, so this shows nothing")
		}
		if after := w.told(delivery); after != before {
			t.Errorf("it read\n%s\nand reads\n%s", before, after)
		}
	})
}

// told is the first decision of a delivery, all of it in words.
func (w *world) told(delivery office.ID) string {
	w.t.Helper()
	var lines []string
	w.read(func(tx *database.Tx) error {
		stored, err := regulation.StoredDecisions(ctx, tx, delivery)
		if err != nil {
			return err
		}
		e, err := w.service.Explain(ctx, tx, language.Vietnamese, stored[0])
		lines = e.Lines()
		return err
	})
	return strings.Join(lines, "\n")
}

func TestAnyDayCanBeAskedWhoWasInCharge(t *testing.T) {
	each(t, func(w *world) {
		w.enter(version(w.ward))
		later := version(w.ward)
		later.Number, later.EffectiveFrom = "16/QĐ-UBND", "2026-12-01"
		later.Clauses = append(later.Clauses, leads(w.ward, orgtest.Culture, "Điều 3 khoản 3", "07"))
		later.Clauses[len(later.Clauses)-1].Areas = []office.AreaCode{"tdp-2"}
		w.enter(later)
		for _, row := range []struct {
			day                     office.Day
			area                    office.AreaCode
			version, leader, person string
			clauses                 string
			odd                     string
		}{
			{"2026-01-09", "", "", "Chủ tịch UBND", "Lê Thị Chín", "", "Chưa có quy chế"},
			{"2026-01-10", "", "15/QĐ-UBND", "Phó Chủ tịch UBND phụ trách kinh tế", "Trần Văn Mười", "Điều 3 khoản 1;Điều 4 khoản 1", ""},
			{"2026-11-30", "tdp-2", "15/QĐ-UBND", "Phó Chủ tịch UBND phụ trách kinh tế", "Trần Văn Mười", "Điều 3 khoản 1;Điều 4 khoản 1", ""},
			{"2026-12-01", "", "16/QĐ-UBND", "Phó Chủ tịch UBND phụ trách kinh tế", "Trần Văn Mười", "Điều 3 khoản 1;Điều 4 khoản 1", ""},
			{"2026-12-01", "tdp-2", "16/QĐ-UBND", "Phó Chủ tịch UBND phụ trách văn xã", "Phạm Thị Bảy", "Điều 3 khoản 3;Điều 4 khoản 1", ""},
		} {
			c, err := w.service.On(ctx, w.ward.Actor(orgtest.LandOfficer), row.day, row.area)
			if err != nil {
				t.Fatal(err)
			}
			land := c.Fields[slices.IndexFunc(c.Fields, func(c regulation.Charge) bool { return c.Field == "07" })]
			if c.Version.Number != row.version || land.Leader != row.leader || land.Person != row.person || strings.Join(land.Clauses, ";") != row.clauses ||
				land.Tell(language.Vietnamese) != row.odd || len(c.Fields) != len(regulation.Leaves()) {
				t.Errorf("%s %s: by %q %+v %q", row.day, row.area, c.Version.Number, land, land.Tell(language.Vietnamese))
			}
		}
		_, err := w.service.On(ctx, w.ward.Actor(orgtest.LandOfficer), today, "thon-ha")
		wants(t, err, office.KindInvalid, "regulation.facts.foreign_area", "area")
	})
}

func TestComparingTwoVersionsTellsWhichPapersGoToWhom(t *testing.T) {
	each(t, func(w *world) {
		before := w.enter(version(w.ward))
		v := version(w.ward)
		v.Number, v.EffectiveFrom = "16/QĐ-UBND", "2026-12-01"
		taken := leads(w.ward, orgtest.Culture, "Điều 3 khoản 3", "07")
		taken.Areas = []office.AreaCode{"tdp-2"}
		v.Clauses = append(v.Clauses[:4:4], taken, v.Clauses[5]) // the officer for land is taken out
		v.Clauses[3] = works(w.ward, orgtest.CultureUnit, "Điều 4 khoản 2", "VX", "08")
		after := w.enter(v)
		c, err := w.service.Compare(ctx, w.ward.Actor(orgtest.LandOfficer), before, after)
		if err != nil {
			t.Fatal(err)
		}
		var clauses, shifts []string
		for _, d := range c.Differences(language.Vietnamese) {
			clauses = append(clauses, d.Change+" "+d.Reference)
		}
		for _, s := range c.Shifts(language.Vietnamese) {
			shifts = append(shifts, strings.Join([]string{s.Slot, s.Fields, s.Papers, s.From, s.To}, " | "))
		}
		if want := []string{"changed Điều 4 khoản 2", "added Điều 3 khoản 3", "removed Điều 5"}; !slices.Equal(clauses, want) {
			t.Errorf("clauses %q, want %q", clauses, want)
		}
		if want := []string{
			"leader | 07 Đất đai – giải phóng mặt bằng | thuộc địa bàn Tổ dân phố số 2 | Phó Chủ tịch UBND phụ trách kinh tế | Phó Chủ tịch UBND phụ trách văn xã",
			"department | 08 Môi trường |  | Phòng Kinh tế | Phòng Văn hóa – Xã hội",
		}; !slices.Equal(shifts, want) {
			t.Errorf("shifts %q, want %q", shifts, want)
		}
		same, err := w.service.Compare(ctx, w.ward.Actor(orgtest.LandOfficer), after, after)
		if err != nil || len(same.Differences(language.Vietnamese))+len(same.Shifts(language.Vietnamese)) > 0 {
			t.Errorf("compared with itself: %+v, %v", same.Clauses, err)
		}
	})
}

func TestADraftIsComparedByItsKeeperAlone(t *testing.T) {
	each(t, func(w *world) {
		adopted, draft := w.enter(version(w.ward)), w.draft(version(w.ward)).ID
		if _, err := w.service.Compare(ctx, w.ward.Actor(orgtest.Organiser), adopted, draft); err != nil {
			t.Error(err)
		}
		for _, actor := range []office.Actor{w.ward.Actor(orgtest.LandOfficer), w.other.Actor(orgtest.Organiser)} {
			_, err := w.service.Compare(ctx, actor, adopted, draft)
			wants(t, err, office.KindNotFound, "regulation.no_version", "")
		}
	})
}

func TestAClauseThatMovedOrWasRewordedIsOneThatChanged(t *testing.T) {
	post, other := office.NewID(), office.NewID()
	clause := func(reference string, to office.ID, fields ...office.FieldCode) regulation.Clause {
		return regulation.Clause{Reference: reference, Slot: routing.SlotLeader, PostID: &to, Selectors: regulation.Selectors{Fields: fields}}
	}
	for _, row := range []struct {
		name          string
		before, after []regulation.Clause
		want          []string
	}{
		{"nothing, in another order", []regulation.Clause{clause("a", post, "07", "08"), clause("b", post, "11")}, []regulation.Clause{clause("b", post, "11"), clause("a", post, "08", "07")}, nil},
		{"another post", []regulation.Clause{clause("a", post, "07")}, []regulation.Clause{clause("a", other, "07")}, []string{"a→a"}},
		{"renumbered", []regulation.Clause{clause("a", post, "07")}, []regulation.Clause{clause("b", post, "07")}, []string{"a→b"}},
		{"one of two at a place", []regulation.Clause{clause("a", post, "07"), clause("a", post, "08")}, []regulation.Clause{clause("a", post, "08"), clause("a", post, "09")}, []string{"a→a"}},
		{"added and removed", []regulation.Clause{clause("a", post, "07")}, []regulation.Clause{clause("b", other, "11")}, []string{"→b", "a→"}},
	} {
		var got []string
		for _, c := range regulation.CompareClauses(row.before, row.after) {
			reference := func(c *regulation.Clause) string {
				if c == nil {
					return ""
				}
				return c.Reference
			}
			got = append(got, reference(c.Before)+"→"+reference(c.After))
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%s: %v, want %v", row.name, got, row.want)
		}
	}
}
