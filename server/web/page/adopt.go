package page

import (
	"context"

	"congvan/office"

	"github.com/a-h/templ"
)

// Adopt is the page on which a draft is adopted and the open work handed over, and later the page of what came of it.
type Adopt struct {
	Tabs          []Tab
	Version       VersionLine
	Address       string // of the version
	Revision      int
	Number        string
	AdoptedOn     office.Day
	EffectiveFrom office.Day
	Past          bool // the first day is past
	Same          bool // nothing differs from the version in force
	First         bool // there is no version in force yet
	Shifts        []ShiftRow
	Compare       string // address of the comparison with the version in force
	Work          []OpenWorkRow
	Hidden        int // confidential papers that would differ
	Errors        Errors
	Adopted       *Adopted // of a version that is adopted already
}

// OpenWorkRow is open work that would go to other hands.
type OpenWorkRow struct {
	ID       string
	Href     string // empty where the reader may not open it
	Code     string
	NumberIn int
	Field    string
	State    string // code of the delivery's
	From, To HandsLine
	Is       []string
	Ordered  bool // a person put it where it is
	Ticked   bool
}

// Adopted is what a version was adopted by, and what came of the open work.
type Adopted struct {
	Number        string
	AdoptedOn     office.Day
	EffectiveFrom office.Day
	Document      string // address of the adopting document; empty where it is not in the system, or not the reader's
	HandOvers     []HandOverRow
}

// HandOverRow is a paper that is, or was, handed over.
type HandOverRow struct {
	NumberIn int
	Day      office.Day
	Outcome  string // waiting, done, left
}

var handOverTones = map[string]Tone{"waiting": ToneWait, "done": ToneDone, "left": ToneNew}

// Title names the page.
func (v Adopt) Title(ctx context.Context) string { return t(ctx, "lifecycle.adopt.title") }

// Body is the page.
func (v Adopt) Body() templ.Component {
	if v.Adopted != nil {
		return adopted(v, *v.Adopted)
	}
	return adopt(v)
}
