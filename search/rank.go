package search

import (
	"cmp"
	"slices"
	"strings"

	"congvan/language"
	"congvan/office"
)

// Candidate is a hit as an engine orders it, with the texts by which Rank orders it better.
type Candidate struct {
	ID      office.ID
	Number  string
	Subject string
	Date    office.Day
	Page    int    // the page that matched; 0 when what matched is on none
	Body    string // its text
	score   float64
}

// RankWindow is how many of an engine's first hits are ordered anew.
const RankWindow = 100

// Hits makes the hits of the page that a query asks for. found is how many documents the engine found, and load reads those from one place in
// its order up to, but without, another: all that are ranked together, or the page alone.
func (p *Plan) Hits(q Query, found int, load func(from, to int) ([]Candidate, error)) ([]Hit, error) {
	from, to := min(q.Offset, found), min(q.Offset+q.Limit, found)
	first, last := from, to
	ranked := !p.Empty() && q.Sort == ByRelevance && from < RankWindow
	if ranked {
		first, last = 0, max(to, min(found, RankWindow))
	}
	candidates, err := load(first, last)
	if err != nil {
		return nil, err
	}
	if ranked {
		p.Rank(candidates[:min(len(candidates), RankWindow)])
	}
	candidates = candidates[min(from-first, len(candidates)):min(to-first, len(candidates))]
	hits := make([]Hit, len(candidates))
	for i, c := range candidates {
		hits[i] = Hit{ID: c.ID, Page: c.Page, Number: p.Mark(c.Number), Subject: p.Mark(c.Subject), Snippet: p.Snippet(c.Body)}
	}
	return hits, nil
}

// Rank orders candidates, given in the engine's order, by what engines do not know: the document whose own number it is, words of the
// subject before words of the text, syllables that stand together as in the query, diacritics as they were typed; newer before older where
// nothing else tells them apart.
func (p *Plan) Rank(candidates []Candidate) {
	newest, oldest := span(candidates)
	for i := range candidates {
		c := &candidates[i]
		subject, body := p.look(c.Subject), p.look(c.Body)
		c.score = 6*p.ownNumber(c.Number) +
			3*subject.covered + 2*subject.together + 1.5*subject.exact +
			1.5*body.together + body.exact + 0.5*body.covered +
			1.5/(1+float64(i)/20) +
			0.3*recency(c.Date, oldest, newest)
	}
	slices.SortStableFunc(candidates, func(a, b Candidate) int { return cmp.Compare(b.score, a.score) })
}

func (p *Plan) ownNumber(number string) float64 {
	if p.Number == "" {
		return 0
	}
	for _, key := range language.NumberKeys(number) {
		switch {
		case key == p.Number:
			return 1
		case strings.HasPrefix(key, p.Number):
			return 0.8
		}
	}
	return 0
}

// likeness says how a text holds what was asked, each from 0 to 1.
type likeness struct {
	covered  float64 // terms that occur
	together float64 // neighbouring terms of the query that are neighbours in the text
	exact    float64 // words typed with diacritics that occur with the same
}

func (p *Plan) look(text string) likeness {
	words := language.Words(text)
	folded := make([]string, len(words))
	for i, word := range words {
		folded[i] = word.Folded
	}
	collapsed := language.Collapse(folded)
	spelt := p.spelt(text, words)
	query := slices.Concat(append([][]string{p.Terms}, p.Phrases...)...)
	return likeness{
		covered:  p.covered(query, occurring(query, collapsed, folded), spelt),
		together: sharePairs(language.Pairs(query), language.Pairs(collapsed)),
		exact:    p.exact(spelt),
	}
}

// occurring tells of each wanted word whether one of the lists holds it.
func occurring(wanted []string, lists ...[]string) map[string]bool {
	found := make(map[string]bool, len(wanted))
	for _, word := range wanted {
		found[word] = false
	}
	for _, list := range lists {
		for _, word := range list {
			if _, asked := found[word]; asked {
				found[word] = true
			}
		}
	}
	return found
}

// spelt are the words of a text, as they are written, that fold to a word typed with diacritics.
func (p *Plan) spelt(text string, words []language.Word) map[string]bool {
	spelt := make(map[string]bool)
	for _, word := range words {
		if len(p.marked[word.Folded]) > 0 {
			spelt[normalWord(text[word.Start:word.End])] = true
		}
	}
	return spelt
}

// covered counts a word that is there with other diacritics than typed for little: who types "đạt" does not mean "đất".
func (p *Plan) covered(wanted []string, there, spelt map[string]bool) float64 {
	if len(wanted) == 0 {
		return 0
	}
	found := 0.0
	for _, word := range wanted {
		switch marked := p.marked[word]; {
		case !there[word]:
		case len(marked) > 0 && !anyOf(marked, spelt):
			found += 0.25
		default:
			found++
		}
	}
	return found / float64(len(wanted))
}

func anyOf(words []string, there map[string]bool) bool {
	return slices.ContainsFunc(words, func(word string) bool { return there[word] })
}

func (p *Plan) exact(spelt map[string]bool) float64 {
	if len(p.marked) == 0 {
		return 0
	}
	found := 0
	for _, typed := range p.marked {
		if anyOf(typed, spelt) {
			found++
		}
	}
	return float64(found) / float64(len(p.marked))
}

// sharePairs is how many of the wanted pairs are there, as a share.
func sharePairs(wanted, there [][2]string) float64 {
	if len(wanted) == 0 {
		return 0
	}
	pairs := make(map[[2]string]bool, len(wanted))
	for _, pair := range wanted {
		pairs[pair] = false
	}
	for _, pair := range there {
		if _, asked := pairs[pair]; asked {
			pairs[pair] = true
		}
	}
	found := 0
	for _, pair := range wanted {
		if pairs[pair] {
			found++
		}
	}
	return float64(found) / float64(len(wanted))
}

func span(candidates []Candidate) (newest, oldest office.Day) {
	for _, c := range candidates {
		newest = max(newest, c.Date)
		if c.Date != "" && (oldest == "" || c.Date < oldest) {
			oldest = c.Date
		}
	}
	return newest, oldest
}

func recency(day, oldest, newest office.Day) float64 {
	if day == "" || newest <= oldest {
		return 0
	}
	return float64(day.Time().Sub(oldest.Time())) / float64(newest.Time().Sub(oldest.Time()))
}
