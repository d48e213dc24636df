package fields

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"congvan/language"
)

var numberAhead = regexp.MustCompile(`^\s*(?:[\d.…]+\s*[/-]?\s*)+`)

// SymbolOf is what stands after the number of a paper: "UBND-NNMT" of "2417/UBND-NNMT", "CV/TU" of "09-CV/TU".
func SymbolOf(code string) string { return strings.TrimSpace(numberAhead.ReplaceAllString(code, "")) }

// matches reports whether a row speaks of a paper.
func (r Row) matches(p Paper) bool {
	return (r.Issuer == "" || slices.Contains(p.Issuers, r.Issuer)) && (r.Symbol == "" || like(r.Symbol, SymbolOf(p.Code))) &&
		(r.Procedure == "" || says(p.Subject, r.Procedure))
}

// like holds a symbol against a pattern in which "*" stands for any characters. Case and marks do not count.
func like(pattern, symbol string) bool {
	parts, rest := strings.Split(language.Fold(pattern), "*"), language.Fold(symbol)
	for i, part := range parts {
		at := strings.Index(rest, part)
		switch {
		case at < 0, i == 0 && at > 0:
			return false
		case i == len(parts)-1:
			return strings.HasSuffix(rest, part) && (len(parts) > 1 || rest == part)
		}
		rest = rest[at+len(part):]
	}
	return true
}

// says reports whether a subject holds a phrase as whole words.
func says(subject, phrase string) bool {
	return strings.Contains(" "+plain(subject)+" ", " "+plain(phrase)+" ")
}

// plain is a text as folded words with one blank between.
func plain(text string) string {
	words := language.Words(text)
	folded := make([]string, len(words))
	for i, w := range words {
		folded[i] = w.Folded
	}
	return strings.Join(folded, " ")
}

// narrower orders rows that match one paper: a procedure before the rest, the narrower issuer, the longer symbol.
func narrower(p Paper) func(a, b Row) int {
	issuer := func(r Row) int {
		if r.Issuer == "" {
			return len(p.Issuers)
		}
		return slices.Index(p.Issuers, r.Issuer)
	}
	return func(a, b Row) int {
		return cmp.Or(cmp.Compare(len(b.Procedure), len(a.Procedure)), cmp.Compare(issuer(a), issuer(b)),
			cmp.Compare(len(strings.ReplaceAll(b.Symbol, "*", "")), len(strings.ReplaceAll(a.Symbol, "*", ""))), slices.Compare(a.ID[:], b.ID[:]))
	}
}

// byTable are the proposals of the rows that match a paper, the narrowest row first, each field once.
func byTable(rows []Row, p Paper) []Guess {
	matching := slices.DeleteFunc(slices.Clone(rows), func(r Row) bool { return !r.matches(p) })
	slices.SortFunc(matching, narrower(p))
	var all []Guess
	for _, r := range matching {
		g := Guess{Field: r.FieldCode, Source: FromTable, Row: &r.ID, Key: "fields.why.table", Args: []any{SymbolOf(p.Code)}}
		if r.Procedure != "" {
			g.Source, g.Key, g.Args = FromProcedure, "fields.why.procedure", []any{r.Procedure}
		}
		all = add(all, g)
	}
	return all
}

// add adds a proposal unless its field is proposed already.
func add(all []Guess, g Guess) []Guess {
	if slices.ContainsFunc(all, func(other Guess) bool { return other.Field == g.Field }) {
		return all
	}
	return append(all, g)
}
