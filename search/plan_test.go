package search_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"congvan/search"
)

func TestAQueryIsTakenApartIntoNumberPhrasesAndWords(t *testing.T) {
	for text, want := range map[string]search.Plan{
		"Ủy ban nhân dân phường":              {Terms: []string{"ubnd", "phuong"}},
		`đất "giải phóng mặt bằng" đường`:     {Phrases: [][]string{{"giai", "phong", "mat", "bang"}}, Terms: []string{"dat", "duong"}},
		`đất “mặt bằng`:                       {Phrases: [][]string{{"mat", "bang"}}, Terms: []string{"dat"}},
		"quyết định 15/QĐ-UBND về đất":        {Number: "15/qd/ubnd", Terms: []string{"quyet", "dinh", "ve", "dat"}},
		"tổ 3/phường":                         {Number: "3/phuong", Unsure: true, Terms: []string{"to"}},
		"đất Đất dat":                         {Terms: []string{"dat"}},
		`"" / - *`:                            {},
		strings.Repeat("a b c d e f g h ", 9): {Terms: strings.Fields("a b c d e f g h")},
	} {
		got := search.NewPlan(text)
		if got.Number != want.Number || got.Unsure != want.Unsure || !slices.Equal(got.Terms, want.Terms) ||
			!slices.EqualFunc(got.Phrases, want.Phrases, slices.Equal) {
			t.Errorf("%q: got %+v, want %+v", text, *got, want)
		}
		if got.Empty() != (want.Number == "" && want.Phrases == nil && want.Terms == nil) {
			t.Errorf("%q: empty is %v", text, got.Empty())
		}
	}
}

func TestAPhraseIsAskedForInEveryFormOfItsAbbreviations(t *testing.T) {
	forms := search.PhraseForms(strings.Fields("chu tich ubnd phuong"))
	var texts []string
	for _, form := range forms {
		texts = append(texts, strings.Join(form, " "))
	}
	if want := []string{"chu tich ubnd phuong", "chu tich uy ban nhan dan phuong"}; !slices.Equal(texts, want) {
		t.Errorf("got %q, want %q", texts, want)
	}
	if many := search.PhraseForms(strings.Fields("gddt tnmt khcn pccc")); len(many) != 8 {
		t.Errorf("%d forms", len(many))
	}
}

func TestSlipsOfTheFingerAreCounted(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"phong", "phong", 0},
		{"phong", "phogn", 1},
		{"phong", "phng", 1},
		{"phong", "phoong", 1},
		{"phong", "phang", 1},
		{"phong", "chong", 1},
		{"phong", "chang", 2},
		{"phong", "dat", 3},
		{"", "ab", 2},
	} {
		if got := search.Distance([]rune(c.a), []rune(c.b), 2); got != c.want {
			t.Errorf("%q to %q: got %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestTheDistanceIsTheSameBothWaysAndCutAtTheMost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SliceOfN(rapid.RuneFrom([]rune("abc")), 0, 8)
		a, b, most := word.Draw(t, "a"), word.Draw(t, "b"), rapid.IntRange(0, 4).Draw(t, "most")
		there, back := search.Distance(a, b, most), search.Distance(b, a, most)
		if there != back {
			t.Fatalf("%q to %q: %d, back %d", string(a), string(b), there, back)
		}
		if whole := search.Distance(a, b, 100); there != min(whole, most+1) {
			t.Fatalf("%q to %q within %d: %d, in full %d", string(a), string(b), most, there, whole)
		}
		if (there == 0) != slices.Equal(a, b) {
			t.Fatalf("%q to %q: %d", string(a), string(b), there)
		}
	})
}

