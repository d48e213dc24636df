package page

import (
	"context"
	"time"

	"congvan/office"

	"github.com/a-h/templ"
)

// Draft is a directive being written: what is still missing before it can go on, and the form.
type Draft struct {
	Address    string // "/drafts/…"; empty for a new one
	Version    int
	SavedAt    time.Time
	Returned   string // why it was last sent back, in the signer's words
	Main       *DraftFile
	More       []DraftFile
	Subject    string
	Kinds      []Option
	Notation   string // ký hiệu: "UBND-NNMT"
	Urgencies  []Option
	Fields     []Group // Chosen: belongs to it
	Principal  office.FieldCode
	Signers    []Option
	Trial      bool
	Text       string // typed instead of a file
	Addressee  string // Kính gửi, of the typed text
	Secretless bool   // declared: holds no state secret
	Missing    []Missing
	Limit      int64
	Errors     Errors
}

// DraftFile is a file of the draft with what was found in it.
type DraftFile struct {
	Name   string
	Href   string
	Size   int64
	Pages  int
	At     time.Time
	Passed []Reason
}

// Missing is one thing of the form check (NĐ 30/2020 Điều 12.2), with the input that mends it.
type Missing struct {
	Text  string
	Field string // name of the input
	Done  bool
}

// open counts what is missing still.
func (v Draft) open() int {
	n := 0
	for _, m := range v.Missing {
		if !m.Done {
			n++
		}
	}
	return n
}

// Title of the page.
func (v Draft) Title(ctx context.Context) string { return t(ctx, "web.draft.title") }

// Body of the page.
func (v Draft) Body() templ.Component { return draft(v) }

// Outgoing lists the organ's own documents by state.
type Outgoing struct {
	Filters []Filter
	Rows    []OutgoingRow
	Total   int
	Shown   int // at most so many stand on the page
}

// OutgoingRow is one document of the organ.
type OutgoingRow struct {
	Href    string // where the next step is done, or the document's own page
	Number  string
	Kind    string
	Subject string
	Urgency string
	State   string
	Signer  string
	At      time.Time
}

func (v Outgoing) heading(ctx context.Context) string {
	if v.Total == 0 {
		return t(ctx, "web.outgoing.heading.none")
	}
	return t(ctx, "web.outgoing.heading", v.Total)
}

// Title of the page.
func (v Outgoing) Title(ctx context.Context) string { return t(ctx, "web.nav.outgoing") }

// Body of the page.
func (v Outgoing) Body() templ.Component { return outgoing(v) }

// Issued is one document of the own organ after it was submitted: read, with the next step.
type Issued struct {
	Number   string
	Subject  string
	Kind     string
	Urgency  string
	State    string
	IssuedOn office.Day
	PDF      PDF
	More     []Attachment
	Report   Report
	Facts    []Said
	History  []Event
	Next     []NextStep
}

// NextStep is where the document goes on, for whom it is offered.
type NextStep struct {
	Text string // catalogue key
	Href string
	Main bool
}

// Title of the page.
func (v Issued) Title(context.Context) string { return v.Number }

// Body of the page.
func (v Issued) Body() templ.Component { return issued(v) }

// draftAction is where the form is sent: a new draft has no address of its own yet.
func draftAction(v Draft, act string) string {
	if v.Address == "" {
		return "/drafts" + act
	}
	return v.Address + act
}
