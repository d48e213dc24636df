package page

import (
	"context"

	"congvan/office"

	"github.com/a-h/templ"
)

// Reorganisations is the page of the changes of organisation that an organ entered.
type Reorganisations struct {
	Rows   []ReorganisationRow
	Form   ReorganisationForm
	Errors Errors
}

// ReorganisationRow is one of them.
type ReorganisationRow struct {
	Href        string
	Title       string
	Number      string
	Dated       office.Day
	EffectiveOn office.Day
	State       string // draft, approved, running, done, withdrawn
}

// ReorganisationForm is a new one as it was typed.
type ReorganisationForm struct{ Title, Number, Dated, EffectiveOn string }

// Reorganisation is the page of one change: its rows, and what it does.
type Reorganisation struct {
	ReorganisationRow
	Revision int
	Rows     []SuccessionRow
	Organs   []Option // what may be chosen as an organ
	Seats    []Group  // departments and posts of the organs concerned
	Fields   []Group  // none where the organ may not move fields
	Errors   Errors   // of what was just sent, or what has to be mended before it can be approved
	Plans    []OrganPlan
	Parts    []PartPlan // departments, posts and fields that go on elsewhere, with their open papers
	Drafts   []DraftPlan
	Figures  []Figure // what was done
	Closed   []string // organs that are no more, and their heirs
}

// SuccessionRow is one row of the mapping.
type SuccessionRow struct {
	Kind   string // organ, department, post, area, field, or rename
	Old    string
	New    string
	Scope  string // which matters only; empty means all
	Wrong  string // what is wrong with it
	Remove string // its place, for the button that removes it; empty once it is fixed
}

// OrganPlan is what becomes of an organ.
type OrganPlan struct {
	Name   string
	Ends   bool
	Heirs  string
	Lines  []string // in words: open papers, registers, delegations, groups
	Unsent string   // documents that have to go out before the day; empty when there are none
}

// PartPlan is a department, post or field with its open papers.
type PartPlan struct {
	Old, New string
	Open     int
}

// DraftPlan is a draft of rules that is made, or was.
type DraftPlan struct {
	Organ   string
	From    string
	Clauses int
	Href    string // once it was made, for its own organ
	Lost    []LostRule
}

// LostRule is what of the rules is not in the draft.
type LostRule struct{ Reference, Why string }

// reorganisationTones are the looks of a change's states.
var reorganisationTones = map[string]Tone{"draft": ToneDoing, "approved": ToneWait, "running": ToneDoing, "done": ToneDone, "withdrawn": ToneNew}

// Title names the page.
func (v Reorganisations) Title(ctx context.Context) string { return t(ctx, "reorganisation.nav") }

// Body is the page.
func (v Reorganisations) Body() templ.Component { return reorganisations(v) }

// Title names the page.
func (v Reorganisation) Title(context.Context) string { return v.ReorganisationRow.Title }

// Body is the page.
func (v Reorganisation) Body() templ.Component { return reorganisation(v) }

// draft reports whether the change may still be edited.
func (v Reorganisation) draft() bool { return v.State == "draft" }
