package meilisearch

import (
	"fmt"
	"strconv"
	"strings"

	"congvan/language"
	"congvan/office"
	"congvan/search"
)

// A filter is a list of conditions that must all hold; none can end another, for each is parsed by itself (the array form of the server's filter
// language). Values in a condition stand between quotes, escaped.

// is is the condition that an attribute has a value.
func is(attribute, value string) string { return attribute + " = " + quote(value) }

// in is the condition that an attribute has one of the values.
func in[T ~string](attribute string, values []T) string {
	quoted := make([]string, len(values))
	for i, value := range values {
		quoted[i] = quote(string(value))
	}
	return attribute + " IN [" + strings.Join(quoted, ", ") + "]"
}

var escapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

func quote(value string) string { return `"` + escapes.Replace(value) + `"` }

// filterOf is the filter of a query in a scope. The scope stands first and is never empty: Scope.Check refuses it.
func filterOf(scope search.Scope, q search.Query) []string {
	filter := []string{in("principals", scope.Principals), "class <= " + strconv.Itoa(scope.Class)}
	if len(q.Kinds) > 0 {
		filter = append(filter, in("type_code", q.Kinds))
	}
	if len(q.Issuers) > 0 {
		filter = append(filter, in("org", q.Issuers))
	}
	if len(q.Fields) > 0 {
		filter = append(filter, in("field_codes", q.Fields))
	}
	if len(q.Years) > 0 {
		filter = append(filter, "year IN ["+strings.Trim(strings.Join(strings.Fields(fmt.Sprint(q.Years)), ", "), "[]")+"]")
	}
	if len(q.Among) > 0 {
		filter = append(filter, in("doc", texts(q.Among)))
	}
	if q.From != "" {
		filter = append(filter, fmt.Sprint("date >= ", dateNumber(q.From)))
	}
	if q.To != "" {
		filter = append(filter, "date > 0", fmt.Sprint("date < ", dateNumber(q.To)))
	}
	return filter
}

func texts(ids []office.ID) []string {
	all := make([]string, len(ids))
	for i, id := range ids {
		all[i] = id.String()
	}
	return all
}

// dateNumber is a day as a number that sorts as the day does, 0 of none.
func dateNumber(day office.Day) int {
	if day == "" {
		return 0
	}
	t := day.Time()
	return t.Year()*10_000 + int(t.Month())*100 + t.Day()
}

// way is one of the ways in which the server is asked for a plan. It knows no "or" between words, so what a document may say in several ways
// is asked for in each, and the answers are put together.
type way struct {
	words  string
	filter []string // beside the query's
}

// mostTerms is how many words or phrases the server looks at; it ignores those after without a word.
const mostTerms = 10

// waysOf are the ways to ask for a plan: with everything as it was typed, or with slips of the finger and a last word that goes on.
func waysOf(plan *search.Plan, loosely bool) []way {
	phrasings := [][]string{nil}
	for _, phrase := range plan.Phrases {
		phrasings = extend(phrasings, search.PhraseForms(phrase))
	}
	var ways []way
	for _, phrases := range phrasings {
		if plan.Number == "" {
			ways = append(ways, way{words: words(phrases, plan.Terms, loosely)})
			continue
		}
		// The document whose number it is, and those that mention it. No document is both, so their counts add up.
		own := "numkeys STARTS WITH " + quote(plan.Number)
		mention := append([]string{strings.Join(plan.NumberWords(), " ")}, phrases...)
		ways = append(ways, way{words(phrases, plan.Terms, loosely), []string{own}},
			way{words(mention, plan.Terms, loosely), []string{"NOT " + own}})
	}
	return ways
}

// extend adds each form of a phrase to each list of phrases.
func extend(lists [][]string, forms [][]string) [][]string {
	var longer [][]string
	for _, list := range lists {
		for _, form := range forms {
			if len(longer) < 8 {
				longer = append(longer, append(append([]string(nil), list...), strings.Join(form, " ")))
			}
		}
	}
	return longer
}

// words are what the server is asked for. A word in quotes is meant as it is; what is in no quotes may have a slip or, if it is the last, go on.
func words(phrases, terms []string, loosely bool) string {
	var quoted []string
	for _, phrase := range phrases {
		quoted = append(quoted, `"`+phrase+`"`)
	}
	for _, group := range grouped(terms, mostTerms-len(phrases)) {
		if loosely && len(group) == 1 {
			quoted = append(quoted, group[0])
		} else {
			quoted = append(quoted, `"`+strings.Join(group, " ")+`"`)
		}
	}
	return strings.Join(quoted, " ")
}

// grouped keeps terms apart as long as there are few enough; more are taken together as neighbours, in pairs or longer, for who types that many has
// copied them.
func grouped(terms []string, most int) [][]string {
	size := 1
	for most > 0 && (len(terms)+size-1)/size > most {
		size++
	}
	var groups [][]string
	for from := 0; from < len(terms); from += size {
		groups = append(groups, terms[from:min(from+size, len(terms))])
	}
	return groups
}

// guess finds, in the texts of what was found, the words that the server took for those of the plan, so that they can be marked.
func guess(plan *search.Plan, candidates []search.Candidate) *search.Plan {
	counts := make(map[string]int)
	for _, c := range candidates {
		for _, word := range append(language.FoldWords(c.Subject), language.FoldWords(c.Body)...) {
			counts[word]++
		}
	}
	guesses := make(map[string][]string)
	for i, term := range plan.Terms {
		if counts[term] > 0 {
			continue // it was no slip
		}
		speller := search.NewSpeller(term, i == len(plan.Terms)-1)
		for word, count := range counts {
			speller.Offer(word, count)
		}
		guesses[term] = speller.Guesses()
	}
	return plan.WithGuesses(guesses)
}
