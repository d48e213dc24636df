package page

import (
	"context"
	"strings"
	"time"

	"congvan/office"

	"github.com/a-h/templ"
)

// Receive is the clerk's receiving screen: what waits on the left, the paper and its signatures in the middle, the facts to confirm right.
type Receive struct {
	Waiting int
	Stated  int    // papers whose sender named the field
	Ask     int    // that need a person to choose
	Next    string // the number that the next paper gets
	Rows    []ReceiveRow
	Pager   Pager
	Open    *Receiving // nil: nothing waits
}

// ReceiveRow is one paper that waits.
type ReceiveRow struct {
	Href      string
	Number    string
	Subject   string
	Sender    string
	ArrivedAt time.Time
	Verdict   Verdict
	Urgency   string
	Duplicate bool
	Late      bool // still not registered after the next working day, or khẩn and not opened in time
	Field     string
	Source    string // catalogue key below web.source.; empty: nothing is proposed
	Ask       bool
	Current   bool
}

// Receiving is the paper that is open.
type Receiving struct {
	Address     string // "/receive/…": acts are sent below it
	Version     int
	Number      string
	PDF         PDF
	More        []Attachment
	Report      Report
	Slip        string // the very words that stand on the slip when a person accepts signatures that are not valid; empty: nothing to accept
	Accepted    bool   // ticked
	Duplicate   *Duplicate
	Organ       string
	Now         time.Time
	Owner       Post   // to whom it will go
	OwnerNote   string // why, in one line
	Proposals   []Proposal
	Fields      []Group
	Areas       []Option
	Facts       []Said
	Distributor string // who gets what is unclassified
	Refusals    []Option
	Reason      string // why it is refused, as typed
	Mend        string
	Registered  bool   // it was taken in or sent back meanwhile: nothing is left to do here
	Refusing    bool   // the fold is open: a refusal was refused
	Before      string // address of the paper above; empty at the top
	After       string
	Errors      Errors
}

// Proposal is a field with who said so and why.
type Proposal struct {
	Code   string
	Name   string
	Source string // catalogue key below web.source.
	Why    string // what the proposal rests on, where the sender did not say so
	Reason string // whom it would reach, in words
	Chosen bool
}

// Duplicate is a paper that may be the same: same identifier, or same number, symbol and issuer.
type Duplicate struct {
	NumberIn   string
	Href       string
	ReceivedAt time.Time
	SameFile   bool
	Compare    string // address of both side by side
}

// id is the delivery's identifier, the end of its address.
func (r Receiving) id() string { return strings.TrimPrefix(r.Address, "/receive/") }

// chosenField is the code and name of the chosen proposal, for the button that names its deed.
func (r Receiving) chosenField() string {
	for _, p := range r.Proposals {
		if p.Chosen {
			return p.Code + " " + p.Name
		}
	}
	return ""
}

// lede counts what waits and foretells the next number. What there is none of is not told.
func (v Receive) lede(ctx context.Context) string {
	var parts []string
	if v.Stated > 0 {
		parts = append(parts, t(ctx, "web.receive.lede.stated", v.Stated))
	}
	if v.Ask > 0 {
		parts = append(parts, t(ctx, "web.receive.lede.ask", v.Ask))
	}
	next := t(ctx, "web.receive.lede.next", v.Next)
	if len(parts) == 0 {
		return next
	}
	return strings.Join(parts, ", ") + ". " + next
}

// Title of the page.
func (v Receive) Title(ctx context.Context) string { return t(ctx, "web.receive.title") }

// Body of the page.
func (v Receive) Body() templ.Component { return receive(v) }

// Compare shows two papers that may be the same side by side.
type Compare struct {
	Back  string // address of the paper that is being received
	Here  Compared
	There Compared
}

// Compared is one of the two.
type Compared struct {
	Heading  Phrase
	Number   string
	Subject  string
	Issuer   string
	IssuedOn office.Day
	Arrived  time.Time
	SHA256   string
	PDF      PDF
}

// Same reports whether both files are byte for byte the same.
func (v Compare) Same() bool { return v.Here.SHA256 == v.There.SHA256 }

// Title of the page.
func (v Compare) Title(ctx context.Context) string { return t(ctx, "web.compare.title") }

// Body of the page.
func (v Compare) Body() templ.Component { return compare(v) }
