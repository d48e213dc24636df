package web

import (
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"

	"congvan/office"
	"congvan/office/org"
	"congvan/office/regulation"
	"congvan/routing"

	"github.com/labstack/echo/v4"
	"pgregory.net/rapid"
)

func TestAReferenceIsToldShortInACell(t *testing.T) {
	for text, want := range map[string]string{
		"Điều 4 khoản 2 điểm b": "4.2b", "Điều 4 khoản 2 điểm đ": "4.2đ", "Điều 12 khoản 10": "12.10", "Điều 3": "3", "Điều 3a khoản 1": "3a.1",
		"Điều 4, khoản 2, điểm b": "4.2b", "Mục II phần 3": "Mục II …", "": "?", "Phụ lục": "Phụ lục",
	} {
		if got := shortReference(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestAreasThatAreCountedThroughAreNamedByTheirEnds(t *testing.T) {
	s := sheet{Reading: regulation.Reading{Structure: &org.Structure{}}}
	var codes []office.AreaCode
	for _, name := range []string{"Thôn Hạ", "Tổ dân phố 10", "Tổ dân phố 2", "Tổ dân phố 1", "Tổ dân phố 3", "Tổ dân phố 11", "Thôn Vân"} {
		codes = append(codes, office.AreaCode(name))
		s.Structure.Areas = append(s.Structure.Areas, org.Area{Code: office.AreaCode(name), Name: name})
	}
	if got, want := s.areas(codes), "Thôn Hạ, Thôn Vân, Tổ dân phố 1–3, Tổ dân phố 10–11"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := s.areas(nil); got != "" {
		t.Errorf("no area is %q", got)
	}
}

// draftOf draws a version of clauses over a few fields for two leaders and a department.
func draftOf(t *rapid.T, columns []column) regulation.Version {
	v := regulation.Version{}
	for range rapid.IntRange(0, 8).Draw(t, "clauses") {
		at := rapid.SampledFrom(columns).Draw(t, "column")
		k := regulation.Clause{ID: office.NewID(), Slot: at.slot}
		if at.Department {
			k.DepartmentID = &at.id
		} else {
			k.PostID = &at.id
		}
		k.Fields = rapid.SliceOfNDistinct(rapid.SampledFrom([]office.FieldCode{"01", "02", "KT"}), 0, 3, rapid.ID[office.FieldCode]).Draw(t, "fields")
		if rapid.Bool().Draw(t, "condition") {
			k.Areas = []office.AreaCode{"tdp-1"}
		}
		v.Clauses = append(v.Clauses, k)
	}
	return v
}

func someColumns() []column {
	department := column{id: office.NewID(), slot: routing.SlotDepartment}
	department.Department = true
	return []column{{id: office.NewID(), slot: routing.SlotLeader}, {id: office.NewID(), slot: routing.SlotLeader}, department}
}

// has reports whether a clause gives the field to the column.
func holdsCell(v regulation.Version, field office.FieldCode, at column) bool {
	return slices.ContainsFunc(v.Clauses, func(k regulation.Clause) bool { return gives(k, field, at) })
}

func TestACellThatIsGivenIsHeldAndOneThatIsTakenIsNotAndNoOtherCellChanges(t *testing.T) {
	columns := someColumns()
	fields := []office.FieldCode{"", "01", "02", "KT"}
	rapid.Check(t, func(t *rapid.T) {
		before := draftOf(t, columns)
		field, at := rapid.SampledFrom(fields).Draw(t, "field"), rapid.SampledFrom(columns).Draw(t, "at")
		after, become := before, !holdsCell(before, field, at)
		if become {
			give(&after, field, at)
		} else {
			take(&after, field, at)
		}
		for _, f := range fields {
			for _, c := range columns {
				want := holdsCell(before, f, c)
				if f == field && c.id == at.id {
					want = become
				}
				if got := holdsCell(after, f, c); got != want {
					t.Fatalf("%q of %s: held %v, want %v", f, c.id, got, want)
				}
			}
		}
	})
}

func TestTakingWhatWasGivenLeavesTheVersionAsItWas(t *testing.T) {
	columns := someColumns()
	rapid.Check(t, func(t *rapid.T) {
		before := draftOf(t, columns)
		field, at := rapid.SampledFrom([]office.FieldCode{"01", "02"}).Draw(t, "field"), rapid.SampledFrom(columns).Draw(t, "at")
		if holdsCell(before, field, at) {
			t.Skip("held already")
		}
		after := before
		give(&after, field, at)
		if len(after.Clauses) != len(before.Clauses)+1 {
			t.Fatalf("%d clauses", len(after.Clauses))
		}
		take(&after, field, at)
		if !slices.EqualFunc(after.Clauses, before.Clauses, func(a, b regulation.Clause) bool { return reflect.DeepEqual(a, b) }) {
			t.Fatalf("%v, was %v", after.Clauses, before.Clauses)
		}
	})
}

// What takes a change back is the clause's own form.
func TestTheFormOfAClauseSaysTheClause(t *testing.T) {
	columns := someColumns()
	rapid.Check(t, func(t *rapid.T) {
		for _, k := range draftOf(t, columns).Clauses {
			k.Reference, k.Wording, k.Kinds, k.Issuers, k.Urgencies = "Điều 3 khoản 1", "Đất đai", []office.KindCode{"QĐ"}, []string{"dang"}, []office.Urgency{office.Urgent}
			if len(k.Fields) == 0 {
				k.Fields = nil
			}
			r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(clauseForm(k).Encode()))
			r.Header.Set(echo.HeaderContentType, echo.MIMEApplicationForm)
			got, err := typedClause(echo.New().NewContext(r, httptest.NewRecorder()), regulation.Clause{ID: k.ID})
			if err != nil || !reflect.DeepEqual(got, k) {
				t.Fatalf("%+v, %v; want %+v", got, err, k)
			}
		}
	})
}

func TestAMessageStandsAtTheInputThatItIsAbout(t *testing.T) {
	part := clauseInput(3)
	for place, want := range map[string]string{"clauses[3].fields": "fields", "clauses[3].post": "target", "clauses[3].department": "target", "clauses[4].fields": "", "title": "title"} {
		if got := part(place); got != want {
			t.Errorf("%s: %q, want %q", place, got, want)
		}
	}
}
