package routing

// Selector is one of the five things a clause can ask of a paper.
type Selector uint8

// The selectors. NoSelector, the zero value, stands where no selector decided.
const (
	NoSelector Selector = iota
	ByUrgency
	ByKind
	ByField
	ByIssuer
	ByArea
)

const selectors = 5

var selectorWords = []string{"", "urgency", "kind", "field", "issuer", "area"}

func (s Selector) String() string                { return wordOf(selectorWords, s) }
func (s Selector) MarshalText() ([]byte, error)  { return textOf(selectorWords, s) }
func (s *Selector) UnmarshalText(t []byte) error { return valueOf(selectorWords, t, s) }

// DefaultPrecedence is the order that a regulation follows when it declares none.
func DefaultPrecedence() []Selector {
	return []Selector{ByUrgency, ByKind, ByField, ByIssuer, ByArea}
}

// Slot is the place that a clause fills in a decision.
type Slot uint8

// The slots. The first four take one post or department; of the others any number may match.
const (
	SlotLeader       Slot = iota + 1 // lãnh đạo phụ trách
	SlotDepartment                   // đơn vị chủ trì
	SlotOfficer                      // chuyên viên thụ lý
	SlotSigner                       // người ký thừa lệnh (TL.), NĐ 30/2020, Điều 13
	SlotCoLeader                     // lãnh đạo phối hợp
	SlotCoDepartment                 // đơn vị phối hợp
	SlotInform                       // để biết
	slotEnd
)

var slotWords = []string{"", "leader", "department", "officer", "signer", "co_leader", "co_department", "inform"}

func (s Slot) String() string                { return wordOf(slotWords, s) }
func (s Slot) MarshalText() ([]byte, error)  { return textOf(slotWords, s) }
func (s *Slot) UnmarshalText(t []byte) error { return valueOf(slotWords, t, s) }

// Slots lists the slots in the order in which they are asked.
func Slots() []Slot {
	return []Slot{SlotLeader, SlotDepartment, SlotOfficer, SlotSigner, SlotCoLeader, SlotCoDepartment, SlotInform}
}

// TakesDepartment reports whether the slot is filled by a department, not by a post.
func (s Slot) TakesDepartment() bool { return s == SlotDepartment || s == SlotCoDepartment }

// One reports whether the slot takes one post or department, so that clauses for it can beat each other.
func (s Slot) One() bool { return s >= SlotLeader && s <= SlotSigner }

// Clause is one rule (điều khoản): papers that all five selectors admit have this post or department in this slot.
// A blank selector admits every paper. A list is shorthand for one clause a value.
type Clause struct {
	ID        ClauseID  `json:"id"`
	Reference string    `json:"reference"` // where the regulation's text says so: "Điều 3 khoản 2"
	Urgencies []Urgency `json:"urgencies,omitempty"`
	Kinds     []Kind    `json:"kinds,omitempty"`
	Fields    []Field   `json:"fields,omitempty"`
	Issuers   []Issuer  `json:"issuers,omitempty"`
	Areas     []Area    `json:"areas,omitempty"`

	Slot       Slot       `json:"slot"`
	Post       Post       `json:"post,omitempty"`       // who fills the slot, unless it takes a department
	Department Department `json:"department,omitempty"` // who fills it when it takes one
}

// General reports whether the clause asks nothing of a paper: "phụ trách chung".
func (c *Clause) General() bool {
	return len(c.Urgencies)+len(c.Kinds)+len(c.Fields)+len(c.Issuers)+len(c.Areas) == 0
}

// Regulation is one version of an organ's assignment rules. The zero value is an organ that has none yet: everything
// goes to its head, marked [NoRegulation].
type Regulation struct {
	Version     VersionID       `json:"version"`
	Clauses     []Clause        `json:"clauses"`
	Precedence  []Selector      `json:"precedence,omitempty"`  // all five, once each; blank means DefaultPrecedence
	Substitutes map[Post][]Post `json:"substitutes,omitempty"` // for an absent or vacant post, in order
	Deputy      Post            `json:"deputy,omitempty"`      // runs the organ while its head is away
}
