package language

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// abbreviationTable is data: what an abbreviation stands for, in all forms in which it is written.
//
//go:embed abbreviations.txt
var abbreviationTable string

// Abbreviation is one thing that is written in several forms: "UBND", "ủy ban nhân dân".
type Abbreviation struct {
	Token string     // the folded abbreviation, "ubnd"
	Forms [][]string // every form as folded words, the abbreviation itself first
}

// Mention is where a text writes an Abbreviation's thing, in whatever form: words First up to, but without, End.
type Mention struct {
	*Abbreviation
	First, End int
}

// abbreviations finds an abbreviation by the first word of each form, longest form first.
var abbreviations = sync.OnceValue(func() map[string][]form { return parseAbbreviations(abbreviationTable) })

type form struct {
	words []string
	means *Abbreviation
}

func parseAbbreviations(table string) map[string][]form {
	byFirst := make(map[string][]form)
	for line := range strings.Lines(table) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		means := &Abbreviation{}
		for text := range strings.SplitSeq(line, ";") {
			words := FoldWords(text)
			means.Forms = append(means.Forms, words)
			byFirst[words[0]] = append(byFirst[words[0]], form{words, means})
		}
		means.Token = strings.Join(means.Forms[0], "")
	}
	for _, forms := range byFirst {
		slices.SortStableFunc(forms, func(a, b form) int { return len(b.words) - len(a.words) })
	}
	return byFirst
}

// Mentions finds what a text abbreviates or could abbreviate; where two forms begin at one word the longer one counts. It is what a query
// means; an index holds Synonyms.
func Mentions(words []string) []Mention {
	var found []Mention
	for i := 0; i < len(words); {
		means, length := mentionAt(words[i:])
		if means == nil {
			i++
			continue
		}
		found = append(found, Mention{means, i, i + length})
		i += length
	}
	return found
}

func mentionAt(words []string) (*Abbreviation, int) {
	for _, f := range abbreviations()[words[0]] {
		if len(f.words) <= len(words) && slices.Equal(f.words, words[:len(f.words)]) {
			return f.means, len(f.words)
		}
	}
	return nil, 0
}

// Collapse writes every mention as its one token: "ủy ban nhân dân phường" and "UBND phường" come to the same words.
func Collapse(words []string) []string {
	collapsed := make([]string, 0, len(words))
	at := 0
	for _, m := range Mentions(words) {
		collapsed = append(collapsed, words[at:m.First]...)
		collapsed = append(collapsed, m.Token)
		at = m.End
	}
	return append(collapsed, words[at:]...)
}

// Synonyms are the forms by which a text must also be found: for everything it mentions, in whatever form, all its forms, the token first,
// and those of what is mentioned inside them (a text about DVCTT is one about dịch vụ công too). Each thing is given once.
func Synonyms(words []string) [][]string {
	var synonyms [][]string
	collectSynonyms(words, make(map[*Abbreviation]bool), &synonyms)
	return synonyms
}

func collectSynonyms(words []string, seen map[*Abbreviation]bool, synonyms *[][]string) {
	for i := range words {
		for _, f := range abbreviations()[words[i]] {
			if seen[f.means] || len(f.words) > len(words)-i || !slices.Equal(f.words, words[i:i+len(f.words)]) {
				continue
			}
			seen[f.means] = true
			*synonyms = append(*synonyms, []string{f.means.Token})
			for _, other := range f.means.Forms {
				if len(other) > 1 || other[0] != f.means.Token {
					*synonyms = append(*synonyms, other)
				}
				collectSynonyms(other, seen, synonyms)
			}
		}
	}
}
