package embedded

import (
	"strings"

	"congvan/language"
	"congvan/search"
)

// matchAll is the FTS5 expression for a plan: everything it asks for on one page.
func matchAll(plan *search.Plan) string {
	return and(append(fixed(plan), append(each(plan.Terms), nearness(plan.Terms))...)...)
}

// matchOneSlip allows one word a guessed spelling, and every word that is guessed for because nobody in scope writes it.
func matchOneSlip(plan *search.Plan, guesses map[string][]string, unknown map[string]bool) string {
	widened := func(term string) string { return or(quote(term), each(guesses[term])...) }
	var ways []string
	for slip, term := range plan.Terms {
		if unknown[term] && len(unknown) < len(plan.Terms) {
			continue // it is widened in every way below
		}
		way := make([]string, len(plan.Terms))
		for i, other := range plan.Terms {
			if way[i] = quote(other); i == slip || unknown[other] {
				way[i] = widened(other)
			}
		}
		ways = append(ways, and(way...))
	}
	if len(ways) == 0 {
		return ""
	}
	return and(append(fixed(plan), or(ways[0], ways[1:]...))...)
}

// fixed is what is never guessed: number and phrases.
func fixed(plan *search.Plan) []string {
	var parts []string
	if number := plan.NumberWords(); number != nil {
		// The number's last word may be cut short; its first one is whole, so 1/QĐ does not find 15/QĐ.
		parts = append(parts, quote(strings.Join(number, " "))+" *")
	}
	for _, phrase := range plan.Phrases {
		var forms []string
		for _, form := range search.PhraseForms(phrase) {
			forms = append(forms, quote(strings.Join(form, " ")))
		}
		parts = append(parts, or(forms[0], forms[1:]...))
	}
	return parts
}

// nearness is always true where all terms occur; it is there for its weight: neighbouring syllables of the query that are neighbours on the
// page raise the page's score.
func nearness(terms []string) string {
	if len(terms) < 2 {
		return ""
	}
	var pairs []string
	for _, pair := range language.Pairs(terms) {
		pairs = append(pairs, quote(pair[0]+" "+pair[1]))
	}
	return or(quote(terms[0]), pairs...)
}

func each(words []string) []string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = quote(word)
	}
	return quoted
}

// quote makes a string of FTS5: between quotes nothing has a meaning, and a quote is doubled.
func quote(text string) string { return `"` + strings.ReplaceAll(text, `"`, `""`) + `"` }

func or(first string, others ...string) string {
	if len(others) == 0 {
		return first
	}
	return "(" + first + " OR " + strings.Join(others, " OR ") + ")"
}

func and(parts ...string) string {
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	if len(kept) < 2 {
		return strings.Join(kept, "")
	}
	return "(" + strings.Join(kept, " AND ") + ")"
}
