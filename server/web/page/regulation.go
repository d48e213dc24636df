package page

import (
	"context"
	"strings"

	"congvan/office"

	"github.com/a-h/templ"
)

// Regulation is the page of one version: who is in charge of what, and what the version leaves open.
type Regulation struct {
	Address       string // "/regulations/…"
	State         string // draft, adopted, in_force, superseded
	Number        string
	Name          string
	AdoptedOn     office.Day
	EffectiveFrom office.Day
	Tabs          []Tab
	Views         []Tab     // the same version as matrix, as list of clauses, by area
	Do            []Leading // what else can be done with it
	Edits         bool      // the reader may change it
	Revision      int
	Errors        Errors
	Changed       *Changed
	Findings      *Findings // nil when the version is too fine to be analysed
	Grid          *Grid     // of the view that is open, one of the three
	Clauses       []ClauseRow
	Areas         []AreaRow
	Clause        *OpenClause // the one that is open beside it
	Rules         Rules
	Exports       Exports // the same version as files
}

// Leading is a link to what else can be done.
type Leading struct {
	Text string // catalogue key
	Href string
	Icon string
	Main bool
}

// Changed is what an act did to a version, and how it is taken back.
type Changed struct {
	Text Phrase
	Undo []Hidden // the form that takes it back; none when there is nothing to
	Path string   // where that form is sent, below the version's address
}

// Hidden is a value that a form carries.
type Hidden struct{ Name, Value string }

// Grid is the matrix: fields by leaders and departments.
type Grid struct {
	Columns []Column
	Rows    []GridRow
	Fields  int // that papers are put into
}

// Column is a post or a department of the matrix.
type Column struct {
	Title      string // in full
	Short      string
	Holder     string
	Vacant     bool
	Department bool
	Edge       bool // the first of its kind
}

// GridRow is a field with who fills its slots.
type GridRow struct {
	ID       string // "r-07"
	Code     string
	Name     string
	Group    bool   // it has fields below it
	Open     string // catalogue key of what nobody has; empty when somebody has everything
	Cells    []Cell
	Officers []Mark
	Vacant   bool // no officer, or nobody holds the post
}

// Cell is whether one post or department has one field.
type Cell struct {
	ID    string // "c-07-2"
	Value string // of the button that changes it
	Held  bool   // a clause names just this field for it, with no further condition
	Look  string // "clash", "general", "gap"; empty when there is nothing to say
	Words string // the cell in words, for whoever does not see it
	Marks []Mark
}

// Mark is one thing that a cell shows.
type Mark struct {
	Look string // lead, part, group, general, co, lost
	Text string // short reference of the clause, or a title
	Full string // the reference in full
	Note string // areas, kinds, issuers or urgency that it is restricted to
	Href string // to the clause
}

// ClauseRow is a clause in the list.
type ClauseRow struct {
	ID        string
	Reference string
	Wording   string
	Slot      string // leader, department, …
	Asks      string
	Whom      string
	Vacant    bool
	Href      string
	Findings  []string // catalogue keys
	Current   bool
}

// AreaRow is areas that the same clauses name.
type AreaRow struct {
	Areas   string
	Clauses []ClauseRow
}

// OpenClause is one clause opened: to be read, or to be changed.
type OpenClause struct {
	ClauseRow
	New       bool
	Slots     []Option
	Targets   []Group
	Fields    []Group
	Areas     []Option
	Kinds     []Option
	Issuers   []Option
	Urgencies []Option
	View      string // of the version that it stands beside: where saving leads back to
}

// Rules are what holds for the version as a whole.
type Rules struct {
	Title       string     // as it was typed
	Precedence  []string   // catalogue keys of the selectors, in order
	Places      [][]Option // for changing them
	Deputy      string
	Deputies    []Option
	Substitutes []Substitute
	Open        bool
}

// Substitute is who stands in for a post, in order.
type Substitute struct {
	Post   string // its identifier
	Title  string
	By     []string
	Places [][]Option
}

// Findings are what a version leaves open.
type Findings struct {
	Figures []Figure
	Groups  []FindingGroup
}

// FindingGroup is findings of one kind.
type FindingGroup struct {
	Kind string // gap, overlap, …
	List []Finding
}

// Finding is one thing to look at, with where it is.
type Finding struct {
	Title string
	Text  string
	Mend  string   // what to do about it
	Links []Option // Value leads there
}

// findingLooks are the looks of findings by their kind.
var findingLooks = map[string]struct{ note, icon string }{
	"gap": {"warn", "gap"}, "overlap": {"warn", "split"}, "vacant": {"warn", "away"}, "problem": {"warn", "warn"}, "no_regulation": {"warn", "warn"}, "unreferenced": {"warn", "pen"},
	"general": {"general", "info"}, "dead": {"info", "info"}, "outranked": {"info", "info"}, "other_leader": {"info", "info"},
}

// Title names the page.
func (v Regulation) Title(context.Context) string { return v.Name }

// Body is the page.
func (v Regulation) Body() templ.Component { return regulation(v) }

func (v Regulation) heading(ctx context.Context) string {
	if v.Findings == nil {
		return v.Name
	}
	n := 0
	for _, f := range v.Findings.Figures {
		if f.Tone == "warn" {
			n += f.Count
		}
	}
	if n == 0 {
		return t(ctx, "matrix.heading.sound")
	}
	return t(ctx, "matrix.heading.mend", n)
}

func (v Regulation) act(path string) templ.SafeURL { return templ.SafeURL(v.Address + path) }

// path is where the clause's form is sent.
func (c OpenClause) path() string {
	if c.New {
		return "/clauses"
	}
	return "/clauses/" + c.ID
}

// reference is the clause's place in the regulation; a clause that has none yet says so.
func (c ClauseRow) reference(ctx context.Context) string {
	if c.Reference == "" {
		return t(ctx, "matrix.clause.reference.none")
	}
	return c.Reference
}

// rowsFor is how many lines a text of at most so many letters gets.
func rowsFor(most int) string {
	if most > 200 {
		return "3"
	}
	return "1"
}

func chosenGroups(groups []Group) int {
	n := 0
	for _, g := range groups {
		n += g.Chosen()
	}
	return n
}

// chosenWords names what is chosen of a list; nothing chosen asks for nothing.
func chosenWords(ctx context.Context, groups []Group) string {
	var names []string
	for _, g := range groups {
		for _, o := range g.Options {
			if o.Chosen {
				names = append(names, o.Text)
			}
		}
	}
	switch {
	case len(names) == 0:
		return t(ctx, "matrix.clause.any")
	case len(names) > 3:
		return t(ctx, "matrix.clause.many", len(names))
	default:
		return strings.Join(names, "; ")
	}
}

func precedenceWords(ctx context.Context, keys []string) string {
	words := make([]string, len(keys))
	for i, key := range keys {
		words[i] = t(ctx, key)
	}
	return strings.Join(words, " → ")
}

func substituteWords(ctx context.Context, s Substitute) string {
	return t(ctx, "matrix.rules.stands_in", s.Title, strings.Join(s.By, " → "))
}
