package page

import (
	"context"

	"congvan/office"

	"github.com/a-h/templ"
)

// Charges is the page of who is in charge of what on a day.
type Charges struct {
	Tabs    []Tab
	Day     office.Day
	Areas   []Option
	Version *VersionLine // in force that day; none when there was no regulation yet
	Rows    []ChargeRow
	Errors  Errors
}

// VersionLine is a version in a line: the document that adopts it, or its title while it has none.
type VersionLine struct {
	Href          string
	Name          string
	State         string
	EffectiveFrom office.Day
}

// ChargeRow is who is in charge of one field.
type ChargeRow struct {
	Code, Field string
	Leader      string // title of the post
	Person      string // who has its desk that day
	StoodIn     bool
	Department  string
	Clauses     []string
	Odd         string // what is odd about it, in a word
}

// Title names the page.
func (v Charges) Title(ctx context.Context) string { return t(ctx, "lifecycle.on.title") }

// Body is the page.
func (v Charges) Body() templ.Component { return charges(v) }
