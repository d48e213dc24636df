package page

import (
	"context"
	"slices"
	"strconv"

	"congvan/office"

	"github.com/a-h/templ"
)

// Coverages is the report on the regulations of all organs below: whose fields have nobody in charge, the worst first.
type Coverages struct {
	Tabs     []Tab
	Day      office.Day
	Heading  Phrase // the finding
	Figures  []Figure
	Groups   []TileGroup
	Legend   []Legend
	Organs   int
	Fields   []FieldHole // those that are not covered everywhere, the worst first
	Sorts    []Filter    // the orders of the list
	Rows     []CoverageRow
	Listed   Phrase // heading of the list
	Pager    Pager
	Workbook string // address of the report as a workbook
}

// CoverageRow is one organ.
type CoverageRow struct {
	Href         string
	Organ        string
	Version      string // number of what is in force; empty when nothing is
	Since        office.Day
	Bar          CoverBar
	Covered      string // "97,4 %"
	Gaps         int    // fields
	Overlaps     int    // fields
	General      int    // fields
	OfficeLeads  int    // fields
	Vacant, Dead int    // posts, clauses
	Problems     int    // clauses
}

// CoverBar is a bar of 1,000 parts: cells by their cover.
type CoverBar struct{ Gap, Overlap, General, Covered int }

// parts of the bar from the left: what needs a look stands first.
func (b CoverBar) parts() []barPart {
	var parts []barPart
	x := 0
	for _, p := range []barPart{{Class: "c-gap", Width: b.Gap}, {Class: "c-overlap", Width: b.Overlap}, {Class: "c-general", Width: b.General},
		{Class: "c-covered", Width: b.Covered}} {
		if p.Width > 0 {
			p.X = x
			parts = append(parts, p)
			x += p.Width
		}
	}
	return parts
}

// FieldHole is a field with how many organs have nobody, several, or only a general clause for some of its papers. An organ counts once, for the worst.
type FieldHole struct {
	Code, Name              string
	Gaps, Overlaps, General int
	Href                    string // of the list of those organs
}

func (h FieldHole) all() int { return h.Gaps + h.Overlaps + h.General }

// bar is the hole drawn to the scale of the worst.
func (h FieldHole) bar() CoverBar {
	return CoverBar{Gap: h.Gaps, Overlap: h.Overlaps, General: h.General}
}

// scale is how many organs the longest bar stands for.
func (v Coverages) scale() string {
	most := 1
	for _, h := range v.Fields {
		most = max(most, h.all())
	}
	return strconv.Itoa(most)
}

// Title of the page.
func (v Coverages) Title(ctx context.Context) string { return t(ctx, "coverage.title") }

// Body of the page.
func (v Coverages) Body() templ.Component { return coverages(v) }

// Coverage is what the regulation of one organ leaves open.
type Coverage struct {
	Back    bool // to the report on all
	Tabs    []Tab
	Organ   string
	Day     office.Day
	Heading Phrase
	Version string // what is in force, in words; empty when nothing is
	Href    string // of the version, for whoever may read it
	Since   office.Day
	Bar     CoverBar
	Covered string
	Figures []Figure
	Groups  []CoverageGroup
	Fields  []CoverageField
}

// CoverageGroup are the findings of one kind.
type CoverageGroup struct {
	Kind  string // the last word of its catalogue keys
	Look  string // of the note: "warn", "general", "info", "stop"
	Icon  string
	Items []CoverageFinding
}

// CoverageFinding is one thing to look at, in words.
type CoverageFinding struct {
	Title, Text, Mend string
	Clauses           []ClauseLink
}

// ClauseLink points at a clause. Href is empty for whoever may not open the regulation.
type ClauseLink struct{ Reference, Says, Href string }

// CoverageField is a field with who is in charge of it; a group of fields has a name only.
type CoverageField struct {
	Group               bool
	Code, Name          string
	Bar                 CoverBar
	Leaders, Department []CoverageShare
	LeaderGap           bool
	DepartmentGap       bool
}

// CoverageShare is somebody in charge, and for which papers when not for all.
type CoverageShare struct {
	Who, Where string
	Tied       bool
}

// Title of the page.
func (v Coverage) Title(ctx context.Context) string { return t(ctx, "coverage.title") + ": " + v.Organ }

// Body of the page.
func (v Coverage) Body() templ.Component { return coverage(v) }

// coverageColumns are the columns of counts, by the last word of their catalogue keys and the anchor that they lead to.
var coverageColumns = []string{"gap", "overlap", "general", "office", "vacant", "dead", "problem"}

// countedIn are the columns that a list needs: few organs have clauses that no longer hold.
func countedIn(rows []CoverageRow) []string {
	return slices.DeleteFunc(slices.Clone(coverageColumns), func(column string) bool {
		return column == "problem" && !slices.ContainsFunc(rows, func(r CoverageRow) bool { return r.Problems > 0 })
	})
}

func (r CoverageRow) count(column string) int {
	return map[string]int{"gap": r.Gaps, "overlap": r.Overlaps, "general": r.General, "office": r.OfficeLeads, "vacant": r.Vacant, "dead": r.Dead,
		"problem": r.Problems}[column]
}

func (b CoverBar) percent() string { return strconv.Itoa(b.Covered/10) + " %" }

// to leads to what a column counts.
func (r CoverageRow) to(column string) string {
	if r.Version == "" {
		return r.Href // all of it has one cause
	}
	return r.Href + "#" + column
}
