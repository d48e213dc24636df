package page

import (
	"context"
	"strconv"
	"time"

	"congvan/office"

	"github.com/a-h/templ"
)

// GiveForm gives a paper to another leader, or takes it: for the head, with a reason.
type GiveForm struct {
	Leaders []Option
	Reason  string // as typed
}

// ProposeForm proposes another field to the leader of a paper.
type ProposeForm struct {
	Fields []Group
	Reason string // as typed
}

// ProposedField is another field that clerk or distributor propose, and waits for an answer.
type ProposedField struct {
	Address string // the answer is sent there
	Field   string // code and name
	By      string
	At      time.Time
	Reason  string
	May     bool // the reader answers it
}

// Overrules is where the regulation and the senders turned out wrong, over some days.
type Overrules struct {
	From, To office.Day
	Tabs     []Tab
	Figures  []Figure
	Clauses  []OverruledClause
	Rulings  []OverrulePaper
	Senders  []WrongSender
	Rows     []FieldRow // lines of the table with wrong fields
	Errors   Errors
}

// OverruledClause is a clause against which somebody decided.
type OverruledClause struct {
	Reference string
	Href      string // the clause in the regulation
	Times     int
	Decided   int
	Share     int // of a hundred
	Papers    []OverrulePaper
}

// OverrulePaper is one act against a decision.
type OverrulePaper struct {
	Href     string // empty where the reader may not open the paper
	NumberIn string
	Code     string
	Field    string
	What     string // "Giao lại cho Phó Chủ tịch thứ hai"
	Reason   string
	By       string
	At       time.Time
	Keep     string // where a ruling is put into a draft of the regulation; empty: not offered
}

// WrongSender is a sender whose fields were wrong.
type WrongSender struct {
	Name   string
	Wrong  int
	Papers int
	Named  string
}

// Title of the page.
func (v Overrules) Title(ctx context.Context) string { return t(ctx, "overrule.title") }

// Body of the page.
func (v Overrules) Body() templ.Component { return overrules(v) }

// empty reports whether nothing at all was decided otherwise.
func (v Overrules) empty() bool {
	return len(v.Clauses) == 0 && len(v.Rulings) == 0 && len(v.Senders) == 0 && len(v.Rows) == 0
}

// barWidth is a clause's bar against the longest one.
func (v Overrules) barWidth(times int) string {
	most := 1
	for _, c := range v.Clauses {
		most = max(most, c.Decided, c.Times)
	}
	return strconv.Itoa(100 * times / most)
}
