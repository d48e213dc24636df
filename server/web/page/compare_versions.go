package page

import (
	"context"

	"github.com/a-h/templ"
)

// CompareVersions is the page of what differs between two versions.
type CompareVersions struct {
	Tabs     []Tab
	From, To []Option
	Compared *VersionsCompared // nil until two versions are chosen
	Errors   Errors
}

// VersionsCompared is what differs.
type VersionsCompared struct {
	From, To VersionLine
	TooFine  bool
	Shifts   []ShiftRow
	Clauses  []ClauseDifference
}

// ShiftRow is a set of papers that go to somebody else.
type ShiftRow struct {
	Slot     string // leader or department
	Fields   string
	Papers   string // which of their papers; empty for all
	From, To string
}

// ClauseDifference is a clause that was added, removed or changed.
type ClauseDifference struct {
	Change        string // added, removed, changed
	Reference     string
	Before, After string
}

var changeTones = map[string]Tone{"added": ToneDone, "removed": "stop", "changed": ToneDoing}

// Title names the page.
func (v CompareVersions) Title(ctx context.Context) string { return t(ctx, "lifecycle.compare.title") }

// Body is the page.
func (v CompareVersions) Body() templ.Component { return compareVersions(v) }
