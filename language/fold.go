package language

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold reduces a text to what a hurried reader types: decomposed (NFD), marks dropped, đ and its look-alike ð written d, lower case.
// "Đất Đai" → "dat dai". Both sides of every comparison by words, the index and the query, go through it. Folding twice changes nothing.
func Fold(text string) string {
	folded := make([]byte, 0, len(text))
	for _, r := range text {
		switch {
		case r < firstOther && latin[r] != 0:
			folded = append(folded, latin[r])
		case r >= '\u0300' && r <= '\u036f': // a mark of a decomposed text
		default:
			return foldAny(text)
		}
	}
	return string(folded)
}

// firstOther is the rune after the block of Vietnamese letters, Latin Extended Additional.
const firstOther = 0x1f00

// latin is what folds to one ASCII character, whatever stands beside it. Nearly all that the office writes is in this table, and folding
// is what indexing spends its time with.
var latin = func() (table [firstOther]byte) {
	for r := rune(1); r < firstOther; r++ {
		if folded := foldAny(string(r)); len(folded) == 1 {
			table[r] = folded[0]
		}
	}
	return table
}()

// foldAny folds any script. Lower-casing can bring out a letter that decomposes again: it goes on until nothing changes.
func foldAny(text string) string {
	folded := foldOnce(text)
	for {
		again := foldOnce(folded)
		if again == folded {
			return folded
		}
		folded = again
	}
}

func foldOnce(text string) string {
	var out strings.Builder
	out.Grow(len(text))
	for _, r := range norm.NFD.String(text) {
		if !unicode.Is(unicode.Mn, r) {
			out.WriteRune(foldRune(r))
		}
	}
	return out.String()
}

// foldRune is the part of Fold that looks at one letter. The eth Ð ð comes from old keyboards and bad conversions and always means Đ đ.
func foldRune(r rune) rune {
	switch r {
	case 'đ', 'Đ', 'ð', 'Ð':
		return 'd'
	default:
		return unicode.ToLower(r)
	}
}

// Normal is a text in the one spelling that comparisons with diacritics use: composed (NFC), đ for its look-alike ð, and the tone mark of
// oa, oe, uy on the first vowel ("hoà" → "hòa", "thuỷ" → "thủy"), for both placements are written and mean the same.
func Normal(text string) string {
	runes := []rune(norm.NFC.String(text))
	for i, r := range runes {
		switch r {
		case 'ð':
			runes[i] = 'đ'
		case 'Ð':
			runes[i] = 'Đ'
		}
	}
	for i := range len(runes) - 1 {
		placeTone(runes, i)
	}
	return string(runes)
}

// placeTone moves a tone mark from the second to the first letter of an open syllable's oa, oe, uy. In "quý" the u belongs to the
// consonant, so the mark stays; in "hoàn" a consonant follows and there is only one spelling.
func placeTone(runes []rune, i int) {
	first, second := runes[i], runes[i+1]
	if i+2 < len(runes) && (unicode.IsLetter(runes[i+2]) || unicode.IsMark(runes[i+2])) {
		return
	}
	base, tone := splitTone(second)
	if tone == 0 || !isOpenPair(unicode.ToLower(first), unicode.ToLower(base)) {
		return
	}
	if i > 0 && unicode.ToLower(runes[i-1]) == 'q' {
		return
	}
	marked := []rune(norm.NFC.String(string([]rune{first, tone})))
	if len(marked) == 1 {
		runes[i], runes[i+1] = marked[0], base
	}
}

func isOpenPair(first, second rune) bool {
	return first == 'o' && (second == 'a' || second == 'e') || first == 'u' && second == 'y'
}

// splitTone takes a letter apart into its bare form and one of the five tone marks; tone is 0 when it carries none, or other marks too.
func splitTone(letter rune) (base, tone rune) {
	parts := []rune(norm.NFD.String(string(letter)))
	if len(parts) != 2 {
		return letter, 0
	}
	switch parts[1] {
	case '\u0300', '\u0301', '\u0303', '\u0309', '\u0323': // huyền, sắc, ngã, hỏi, nặng
		return parts[0], parts[1]
	default:
		return letter, 0
	}
}
