package routing

// Cover is what the clauses of one slot make of a cell.
//
// A cell is one combination of what can be known of a paper: a field that has no fields below it, an area of the locality or
// none, a kind or none, an issuer, a class of issuers or none, and a degree of urgency. All cells count alike, so figures of organs
// with the same domains can be compared.
type Cover uint8

// The covers. Every cell has one of them in each slot.
const (
	Covered   Cover = iota + 1 // a clause that asks something of the paper names who fills the slot
	ByGeneral                  // only a general clause ("phụ trách chung") does, which is neither covered nor a gap
	Uncovered                  // none does: a gap
	Overlap                    // several name several, and the precedence does not settle it
)

var coverWords = []string{"", "covered", "general", "gap", "overlap"}

func (c Cover) String() string                { return wordOf(coverWords, c) }
func (c Cover) MarshalText() ([]byte, error)  { return textOf(coverWords, c) }
func (c *Cover) UnmarshalText(t []byte) error { return valueOf(coverWords, t, c) }

// Counts are numbers of cells by their cover.
type Counts struct {
	Covered uint64 `json:"covered"`
	General uint64 `json:"general"`
	Gap     uint64 `json:"gap"`
	Overlap uint64 `json:"overlap"`
}

// Total is the number of all cells counted.
func (c Counts) Total() uint64 { return c.Covered + c.General + c.Gap + c.Overlap }

func (c *Counts) add(cover Cover, cells uint64) {
	switch cover {
	case Covered:
		c.Covered += cells
	case ByGeneral:
		c.General += cells
	case Uncovered:
		c.Gap += cells
	case Overlap:
		c.Overlap += cells
	}
}

func (c *Counts) plus(o Counts) {
	c.Covered, c.General, c.Gap, c.Overlap = c.Covered+o.Covered, c.General+o.General, c.Gap+o.Gap, c.Overlap+o.Overlap
}

// Values are a set of values of one selector: those listed, or with Except everything but those, what is unknown or no tree
// knows among it. So {Except: true} is everything.
type Values[V ~string] struct {
	Except bool `json:"except,omitempty"`
	List   []V  `json:"list,omitempty"`
}

// Any reports whether the set is everything.
func (v Values[V]) Any() bool { return v.Except && len(v.List) == 0 }

// Box is a set of cells: every combination of a value from each of the five sets.
type Box struct {
	Urgencies Values[Urgency] `json:"urgencies"`
	Kinds     Values[Kind]    `json:"kinds"`
	Fields    Values[Field]   `json:"fields"`
	Issuers   Values[Issuer]  `json:"issuers"`
	Areas     Values[Area]    `json:"areas"`
}

// Coverage is what a version of a regulation leaves open, exactly, whatever paper may come.
type Coverage struct {
	Leader     Counts          // of the cells of all fields that papers are put into
	Department Counts          // the same; where it is a gap or an overlap the office leads
	Fields     []FieldCoverage // in the order of the tree, and last the unclassified papers
	Findings   []Finding       // the worst first
	Problems   []Problem       // clauses that say nothing, or less than they seem to: see Compile
}

// Count is the number of findings of a kind, of a slot or, when that is 0, of all.
func (c *Coverage) Count(kind FindingKind, slot Slot) int {
	n := 0
	for i := range c.Findings {
		if c.Findings[i].Kind == kind && (slot == 0 || c.Findings[i].Slot == slot) {
			n++
		}
	}
	return n
}

// FieldCoverage is the row of a field in the matrix of fields and leaders.
type FieldCoverage struct {
	Field      Field // blank for papers whose field is unknown: the distributor sees them first
	Group      bool  // it has fields below it: papers are put into those, and Coverage counts those
	Leader     SlotCoverage
	Department SlotCoverage
	Officer    SlotCoverage // a gap or an overlap is nothing wrong there: the head of the department hands down
}

// SlotCoverage is who fills a slot for the cells of one field.
type SlotCoverage struct {
	Counts
	Shares []Share // those with more cells first
}

// Share is the part of a field's cells in which one post or department fills a slot, or is one of several that would.
type Share struct {
	Post       Post
	Department Department
	Counts                // Covered and General: it fills the slot; Overlap: it is one of several
	Clauses    []ClauseID // those that say so, which no narrower one and no precedence puts second
	Within     Box        // the values for which it does, each selector by itself: "◐ TDP 1–10"
}

// FindingKind says what is wrong, as the last word of a catalogue key.
type FindingKind string

// What coverage finds, the worst first.
const (
	FindingGap         FindingKind = "gap"          // no clause fills the slot
	FindingOverlap     FindingKind = "overlap"      // several do, and the precedence does not settle it
	FindingVacant      FindingKind = "vacant"       // nobody holds a post that day
	FindingGeneral     FindingKind = "general"      // only a general clause fills the slot
	FindingDead        FindingKind = "dead"         // the clause has no effect in any cell: narrower ones beat it in all that it matches; general ones are not meant
	FindingOutranked   FindingKind = "outranked"    // the clause never fills its slot: where nothing narrower beats it, the precedence puts another first
	FindingOtherLeader FindingKind = "other_leader" // a department works in a field of another leader than the one of most of its work; allowed
)

// FindingKinds lists the kinds, the worst first.
func FindingKinds() []FindingKind {
	return []FindingKind{FindingGap, FindingOverlap, FindingVacant, FindingGeneral, FindingDead, FindingOutranked, FindingOtherLeader}
}

// Finding is one thing that an organisation officer should look at.
type Finding struct {
	Kind        FindingKind  `json:"kind"`
	Slot        Slot         `json:"slot,omitempty"`
	Fields      []Field      `json:"fields,omitempty"`      // that it is about, in the order of the tree
	Boxes       []Box        `json:"boxes,omitempty"`       // of a gap, overlap or general: the cells, no two boxes sharing one; all of these fields
	Cells       uint64       `json:"cells,omitempty"`       // how many
	Clauses     []ClauseID   `json:"clauses,omitempty"`     // the clauses that are tied, general, dead or outranked; those that name a vacant post
	By          []ClauseID   `json:"by,omitempty"`          // of dead and outranked: those it loses to
	Posts       []Post       `json:"posts,omitempty"`       // tied, general or vacant; of other_leader the one in charge, then the one who oversees
	Departments []Department `json:"departments,omitempty"` // tied or general; of other_leader the one that works there
}
