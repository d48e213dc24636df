package search

import (
	"slices"
	"strings"

	"congvan/language"
)

// Plan is a query as an engine is to ask it: folded, its number, phrases and words apart, abbreviations collapsed.
type Plan struct {
	Number  string              // the beginning of a NumberKey, "" when the query names no document's number
	Phrases [][]string          // folded words that must stand together
	Terms   []string            // folded words that must all occur; an abbreviation or what it stands for is one term
	Unsure  bool                // Number may be no number but words
	marked  map[string][]string // by folded word: as it was typed, with diacritics, in normal spelling and lower case
	guesses map[string][]string
}

// NewPlan reads the text of a query. Words in double quotes are a phrase; an unclosed quote reaches to the end.
func NewPlan(text string) *Plan {
	plan := &Plan{marked: make(map[string][]string)}
	plan.readMarked(text)
	outside := plan.takePhrases(text)
	if number, found := language.NumberQuery(outside); found {
		plan.Number, plan.Unsure = number.Key, !number.Sure
		outside = number.Rest
	}
	terms := language.Collapse(language.FoldWords(outside))
	for _, term := range terms {
		if !slices.Contains(plan.Terms, term) && len(plan.Terms) < maxWords {
			plan.Terms = append(plan.Terms, term)
		}
	}
	return plan
}

var quotes = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`)

func (p *Plan) takePhrases(text string) (outside string) {
	var rest []string
	for i, part := range strings.Split(quotes.Replace(text), `"`) {
		words := language.FoldWords(part)
		if i%2 == 0 || len(words) == 0 {
			rest = append(rest, part)
			continue
		}
		p.Phrases = append(p.Phrases, words[:min(len(words), maxWords)])
	}
	return strings.Join(rest, " ")
}

// readMarked keeps the words that carry diacritics: who typed them meant them.
func (p *Plan) readMarked(text string) {
	for _, word := range language.Words(text) {
		if normal := normalWord(text[word.Start:word.End]); normal != word.Folded && language.Fold(normal) == word.Folded {
			p.marked[word.Folded] = append(p.marked[word.Folded], normal)
		}
	}
}

func normalWord(word string) string { return strings.ToLower(language.Normal(word)) }

// Empty reports whether the query has no words: it lists what its filters leave.
func (p *Plan) Empty() bool { return p.Number == "" && len(p.Phrases) == 0 && len(p.Terms) == 0 }

// NumberWords are the words of the number: "15", "qd".
func (p *Plan) NumberWords() []string {
	if p.Number == "" {
		return nil
	}
	return strings.Split(p.Number, "/")
}

// PhraseForms are the ways in which a phrase may be written: with each abbreviation in it short or long. At most eight.
func PhraseForms(phrase []string) [][]string {
	forms := [][]string{nil}
	at := 0
	for _, mention := range language.Mentions(phrase) {
		forms = extend(forms, [][]string{phrase[at:mention.First]})
		forms = extend(forms, mention.Forms)
		at = mention.End
	}
	return extend(forms, [][]string{phrase[at:]})
}

func extend(forms, endings [][]string) [][]string {
	var longer [][]string
	for _, form := range forms {
		for _, ending := range endings {
			if len(longer) < 8 {
				longer = append(longer, slices.Concat(form, ending))
			}
		}
	}
	return longer
}

// Shorter are the plans to try in turn when no document has everything, nor with other spellings: what is typed last is the least certain and
// is left out first. One syllable alone is no word, so at least two stay, and half of what was typed. At last a number that no document
// has is taken for words.
func (p *Plan) Shorter() []*Plan {
	var plans []*Plan
	for n := len(p.Terms) - 1; n >= max(2, (len(p.Terms)+1)/2); n-- {
		shorter := *p
		shorter.Terms = p.Terms[:n]
		plans = append(plans, &shorter)
	}
	if p.Unsure {
		words := *p
		words.Number, words.Terms = "", slices.Concat(p.NumberWords(), p.Terms)
		plans = append(plans, &words)
	}
	return plans
}

// WithGuesses is the plan in which a term may also be one of other spellings.
func (p *Plan) WithGuesses(guesses map[string][]string) *Plan {
	wider := *p
	wider.guesses = guesses
	return &wider
}

// wanted are all words whose occurrence is a match, for marking.
func (p *Plan) wanted() map[string]bool {
	wanted := make(map[string]bool)
	for _, term := range slices.Concat(p.Terms, slices.Concat(p.Phrases...)) {
		wanted[term] = true
		for _, guess := range p.guesses[term] {
			wanted[guess] = true
		}
	}
	return wanted
}
