package routing

// Capacity is how somebody holds a post (NĐ 30/2020, Điều 13, decides from it how he signs).
type Capacity string

// The capacities.
const (
	Primary    Capacity = "primary"
	Concurrent Capacity = "concurrent" // kiêm nhiệm
	Acting     Capacity = "acting"     // quyền: signs Q.
	InCharge   Capacity = "in_charge"  // giao phụ trách, điều hành: signs KT.
)

// Holder is a person on a post that day.
type Holder struct {
	Person   Person   `json:"person"`
	Capacity Capacity `json:"capacity"`
}

// Delegation hands over a post's matters, all of them or those of some fields (ủy quyền, giao điều hành), with effect on
// the day of the [Staffing] that holds it.
type Delegation struct {
	ID     string  `json:"id"`
	From   Post    `json:"from"`
	To     Post    `json:"to"`
	Fields []Field `json:"fields,omitempty"` // blank: everything
}

// Staffing is who sits where on one day.
type Staffing struct {
	Holders     map[Post][]Holder // leading posts have one at most
	Absent      map[Person]bool   // by their own notice
	Delegations []Delegation      // in force that day; two of one post never cover a field equally narrowly
	Running     Post              // the deputy who runs the organ that day; blank: the regulation's
	Duty        []Person          // on the duty roster that day, the first to be asked first
}

// Matter is what resolving must know of the paper.
type Matter struct {
	Field    Field  // the deciding field, for scoped delegations
	Excluded []Post // passed over, and so is whoever holds one of them
}

// Standing is in what standing the resolved person has the desk.
type Standing uint8

// The standings, in the order they are tried.
const (
	AsHolder Standing = iota
	AsDelegate
	AsSubstitute
	AsDepartmentHead // for an officer's post: the head of his department hands the work down
	AsHead
	AsRunningDeputy
	InQueue    // everyone is away
	AtSuperior // the paper is about the head
)

var standingWords = []string{"holder", "delegate", "substitute", "department_head", "head", "running_deputy", "queue", "superior"}

func (s Standing) String() string                { return wordOf(standingWords, s) }
func (s Standing) MarshalText() ([]byte, error)  { return textOf(standingWords, s) }
func (s *Standing) UnmarshalText(t []byte) error { return valueOf(standingWords, t, s) }

// Reason is why a post on the way was passed over.
type Reason uint8

// The reasons.
const (
	BecauseVacant Reason = iota
	BecauseAbsent
	BecauseDelegated
	BecauseExcluded
)

var reasonWords = []string{"vacant", "absent", "delegated", "excluded"}

func (r Reason) String() string                { return wordOf(reasonWords, r) }
func (r Reason) MarshalText() ([]byte, error)  { return textOf(reasonWords, r) }
func (r *Reason) UnmarshalText(t []byte) error { return valueOf(reasonWords, t, r) }

// Passed is a post that was passed over on the way to the person.
type Passed struct {
	Post       Post     `json:"post"`
	As         Standing `json:"as"`
	Because    Reason   `json:"because"`
	Person     Person   `json:"person,omitempty"`     // who is absent, excluded, or handed over
	Delegation string   `json:"delegation,omitempty"` // of BecauseDelegated
}

// Resolution is who has the desk of a post on one day, and why.
type Resolution struct {
	For        Post     `json:"for"`              // the post that owns the paper
	Owner      Owner    `json:"owner"`            // the post whose holder has the desk, the office queue, or the superior organ
	People     []Holder `json:"people"`           // several only on a professional post; empty in queue and superior
	Duty       Person   `json:"duty,omitempty"`   // of InQueue: who is on duty and there
	Keeper     Person   `json:"keeper,omitempty"` // of InQueue without Duty: the chief of office, if he is there
	Standing   Standing `json:"standing"`
	Delegation string   `json:"delegation,omitempty"` // of AsDelegate
	Passed     []Passed `json:"passed,omitempty"`
	Flags      Flags    `json:"flags"`
}
