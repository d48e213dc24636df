package page

import (
	"context"

	"github.com/a-h/templ"
)

// ImportRegulation is the page that takes a regulation in from a file or from pasted JSON.
type ImportRegulation struct {
	Tabs    []Tab
	Filled  []Filled // workbooks to begin with that hold a version already
	Into    []Option // a new draft, or one that is there
	Text    string   // as it was pasted
	Name    string   // of the file that was refused
	Limit   int64    // bytes of a file
	Faults  []ImportFault
	Further int // faults that are not shown
	Errors  Errors
}

// Filled leads to a workbook that holds a version.
type Filled struct{ Href, Title string }

// ImportFault is one thing wrong with a file.
type ImportFault struct {
	Sheet, Cell string // "Điều khoản", "D12"; of JSON the pointer stands in Cell
	Found       string // what stood there
	Blank       bool   // nothing did, and something has to
	Text        string
}

// Exports leads to a version in every format.
type Exports struct {
	Address string // of the version: "/regulations/…"
	Formats []string
}

// Title names the page.
func (v ImportRegulation) Title(ctx context.Context) string { return t(ctx, "annex.import") }

// Body is the page.
func (v ImportRegulation) Body() templ.Component { return importRegulation(v) }
