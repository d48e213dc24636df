package fields

import (
	"slices"
	"testing"

	"congvan/office"

	"pgregory.net/rapid"
)

func TestTheSymbolIsWhatStandsAfterTheNumber(t *testing.T) {
	for code, want := range map[string]string{
		"2417/UBND-NNMT": "UBND-NNMT", "09-CV/TU": "CV/TU", "15/2026/QĐ-UBND": "QĐ-UBND", "UBND-VX": "UBND-VX", "": "", "123": "", " 7 / BC-VP": "BC-VP",
	} {
		if got := SymbolOf(code); got != want {
			t.Errorf("%q: %q, want %q", code, got, want)
		}
	}
}

func TestAPatternHoldsWholeSymbols(t *testing.T) {
	for _, c := range []struct {
		pattern, symbol string
		want            bool
	}{
		{"UBND-VX", "UBND-VX", true}, {"ubnd-vx", "UBND-VX", true}, {"UBND-VX", "UBND-VXA", false}, {"VX", "UBND-VX", false},
		{"*-VX", "UBND-VX", true}, {"*-VX", "UBND-VX1", false}, {"UBND-*", "UBND-VX", true}, {"UBND-*", "HĐND-VX", false},
		{"QĐ-*-VX", "QĐ-UBND-VX", true}, {"*", "", true}, {"*-KT*", "UBND-KTHT", true}, {"QD-UBND", "QĐ-UBND", true}, {"A*A", "A", false},
	} {
		if got := like(c.pattern, c.symbol); got != c.want {
			t.Errorf("%q on %q: %v", c.pattern, c.symbol, got)
		}
	}
}

// TestAPatternAgreesWithTryingEveryWay holds the pattern against the plain definition of "*".
func TestAPatternAgreesWithTryingEveryWay(t *testing.T) {
	var every func(pattern, text string) bool
	every = func(pattern, text string) bool {
		switch {
		case pattern == "":
			return text == ""
		case pattern[0] != '*':
			return text != "" && text[0] == pattern[0] && every(pattern[1:], text[1:])
		}
		for i := range len(text) + 1 {
			if every(pattern[1:], text[i:]) {
				return true
			}
		}
		return false
	}
	rapid.Check(t, func(t *rapid.T) {
		pattern, text := rapid.StringMatching(`[ab*]{0,6}`).Draw(t, "pattern"), rapid.StringMatching(`[ab]{0,6}`).Draw(t, "text")
		if got, want := like(pattern, text), every(pattern, text); got != want {
			t.Fatalf("%q on %q: %v, want %v", pattern, text, got, want)
		}
	})
}

func TestTheNarrowestLineIsProposedFirstAndAProcedureBeforeAll(t *testing.T) {
	const city = "0198c6a2-0000-7000-8000-000000000001"
	rows := []Row{
		{ID: office.NewID(), Issuer: "cap_tren", FieldCode: "00"},
		{ID: office.NewID(), Issuer: "ubnd_tp", Symbol: "*-VX", FieldCode: "13"},
		{ID: office.NewID(), Issuer: city, FieldCode: "26"},
		{ID: office.NewID(), Issuer: city, Symbol: "UBND-VX", FieldCode: "11"},
		{ID: office.NewID(), Procedure: "đăng ký khai sinh", FieldCode: "21"},
		{ID: office.NewID(), Symbol: "UBND-KT", FieldCode: "10"},
	}
	var got []office.FieldCode
	for _, g := range byTable(rows, Paper{Issuers: []string{city, "ubnd_tp", "cap_tren"}, Code: "12/UBND-VX", Subject: "Hướng dẫn Đăng ký  khai sinh lưu động"}) {
		got = append(got, g.Field)
	}
	if want := []office.FieldCode{"21", "11", "26", "13", "00"}; !slices.Equal(got, want) {
		t.Errorf("proposed %v, want %v", got, want)
	}
}

func TestAProcedureIsNamedByWholeWords(t *testing.T) {
	row := Row{Procedure: "hộ tịch"}
	for subject, want := range map[string]bool{"Cải chính hộ tịch": true, "cai chinh ho tich": true, "Hộ tịchh": false, "Chủ hộ, tịch thu": true, "": false} {
		if row.matches(Paper{Subject: subject}) != want {
			t.Errorf("%q: %v", subject, !want)
		}
	}
}

// FuzzPropose: whatever stands in a subject and a symbol, proposing ends, proposes a field once, and never without a reason.
func FuzzPropose(f *testing.F) {
	f.Add("12/UBND-VX", "Về việc đăng ký khai sinh", "*-VX", "đăng ký khai sinh")
	f.Add("", "\xff\u0301", "***", "\u0301")
	f.Fuzz(func(t *testing.T, code, subject, symbol, procedure string) {
		rows := []Row{{Symbol: symbol, FieldCode: "13"}, {Procedure: procedure, FieldCode: "21"}}
		samples := []Sample{{Subject: procedure, Field: "07"}, {Subject: symbol, Field: "08"}}
		seen := map[office.FieldCode]bool{}
		for _, g := range propose(nil, rows, samples, Paper{Code: code, Subject: subject}) {
			if seen[g.Field] || g.Key == "" {
				t.Errorf("%+v", g)
			}
			seen[g.Field] = true
		}
	})
}
