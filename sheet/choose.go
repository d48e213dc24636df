package sheet

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"congvan/language"
)

// Words are choices whose words stand in the catalogue under prefix and the value.
func Words(prefix string, values ...string) []Choice {
	list := make([]Choice, len(values))
	for i, value := range values {
		list[i] = Choice{Value: value, Word: language.Text(language.Vietnamese, prefix+value)}
	}
	return list
}

// The most choices that a fault lists whole, and the most faults of one file that propose something: looking for likenesses takes time, and who
// made so many slips has another mistake.
const (
	fewChoices    = 12
	mostProposals = 300
)

// choices are those of a column, ready to be looked up.
type choices struct {
	column *Column
	exact  map[string]string // the value, by value and by word
	folded map[string][]int  // the same without case, diacritics and the zeros before a number: several may come to one
}

func (c *Column) choosing() *choices {
	known := &choices{column: c, exact: map[string]string{}, folded: map[string][]int{}}
	for _, choice := range c.Choices {
		known.exact[norm.NFC.String(choice.Word)] = choice.Value
	}
	for i, choice := range c.Choices {
		known.exact[norm.NFC.String(choice.Value)] = choice.Value // a value is never mistaken for another's word
		for _, text := range []string{choice.Value, choice.Word} {
			if key := loosely(text); !slices.Contains(known.folded[key], i) {
				known.folded[key] = append(known.folded[key], i)
			}
		}
	}
	return known
}

// loosely is a text as it is compared when it is not written exactly: its syllables. A workbook makes 7 of "07".
func loosely(text string) string { return strings.Join(language.FoldWords(text), " ") }

// choose finds the value that a text means. When it means none, or several, key and args say so.
func (b *builder) choose(c *Column, text string, workbook bool) (value, key string, args []any) {
	known := b.choosing[c]
	if known == nil {
		known = c.choosing()
		b.choosing[c] = known
	}
	if value, ok := known.exact[text]; ok {
		return value, "", nil
	}
	found := known.folded[loosely(text)]
	if len(found) == 1 {
		return c.Choices[found[0]].Value, "", nil
	}
	if len(found) > 1 {
		return "", "sheet.several_choices", []any{text, c.listed(found, workbook)}
	}
	key, args = b.proposed(known, text, workbook)
	return "", key, args
}

// proposed is what is said of a text that means none of the choices: what may have been meant, or what there is to choose from.
func (b *builder) proposed(known *choices, text string, workbook bool) (key string, args []any) {
	c := known.column
	if near := b.near(known, text); len(near) > 0 {
		return "sheet.meant", []any{text, c.listed(near, workbook)}
	}
	if len(c.Choices) <= fewChoices {
		return "sheet.no_choice", []any{text, c.choices(workbook)}
	}
	return "sheet.not_listed", []any{text}
}

// near are the choices that a text may have meant, the likeliest first.
func (b *builder) near(known *choices, text string) []int {
	if b.proposals++; b.proposals > mostProposals {
		return nil
	}
	var words []string
	for _, choice := range known.column.Choices {
		words = append(words, norm.NFC.String(choice.Word), norm.NFC.String(choice.Value))
	}
	var found []int
	for _, word := range language.Near(text, words) {
		at := slices.Index(words, word) / 2
		if !slices.Contains(found, at) {
			found = append(found, at)
		}
	}
	return found
}

// listed are some of the choices: as a workbook writes them, or their values, as JSON does.
func (c *Column) listed(some []int, workbook bool) string {
	words := make([]string, len(some))
	for i, n := range some {
		if words[i] = c.Choices[n].Value; workbook {
			words[i] = c.Choices[n].Word
		}
	}
	return "“" + strings.Join(words, "”, “") + "”"
}
