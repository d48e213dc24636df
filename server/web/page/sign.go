package page

import (
	"context"
	"time"

	"congvan/office"

	"github.com/a-h/templ"
)

// SignList is what waits for a leader's signature.
type SignList struct {
	Rows []OutgoingRow
}

// Title of the page.
func (v SignList) Title(ctx context.Context) string { return t(ctx, "web.nav.sign") }

// Body of the page.
func (v SignList) Body() templ.Component { return signList(v) }

// Sign is one document before a leader: may I sign it, as what, and what happens when I do.
type Sign struct {
	Address     string // "/sign/…"
	Version     int
	Notation    string // "UBND-NNMT": the number is not taken yet
	NextNumber  string // the next of the register, as a forecast
	Today       office.Day
	Kind        string
	Subject     string
	Urgency     string
	SubmittedBy string
	SubmittedAt time.Time
	PDF         PDF
	More        []Attachment
	Block       []string // lines of the signature block, as they will be printed (NĐ 30/2020 appendix I)
	Name        string   // who signs
	May         bool
	Why         string   // why he may, or may not; words
	Keys        []Option // with what he may sign
	Others      []MaySign
	Differs     string      // why the block on the page is not the signer's; empty: it is
	Entrust     *Entrusting // nil: the reader is not the head
	Clerk       string      // who seals afterwards
	NextPaper   string      // address of the next paper to sign
	Reason      string      // why it is sent back, as typed
	Errors      Errors
}

// MaySign is one more post, with whether its holder may sign this paper today and why (not).
type MaySign struct {
	Post Post
	May  bool
	Why  string
}

// Title of the page.
func (v Sign) Title(ctx context.Context) string { return t(ctx, "web.sign.title", v.Notation) }

// Body of the page.
func (v Sign) Body() templ.Component { return sign(v) }

// Seal is the pile of signed papers before the clerk who keeps the seal. Only papers looked through go into the batch.
type Seal struct {
	Ready   int // that may be sealed
	Barred  int // that may not
	Seen    int
	Rows    []SealRow
	Open    *Sealing // nil: the pile is empty
	Custody *Custody // nil: the person keeps no seal
	Errors  Errors
}

// SealRow is one paper of the pile.
type SealRow struct {
	Href    string
	Number  string
	Subject string
	Signer  string
	Urgency string
	Verdict Verdict
	Seen    bool
	Aside   bool
	Current bool
}

// Sealing is the paper that is open.
type Sealing struct {
	ID      string
	Number  string
	PDF     PDF
	More    []Attachment
	Report  Report
	Checks  []Reason // the right signer, number and date as in the register, unaltered
	May     bool
	WhyNot  string
	Before  string
	After   string
	AfterNo string // number of the paper after it, for the button
}

// Custody is whose seal it is and who keeps it.
type Custody struct {
	Organ   string
	Keeper  string
	Since   office.Day
	Record  string // the hand-over's document
	Key     string // where the key is, in words
	ValidTo time.Time
}

// Title of the page.
func (v Seal) Title(ctx context.Context) string { return t(ctx, "web.nav.seal") }

// Body of the page.
func (v Seal) Body() templ.Component { return seal(v) }
