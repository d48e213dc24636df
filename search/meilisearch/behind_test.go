package meilisearch

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"congvan/office"
	"congvan/search"
)

func TestVersionsOfTheServerAreJudged(t *testing.T) {
	for text, want := range map[string]string{
		"1.48.2": "good", "1.48.10": "good", "1.50.0": "good", "2.0.0": "good", "v1.48.2": "good", "1.49.0-rc.1": "good",
		"1.21.0": "warned", "1.47.1": "warned", "1.48.1": "warned", "1.48.2-rc.1": "warned",
		"1.20.9": "refused", "1.9.0": "refused", "0.30.5": "refused", "1.21.0-rc.2": "refused",
		"": "refused", "1.48": "refused", "1.48.2.1": "refused", "new": "refused", "1.x.0": "refused", "1.-1.0": "refused", "1.48.2-": "refused",
		"1.99999999999999999999.0": "refused", "１.48.2": "refused",
	} {
		warning, err := CheckVersion(text)
		got := "good"
		if warning != "" {
			got = "warned"
		}
		if err != nil {
			got = "refused"
		}
		if got != want {
			t.Errorf("%q is %s, want %s (%q, %v)", text, got, want, warning, err)
		}
		if err != nil && strings.Count(text, ".") == 2 && text != "" && IsTooOld(err) && !strings.Contains(err.Error(), Oldest) {
			t.Errorf("%q: the error does not say what is needed: %v", text, err)
		}
	}
	if _, err := CheckVersion("1.20.0"); !IsTooOld(fmt.Errorf("search: %w", err)) {
		t.Error("a version that is too old is not told from a server that does not answer")
	}
	if _, err := CheckVersion("what"); IsTooOld(err) {
		t.Error("what is no version is called too old")
	}
}

func TestWhatStandsInAFilterCannotEndIt(t *testing.T) {
	scope := search.Scope{Principals: []string{"o:1", "p:2"}, Class: 1}
	q := search.Query{Issuers: []string{`H26" OR org != "x`, `back\`}, Kinds: []office.KindCode{`"]`}, Years: []int{2025, 2026}, From: "2026-01-02", To: "2026-02-03"}
	want := []string{
		`principals IN ["o:1", "p:2"]`, `class <= 1`, `type_code IN ["\"]"]`, `org IN ["H26\" OR org != \"x", "back\\"]`,
		`year IN [2025, 2026]`, `date >= 20260102`, `date > 0`, `date < 20260203`,
	}
	if got := filterOf(scope, q); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestAPlanIsAskedForInEveryWayItMayBeWritten(t *testing.T) {
	for _, c := range []struct {
		text    string
		loosely bool
		want    string
	}{
		{"phòng cháy", false, `[{"phong" "chay" []}]`},
		{"phòng cháy", true, `[{phong chay []}]`},
		{`"UBND thành phố yêu cầu"`, false, `[{"ubnd tp yeu cau" []} {"ubnd thanh pho yeu cau" []} {"uy ban nhan dan tp yeu cau" []} {"uy ban nhan dan thanh pho yeu cau" []}]`},
		{"15/qd thu hồi", false, `[{"thu" "hoi" [numkeys STARTS WITH "15/qd"]} {"15 qd" "thu" "hoi" [NOT numkeys STARTS WITH "15/qd"]}]`},
		{"a b c d e f g h i j k l", false, `[{"a b" "c d" "e f" "g h" "i j" "k l" []}]`},
		{"", false, `[{ []}]`},
	} {
		if got := fmt.Sprint(waysOf(search.NewPlan(c.text), c.loosely)); got != c.want {
			t.Errorf("%q, loosely %v:\ngot  %s\nwant %s", c.text, c.loosely, got, c.want)
		}
	}
}

func TestAVeryLongPageBecomesSeveralEntriesThatLoseNoWord(t *testing.T) {
	page := strings.Repeat("một hai ba bốn năm ", 40_000) // 200,000 words
	entries := entriesOf(search.Document{ID: office.NewID(), Pages: []string{"trang đầu", page}})
	if len(entries) != 5 {
		t.Fatalf("%d entries", len(entries))
	}
	words, text := 0, ""
	for i, e := range entries {
		if e.Seq != i || i > 0 && e.Page != 2 {
			t.Errorf("entry %d: seq %d, page %d", i, e.Seq, e.Page)
		}
		if i > 0 {
			n := len(strings.Fields(e.Body))
			if n > mostWords {
				t.Errorf("entry %d has %d words", i, n)
			}
			words, text = words+n, text+e.ShownText
		}
	}
	if words != 200_000 || text != page {
		t.Errorf("%d words are left, the text is whole: %v", words, text == page)
	}
}

func TestAnIndexIsThatOfTheYearOfEntry(t *testing.T) {
	e := New(Options{URL: "http://127.0.0.1:1"})
	for text, want := range map[string]string{
		"0196b2a7-5c00-7abc-8def-0123456789ab": "congvan_2025", // 2025-05-09
		"f47ac10b-58cc-4372-a567-0e02b2c3d479": "congvan_0000", // made at random: no moment
		"01ffffff-ffff-7fff-bfff-ffffffffffff": "congvan_2039",
	} {
		id, err := office.ParseID("id", text)
		if err != nil {
			t.Fatal(err)
		}
		if got := e.indexOf(id); got != want {
			t.Errorf("%s is in %s, want %s", text, got, want)
		}
	}
}

func TestAServerThatDoesNotAnswerIsUnavailable(t *testing.T) {
	e := New(Options{URL: "http://127.0.0.1:1"})
	scope := search.Scope{Principals: []string{search.OrganPrincipal(office.ID{1})}}
	d := search.Document{ID: office.NewID(), Principals: scope.Principals, Subject: "điều không ai được đọc trong nhật ký"}
	_, searching := e.Search(t.Context(), scope, search.Query{Text: "điều không ai được đọc"})
	_, holds := e.Holds(t.Context(), d.ID)
	_, complete := e.Complete(t.Context())
	for name, err := range map[string]error{"Put": e.Put(t.Context(), d), "Delete": e.Delete(t.Context(), d.ID), "Search": searching, "Holds": holds,
		"Complete": complete, "Ready": e.Ready(t.Context()), "Rebuild": e.Rebuild(t.Context(), func(func(search.Document, error) bool) {})} {
		if office.KindOf(err) != office.KindUnavailable {
			t.Errorf("%s: got %v", name, err)
		}
		var known *office.Error
		if errors.As(err, &known) && strings.Contains(fmt.Sprint(known.Cause), "không ai") {
			t.Errorf("%s: the error quotes what was asked or given: %v", name, known.Cause)
		}
	}
}
