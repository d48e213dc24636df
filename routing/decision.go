package routing

// OwnerKind says what an owner is.
type OwnerKind uint8

// The kinds of owner. Every decision has one of them.
const (
	OwnerPost        OwnerKind = iota // a post of the organ
	OwnerOfficeQueue                  // the queue of the chief of office
	OwnerSuperior                     // the superior organ
)

var ownerWords = []string{"post", "office_queue", "superior"}

func (k OwnerKind) String() string                { return wordOf(ownerWords, k) }
func (k OwnerKind) MarshalText() ([]byte, error)  { return textOf(ownerWords, k) }
func (k *OwnerKind) UnmarshalText(t []byte) error { return valueOf(ownerWords, t, k) }

// Owner is whoever answers for a paper.
type Owner struct {
	Kind  OwnerKind `json:"kind"`
	Post  Post      `json:"post,omitempty"`  // of OwnerPost
	Organ OrganID   `json:"organ,omitempty"` // of OwnerSuperior
}

// Decision is routing's answer for one set of facts, with its explanation. It is the same whatever the day:
// who sits at the desk is asked of [Engine.Resolve].
type Decision struct {
	Version       VersionID    `json:"version"`
	Leader        Owner        `json:"leader"`
	Department    Department   `json:"department"`        // leads the work; blank only in an organ without an office
	Officer       Post         `json:"officer,omitempty"` // blank: the head of the department hands down
	CoPosts       []Post       `json:"co_posts,omitempty"`
	CoDepartments []Department `json:"co_departments,omitempty"`
	Inform        []Post       `json:"inform,omitempty"`

	Way         Way  `json:"way"`
	Distributor Post `json:"distributor,omitempty"` // who confirms first, when the way is ToDistributor

	Flags     Flags      `json:"flags"`
	Questions []Question `json:"questions"`
	Matches   []Match    `json:"matches"`
}

// Outcome is how a question ended.
type Outcome uint8

// The outcomes.
const (
	OutcomeNone      Outcome = iota // no clause matched
	OutcomeAgreed                   // the clauses that nothing beats name one post
	OutcomeOutranked                // the declared precedence left one post
	OutcomeNamed                    // the post that the paper names or continues was among the winners
	OutcomeConflict                 // several posts are left
	OutcomeAll                      // a slot of any number: all that match
)

var outcomeWords = []string{"none", "agreed", "outranked", "named", "conflict", "all"}

func (o Outcome) String() string                { return wordOf(outcomeWords, o) }
func (o Outcome) MarshalText() ([]byte, error)  { return textOf(outcomeWords, o) }
func (o *Outcome) UnmarshalText(t []byte) error { return valueOf(outcomeWords, t, o) }

// Question is one slot asked for one field and area, and what the clauses answered. The rows of [Decision.Matches] with
// its number are the clauses that matched.
type Question struct {
	Slot       Slot       `json:"slot"`
	Other      bool       `json:"other,omitempty"` // asked for another field or area than the principals (step 6)
	Field      Field      `json:"field,omitempty"`
	Area       Area       `json:"area,omitempty"`
	Outcome    Outcome    `json:"outcome"`
	Post       Post       `json:"post,omitempty"`
	Department Department `json:"department,omitempty"`
}

// Fate is what became of a clause that matched.
type Fate uint8

// The fates. On and By of a [Match] say how, for Beaten and Outranked.
const (
	FateWon       Fate = iota // names the post that was decided on
	FateBeaten                // a narrower clause beat it (step 3)
	FateOutranked             // the declared precedence put another before it; its post cooperates (step 4)
	FateTied                  // left over in a conflict; its post cooperates until the head rules
	FateSetAside              // nothing beat it, but the paper names another winner; its post cooperates (step 7)
	FateIncluded              // of a slot of any number
	FateElsewhere             // names an officer of another department than the leading one (step 5)
)

var fateWords = []string{"won", "beaten", "outranked", "tied", "set_aside", "included", "elsewhere"}

func (f Fate) String() string                { return wordOf(fateWords, f) }
func (f Fate) MarshalText() ([]byte, error)  { return textOf(fateWords, f) }
func (f *Fate) UnmarshalText(t []byte) error { return valueOf(fateWords, t, f) }

// Match is a clause that matched in a question, and what became of it.
type Match struct {
	Question uint16   `json:"question"` // index in Decision.Questions
	Fate     Fate     `json:"fate"`
	On       Selector `json:"on,omitempty"` // the selector it lost on
	Clause   ClauseID `json:"clause"`
	By       ClauseID `json:"by,omitempty"` // the clause it lost to
}
