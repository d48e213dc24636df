package routing

import "fmt"

// ProblemKind says what is wrong with a regulation, as the last word of a catalogue key.
type ProblemKind string

// What can be wrong.
const (
	UnknownField      ProblemKind = "unknown_field"
	ForeignArea       ProblemKind = "foreign_area" // not an area of this locality
	UnknownKind       ProblemKind = "unknown_kind"
	UnknownIssuer     ProblemKind = "unknown_issuer"
	UnknownUrgency    ProblemKind = "unknown_urgency"
	UnknownSlot       ProblemKind = "unknown_slot"
	UnknownPost       ProblemKind = "unknown_post"       // not a post of this organ
	UnknownDepartment ProblemKind = "unknown_department" // not a department of this organ
	TargetMissing     ProblemKind = "target_missing"     // the slot's post or department is blank
	TargetMixed       ProblemKind = "target_mixed"       // a post in a slot for departments, or the reverse
	DuplicateClause   ProblemKind = "duplicate_clause"
	OwnSubstitute     ProblemKind = "own_substitute" // a post in its own list of substitutes
	RepeatSubstitute  ProblemKind = "repeat_substitute"
	BadPrecedence     ProblemKind = "bad_precedence" // not all five selectors, once each
	TooManyClauses    ProblemKind = "too_many_clauses"
	TooManyPosts      ProblemKind = "too_many_posts"
	NoHead            ProblemKind = "no_head"
	NoOffice          ProblemKind = "no_office"
	FieldLoop         ProblemKind = "field_loop"  // a field is below itself, or its parent is unknown
	IssuerLoop        ProblemKind = "issuer_loop" // the same of an issuer
)

// Problem is one thing wrong with a regulation, at the clause and the part of it that are at fault.
type Problem struct {
	Kind      ProblemKind
	Clause    ClauseID // blank when no clause is at fault
	Reference string   // of the clause, or the post whose substitutes are at fault
	Part      string   // "fields", "areas", "kinds", "issuers", "urgencies", "slot", "post", "department", "substitutes", "deputy", "precedence"
	Value     string   // the value at fault
}

// Error says it in English, for logs; officials read the catalogue's words for Kind.
func (p Problem) Error() string {
	return fmt.Sprintf("routing: %s: clause %q (%s) %s %q", p.Kind, p.Clause, p.Reference, p.Part, p.Value)
}
