package language

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Word is one syllable, number or abbreviation of a text. Vietnamese puts a space between syllables, so most words of the dictionary are
// two of these: see Pairs.
type Word struct {
	Folded     string // as it is compared; a number has lost its leading zeros, so "05" is "5"
	Start, End int    // where it stands in the text, in bytes
}

// Words takes a text apart at everything that is neither letter, mark nor digit.
func Words(text string) []Word {
	var words []Word
	start := -1
	for i, r := range text {
		switch inside := isWordRune(r); {
		case inside && start < 0 && !unicode.IsMark(r): // a mark belongs to what stands before it
			start = i
		case !inside && start >= 0:
			words = appendWord(words, text, start, i)
			start = -1
		}
	}
	if start >= 0 {
		words = appendWord(words, text, start, len(text))
	}
	return words
}

func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r))
}

// appendWord leaves out a word that folds to nothing.
func appendWord(words []Word, text string, start, end int) []Word {
	folded := trimZeros(Fold(text[start:end]))
	if folded == "" {
		return words
	}
	return append(words, Word{Folded: folded, Start: start, End: end})
}

// trimZeros drops the leading zeros of a number: NĐ 30/2020 writes numbers below 10 as 01 to 09, readers type 1 to 9.
func trimZeros(word string) string {
	trimmed := strings.TrimLeft(word, "0")
	if trimmed == word || trimmed != "" && isDigit(trimmed[0]) {
		return trimmed
	}
	return "0" + trimmed
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func isNumber(word string) bool {
	for i := range len(word) {
		if !isDigit(word[i]) {
			return false
		}
	}
	return word != ""
}

// FoldWords are the folded words of a text alone.
func FoldWords(text string) []string {
	words := Words(text)
	folded := make([]string, len(words))
	for i, w := range words {
		folded[i] = w.Folded
	}
	return folded
}

// Pairs are the neighbouring pairs of syllables, "phòng cháy", "cháy chữa": what tells one Vietnamese word from two accidental syllables.
func Pairs(words []string) [][2]string {
	if len(words) < 2 {
		return nil
	}
	pairs := make([][2]string, len(words)-1)
	for i := range pairs {
		pairs[i] = [2]string{words[i], words[i+1]}
	}
	return pairs
}
