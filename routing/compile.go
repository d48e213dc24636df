package routing

import (
	"cmp"
	"math"
	"slices"
)

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
		version: r.Version, trees: t, precedence: c.precedence(r.Precedence), way: o.Way,
		posts: c.organ.posts, departments: c.organ.departments, head: c.organ.post(o.Head), office: c.organ.unit(o.Office),
		seating: c.organ, organ: o, substitutes: r.Substitutes, deputy: r.Deputy,
	}
	for place, s := range e.precedence {
		e.shifts[s-1] = uint8(8 * (selectors - 1 - place))
	}
	e.lay(kept)
	return e, c.problems
}

// lay numbers the clauses by slot and fills the rows of bits. Clauses of one field stand together, since they match
// together; the rest of the order only sees to it that the order of rows leaves no trace in the explanation.
func (e *Engine) lay(clauses []Clause) {
	slices.SortFunc(clauses, func(a, b Clause) int {
		return cmp.Or(cmp.Compare(a.Slot, b.Slot), slices.Compare(a.Fields, b.Fields), cmp.Compare(a.ID, b.ID))
	})
	e.clauses = make([]compiled, len(clauses))
	for i, clause := range clauses {
		e.clauses[i] = compiled{id: clause.ID, target: e.seating.target(&clause), asks: asks(&clause)}
		for slot := clause.Slot + 1; slot <= slotEnd; slot++ {
			e.first[slot] = uint16(i + 1)
		}
	}
	e.words = uint16((len(clauses) + 63) / 64)
	e.rows = make([]uint64, int(e.words)*selectors)
	e.lookup()
	for i, clause := range clauses {
		e.mark(&clause, i)
	}
}

// asks are the selectors on which a clause is not blank.
func asks(c *Clause) (mask uint8) {
	for i, count := range [selectors]int{
		ByUrgency - 1: len(c.Urgencies), ByKind - 1: len(c.Kinds), ByField - 1: len(c.Fields),
		ByIssuer - 1: len(c.Issuers), ByArea - 1: len(c.Areas),
	} {
		if count > 0 {
			mask |= 1 << i
		}
	}
	return mask
}

// lookup makes the table from the values of the trees to rows.
func (e *Engine) lookup() {
	size := 0
	for i, values := range [selectors]int{
		ByUrgency - 1: len(e.trees.urgencies.values), ByKind - 1: len(e.trees.kinds.values),
		ByField - 1: len(e.trees.fields.values), ByIssuer - 1: len(e.trees.issuers.values),
	} {
		e.starts[i] = uint16(size)
		size += values
	}
	e.table = make([]uint16, size)
	e.areas = make(map[Area]uint16)
}

func (e *Engine) mark(c *Clause, bit int) {
	markDomain(e, ByUrgency, c.Urgencies, &e.trees.urgencies, bit)
	markDomain(e, ByKind, c.Kinds, &e.trees.kinds, bit)
	markDomain(e, ByField, c.Fields, &e.trees.fields, bit)
	markDomain(e, ByIssuer, c.Issuers, &e.trees.issuers, bit)
	for _, area := range c.Areas {
		row, ok := e.areas[area]
		if !ok {
			row = e.newRow()
			e.areas[area] = row
		}
		e.set(row, bit)
	}
	if len(c.Areas) == 0 {
		e.set(uint16(ByArea-1), bit)
	}
}

func markDomain[V ~string](e *Engine, s Selector, values []V, d *domain[V], bit int) {
	if len(values) == 0 {
		e.set(uint16(s-1), bit)
	}
	for _, v := range values {
		row := &e.table[e.starts[s-1]+d.numbers[v]]
		if *row == 0 {
			*row = e.newRow()
		}
		e.set(*row, bit)
	}
}

func (e *Engine) newRow() uint16 {
	row := len(e.rows) / int(e.words)
	e.rows = append(e.rows, make([]uint64, e.words)...)
	return uint16(row)
}

func (e *Engine) set(row uint16, bit int) { e.rows[int(row)*int(e.words)+bit/64] |= 1 << (bit % 64) }

// seating numbers the posts and departments of an organ, in the order of their identifiers.
type seating struct {
	posts       []Post
	departments []Department
	postNumber  map[Post]uint16
	unitNumber  map[Department]uint16
	unitOf      []uint16 // of each post: the number of its department, or none
	headOf      []uint16 // of each department: the number of the post that heads it, or none
	areas       map[Area]bool
}

// none is the number of no post and no department.
const none = math.MaxUint16

func newSeating(o Organ) *seating {
	s := &seating{areas: make(map[Area]bool, len(o.Areas))}
	for _, seat := range o.Posts {
		s.posts = append(s.posts, seat.Post)
	}
	for _, unit := range o.Departments {
		s.departments = append(s.departments, unit.Department)
	}
	s.posts, s.postNumber = number(s.posts, maxPosts)
	s.departments, s.unitNumber = number(s.departments, maxUnits)
	s.unitOf, s.headOf = nobody(len(s.posts)), nobody(len(s.departments))
	for _, seat := range o.Posts {
		if n := s.post(seat.Post); n != none {
			s.unitOf[n] = s.unit(seat.Department)
		}
	}
	for _, unit := range o.Departments {
		if n := s.unit(unit.Department); n != none {
			s.headOf[n] = s.post(unit.Head)
		}
	}
	for _, area := range o.Areas {
		s.areas[area] = true
	}
	return s
}

// number sorts the values and numbers them, no more than most.
func number[V ~string](values []V, most int) ([]V, map[V]uint16) {
	slices.Sort(values)
	values = slices.Compact(values)
	values = values[:min(len(values), most)]
	numbers := make(map[V]uint16, len(values))
	for i, v := range values {
		numbers[v] = uint16(i)
	}
	return values, numbers
}

func nobody(count int) []uint16 {
	numbers := make([]uint16, count)
	for i := range numbers {
		numbers[i] = none
	}
	return numbers
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
