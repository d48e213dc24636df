package page

import (
	"context"
	"time"

	"congvan/office"

	"github.com/a-h/templ"
)

// Tab is one of several pages about one thing.
type Tab struct {
	Text    string // catalogue key
	Href    string
	Current bool
}

// Regulations is the page of the versions of an organ's assignment regulation.
type Regulations struct {
	Tabs   []Tab
	Rows   []RegulationRow // drafts first, then from the last to the first
	Keeps  bool            // the reader keeps the regulation: may begin a draft
	Name   string          // title of the draft, as it was typed
	From   []Option        // versions that a draft may begin with the content of
	Errors Errors
}

// RegulationRow is one version.
type RegulationRow struct {
	Href          string
	State         string // draft, adopted, in_force, superseded
	Number        string // of the document that adopts it; empty for a draft
	Title         string
	AdoptedOn     office.Day
	EffectiveFrom office.Day
	CreatedAt     time.Time
}

// regulationTones are the looks of a version's states.
var regulationTones = map[string]Tone{"draft": ToneDoing, "adopted": ToneWait, "in_force": ToneDone, "superseded": ToneNew}

// Title names the page.
func (v Regulations) Title(ctx context.Context) string { return t(ctx, "matrix.nav") }

// Body is the page.
func (v Regulations) Body() templ.Component { return regulations(v) }
