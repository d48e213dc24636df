package page

import (
	"context"

	"congvan/office"

	"github.com/a-h/templ"
)

// WorkList is what waits for a person, most urgent first. The heading's number, the badge in the list of pages and the rows are one set.
type WorkList struct {
	Address string // of this page
	Today   office.Day
	Total   int
	Late    int
	StandIn int // how many come because the person answers for somebody else
	Filters []Filter
	Groups  []WorkGroup
}

// Filter is one choice of what is shown, with how many there are.
type Filter struct {
	Text    string // catalogue key
	Href    string
	Count   int
	Current bool
}

// WorkGroup is a headed part of the list: late, today, this week, later, without deadline.
type WorkGroup struct {
	Key  string // "late", "today", "week", "later", "none"
	Rows []WorkRow
}

// WorkRow is one paper on a desk.
type WorkRow struct {
	Href     string
	Number   string // number and symbol; empty for a draft
	Issuer   string
	Subject  string
	Urgency  string
	Why      string   // one line: the field, or in whose stead; words
	Also     []string // the other parts that the reader has in the paper, in words
	StandsIn bool
	Part     string // what is asked: "lead", "handle", "sign", …; a catalogue key below web.part.
	Deadline Deadline
	State    string // of the delivery, or of the document when there is no delivery
	Outgoing bool
	Unread   bool
}

// Title of the page.
func (v WorkList) Title(ctx context.Context) string { return t(ctx, "web.work.title") }

// Body of the page.
func (v WorkList) Body() templ.Component { return workList(v) }
