package wording

import (
	"strings"

	"congvan/office"
)

// Limit is the longest text that is read, in bytes. The longest decision seen has some 60,000.
const Limit = 200_000

// Span is a part of the text, in bytes: from Start up to, but without, End.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Of is the part of the text.
func (s Span) Of(text string) string { return text[s.Start:s.End] }

// Phrase is the part of the text on one line.
func (s Span) Phrase(text string) string { return strings.Join(strings.Fields(s.Of(text)), " ") }

// with is the part that holds both; a zero Span is none.
func (s Span) with(other Span) Span {
	switch {
	case s == Span{}:
		return other
	case other == Span{}:
		return s
	}
	return Span{min(s.Start, other.Start), max(s.End, other.End)}
}

// Kind is what a text is.
type Kind string

// The kinds. Only an assignment yields clauses.
const (
	Assignment Kind = "assignment" // names who is in charge of what
	Handover   Kind = "handover"   // hands over the running of the organ (giao điều hành, ủy quyền): a delegation and no regulation
	Principles Kind = "principles" // rules of work and principles: assigns nothing to anybody
	Other      Kind = "other"      // no decision on assignments
)

// Reading is what was understood of a text.
type Reading struct {
	Kind      Kind
	Subjects  []Subject  // whom the text speaks of, in its order
	Proposals []Proposal // in the order of the text
	Deputy    *Stand     // who runs the organ while its head is away
	Handed    *Handed    // of a handover
	Unmatched []Unmatched
	Notes     []Note
}

// Subject is somebody whom the text assigns something to.
type Subject struct {
	Span
	Post       office.ID   // zero when the text does not tell which, or it is a department
	Department office.ID   // zero when it is a post
	Candidates []office.ID // posts that the words may mean, when they may mean several
	Doubts     []Doubt
}

// Known reports whether the text tells which post or department is meant.
func (s Subject) Known() bool { return s.Post != office.ID{} || s.Department != office.ID{} }

// Slot is what a subject is in a clause, as routing's slots are called.
type Slot string

// The slots that a text can fill.
const (
	Leader       Slot = "leader"
	Department   Slot = "department"
	Officer      Slot = "officer"
	CoLeader     Slot = "co_leader"
	CoDepartment Slot = "co_department"
)

// Proposal is a clause that the text states, for a person to confirm.
type Proposal struct {
	Span              // the phrase that it rests upon
	Reference  string // "Điều 3 khoản 2 điểm a"; "Đoạn 4" in a text without numbers
	Wording    string // the phrase on one line
	Slot       Slot
	Subject    int     // in Reading.Subjects
	Department bool    // the subject fills the slot as a department: the one that the post heads, if it is a post
	Fields     []Field // each once, in the order of the text
	Areas      []Area
	Issuers    []Unit // organs whose papers are meant ("phụ trách Sở Tài chính")
	Doubts     []Doubt
}

// Certain reports whether nothing is in doubt about the proposal and its subject.
func (r *Reading) Certain(p Proposal) bool {
	s := r.Subjects[p.Subject]
	return s.Known() && len(s.Doubts)+len(p.Doubts) == 0
}

// Field is a field of the tree that a phrase names.
type Field struct {
	Span
	Code office.FieldCode
}

// Area is a part of the locality that a phrase names.
type Area struct {
	Span
	Code office.AreaCode
}

// Unit is a department or organ that a phrase names.
type Unit struct {
	Span
	ID office.ID
}

// Stand is a post that a phrase names.
type Stand struct {
	Span
	Post office.ID
}

// Handed is what a handover says.
type Handed struct {
	Span
	Subject int        // to whom, in Reading.Subjects; -1 when the text does not tell
	From    office.Day // the first day; "" when none is stated
	Open    bool       // until something else is ordered
}

// Doubt is why a person should look twice.
type Doubt string

// The doubts.
const (
	SeveralPosts  Doubt = "several_posts"  // the title fits several posts, and no name tells which
	NobodyFound   Doubt = "nobody_found"   // neither name nor title is one of the organ's
	NameUnknown   Doubt = "name_unknown"   // the title is known, the person is not
	NameElsewhere Doubt = "name_elsewhere" // the person holds another post than the title says
	PartOnly      Doubt = "part_only"      // the phrase says more than the field's name
	NoVerb        Doubt = "no_verb"        // nothing says "in charge"; it was taken from the list's heading
	TwoLeaders    Doubt = "two_leaders"    // the same field or area is given to another leader too
	Excepted      Doubt = "excepted"       // an exception was taken away from a group
	NoSuchArea    Doubt = "no_such_area"   // the list names areas that the locality does not have
	InGeneral     Doubt = "in_general"     // it stands beside "điều hành chung": perhaps it assigns nothing
	HeadOfUnit    Doubt = "head_of_unit"   // the head of a department is named: taken as the department
)

// Unmatched is a phrase that should name a field, an area or a unit and that nothing of the kind was found for.
type Unmatched struct {
	Span
	Reference string
	Why       Why
}

// Why says what an unmatched phrase was expected to be.
type Why string

// The expectations.
const (
	NoField     Why = "field"         // no field of the tree is called like this
	NoArea      Why = "area"          // no area of the locality is
	NamedRange  Why = "range"         // areas from one name to another: their order is not known
	NoUnit      Why = "unit"          // no department or organ
	NoException Why = "exception"     // what is excepted is not in the list before it
	OfNobody    Why = "of_nobody"     // fields or areas without anybody in charge
	WrongMember Why = "foreign_title" // somebody of another body: HĐND, MTTQ, Đảng ủy
)

// Note is a phrase that was understood and makes no clause.
type Note struct {
	Span
	Kind NoteKind
}

// NoteKind says what the phrase is.
type NoteKind string

// What makes no clause.
const (
	General   NoteKind = "general"   // "điều hành chung": whatever nobody is in charge of goes to the head by law
	Committee NoteKind = "committee" // head or member of a steering committee or programme
	Oversight NoteKind = "oversight" // "chỉ đạo Phòng …": who looks after a department; the department's own fields stand elsewhere
	Count     NoteKind = "count"     // "03 phường": how many, not which
)
