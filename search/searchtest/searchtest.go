// Package searchtest holds the promises of search.Engine as tests, with queries as officials type them. Every engine runs them.
package searchtest

import (
	"testing"

	"congvan/office"
	"congvan/search"
)

// Run checks every promise, each on a new, empty engine.
func Run(t *testing.T, open func(t *testing.T) search.Engine) {
	for name, promise := range map[string]func(*testing.T, search.Engine){
		"Vietnamese queries find the right document first":  rightFirst,
		"queries that must find nothing find nothing":       findNothing,
		"who sees what decides what is found":               scoped,
		"an empty scope is an error and never everything":   emptyScope,
		"attacks on the scope find nothing more":            attacks,
		"a paper of a higher class is not found":            classes,
		"total, facets and pages are of the scope alone":    countedInScope,
		"thousands of principals are fine":                  manyPrincipals,
		"filters narrow, and values of one filter widen":    filters,
		"hits are sorted by date when asked":                sorted,
		"pages of hits join without a gap or a double":      paging,
		"totals are capped":                                 capped,
		"what matches is marked, and a document cannot":     marked,
		"a hit tells the page":                              tellsPage,
		"putting again replaces, also pages and sight":      putAgain,
		"a deleted document is gone":                        deleted,
		"what is put is found at once":                      foundAtOnce,
		"what cannot be kept is refused":                    badDocuments,
		"what cannot be answered is refused, field by name": badQueries,
		"a rebuild replaces everything":                     rebuilt,
		"a rebuild keeps what was put meanwhile":            rebuiltWhilePutting,
		"a failed rebuild leaves the old index":             rebuildFails,
		"searches, puts and a rebuild go on together":       together,
	} {
		t.Run(name, func(t *testing.T) { promise(t, open(t)) })
	}
}

func put(t *testing.T, e search.Engine, documents ...search.Document) {
	t.Helper()
	if err := e.Put(t.Context(), documents...); err != nil {
		t.Fatalf("put: %v", err)
	}
}

func find(t *testing.T, e search.Engine, s search.Scope, q search.Query) search.Result {
	t.Helper()
	result, err := e.Search(t.Context(), s, q)
	if err != nil {
		t.Fatalf("search %+v: %v", q, err)
	}
	return result
}

// names are the corpus's names of the hits, for messages that can be read.
func names(result search.Result) []string {
	known := make(map[office.ID]string)
	for _, name := range []string{"phong-chay", "chay-rung", "dat-dai", "dat-cu", "sap-nhap", "dang", "hoa-binh", "rieng", "y-te", "khong-trang"} {
		known[id(name)] = name
	}
	found := make([]string, 0, len(result.Hits))
	for _, hit := range result.Hits {
		name := known[hit.ID]
		if name == "" {
			name = search.Plain(hit.Subject)
		}
		found = append(found, name)
	}
	return found
}
