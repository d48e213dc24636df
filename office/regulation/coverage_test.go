package regulation_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"congvan/language"
	"congvan/office"
	"congvan/office/org/orgtest"
	"congvan/office/regulation"
	"congvan/routing"
)

// covering is a regulation that leaves nothing open but what the test takes out.
func covering(o orgtest.Organ) regulation.Version {
	v := version(o)
	v.Clauses = append(v.Clauses, leads(o, orgtest.Chairman, "Điều 3 khoản 3", "NC", "00"), works(o, orgtest.Office, "Điều 4 khoản 3", "NC", "00"))
	return v
}

func (w *world) enterIn(o orgtest.Organ, v regulation.Version) {
	w.t.Helper()
	if _, err := w.service.Enter(ctx, o.Actor(orgtest.Organiser), v); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) coverage(actor office.Actor, organ office.ID, day office.Day) regulation.Coverage {
	w.t.Helper()
	c, err := w.service.Coverage(ctx, actor, organ, day)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

func TestCoverageIsOfTheVersionInForceOnTheDay(t *testing.T) {
	each(t, func(w *world) {
		w.enterIn(w.ward, version(w.ward))
		later := covering(w.ward)
		later.EffectiveFrom = "2026-12-01"
		w.enterIn(w.ward, later)
		actor := w.ward.Actor(orgtest.LandOfficer) // whoever works there may see it
		for day, gaps := range map[office.Day]int{"2026-01-09": 27, "2026-11-23": 9, "2026-12-01": 0} {
			c := w.coverage(actor, w.ward.ID, day)
			if f := c.Figures(); f.Gaps != gaps || f.OfficeLeads != gaps || f.Fields != 27 {
				t.Errorf("on %s: %+v, want %d gaps", day, f, gaps)
			}
		}
		told := w.coverage(actor, w.ward.ID, "2026-01-09")
		if first := told.Tell(language.Vietnamese)[0]; first.Kind != regulation.FindingNoRegulation || !strings.Contains(first.Text, "Chủ tịch UBND") {
			t.Errorf("without a regulation: %+v", first)
		}
	})
}

func TestOnlyTheOrganAndTheOneAboveItSeeItsCoverage(t *testing.T) {
	each(t, func(w *world) {
		w.enterIn(w.ward, covering(w.ward))
		for name, asked := range map[string]struct {
			actor office.Actor
			sees  bool
		}{
			"own officer": {w.ward.Actor(orgtest.SchoolsOfficer), true}, "city's chief": {w.city.Actor(orgtest.Chief), true},
			"city's clerk": {w.city.Actor(orgtest.Clerk), true}, "city's officer": {w.city.Actor(orgtest.LandOfficer), false},
			"neighbour's head": {w.other.Actor(orgtest.Chairman), false}, "neighbour's organiser": {w.other.Actor(orgtest.Organiser), false},
		} {
			_, err := w.service.Coverage(ctx, asked.actor, w.ward.ID, today)
			if asked.sees != (err == nil) || err != nil && office.KindOf(err) != office.KindNotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := w.service.Coverage(ctx, w.ward.Actor(orgtest.Chairman), w.city.ID, today); office.KindOf(err) != office.KindNotFound {
			t.Errorf("the organ above: %v", err)
		}
		if _, err := w.service.CoverageBelow(ctx, w.city.Actor(orgtest.LandOfficer), today); office.KindOf(err) != office.KindForbidden {
			t.Errorf("the list, for an officer: %v", err)
		}
	})
}

func TestTheWorstCoverageComesFirst(t *testing.T) {
	each(t, func(w *world) {
		third := orgtest.Found(t, w.db, "00003", "xã Ba", &w.city.ID)
		w.enterIn(w.ward, covering(w.ward))
		w.enterIn(w.other, version(w.other)) // has gaps; the third organ has no regulation at all
		all, err := w.service.CoverageBelow(ctx, w.city.Actor(orgtest.Organiser), today)
		if err != nil || len(all) != 3 {
			t.Fatal(len(all), err)
		}
		for i, want := range []office.ID{third.ID, w.other.ID, w.ward.ID} {
			if all[i].Organ.ID != want {
				t.Errorf("place %d is %s", i+1, all[i].Organ.ShortName)
			}
			alone := w.coverage(w.city.Actor(orgtest.Organiser), want, today)
			if alone.Figures() != all[i].Figures() {
				t.Errorf("%s: alone %+v, in the list %+v", all[i].Organ.ShortName, alone.Figures(), all[i].Figures())
			}
		}
		if f := all[2].Figures(); f.ToMend() != 0 || regulation.Percent(f.Leader) != "100 %" {
			t.Errorf("the ward is covered: %+v", f)
		}
	})
}

func TestADraftIsCoveredAsIfItWereInForce(t *testing.T) {
	each(t, func(w *world) {
		v := covering(w.ward)
		v.EffectiveFrom = ""
		v.Clauses = v.Clauses[1:] // the economy has nobody
		c, err := w.service.CoverageOf(ctx, w.ward.Actor(orgtest.Organiser), v)
		if err != nil || c.Figures().Gaps != 10 {
			t.Fatalf("%+v, %v", c.Figures(), err)
		}
		at := func(f routing.Finding) bool { return f.Kind == routing.FindingGap && len(f.Fields) == 10 }
		if len(c.Findings) == 0 || !at(c.Findings[0]) {
			t.Errorf("%+v", c.Findings)
		}
		if _, err := w.service.CoverageOf(ctx, w.other.Actor(orgtest.Organiser), v); office.KindOf(err) != office.KindNotFound {
			t.Errorf("another organ's draft: %v", err)
		}
	})
}

func TestTheReportOnCoverageListsTheWorstFirst(t *testing.T) {
	each(t, func(w *world) {
		w.enterIn(w.other, version(w.other))
		w.enterIn(w.ward, covering(w.ward))
		var out bytes.Buffer
		if err := w.service.CoverageWorkbook(ctx, w.city.Actor(orgtest.Chief), today, &out); err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenReader(&out)
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		rows, err := book.GetRows(book.GetSheetName(0))
		if err != nil || len(rows) != 6 {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		for i, want := range []string{"1 UBND xã Hai 15/QĐ-UBND 10/01/2026 66,6 % 9 0 0 9 0", "2 UBND phường Một 15/QĐ-UBND 10/01/2026 100 % 0 0 0 0 0"} {
			if got := strings.Join(rows[4+i], " "); !strings.HasPrefix(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		}
		if err := w.service.CoverageWorkbook(ctx, w.ward.Actor(orgtest.LandOfficer), today, &out); office.KindOf(err) != office.KindForbidden {
			t.Errorf("an officer's: %v", err)
		}
	})
}
