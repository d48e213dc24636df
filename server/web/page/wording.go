package page

import (
	"context"

	"github.com/a-h/templ"
)

// FromText is the page on which the text of a decision becomes a draft: first the text is pasted, then what was read of it is confirmed.
type FromText struct {
	Tabs   []Tab
	Typed  string
	Limit  int // thousands of letters
	Read   *TextRead
	Errors Errors
}

// TextRead is what was read of the text.
type TextRead struct {
	Kind      string // assignment, handover, principles, other
	Runs      []TextRun
	Groups    []ProposalGroup
	Certain   int // how many proposals leave nothing in doubt
	Total     int
	Deputy    *Deputy
	Handed    *HandedOver
	Unmatched []ReadPhrase
	Notes     []ReadPhrase
	Name      string   // of the draft, as it was typed
	Into      []Option // drafts that the clauses may be added to
}

// TextRun is a part of the text. What was understood is marked and leads to what became of it.
type TextRun struct {
	Text string
	Mark string // sure, doubt, who, miss, note; none for what says nothing
	Href string
}

// ProposalGroup are the proposals for somebody whom the text names.
type ProposalGroup struct {
	Who    string // as the text has it
	Known  string // the post or department that is meant; none when the text does not tell
	Doubts []string
	Rows   []ProposalRow
}

// ProposalRow is a clause that the text states. Names of its inputs end in its number.
type ProposalRow struct {
	N         string
	Sure      bool
	Take      bool
	Reference string
	Wording   string
	Doubts    []string // keys
	Slots     []Option
	Targets   []Group  // posts and departments
	Fields    []Option // found in the phrase
	More      []Group  // to add one
	Areas     []Option
	AreasText string
	Issuers   []Option
}

// Deputy is who the text says runs the organ while its head is away.
type Deputy struct {
	Post  string
	Words string
	Take  bool
	ID    string
}

// HandedOver is what a text that hands over the running of the organ says.
type HandedOver struct {
	To   string // none when the text does not tell
	From string // a day; none when it has none
	Open bool
}

// ReadPhrase is a phrase that makes no clause.
type ReadPhrase struct {
	ID        string
	Words     string
	Reference string
	Why       string // key
}

// Title names the page.
func (v FromText) Title(ctx context.Context) string { return t(ctx, "assist.text.title") }

// Body is the page.
func (v FromText) Body() templ.Component { return fromText(v) }

// chosenText is the text of the option that is chosen.
func chosenText(options []Option) string {
	for _, o := range options {
		if o.Chosen {
			return o.Text
		}
	}
	return ""
}
