package routing

import (
	"math"
	"slices"
)

// Compile checks a version of a regulation against the domains and the organ, and turns it into an engine.
//
// The engine is usable even when there are problems, because every paper needs an owner: a value that is not known is
// left out, and a clause that keeps nothing of a list, or has nobody to name, is left out whole. A caller that takes a
// regulation in refuses it instead when there is any problem.
func Compile(r Regulation, t *Trees, o Organ) (*Engine, []Problem) {
	e, _, problems := compile(r, t, o)
	return e, problems
}

// compile also hands out the clauses that it kept, in the order of their numbers.
func compile(r Regulation, t *Trees, o Organ) (*Engine, []Clause, []Problem) {
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
		head: c.organ.post(o.Head), office: c.organ.unit(o.Office),
		seating: c.organ, organ: o, substitutes: r.Substitutes, deputy: r.Deputy,
	}
	for place, s := range e.precedence {
		e.shifts[s-1] = uint8(levelBits * (selectors - 1 - place))
	}
	l := layout{engine: e}
	l.lay(kept)
	return e, kept, c.problems
}

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

// target is the number of whom a clause names, and of the department of a post.
func (s *seating) target(c *Clause) (target, unit uint16) {
	if c.Slot.TakesDepartment() {
		return s.unit(c.Department), none
	}
	target = s.post(c.Post)
	return target, s.unitOf[target]
}
