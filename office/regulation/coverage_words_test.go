package regulation

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"congvan/language"
	"congvan/office"
	"congvan/office/org"
	"congvan/routing"
)

// openWard is the made-up ward with a regulation that leaves something of every kind open.
func openWard(t *testing.T) Coverage {
	t.Helper()
	w := newWard()
	fields := func(codes ...office.FieldCode) Selectors { return Selectors{Fields: codes} }
	w.clause("Điều 3 khoản 6", "Những việc chưa giao ai", "leader", "ct", Selectors{Kinds: []office.KindCode{"QĐ", "CT"}, Issuers: []string{"cap_tren"}})
	w.clause("Điều 3 khoản 7", "Việc khác khối nội chính tại Tổ dân phố 1", "leader", "pct2", Selectors{Fields: []office.FieldCode{"NC"}, Areas: []office.AreaCode{"tdp-1"}})
	w.clause("Điều 5 khoản 6", "", "department", "vp", Selectors{})
	w.clause("Điều 6 khoản 6", "", "officer", "yte", fields("07"))
	w.clause("Điều 7 khoản 1", "", "leader", "pct1", fields("KT"))
	w.clause("Điều 7 khoản 2", "Chợ tạm", "leader", "pct1", fields("KT", "27"))
	w.clause("Điều 7 khoản 3", "", "leader", "pct2", fields("NC"))
	w.clause("Điều 7 khoản 4", "", "leader", "pct2", fields("19", "20", "21", "22", "23", "24", "25", "26"))
	w.clause("Điều 7 khoản 5", "", "signer", "cvp", Selectors{Kinds: []office.KindCode{"GM"}})
	w.clause("Điều 7 khoản 6", "", "leader", "cvp", Selectors{Issuers: []string{"dang"}, Areas: []office.AreaCode{"tdp-1"}})
	w.clause("Điều 7 khoản 7", "", "leader", "tpvhxh", Selectors{Fields: []office.FieldCode{"NC"}, Areas: []office.AreaCode{"tdp-6"}})
	s := *w.structure
	c, err := coverageOf(w.version, domains(), &s, staffingOf(&s), wardDay)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const coverageGolden = "testdata/coverage.golden"

func TestFindingsReadAsAnOrganisationOfficerWouldSayThem(t *testing.T) {
	c := openWard(t)
	var out strings.Builder
	kinds := map[routing.FindingKind]bool{}
	for _, told := range c.Tell(language.Vietnamese) {
		kinds[told.Kind] = true
		out.WriteString(string(told.Kind) + " | " + told.Title + "\n  " + told.Text + "\n  → " + told.Mend + "\n")
	}
	for _, kind := range append(routing.FindingKinds(), FindingProblem) {
		if !kinds[kind] {
			t.Errorf("nothing of the kind %s is told", kind)
		}
	}
	want, err := os.ReadFile(coverageGolden)
	if *update {
		err = os.WriteFile(coverageGolden, []byte(out.String()), 0o600)
	} else if string(want) != out.String() {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestEveryWordOfAFindingIsInBothCatalogues(t *testing.T) {
	none := Coverage{Version: Version{}, structure: newWard().structure}
	for _, lang := range language.All {
		c := openWard(t)
		for _, told := range append(c.Tell(lang), none.Tell(lang)...) {
			for _, text := range []string{told.Title, told.Text, told.Mend} {
				if unfilled.MatchString(text) || strings.Contains(text, "coverage.") {
					t.Errorf("%s: %s", lang, text)
				}
			}
		}
	}
}

func TestOneRegulationThatIsTooFineDoesNotBreakTheList(t *testing.T) {
	w, random := newWard(), rand.New(rand.NewPCG(5, 6))
	for n := range 120 {
		w.structure.Areas = append(w.structure.Areas, org.Area{Code: office.AreaCode(fmt.Sprint("a-", n)), Name: fmt.Sprint("Tổ ", n)})
	}
	half := func() bool { return random.IntN(2) == 0 }
	for n := range 200 {
		s := Selectors{Urgencies: []office.Urgency{[]office.Urgency{office.Express, office.Urgent}[n%2]}}
		for _, f := range Leaves() {
			if half() {
				s.Fields = append(s.Fields, f)
			}
		}
		for _, k := range kinds {
			if half() {
				s.Kinds = append(s.Kinds, office.KindCode(k))
			}
		}
		for _, a := range w.structure.Areas {
			if half() {
				s.Areas = append(s.Areas, a.Code)
			}
		}
		w.clause(fmt.Sprint("Điều ", n), "", "leader", "pct1", s)
	}
	k := seatsOf(w.structure)
	b := bench{structure: w.structure, staffing: k.staffing, rules: &rules{version: w.version, trees: domains()}}
	c := b.listed(wardDay)
	if f := c.Figures(); !c.TooFine || f.Problems != 1 || f.ToMend() != 1 || len(c.Tell(language.Vietnamese)) != 0 {
		t.Errorf("too fine: %v, %+v", c.TooFine, f)
	}
	if _, err := b.coverage(wardDay); office.KindOf(err) != office.KindInvalid {
		t.Errorf("alone: %v", err)
	}
}
