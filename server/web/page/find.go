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

// Register is the register of incoming documents with the ten columns of NĐ 30/2020 appendix IV.
type Register struct {
	Organ    string
	Year     string
	Outgoing bool
	Issued   int // numbers given
	Next     string
	Rows     []RegisterRow
	Pager    Pager
	Years    []Option
}

// RegisterRow is one number. Voided numbers stay visible with the reason.
type RegisterRow struct {
	Number  string
	At      time.Time
	Author  string
	Code    string
	Href    string // of the document, for who may open it
	Dated   office.Day
	Subject string
	To      string // department or person who received it
	Passed  time.Time
	Receipt string
	Note    string
	State   string // "used", "void", "reserved", "returned"
	Reason  string
}

// Title of the page.
func (v Register) Title(ctx context.Context) string { return t(ctx, v.key("title"), v.Year) }

// Body of the page.
func (v Register) Body() templ.Component { return register(v) }

func (v Register) key(suffix string) string {
	if v.Outgoing {
		return "web.register.out." + suffix
	}
	return "web.register.in." + suffix
}

// registerColumns are the ten columns of the incoming register, NĐ 30/2020 appendix IV, part II.
var registerColumns = []string{"at", "number", "author", "code", "dated", "subject", "to", "passed", "receipt", "note"}
