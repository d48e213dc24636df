package routing

import "math/bits"

// space numbers what can be known of a paper, for each selector in turn: the values of its domain in their order, and after
// them one number for what is unknown or not in the domain, which no clause tells apart.
type space struct {
	trees      *Trees
	areas      []Area
	areaNumber map[Area]int
	order      [selectors]Selector // the field first, then as the precedence has them
	place      [selectors + 1]int  // of each selector in the order
	shifts     [selectors]uint8    // where the level of each selector is packed, see candidate.narrow
	sizes      [selectors]int      // by place, the unknown included
	all        [selectors]bitset   // by place
	asked      [selectors]bitset   // by place: those that make cells, see Cover
}

// newSpace numbers the values. Fields come first in the order, since coverage is told field by field, and the tables of
// different fields have little in common.
func newSpace(e *Engine, areas []Area) *space {
	s := &space{trees: e.trees, areaNumber: make(map[Area]int, len(areas)), shifts: e.shifts}
	for _, area := range areas {
		if _, known := s.areaNumber[area]; !known {
			s.areaNumber[area] = len(s.areas)
			s.areas = append(s.areas, area)
		}
	}
	s.order[0] = ByField
	at := 1
	for _, selector := range e.precedence {
		if selector != ByField {
			s.order[at] = selector
			at++
		}
	}
	for place, selector := range s.order {
		size := s.known(selector) + 1
		s.place[selector], s.sizes[place] = place, size
		s.all[place], s.asked[place] = fullSet(size), fullSet(size)
	}
	s.askLess()
	return s
}

// askLess takes out what no paper in an office has: a field with fields below it, since papers are put into those, and no degree
// of urgency, since a paper without a mark is an ordinary one. Unclassified papers are told by themselves.
func (s *space) askLess() {
	fields := s.asked[s.place[ByField]]
	for _, line := range s.trees.fields.lines {
		for _, above := range line[1:] {
			fields.drop(int(above))
		}
	}
	fields.drop(s.unknown(ByField))
	s.asked[s.place[ByUrgency]].drop(s.unknown(ByUrgency))
}

// known is the number of values in the domain of a selector.
func (s *space) known(selector Selector) int {
	switch selector {
	case ByUrgency:
		return len(s.trees.urgencies.values)
	case ByKind:
		return len(s.trees.kinds.values)
	case ByField:
		return len(s.trees.fields.values)
	case ByIssuer:
		return len(s.trees.issuers.values)
	}
	return len(s.areas)
}

// unknown is the number of what is unknown.
func (s *space) unknown(selector Selector) int { return s.sizes[s.place[selector]] - 1 }

// lines are the values of a selector with their ancestors, or nil where they have none.
func (s *space) lines(selector Selector) [][]uint32 {
	switch selector {
	case ByField:
		return s.trees.fields.lines
	case ByIssuer:
		return s.trees.issuers.lines
	}
	return nil
}

// cells is the number of cells below a place, up to another.
func (s *space) cells(from, to int) uint64 {
	n := uint64(1)
	for place := from; place < to; place++ {
		n *= uint64(s.asked[place].count())
	}
	return n
}

// box names the values of five sets. With asked only those that make cells are named, and all of them are everything.
func (s *space) box(sets [selectors]bitset, asked bool) Box {
	within := s.all
	if asked {
		within = s.asked
	}
	at := func(selector Selector) (set, full bitset) {
		place := s.place[selector]
		return sets[place], within[place]
	}
	var b Box
	set, full := at(ByUrgency)
	b.Urgencies = valuesOf(s.trees.urgencies.values, set, full)
	set, full = at(ByKind)
	b.Kinds = valuesOf(s.trees.kinds.values, set, full)
	set, full = at(ByField)
	b.Fields = valuesOf(s.trees.fields.values, set, full)
	set, full = at(ByIssuer)
	b.Issuers = valuesOf(s.trees.issuers.values, set, full)
	set, full = at(ByArea)
	b.Areas = valuesOf(s.areas, set, full)
	return b
}

// valuesOf names a set by the values it has, or by those it lacks when the unknown is in it.
func valuesOf[V ~string](domain []V, set, within bitset) Values[V] {
	set = set.and(within)
	v := Values[V]{Except: set.has(len(domain)) || within.minus(set).empty()}
	for n, value := range domain {
		if within.has(n) && set.has(n) != v.Except {
			v.List = append(v.List, value)
		}
	}
	return v
}

// bitset is a set of small numbers.
type bitset []uint64

func newSet(size int) bitset { return make(bitset, (size+63)/64) }

func fullSet(size int) bitset {
	s := newSet(size)
	for n := range size {
		s.add(n)
	}
	return s
}

func (s bitset) add(n int)      { s[n/64] |= 1 << (n % 64) }
func (s bitset) drop(n int)     { s[n/64] &^= 1 << (n % 64) }
func (s bitset) has(n int) bool { return s[n/64]>>(n%64)&1 != 0 }

func (s bitset) count() (n int) {
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

func (s bitset) empty() bool { return s.first() < 0 }

// first is the lowest number in the set, -1 when there is none.
func (s bitset) first() int {
	for i, word := range s {
		if word != 0 {
			return i*64 + bits.TrailingZeros64(word)
		}
	}
	return -1
}

func (s bitset) union(o bitset) {
	for i := range s {
		s[i] |= o[i]
	}
}

// and is a set of what is in both.
func (s bitset) and(o bitset) bitset {
	both := make(bitset, len(s))
	for i := range s {
		both[i] = s[i] & o[i]
	}
	return both
}

// minus is a set of what is in s alone.
func (s bitset) minus(o bitset) bitset {
	rest := make(bitset, len(s))
	for i := range s {
		rest[i] = s[i] &^ o[i]
	}
	return rest
}

// each calls f for each number of the set in turn, until it returns false.
func (s bitset) each(f func(n int) bool) {
	for i, word := range s {
		for ; word != 0; word &= word - 1 {
			if !f(i*64 + bits.TrailingZeros64(word)) {
				return
			}
		}
	}
}
