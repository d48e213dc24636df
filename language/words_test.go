package language_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"congvan/language"
)

func TestWordsAreFoldedSyllablesAndKnowTheirPlace(t *testing.T) {
	text := "Số: 05/QĐ-UBND, về đất-đai (PCCC&CNCH) 007"
	var folded, places []string
	for _, w := range language.Words(text) {
		folded = append(folded, w.Folded)
		places = append(places, text[w.Start:w.End])
	}
	if want := strings.Fields("so 5 qd ubnd ve dat dai pccc cnch 7"); !slices.Equal(folded, want) {
		t.Errorf("folded: got %v, want %v", folded, want)
	}
	if want := strings.Fields("Số 05 QĐ UBND về đất đai PCCC CNCH 007"); !slices.Equal(places, want) {
		t.Errorf("places: got %v, want %v", places, want)
	}
}

func TestPairsAreNeighbouringSyllables(t *testing.T) {
	if got := language.Pairs([]string{"phong", "chay", "rung"}); !slices.Equal(got, [][2]string{{"phong", "chay"}, {"chay", "rung"}}) {
		t.Errorf("got %v", got)
	}
	if got := language.Pairs([]string{"phong"}); got != nil {
		t.Errorf("one syllable: got %v", got)
	}
}

func TestWordsOfAnyTextLieInIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyText().Draw(t, "text")
		at := 0
		for _, w := range language.Words(text) {
			if w.Start < at || w.End <= w.Start || w.End > len(text) {
				t.Fatalf("%q: word %+v after %d", text, w, at)
			}
			if strings.ContainsAny(w.Folded, " \"*") || w.Folded == "" {
				t.Fatalf("%q: word %+v", text, w)
			}
			at = w.End
		}
		// What was folded already comes to the same words.
		if got, want := language.FoldWords(language.Fold(text)), language.FoldWords(text); !slices.Equal(got, want) {
			t.Fatalf("folded first: %v, else %v", got, want)
		}
	})
}

func TestAbbreviationsCollapseBothWays(t *testing.T) {
	for _, forms := range [][]string{
		{"UBND phường", "Ủy ban nhân dân phường", "uy ban nhan dan phuong", "Uỷ ban nhân dân phường"},
		{"PCCC và CNCH", "phòng cháy, chữa cháy và cứu nạn, cứu hộ"},
		{"Sở GD&ĐT", "Sở Giáo dục và Đào tạo", "so gddt", "Sở GD-ĐT"},
		{"phát triển KT-XH", "phát triển kinh tế - xã hội"},
		{"UBMTTQ", "MTTQ", "Ủy ban Mặt trận Tổ quốc"},
	} {
		want := language.Collapse(language.FoldWords(forms[0]))
		for _, other := range forms[1:] {
			if got := language.Collapse(language.FoldWords(other)); !slices.Equal(got, want) {
				t.Errorf("%q comes to %v, %q to %v", other, got, forms[0], want)
			}
		}
	}
}

func TestTheLongerFormCounts(t *testing.T) {
	if got := language.Collapse(language.FoldWords("dịch vụ công trực tuyến")); !slices.Equal(got, []string{"dvctt"}) {
		t.Errorf("got %v", got)
	}
	if got := language.Collapse(language.FoldWords("dịch vụ công ích")); !slices.Equal(got, []string{"dvc", "ich"}) {
		t.Errorf("got %v", got)
	}
}

func TestATextIsFoundByWhatItsAbbreviationsStandFor(t *testing.T) {
	synonyms := joined(language.Synonyms(language.FoldWords("nộp hồ sơ DVCTT tại UBND phường")))
	for _, want := range []string{"dvctt", "dich vu cong truc tuyen", "dvc", "dich vu cong", "ubnd", "uy ban nhan dan"} {
		if !slices.Contains(synonyms, want) {
			t.Errorf("%q is not among %v", want, synonyms)
		}
	}
	if got := language.Synonyms(language.FoldWords("hồ sơ giấy")); got != nil {
		t.Errorf("a text without abbreviations has the synonyms %v", got)
	}
}

func joined(forms [][]string) []string {
	var all []string
	for _, form := range forms {
		all = append(all, strings.Join(form, " "))
	}
	return all
}

func TestNoFormInTheTableMeansTwoThings(t *testing.T) {
	seen := make(map[string]string)
	for _, a := range language.ParseAbbreviations() {
		for _, words := range a.Forms {
			form := strings.Join(words, " ")
			if other, twice := seen[form]; twice && other != a.Token {
				t.Errorf("%q means %s and %s", form, other, a.Token)
			}
			seen[form] = a.Token
		}
		if len(a.Forms) < 2 {
			t.Errorf("%s stands for nothing", a.Token)
		}
	}
	if len(seen) < 150 {
		t.Errorf("only %d forms were read", len(seen))
	}
}

func TestCollapsingTwiceChangesNothing(t *testing.T) {
	syllables := strings.Fields("uy ban nhan dan ubnd phong chay chua va pccc dich vu cong truc tuyen dvc tp thanh pho mat tran to quoc")
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOf(rapid.SampledFrom(syllables)).Draw(t, "words")
		once := language.Collapse(words)
		if twice := language.Collapse(once); !slices.Equal(once, twice) {
			t.Fatalf("%v: once %v, twice %v", words, once, twice)
		}
		synonyms := joined(language.Synonyms(words))
		for _, m := range language.Mentions(words) {
			if !slices.Contains(synonyms, m.Token) {
				t.Fatalf("%v mentions %s, its synonyms are %v", words, m.Token, synonyms)
			}
		}
	})
}

func TestAMarkThatFollowsNoLetterBeginsNoWord(t *testing.T) {
	// U+1D15E is a symbol whose decomposed spelling ends in a mark.
	for text, want := range map[string][]string{"\U0001d15eđất": {"dat"}, "\U0001d157\U0001d165đất": {"dat"}, "a \u0301": {"a"}, "\u0301đất": {"dat"}} {
		if got := language.FoldWords(text); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
