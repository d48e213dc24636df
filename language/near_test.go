package language_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"congvan/language"
)

func TestWhatWasMistypedIsProposed(t *testing.T) {
	among := []string{"Phó Chủ tịch 1", "Phó Chủ tịch 2", "Chủ tịch UBND", "Phòng Kinh tế, Hạ tầng và Đô thị", "Đất đai", "Môi trường"}
	for text, want := range map[string][]string{
		"Pho chu tihc 1": {"Phó Chủ tịch 1", "Phó Chủ tịch 2"},
		"Đất đia":        {"Đất đai"},
		"Kinh té":        {"Phòng Kinh tế, Hạ tầng và Đô thị"},
		"Hạ tân":         {"Phòng Kinh tế, Hạ tầng và Đô thị"},
		"kinh te":        {"Phòng Kinh tế, Hạ tầng và Đô thị"},
		"moi trươngg":    {"Môi trường"},
		"Bộ trưởng":      nil,
		"":               nil,
		"tế":             nil,
	} {
		if got := language.Near(text, among); !slices.Equal(got, want) && len(got)+len(want) > 0 {
			t.Errorf("%q: proposed %q, want %q", text, got, want)
		}
	}
}

// A word with one letter left out, doubled or swapped with its neighbour is the first that is proposed for it, whatever else there is.
func TestOneSlipOfTheHandIsForgiven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := []rune(rapid.StringMatching(`[a-zđăâêôơư]{4,20}`).Draw(t, "word"))
		at := rapid.IntRange(0, len(word)-2).Draw(t, "at")
		slips := [][]rune{slices.Delete(slices.Clone(word), at, at+1), slices.Insert(slices.Clone(word), at, word[at])}
		swapped := slices.Clone(word)
		swapped[at], swapped[at+1] = swapped[at+1], swapped[at]
		for _, slip := range append(slips, swapped) {
			if got := language.Near(string(slip), []string{"0123456789", string(word)}); !slices.Equal(got, []string{string(word)}) {
				t.Fatalf("for %q is proposed %q", string(slip), got)
			}
		}
	})
}
