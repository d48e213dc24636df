package wording

import (
	"cmp"
	"slices"
	"strings"
)

// areaList is a run of areas: "Tổ dân phố số 1 đến số 10, 12 và 15", "các thôn Vân, Hạ".
type areaList struct {
	found   []Area
	missing []Span // numbers and names that the locality does not have
	ranges  []Span // from one name to another
	beyond  bool   // a span of numbers goes beyond those that there are
	kind    string // "tổ dân phố"
	length  int    // tokens
}

// areasAt reads the areas at the beginning of tokens. kind is the kind that was spoken of before, "" for none: without one the tokens must begin with
// a word for a kind of area.
func (b *book) areasAt(tokens []token, kind string) areaList {
	list := areaList{kind: kind}
	for i := 0; i < len(tokens); {
		from := i
		if i > 0 {
			n := between(tokens[i:])
			if n == 0 {
				break
			}
			i += n
			if countsOther(tokens[i:]) {
				break
			}
		}
		i += b.areaHead(tokens[i:], &list)
		n := 0
		if list.kind != "" {
			n = b.areaAt(tokens[i:], &list)
		}
		if n == 0 {
			if from > 0 {
				break
			}
			return areaList{kind: list.kind}
		}
		i += n
		list.length = i
	}
	return list
}

// countsOther reports whether a number counts something else: "5 trường học".
func countsOther(tokens []token) bool {
	if len(tokens) < 2 || tokens[0].number < 0 || tokens[1].sign || tokens[1].line || tokens[1].capital {
		return false
	}
	return !strings.Contains(" và đến tới hết phường xã thuộc của ", " "+tokens[1].word+" ")
}

// between reads what stands between two areas of a list.
func between(tokens []token) int {
	if n := jointLen(tokens); n > 0 {
		return n
	}
	if tokens[0].word == ";" {
		return 1
	}
	return 0
}

// areaHead reads the words before a number or a name: "từ", "tổ dân phố", "số".
func (b *book) areaHead(tokens []token, list *areaList) int {
	n := 0
	skip := func(word string) {
		if n < len(tokens) && tokens[n].word == word {
			n++
		}
	}
	skip("từ")
	if kinds, length := areaHeads.find(tokens[n:]); length > 0 {
		list.kind = kinds[0]
		n += length
	}
	skip(":")
	skip("từ")
	skip("số")
	return n
}

// areaAt reads one area, or one span of numbers.
func (b *book) areaAt(tokens []token, list *areaList) int {
	if len(tokens) == 0 {
		return 0
	}
	if means, n := b.areasOf(list.kind).find(tokens); n > 0 && (tokens[0].capital || tokens[0].number >= 0) {
		if to := upTo(tokens[n:]); to > 0 && n+to < len(tokens) && tokens[n+to].capital {
			if _, m := b.areasOf(list.kind).find(tokens[n+to:]); m > 0 {
				list.ranges = append(list.ranges, spanOf(tokens[:n+to+m]))
				return n + to + m
			}
		}
		list.found = append(list.found, Area{spanOf(tokens[:n]), b.organ.Areas[means[0]].Code})
		return n
	}
	if tokens[0].number < 0 {
		return 0
	}
	n := 1
	first, last := tokens[0].number, tokens[0].number
	if to := upTo(tokens[n:]); to > 0 {
		var again areaList
		to += b.areaHead(tokens[n+to:], &again)
		if n+to < len(tokens) && tokens[n+to].number >= 0 {
			last = tokens[n+to].number
			n += to + 1
		}
	}
	b.take(first, last, spanOf(tokens[:n]), list)
	return n
}

func (b *book) areasOf(kind string) *lexicon[int] {
	if l := b.areas[kind]; l != nil {
		return l
	}
	return newLexicon[int]()
}

// upTo reads "đến" or a dash.
func upTo(tokens []token) int {
	n := 0
	for n < len(tokens) && n < 2 && (tokens[n].word == "đến" || tokens[n].word == "tới" || tokens[n].word == "hết" || tokens[n].word == "-") {
		n++
	}
	return n
}

// take adds the areas with the numbers from first to last that there are. It looks at the areas, not at the numbers, which may be many.
func (b *book) take(first, last int, at Span, list *areaList) {
	var found []int
	most := 0
	for i := range b.organ.Areas {
		n, ok := b.numberOf(list.kind, i)
		if !ok {
			continue
		}
		most = max(most, n)
		if first <= n && n <= last {
			found = append(found, i)
		}
	}
	slices.SortStableFunc(found, func(a, c int) int { return cmp.Compare(b.numberAt[a], b.numberAt[c]) })
	for _, i := range found {
		list.found = append(list.found, Area{at, b.organ.Areas[i].Code})
	}
	if len(found) == 0 {
		list.missing = append(list.missing, at)
	} else if first != last && (last > most || first < 1) {
		list.beyond = true
	}
}

func (b *book) numberOf(kind string, area int) (int, bool) {
	n, ok := b.numberAt[area]
	return n, ok && b.kindAt[area] == kind
}

// isCount reports whether a number tells how many areas or communes there are: "03 phường", "10 tổ dân phố".
func isCount(tokens []token) bool {
	if len(tokens) < 2 || tokens[0].number < 0 {
		return false
	}
	if _, n := areaHeads.find(tokens[1:]); n > 0 {
		return true
	}
	return strings.Contains(" phường xã quận huyện đơn cơ thôn tổ khu ", " "+tokens[1].word+" ")
}
