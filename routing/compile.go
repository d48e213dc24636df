package routing

import (
	"cmp"
	"math"
	"slices"
)

// maxClauses is the most clauses that one version may have; the largest regulation seen in print has some sixty.
const maxClauses = 4096

// Compile checks a version of a regulation against the domains and the organ, and turns it into an engine.
//
// The engine is usable even when there are problems, because every paper needs an owner: a value that is not known is
// left out, and a clause that keeps nothing of a list, or has nobody to name, is left out whole. A caller that takes a
// regulation in refuses it instead when there is any problem.
func Compile(r Regulation, t *Trees, o Organ) (*Engine, []Problem) {
	c := compiler{trees: t, organ: newSeating(o), seen: make(map[ClauseID]bool, len(r.Clauses))}
	c.checkOrgan(o)
	c.checkRegulation(r)
	kept := make([]Clause, 0, len(r.Clauses))
	for _, clause := range r.Clauses {
		if clause, ok := c.check(clause); ok {
			kept = append(kept, clause)
		}
	}
	if len(kept) > maxClauses {
		c.problems = append(c.problems, Problem{Kind: TooManyClauses})
		kept = kept[:maxClauses]
	}
	e := &Engine{
		version: r.Version, trees: t, organ: o, seating: c.organ,
		precedence: c.precedence(r.Precedence), substitutes: r.Substitutes, deputy: r.Deputy,
	}
	e.lay(kept)
	return e, c.problems
}

// lay puts the clauses in slots, each slot beginning at a word of its own, and fills the rows of bits.
func (e *Engine) lay(clauses []Clause) {
	slices.SortFunc(clauses, func(a, b Clause) int { // by slot; by identifier only so that row order leaves no trace
		return cmp.Or(cmp.Compare(a.Slot, b.Slot), cmp.Compare(a.ID, b.ID))
	})
	e.clauses = make([]compiled, len(clauses))
	bit := make([]int, len(clauses))
	for i, clause := range clauses {
		span := &e.spans[clause.Slot]
		if span.count == 0 {
			span.first, span.from = i, e.words
		}
		bit[i] = span.from*64 + span.count
		span.count++
		span.to = span.from + (span.count+63)/64
		e.words = span.to
		e.clauses[i] = compiled{id: clause.ID, target: e.seating.target(&clause), general: clause.General()}
	}
	e.rows = make([]uint64, e.words*(1+selectors)) // row 0 is empty; rows 1 to 5 hold the clauses blank on a selector
	e.fields = make([]uint16, len(e.trees.fields.values))
	e.issuers = make([]uint16, len(e.trees.issuers.values))
	e.kinds = make([]uint16, len(e.trees.kinds.values))
	e.urgencies = make([]uint16, len(e.trees.urgency.values))
	e.areas = make(map[Area]uint16)
	for i, clause := range clauses {
		e.mark(&clause, bit[i])
	}
}

func (e *Engine) mark(c *Clause, bit int) {
	markDomain(e, ByUrgency, c.Urgencies, &e.trees.urgency, e.urgencies, bit)
	markDomain(e, ByKind, c.Kinds, &e.trees.kinds, e.kinds, bit)
	markDomain(e, ByField, c.Fields, &e.trees.fields, e.fields, bit)
	markDomain(e, ByIssuer, c.Issuers, &e.trees.issuers, e.issuers, bit)
	for _, area := range c.Areas {
		row, ok := e.areas[area]
		if !ok {
			row = e.newRow()
			e.areas[area] = row
		}
		e.set(row, bit)
	}
	if len(c.Areas) == 0 {
		e.set(uint16(ByArea), bit)
	}
}

func markDomain[V ~string](e *Engine, s Selector, values []V, d *domain[V], rows []uint16, bit int) {
	if len(values) == 0 {
		e.set(uint16(s), bit)
	}
	for _, v := range values {
		number := d.numbers[v]
		if rows[number] == 0 {
			rows[number] = e.newRow()
		}
		e.set(rows[number], bit)
	}
}

func (e *Engine) newRow() uint16 {
	row := len(e.rows) / e.words
	e.rows = append(e.rows, make([]uint64, e.words)...)
	return uint16(row)
}

func (e *Engine) set(row uint16, bit int) { e.rows[int(row)*e.words+bit/64] |= 1 << (bit % 64) }

// seating numbers the posts and departments of an organ.
type seating struct {
	posts       []Post
	departments []Department
	postNumber  map[Post]uint16
	unitNumber  map[Department]uint16
	unitOf      []uint16 // of each post: the number of its department, or none
	headOf      []Post   // of each department
	areas       map[Area]bool
}

// none is the number of no post and no department.
const none = math.MaxUint16

func newSeating(o Organ) *seating {
	s := &seating{postNumber: map[Post]uint16{}, unitNumber: map[Department]uint16{}, areas: map[Area]bool{}}
	for _, unit := range o.Departments {
		s.unitNumber[unit.Department] = uint16(len(s.departments))
		s.departments = append(s.departments, unit.Department)
		s.headOf = append(s.headOf, unit.Head)
	}
	for _, seat := range o.Posts {
		s.postNumber[seat.Post] = uint16(len(s.posts))
		s.posts = append(s.posts, seat.Post)
		s.unitOf = append(s.unitOf, s.unit(seat.Department))
	}
	for _, area := range o.Areas {
		s.areas[area] = true
	}
	return s
}

func (s *seating) post(p Post) uint16 {
	if n, ok := s.postNumber[p]; ok {
		return n
	}
	return none
}

func (s *seating) unit(d Department) uint16 {
	if n, ok := s.unitNumber[d]; ok {
		return n
	}
	return none
}

func (s *seating) target(c *Clause) uint16 {
	if c.Slot.TakesDepartment() {
		return s.unit(c.Department)
	}
	return s.post(c.Post)
}
