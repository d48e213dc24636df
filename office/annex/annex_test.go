package annex_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"congvan/database"
	"congvan/database/databasetest"
	"congvan/office"
	"congvan/office/annex"
	"congvan/office/org/orgtest"
	"congvan/office/regulation"
	"congvan/routing"
)

// wall is a commune with one regulation, and another commune beside it.
type wall struct {
	*testing.T
	ward, other orgtest.Organ
	regulation  *regulation.Service
	annex       *annex.Service
	version     office.ID
}

func hang(t *testing.T, db *database.DB) *wall {
	w := &wall{T: t, ward: orgtest.Found(t, db, "00331", "phường Hoàng Mai", nil), other: orgtest.Found(t, db, "00337", "phường Hoàng Liệt", nil)}
	w.regulation = regulation.New(db)
	w.annex = annex.New(db, w.regulation)
	head, economy := w.ward.Posts[orgtest.Chairman], w.ward.Departments[orgtest.EconomyUnit]
	w.version = w.must(w.regulation.Draft(t.Context(), w.keeper(), regulation.Version{OrganID: w.ward.ID, Title: "Quy chế phân công",
		Substitutes: map[office.ID][]office.ID{}, Clauses: []regulation.Clause{
			{Reference: "Điều 3", Slot: routing.SlotLeader, PostID: &head, Selectors: regulation.Selectors{Fields: []office.FieldCode{"07"}, Areas: []office.AreaCode{"tdp-1"}}},
			{Reference: "Điều 4", Slot: routing.SlotDepartment, DepartmentID: &economy},
		}}))
	return w
}

func (w *wall) keeper() office.Actor { return w.ward.Actor(orgtest.Organiser) }

func (w *wall) must(id office.ID, err error) office.ID {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
	return id
}

// exported is the version as the actor gets it in one of the formats.
func (w *wall) exported(actor office.Actor, format annex.Format) ([]byte, error) {
	file, err := w.annex.Export(w.Context(), actor, w.version, format)
	return file.Content, err
}

func TestWhatIsExportedIsForThoseWhoMayReadIt(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		w := hang(t, db)
		for _, format := range annex.Formats() {
			if file, err := w.exported(w.keeper(), format); err != nil || len(file) == 0 {
				t.Errorf("%s: %v", format, err)
			}
			for name, stranger := range map[string]office.Actor{"another organ's keeper": w.other.Actor(orgtest.Organiser), "an officer, of a draft": w.ward.Actor(orgtest.LandOfficer)} {
				if file, err := w.exported(stranger, format); office.KindOf(err) != office.KindNotFound || len(file) > 0 {
					t.Errorf("%s to %s: %d bytes, %v", format, name, len(file), err)
				}
			}
		}
	})
}

func TestOnlyWhoKeepsTheRegulationTakesOneIn(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		w := hang(t, db)
		for _, seat := range []orgtest.Seat{orgtest.Chairman, orgtest.Clerk, orgtest.LandOfficer} {
			// What is sent is not looked at: it is no file at all.
			if _, err := w.annex.Import(t.Context(), w.ward.Actor(seat), []byte("?"), annex.Into{}); office.KindOf(err) != office.KindForbidden {
				t.Errorf("%v: %v", seat, err)
			}
			if _, err := w.annex.Template(t.Context(), w.ward.Actor(seat)); office.KindOf(err) != office.KindForbidden {
				t.Errorf("%v: %v", seat, err)
			}
		}
		file, err := w.exported(w.keeper(), annex.JSON)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.annex.Import(t.Context(), w.other.Actor(orgtest.Organiser), file, annex.Into{Draft: w.version, Revision: 1}); office.KindOf(err) != office.KindNotFound {
			t.Errorf("into another organ's draft: %v", err)
		}
	})
}

func TestASoundSheetBecomesADraftOrReplacesOne(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		w := hang(t, db)
		before, err := w.regulation.Get(t.Context(), w.keeper(), w.version)
		if err != nil {
			t.Fatal(err)
		}
		for _, format := range []annex.Format{annex.JSON, annex.Workbook} {
			file, err := w.exported(w.keeper(), format)
			if err != nil {
				t.Fatal(err)
			}
			made, err := w.annex.Import(t.Context(), w.keeper(), file, annex.Into{})
			if err != nil || len(made.Faults) > 0 || made.Clauses != 2 || made.Draft == w.version {
				t.Fatalf("%s: %+v, %v", format, made, err)
			}
			current, err := w.regulation.Get(t.Context(), w.keeper(), w.version)
			if err != nil {
				t.Fatal(err)
			}
			again, err := w.annex.Import(t.Context(), w.keeper(), file, annex.Into{Draft: w.version, Revision: current.Revision})
			if err != nil || again.Draft != w.version {
				t.Fatalf("%s: %+v, %v", format, again, err)
			}
			if _, err := w.annex.Import(t.Context(), w.keeper(), file, annex.Into{Draft: w.version, Revision: current.Revision}); office.KindOf(err) != office.KindStale {
				t.Errorf("over somebody else's change: %v", err)
			}
		}
		after, err := w.regulation.Get(t.Context(), w.keeper(), w.version)
		if err != nil || !slices.EqualFunc(before.Clauses, after.Clauses, func(a, b regulation.Clause) bool { return a.ID == b.ID && a.Reference == b.Reference }) {
			t.Errorf("the clauses were\n%+v\nand are\n%+v, %v", before.Clauses, after.Clauses, err)
		}
	})
}

// A regulation copied from another commune names what this one has not: nothing is kept, and everything is told.
func TestAForeignRegulationIsToldAndNotKept(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		w := hang(t, db)
		file := []byte(`{"regulation":[{"title":"Quy chế"}],"clauses":[{"reference":"Điều 1","slot":"leader","who":"Thị trưởng","areas":["tdp-99"]},{"reference":"Điều 2","slot":"leader","who":"chu tich ubnd","fields":["7"]}]}`)
		result, err := w.annex.Import(t.Context(), w.keeper(), file, annex.Into{})
		if err != nil || len(result.Faults) != 2 || result.Draft != (office.ID{}) {
			t.Fatalf("%+v, %v", result, err)
		}
		versions, err := w.regulation.List(t.Context(), w.keeper())
		if err != nil || len(versions) != 1 {
			t.Errorf("%d versions, %v", len(versions), err)
		}
		if places := fmt.Sprint(result.Faults[0].Place, result.Faults[1].Place); !strings.Contains(places, "/clauses/0/who") || !strings.Contains(places, "/clauses/0/areas") {
			t.Errorf("told at %s", places)
		}
	})
}
