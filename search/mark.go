package search

import (
	"strings"

	"congvan/language"
)

// Marker characters stand around what matches in a Hit. They are of Unicode's private use area, and no text that goes into an index keeps
// them, so a document cannot mark itself. Text between them is not HTML: a page escapes each Segment.
const (
	markOn  = "\ue000"
	markOff = "\ue001"
)

var withoutMarkers = strings.NewReplacer(markOn, "", markOff, "")

// Segment is a piece of a marked text.
type Segment struct {
	Text   string
	Marked bool
}

// Segments takes a marked text apart, for a page to escape and mark piece by piece.
func Segments(text string) []Segment {
	var segments []Segment
	add := func(text string, marked bool) {
		if text != "" {
			segments = append(segments, Segment{text, marked})
		}
	}
	for text != "" {
		plain, rest, _ := strings.Cut(text, markOn)
		marked, after, _ := strings.Cut(rest, markOff)
		add(plain, false)
		add(marked, true)
		text = after
	}
	return segments
}

// Plain is a marked text without its marks.
func Plain(text string) string { return withoutMarkers.Replace(text) }

// Mark puts marks around the words of a text that the plan asked for.
func (p *Plan) Mark(text string) string {
	return mark(text, p.matches(text))
}

// Snippet is the part of a page with the most of what was asked for, marked; about thirty words.
func (p *Plan) Snippet(page string) string {
	const length = 30
	matches := p.matches(page)
	first, last := bestWindow(matches, length)
	if last == 0 {
		return ""
	}
	start, end := matches[first].Start, matches[last-1].End
	if last == len(matches) {
		end = len(page)
	}
	text := mark(page[start:end], shift(matches[first:last], start))
	if first > 0 {
		text = "… " + text
	}
	if last < len(matches) {
		text += " …"
	}
	return strings.Join(strings.Fields(text), " ")
}

// match is a word of a text and the term that it matches, "" when none.
type match struct {
	language.Word
	term string
}

func (p *Plan) matches(text string) []match {
	words := language.Words(text)
	matches := make([]match, len(words))
	wanted := p.wanted()
	folded := make([]string, len(words))
	for i, word := range words {
		matches[i].Word = word
		folded[i] = word.Folded
		if wanted[word.Folded] {
			matches[i].term = word.Folded
		}
	}
	for _, mention := range language.Mentions(folded) {
		if wanted[mention.Token] {
			claim(matches[mention.First:mention.End], mention.Token)
		}
	}
	p.matchNumber(matches, folded)
	return matches
}

func claim(matches []match, term string) {
	for i := range matches {
		matches[i].term = term
	}
}

// matchNumber finds the number's words in their order; the last may go on.
func (p *Plan) matchNumber(matches []match, folded []string) {
	number := p.NumberWords()
	for i := 0; len(number) > 0 && i+len(number) <= len(folded); i++ {
		if startsWith(folded[i:], number) {
			claim(matches[i:i+len(number)], p.Number)
		}
	}
}

// startsWith reports whether words begin with those of a number, the last of which may be cut short.
func startsWith(words, number []string) bool {
	last := len(number) - 1
	if len(words) <= last || !strings.HasPrefix(words[last], number[last]) {
		return false
	}
	for i := range last {
		if words[i] != number[i] {
			return false
		}
	}
	return true
}

// bestWindow is the run of words with the most different terms, the earliest of equals, begun as late as holds them, with a few words of
// context before. Without a match it is the beginning.
func bestWindow(matches []match, length int) (first, last int) {
	const context = 4
	best := 0
	for i := range matches {
		if matches[i].term == "" {
			continue
		}
		if value := terms(matches[i:min(len(matches), i+length-context)]); value > best {
			best, first = value, i
		}
	}
	if best == 0 {
		return 0, min(len(matches), length)
	}
	end := min(len(matches), first+length-context)
	for terms(matches[first+1:end]) == best {
		first++
	}
	first = max(0, first-context)
	return first, min(len(matches), first+length)
}

// terms counts the different terms among matches.
func terms(matches []match) int {
	different := make(map[string]bool)
	for _, m := range matches {
		if m.term != "" {
			different[m.term] = true
		}
	}
	return len(different)
}

func shift(matches []match, by int) []match {
	shifted := make([]match, len(matches))
	for i, m := range matches {
		m.Start, m.End = m.Start-by, m.End-by
		shifted[i] = m
	}
	return shifted
}

// mark joins neighbouring words of one abbreviation or number under one mark.
func mark(text string, matches []match) string {
	var out strings.Builder
	at := 0
	for i := 0; i < len(matches); i++ {
		if matches[i].term == "" {
			continue
		}
		end := i
		for end+1 < len(matches) && matches[end+1].term == matches[i].term {
			end++
		}
		out.WriteString(withoutMarkers.Replace(text[at:matches[i].Start]))
		out.WriteString(markOn + withoutMarkers.Replace(text[matches[i].Start:matches[end].End]) + markOff)
		at, i = matches[end].End, end
	}
	out.WriteString(withoutMarkers.Replace(text[at:]))
	return out.String()
}
