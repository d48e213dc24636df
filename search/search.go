// Package search finds documents by their words, numbers and particulars, within what the reader may see.
//
// An Engine keeps the index; embedded (SQLite FTS5) is the default. What makes results right is Go code that every engine shares: folding,
// number keys and abbreviations (package language), reading a query (Plan), ordering the first hits (Rank), marking them (Mark). searchtest
// holds the promises of an engine.
//
// The index is a copy that can be rebuilt. It decides nothing: whoever shows a hit authorises it again from the records.
package search

import (
	"context"
	"fmt"
	"iter"

	"congvan/office"
)

// Document is what the index holds of one document: once, however many organs received it.
type Document struct {
	ID         office.ID
	Number     string // number and symbol: "15/QĐ-UBND"
	Subject    string // trích yếu
	Signer     string
	IssuerCode string // what a filter compares
	Issuer     string // its name
	Kind       office.KindCode
	KindName   string             // "Chỉ thị"
	Fields     []office.FieldCode // its fields and their ancestors, so that a filter on a group finds its leaves
	FieldNames []string
	Date       office.Day // of issue
	Class      int        // how confidential; 0 is what anybody of the organ may be shown
	Principals []string   // who may find it: see OrganPrincipal, PostPrincipal
	// Pages is the text, page by page. An engine keeps an entry a page, because words of one page belong together and because engines
	// drop what is beyond their limit of words without telling.
	Pages []string
}

// Scope is what a reader may find. It is made by the server from who asks, never from what is asked.
type Scope struct {
	Principals []string
	Class      int // up to this class
}

// Sort is an order of hits.
type Sort string

// The orders. The zero value is by relevance; of a query without words, newest first.
const (
	ByRelevance Sort = ""
	NewestFirst Sort = "newest"
	OldestFirst Sort = "oldest"
)

// Facet is a particular by which hits are counted.
type Facet string

// The facets, named as the filters of Query.
const (
	FacetKind   Facet = "kind"
	FacetIssuer Facet = "issuer"
	FacetField  Facet = "field"
	FacetYear   Facet = "year"
)

// Query is what a reader asks. Filters of one kind widen (any of them), filters of different kinds narrow. What belongs to one organ's
// delivery (số đến, state) is no filter here.
type Query struct {
	Text     string // words, "phrases in quotes", a number; none lists what the filters leave
	Kinds    []office.KindCode
	Issuers  []string // codes
	Fields   []office.FieldCode
	Years    []int
	From, To office.Day // days of issue in [From, To); a zero bound is open
	// Among narrows to these documents, at most MaxAmong: what a delivery's own particulars left, which the records know and no index does.
	// nil is no condition; an empty list leaves nothing.
	Among  []office.ID
	Sort   Sort
	Offset int
	Limit  int     // 0 is DefaultLimit
	Facets []Facet // what to count
}

// Limits of a query. MaxTotal is how many hits are counted and can be paged through; who has more narrows the query.
const (
	DefaultLimit = 20
	MaxLimit     = 100
	MaxTotal     = 1000
	MaxText      = 500 // characters
	MaxAmong     = 10_000
	maxWords     = 24
)

// Hit is one document found.
type Hit struct {
	ID      office.ID
	Page    int    // the page that matches best, from 1; 0 when what matches is not on a page
	Number  string // marked, as Subject and Snippet are: see Segments
	Subject string
	Snippet string // a part of the page
}

// Count is how many hits share a value.
type Count struct {
	Value string // a code; of FacetYear the year
	Count int
}

// Result is an answer. Everything in it is within the scope.
type Result struct {
	Hits   []Hit
	Total  int  // documents found, at most MaxTotal
	Capped bool // there are more than MaxTotal
	// Loose says that no document has all the words as they were typed: spelling was guessed, or the last words were left out.
	Loose  bool
	Facets map[Facet][]Count // most frequent first; counted over all hits, also beyond MaxTotal
}

// Engine keeps an index. Every call checks what it is given (Document.Check, Scope.Check, Query.Check) before it touches the index.
type Engine interface {
	// Put makes documents findable as they are now, in place of what was known of them. When it returns they are found.
	Put(ctx context.Context, documents ...Document) error

	// Delete makes documents unfindable. What is not there is no error.
	Delete(ctx context.Context, ids ...office.ID) error

	// Holds tells whether a document can be found by those who may see it.
	Holds(ctx context.Context, id office.ID) (bool, error)

	// Search finds documents. An empty scope is an error, never everything.
	Search(ctx context.Context, scope Scope, query Query) (Result, error)

	// Rebuild makes the whole index anew from source, beside the one in use, brings in what was put and deleted meanwhile, and swaps the
	// two. An error of source or of the context leaves the old index in use.
	Rebuild(ctx context.Context, source iter.Seq2[Document, error]) error

	// Complete tells whether the index holds everything since a Rebuild by this version. One that was lost, or is of another version, does not.
	Complete(ctx context.Context) (bool, error)
	// Ready reports whether the index can be searched now.
	Ready(ctx context.Context) error

	Close() error
}

// IndexArgs is the job that brings one document's entry up to date. Whoever changes what a document says or who may see it puts it in with
// the same transaction; the worker reads the records anew, so a repeated or late job does no harm.
type IndexArgs struct {
	Document office.ID `json:"document"`
}

// Kind names the job.
func (IndexArgs) Kind() string { return "search.index" }

// OrganPrincipal is those who see all papers of an organ that are not confidential: clerk, head, chief of office, distributor.
func OrganPrincipal(organ office.ID) string { return "o:" + organ.String() }

// PostPrincipal is a post that has or had the paper on its desk. Posts and not persons: a change of holder changes nothing in the index.
func PostPrincipal(post office.ID) string { return "p:" + post.String() }

// FieldPrincipal is a post that has or had the paper on its desk as a matter of a field: for those who answer for the post in some fields
// only, by a delegation. A field's code is written in hexadecimal, since it may hold any letter.
func FieldPrincipal(post office.ID, field office.FieldCode) string {
	return fmt.Sprintf("f:%s-%x", post, string(field))
}
