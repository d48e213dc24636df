package language

import (
	"slices"
	"strings"
)

// NumberKey brings the forms of a document's number and symbol to one: "15/QĐ-UBND", "015/QĐ-UBND", "Số: 15 /qđ - ubnd" → "15/qd/ubnd".
// Two documents of one issuer with one key and one year are the same document, or a mistake.
func NumberKey(number string) string {
	words := FoldWords(number)
	if len(words) > 1 && words[0] == "so" && isDigit(words[1][0]) {
		words = words[1:]
	}
	return strings.Join(words, "/")
}

// NumberKeys are the keys under which a number is found: its own, and for a number with a year ("15/2026/QĐ-UBND", the form of legal
// normative documents) the one without, since readers leave the year out.
func NumberKeys(number string) []string {
	key := NumberKey(number)
	parts := strings.Split(key, "/")
	if len(parts) > 2 && isYear(parts[1]) {
		return []string{key, strings.Join(slices.Delete(parts, 1, 2), "/")}
	}
	return []string{key}
}

// NumberPart is the part of a query that reads like a document's number.
type NumberPart struct {
	Key  string // the beginning of a NumberKey: "15/qd" for "15/qd" and for "15 qd"
	Rest string // the query without it
	Sure bool   // its symbol has a word that symbols are made of; "3/phuong" may be a place
}

// NumberQuery finds a document's number, whole or its beginning, in a query: "15/QĐ-UBND", "15/qd", "15 qd ubnd", "quyết định số 15/QĐ-UBND
// về đất đai". A date (23/11/2026) and a number alone are no document's number; the latter is an ordinary word, for it may be anything.
func NumberQuery(query string) (NumberPart, bool) {
	words := Words(query)
	for first, word := range words {
		end := numberEnd(query, words, first)
		if end == 0 {
			continue
		}
		var key []string
		sure := false
		for _, part := range words[first:end] {
			key = append(key, part.Folded)
			sure = sure || isSymbol(part.Folded)
		}
		start := word.Start
		if first > 0 && words[first-1].Folded == "so" {
			start = words[first-1].Start
		}
		rest := strings.TrimSpace(query[:start]) + " " + strings.TrimSpace(query[words[end-1].End:])
		return NumberPart{Key: strings.Join(key, "/"), Rest: strings.TrimSpace(rest), Sure: sure}, true
	}
	return NumberPart{}, false
}

// numberEnd is the index after the last word of a number that begins at first; 0 when none does. A number is digits (perhaps with a letter:
// 15a), perhaps a year, then the words of the symbol, joined by "/" or "-", or by a space if the word is one that symbols are made of.
func numberEnd(query string, words []Word, first int) int {
	if !isDigit(words[first].Folded[0]) || len(words[first].Folded) > 6 {
		return 0
	}
	end, letters := first+1, 0
	for ; end < len(words); end++ {
		word := words[end].Folded
		joined := isJoint(query[words[end-1].End:words[end].Start])
		year := joined && end == first+1 && isYear(word)
		symbol := !isDigit(word[0]) && (joined || isSymbol(word))
		if !year && !symbol {
			break
		}
		if symbol {
			letters++
		}
	}
	if letters == 0 {
		return 0
	}
	return end
}

// isJoint reports whether what stands between two words joins them to one number.
func isJoint(between string) bool {
	switch strings.TrimSpace(between) {
	case "/", "-", "–", "&":
		return true
	default:
		return false
	}
}

func isYear(word string) bool {
	return len(word) == 4 && isNumber(word) && (word[:2] == "19" || word[:2] == "20")
}

// symbolWords are what symbols are made of, as readers type them with spaces: the kinds of NĐ 30/2020 appendix III and the commonest
// issuers. Those that are also syllables (ĐA, PA, TU) are left out: "12 tu phap" is no number.
var symbolWords = strings.Fields(`
	nq qd ct qc qyd tc tb hd ctr kh bc bb ttr cv cd bgn btt guq gm ggt gnp pg pc pb sy trs sl nd tt
	ubnd hdnd mttq tw cp bnv btc vp vptu vptw`)

func isSymbol(word string) bool { return slices.Contains(symbolWords, word) }
