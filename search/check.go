package search

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"congvan/office"
)

// Check refuses a document that an engine cannot keep safely. These are faults of the program, not of a person's input.
func (d Document) Check() error {
	if d.ID == (office.ID{}) {
		return fmt.Errorf("search: a document without an identifier")
	}
	if len(d.Principals) == 0 {
		return fmt.Errorf("search: nobody may see the document %s: delete it instead", d.ID)
	}
	if d.Class < 0 {
		return fmt.Errorf("search: the document %s has the class %d", d.ID, d.Class)
	}
	return checkPrincipals(d.Principals)
}

// Check refuses the empty scope: an engine would read "no condition" as everything.
func (s Scope) Check() error {
	if len(s.Principals) == 0 || s.Class < 0 {
		return office.Forbidden("search.no_scope")
	}
	if err := checkPrincipals(s.Principals); err != nil {
		return office.Forbidden("search.no_scope").Because(err)
	}
	return nil
}

// checkPrincipals holds principals to what OrganPrincipal, PostPrincipal and FieldPrincipal make: a kind, a colon, lower-case hexadecimal
// digits and hyphens. Nothing else can mean anything to any engine's filter language.
func checkPrincipals(principals []string) error {
	for _, p := range principals {
		if !wellFormed(p) {
			return fmt.Errorf("search: %q is no principal", p)
		}
	}
	return nil
}

func wellFormed(principal string) bool {
	if len(principal) < 3 || len(principal) > 128 || !strings.Contains("opf", principal[:1]) || principal[1] != ':' {
		return false
	}
	for _, c := range []byte(principal[2:]) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') && c != '-' {
			return false
		}
	}
	return true
}

// Check refuses what cannot be answered, naming the field, and fills in the default limit.
func (q *Query) Check() error {
	if utf8.RuneCountInString(q.Text) > MaxText {
		return office.Invalid("search.too_long", "q", MaxText)
	}
	if q.Limit == 0 {
		q.Limit = DefaultLimit
	}
	if q.Limit < 0 || q.Limit > MaxLimit {
		return office.Invalid("search.bad_limit", "limit", MaxLimit)
	}
	if q.Offset < 0 || q.Offset+q.Limit > MaxTotal {
		return office.Invalid("search.too_deep", "offset", MaxTotal)
	}
	return q.checkChoices()
}

func (q *Query) checkChoices() error {
	switch q.Sort {
	case ByRelevance, NewestFirst, OldestFirst:
	default:
		return office.Invalid("search.bad_sort", "sort", string(q.Sort))
	}
	for _, facet := range q.Facets {
		switch facet {
		case FacetKind, FacetIssuer, FacetField, FacetYear:
		default:
			return office.Invalid("search.bad_facet", "facets", string(facet))
		}
	}
	if len(q.Among) > MaxAmong {
		return fmt.Errorf("search: %d documents to search among, at most %d", len(q.Among), MaxAmong)
	}
	if q.From != "" && q.To != "" && q.To <= q.From {
		return office.Invalid("search.bad_period", "to", q.From, q.To)
	}
	return nil
}

// Unavailable is what a failing index is to its caller; nil and what the office said already pass.
func Unavailable(err error) error {
	if err == nil || office.KeyOf(err) != "" || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &office.Error{Kind: office.KindUnavailable, Key: "search.unavailable", Cause: err}
}
