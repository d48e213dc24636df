package page

import (
	"context"
	"time"

	"congvan/office"

	"github.com/a-h/templ"
)

// Register is a register of incoming or outgoing documents, each with the ten columns of NĐ 30/2020 appendix IV.
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
	Number     string
	At         time.Time
	Author     string // incoming: the issuer; outgoing: who signed
	Code       string
	Href       string // of the document, for who may open it
	Dated      office.Day
	Subject    string
	To         string    // incoming: department or person who received it
	Recipients int       // outgoing: how many organs it was sent to
	Kept       string    // outgoing: who keeps the copy
	Passed     time.Time // incoming: to whom it was given; outgoing: to its recipients
	Receipt    string
	Note       string
	State      string // "used", "void", "reserved", "returned"
	Reason     string
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

// The ten columns of NĐ 30/2020 appendix IV: part VI for incoming documents, part I for outgoing ones.
var (
	incomingColumns = []string{"at", "number", "author", "code", "dated", "subject", "to", "passed", "receipt", "note"}
	outgoingColumns = []string{"code", "dated", "subject", "signer", "recipients", "kept", "copies", "passed", "receipt", "note"}
)

func (v Register) columns() []string {
	if v.Outgoing {
		return outgoingColumns
	}
	return incomingColumns
}
