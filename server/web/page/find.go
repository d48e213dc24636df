package page

import (
	"context"
	"time"

	"congvan/office"

	"github.com/a-h/templ"
)

// Search is the page that finds: words, numbers, abbreviations, narrowed by facets. Only what the person may open is counted or shown.
type Search struct {
	Words  string
	Asked  bool // something was looked for
	Total  int
	Took   time.Duration
	Facets []Facet
	Sort   []Option
	From   office.Day
	To     office.Day
	Hits   []Hit
	Pager  Pager
	Errors Errors
	Loose  bool // nothing has all the words as they were typed
	Capped bool // there are more than Total
}

// Facet narrows the result by one thing.
type Facet struct {
	Name    string // of the parameter
	Heading string // catalogue key
	Options []FacetOption
}

// FacetOption is one value with how many hits have it.
type FacetOption struct {
	Value  string
	Text   string
	Count  int
	Chosen bool
}

// Hit is one document that was found.
type Hit struct {
	Href     string
	Number   []Span
	Issuer   string
	IssuedOn office.Day
	Subject  []Span
	Context  []Span // words around the first place in its text
	Page     int    // of the file; zero when found in the particulars alone
	Owner    string
	State    string // of the delivery, or the document when Outgoing
	Outgoing bool
	NumberIn string
}

// Span is a piece of text, marked when it is what was looked for.
type Span struct {
	Text   string
	Marked bool
}

// Title of the page.
func (v Search) Title(ctx context.Context) string {
	if v.Words != "" {
		return t(ctx, "web.search.title.words", v.Words)
	}
	return t(ctx, "web.nav.search")
}

// Body of the page.
func (v Search) Body() templ.Component { return search(v) }
