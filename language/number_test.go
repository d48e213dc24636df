package language_test

import (
	"slices"
	"strings"
	"testing"

	"congvan/language"
)

func TestFormsOfANumberComeToOneKey(t *testing.T) {
	for _, number := range []string{"15/QĐ-UBND", "015/QĐ-UBND", "15/qd-ubnd", "Số: 15/QĐ-UBND", "15 /QĐ - UBND", "15/QÐ–UBND"} {
		if got := language.NumberKey(number); got != "15/qd/ubnd" {
			t.Errorf("%q: got %q", number, got)
		}
	}
	for number, want := range map[string][]string{
		"09-HD/TU":        {"9/hd/tu"},
		"12/UBND-VX":      {"12/ubnd/vx"},
		"30/2020/NĐ-CP":   {"30/2020/nd/cp", "30/nd/cp"},
		"72/2025/QH15":    {"72/2025/qh15", "72/qh15"},
		"":                {""},
		"15a/BC-TTPVHCC":  {"15a/bc/ttpvhcc"},
		"2026/KH-UBND":    {"2026/kh/ubnd"},
		"100/2026/QĐ":     {"100/2026/qd", "100/qd"},
		"Số 7":            {"7"},
		"Sở Y tế 5/SYT":   {"so/y/te/5/syt"},
		"05/TB-UBND-VHXH": {"5/tb/ubnd/vhxh"},
	} {
		if got := language.NumberKeys(number); !slices.Equal(got, want) {
			t.Errorf("%q: got %v, want %v", number, got, want)
		}
	}
}

func TestAQueryThatReadsLikeANumberIsOne(t *testing.T) {
	for query, want := range map[string]language.NumberPart{
		"15/QĐ-UBND":    {Sure: true, Key: "15/qd/ubnd"},
		"15/qd":         {Sure: true, Key: "15/qd"},
		"15/q":          {Key: "15/q"},
		"15 qd ubnd":    {Sure: true, Key: "15/qd/ubnd"},
		"015/QĐ -UBND":  {Sure: true, Key: "15/qd/ubnd"},
		"5/TB":          {Sure: true, Key: "5/tb"},
		"số 05/TB":      {Sure: true, Key: "5/tb"},
		"09-HD/TU":      {Sure: true, Key: "9/hd/tu"},
		"30/2020/NĐ-CP": {Sure: true, Key: "30/2020/nd/cp"},
		"quyết định số 15/QĐ-UBND về đất đai":       {Sure: true, Key: "15/qd/ubnd", Rest: "quyết định về đất đai"},
		"15 qd ubnd phòng cháy":                     {Sure: true, Key: "15/qd/ubnd", Rest: "phòng cháy"},
		"ngày 23/11/2026, công văn 1204/UBND-KTHT.": {Sure: true, Key: "1204/ubnd/ktht", Rest: "ngày 23/11/2026, công văn ."},
	} {
		got, ok := language.NumberQuery(query)
		if !ok || got != want {
			t.Errorf("%q: got %+v %v, want %+v", query, got, ok, want)
		}
	}
}

func TestOtherQueriesAreNoNumbers(t *testing.T) {
	for _, query := range []string{
		"", "phòng cháy", "23/11/2026", "1204", "12 tư pháp", "15 ngày làm việc", "năm 2026", "nghị định 30/2020", "QĐ-UBND", "covid-19", "24-7",
	} {
		if got, ok := language.NumberQuery(query); ok {
			t.Errorf("%q: got %+v", query, got)
		}
	}
}

func FuzzNumberQuery(f *testing.F) {
	for _, seed := range []string{"15/QĐ-UBND", "số 05/TB về", "15 qd", "0/0/0", "1/\u0301a"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		part, ok := language.NumberQuery(query)
		if !ok {
			return
		}
		if !strings.Contains(part.Key, "/") || strings.ContainsAny(part.Key, "\" *") {
			t.Errorf("%q: key %q", query, part.Key)
		}
		if len(language.FoldWords(part.Rest)) >= len(language.FoldWords(query)) {
			t.Errorf("%q: the rest %q holds the number still", query, part.Rest)
		}
	})
}