func TestASpellerGuessesTheNearestAndMostFrequentWord(t *testing.T) {
	speller := search.NewSpeller("chyas", false)
	for word, count := range map[string]int{"chay": 5, "chyas": 9, "chya": 2, "chyan": 40, "chuas": 40, "phong": 100, "chyasx": 1} {
		speller.Offer(word, count)
	}
	if got, want := speller.Guesses(), []string{"chuas", "chyan", "chya", "chyasx"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if !search.NewSpeller("2026", false).Hopeless() || !search.NewSpeller("an", false).Hopeless() {
		t.Error("a number or two letters are guessed")
	}
	unfinished := search.NewSpeller("pho", true)
	unfinished.Offer("phong", 3)
	if got := unfinished.Guesses(); !slices.Equal(got, []string{"phong"}) {
		t.Errorf("unfinished: got %v", got)
	}
}

func TestMarkingChangesNothingButTheMarks(t *testing.T) {
	words := rapid.SampledFrom([]string{"Ủy ban nhân dân", "UBND", "phòng", "cháy", "15/QĐ-UBND", ",", "<b>", "\ue000", "\ue001", "đất", "\n"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(words).Draw(t, "text"), " ")
		plan := search.NewPlan(strings.Join(rapid.SliceOfN(words, 0, 4).Draw(t, "query"), " "))
		marked := plan.Mark(text)
		if got, want := search.Plain(marked), search.Plain(text); got != want {
			t.Fatalf("marking %q for %+v changes it to %q", text, *plan, got)
		}
		joined := ""
		for _, segment := range search.Segments(marked) {
			joined += segment.Text
			if segment.Marked && len(plan.Terms)+len(plan.Phrases) == 0 && plan.Number == "" {
				t.Fatalf("nothing was asked for, %q is marked", segment.Text)
			}
		}
		if joined != search.Plain(text) {
			t.Fatalf("the segments of %q join to %q", marked, joined)
		}
	})
}

func TestASnippetShowsWhereMostOfTheQueryStands(t *testing.T) {
	page := strings.Repeat("phòng họp ", 60) + "Diễn tập phòng cháy, chữa cháy tại chợ." + strings.Repeat(" hết", 60)
	snippet := search.NewPlan("phòng cháy chợ").Snippet(page)
	if plain := search.Plain(snippet); !strings.Contains(plain, "Diễn tập phòng cháy, chữa cháy tại chợ.") ||
		!strings.HasPrefix(plain, "… ") || !strings.HasSuffix(plain, " …") || len(strings.Fields(plain)) > 34 {
		t.Errorf("got %q", plain)
	}
	if got := search.NewPlan("đất").Snippet("Một trang không có từ ấy."); got != "Một trang không có từ ấy." {
		t.Errorf("without a match: %q", got)
	}
	if got := search.NewPlan("đất").Snippet(""); got != "" {
		t.Errorf("of an empty page: %q", got)
	}
}

func TestHitsAreOrderedByWhatEnginesDoNotKnow(t *testing.T) {
	for _, c := range []struct {
		query         string
		better, worse search.Candidate
	}{
		{"15/QĐ", search.Candidate{Number: "15/QĐ-UBND"}, search.Candidate{Number: "9/TB", Subject: "Về Quyết định 15/QĐ-UBND"}},
		{"15/QĐ-UBND", search.Candidate{Number: "15/QĐ-UBND"}, search.Candidate{Number: "15/QĐ-UBND-VX"}},
		{"phòng cháy", search.Candidate{Subject: "Về phòng cháy"}, search.Candidate{Body: "phòng cháy phòng cháy"}},
		{"phòng cháy", search.Candidate{Subject: "phòng cháy"}, search.Candidate{Subject: "cháy tại phòng"}},
		{"đạt", search.Candidate{Subject: "đạt"}, search.Candidate{Subject: "đất"}},
		{"hoà", search.Candidate{Subject: "hòa"}, search.Candidate{Subject: "hoa"}},
		{"dat", search.Candidate{Subject: "đất", Date: "2026-02-01"}, search.Candidate{Subject: "đạt", Date: "2025-02-01"}},
	} {
		c.better.ID[0] = 1
		order := []search.Candidate{c.worse, c.better}
		search.NewPlan(c.query).Rank(order)
		if order[0].ID != c.better.ID {
			t.Errorf("%q: %+v stands before %+v", c.query, c.worse, c.better)
		}
	}
}

func FuzzPlan(f *testing.F) {
	for _, seed := range []string{`"a b`, "15/QĐ-UBND đất", "ủy ban nhân dân", "\ue000\xff"} {
		f.Add(seed, "một văn bản về đất 15/QĐ-UBND")
	}
	f.Fuzz(func(t *testing.T, query, text string) {
		plan := search.NewPlan(query)
		if got, want := search.Plain(plan.Mark(text)), search.Plain(text); got != want {
			t.Errorf("marking %q for %q gives %q", text, query, got)
		}
		plan.Snippet(text)
		plan.Rank([]search.Candidate{{Subject: text}, {Body: text, Number: text}})
	})
}
