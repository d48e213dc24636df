package page

import (
	"context"
	"time"

	"congvan/office"

	"github.com/a-h/templ"
)

// Document is one received paper as a person of the recipient organ sees it: the file beside what must be decided now, why it came, who
// holds it, whether its signatures hold, what it is and what happened.
type Document struct {
	Address    string // "/deliveries/…": acts are sent below it
	Version    int    // the delivery's version that was shown: an act on an older one is refused
	Number     string
	Subject    string
	Issuer     string
	IssuedOn   office.Day
	Kind       string // in words: "Công văn"
	Urgency    string
	State      string // code of the delivery
	NumberIn   string // số đến; empty before it is registered
	Field      string // code and name of the principal field; empty: unclassified
	PDF        PDF
	More       []Attachment
	Do         Do
	Why        *Explanation // nil before it is registered
	Wrong      *WrongField  // nil: nobody may say so, or not any more
	Propose    *ProposeForm // nil: the reader does not propose
	Proposed   *ProposedField
	Holders    []Holder
	Report     Report
	Facts      []Said
	Words      []Endorsement
	History    []Event
	Searchable bool
	GoesOn     string // where the work went on after a change of organisation; empty: here
	ComesFrom  string // the old organ's delivery that it goes on from, for who reads it
	Errors     Errors
}

// Do is what may be done now. The zero value offers nothing.
type Do struct {
	Heading    Phrase
	Note       Phrase
	Distribute *DistributeForm
	Assign     *AssignForm
	HandDown   []Option // officers of the person's own department; empty: nobody to hand down to
	Start      bool
	Finish     bool
	Report     string // note of the result, as typed
	HandBack   bool
	Reason     string // why it is handed back, as typed
	Endorse    bool   // words alone, without giving the work to somebody
	Give       *GiveForm
	Receive    string // address of the receiving screen, while the clerk has not registered it
}

// Any reports whether something may be done.
func (d Do) Any() bool {
	return d.Distribute != nil || d.Assign != nil || len(d.HandDown) > 0 || d.Start || d.Finish || d.HandBack || d.Endorse || d.Give != nil || d.Receive != ""
}

// DistributeForm confirms to which leader a paper goes. Another than the one that the regulation names needs a reason.
type DistributeForm struct {
	Leaders []Option
	Reason  string
}

// AssignForm gives the work to somebody: what the regulation proposes is chosen already.
type AssignForm struct {
	Lead        []Group // whole departments and posts that may lead
	Cooperate   []Option
	Inform      []Option
	DueOn       office.Day
	Instruction string // bút phê
	Phrases     []string
}

// Explanation says why a paper came to its owner, in words.
type Explanation struct {
	Answer    string
	Way       string
	Flags     []string // what a person should look at: gap, conflict, everyone away; words
	Steps     []Step
	Decisions []Decision
}

// Step is one step of the reasoning.
type Step struct {
	Title   string
	Text    string
	Clauses []Clause
}

// Clause is one clause of the regulation that matched, with what became of it.
type Clause struct {
	Reference string // "Điều 4.2 điểm b"
	Text      string
	Outcome   string // "applies", "beaten", "after", "cooperates": catalogue key below web.clause.
	Note      string // who beat it, on which selector; words
}

// Decision is one recorded decision: they are kept in order, each with its cause, and none is ever edited.
type Decision struct {
	At      time.Time
	Cause   string
	By      string // whoever caused it; empty when it was the organ's rule
	Owner   string
	Reason  string // why it goes against the regulation
	Current bool
}

// WrongField lets whoever received the paper name the right field in one tap.
type WrongField struct {
	Likely []FieldChoice
	All    []Group
}

// FieldChoice is a field with whom it would reach.
type FieldChoice struct {
	Code, Name, Reaches string
}

// Holder is one post that has the paper, with those below it.
type Holder struct {
	Post  Post
	Part  string // catalogue key below web.part.
	State string // "open" or "closed"
	Below []Holder
}

// Said is one fact with who said so.
type Said struct {
	Label string // catalogue key
	Value string
	By    string // words: "nơi gửi ghi"; empty when there is no doubt
}

// Endorsement is a leader's instruction.
type Endorsement struct {
	By   string
	At   time.Time
	Text string
}

// Title of the page.
func (v Document) Title(context.Context) string {
	if v.Number != "" {
		return v.Number
	}
	return v.Subject
}

// Body of the page.
func (v Document) Body() templ.Component { return document(v) }
