package page

import (
	"cmp"
	"context"

	"congvan/office"

	"github.com/a-h/templ"
)

// Replay is the page on which a version is tried on papers that came in.
type Replay struct {
	Tabs     []Tab
	Version  VersionLine
	Address  string // of this page
	From, To office.Day
	Replayed *Replayed // nil while the period is refused
	Errors   Errors
}

// Replayed is what would move.
type Replayed struct {
	Decided, Moved, Hidden int
	Leaders                []LoadRow
	Most                   int // the longest bar
	Moves                  []MoveRow
	Pager                  Pager
}

// LoadRow is how many papers a leader has before and after.
type LoadRow struct {
	Leader        string
	Before, After int
}

// MoveRow is a paper that would go to other hands.
type MoveRow struct {
	Href     string // empty where the reader may not open it
	Code     string // number and symbol; empty likewise
	NumberIn int
	Field    string
	From, To HandsLine
	Was, Is  []string // the clauses
}

// HandsLine is who has a paper. Only what differs is told.
type HandsLine struct{ Leader, Department string }

func orDash(text string) string { return cmp.Or(text, "–") }

// Title names the page.
func (v Replay) Title(ctx context.Context) string { return t(ctx, "lifecycle.replay.title") }

// Body is the page.
func (v Replay) Body() templ.Component { return replay(v) }
