package routing

// rule is a clause of one slot as coverage reads it: how narrowly it matches each value of each selector.
type rule struct {
	number int // in Survey.clauses
	slot   Slot
	target uint16
	unit   uint16             // of an officer's post: his department
	asks   uint8              // the places of the selectors that are not blank, a bit each
	levels [selectors][]uint8 // by place and value: 0 where the clause does not match, see candidate.narrow; nil where it is blank
}

func (r *rule) asksAt(place int) bool { return r.asks>>place&1 != 0 }

// level is how narrowly the rule matches a value, 0 where it is blank or does not match.
func (r *rule) level(place, value int) uint8 {
	if !r.asksAt(place) {
		return 0
	}
	return r.levels[place][value]
}

// ruleOf reads a clause.
func (s *space) ruleOf(c *Clause, number int, o *seating) rule {
	r := rule{number: number, slot: c.Slot}
	r.target, r.unit = o.target(c)
	for place, selector := range s.order {
		if levels := s.levels(c, selector, s.sizes[place]); levels != nil {
			r.asks |= 1 << place
			r.levels[place] = levels
		}
	}
	return r
}

// levels are how narrowly a clause matches each value of a selector: 1 by a root of its tree, more below.
func (s *space) levels(c *Clause, selector Selector, size int) []uint8 {
	listed := s.listed(c, selector)
	if len(listed) == 0 {
		return nil
	}
	levels := make([]uint8, size)
	lines := s.lines(selector)
	if lines == nil {
		for _, n := range listed {
			levels[n] = 1
		}
		return levels
	}
	named := newSet(size)
	for _, n := range listed {
		named.add(n)
	}
	for value, line := range lines {
		for i, ancestor := range line {
			if named.has(int(ancestor)) {
				levels[value] = uint8(len(line) - i)
				break
			}
		}
	}
	return levels
}

// listed are the numbers of the values that a clause lists on a selector.
func (s *space) listed(c *Clause, selector Selector) []int {
	switch selector {
	case ByUrgency:
		return numbered(c.Urgencies, &s.trees.urgencies)
	case ByKind:
		return numbered(c.Kinds, &s.trees.kinds)
	case ByField:
		return numbered(c.Fields, &s.trees.fields)
	case ByIssuer:
		return numbered(c.Issuers, &s.trees.issuers)
	}
	numbers := make([]int, len(c.Areas))
	for i, area := range c.Areas {
		numbers[i] = s.areaNumber[area]
	}
	return numbers
}

func numbered[V ~string](values []V, d *domain[V]) []int {
	numbers := make([]int, len(values))
	for i, v := range values {
		numbers[i] = int(d.numbers[v])
	}
	return numbers
}

// contender is a rule that may still match, while the selectors are asked in turn.
type contender struct {
	rule   int
	narrow uint32 // the levels of the selectors asked so far, packed as in candidate.narrow
}

// class are values of one selector that no contender tells apart.
type class struct {
	values bitset
	value  int // one of them
}

// split parts the values of a set at a place by how the contenders match them. It starts from one class and lets each contender that
// asks the selector part those that there are.
func (s *space) split(rules []rule, contenders []contender, place int, within bitset) []class {
	of := make([]uint16, s.sizes[place]) // the class of each value
	count := uint16(1)
	type part struct {
		of    uint16
		level uint8
		into  uint16
	}
	var parts []part
	for _, c := range contenders {
		levels := rules[c.rule].levels[place]
		if levels == nil {
			continue
		}
		parts = parts[:0]
	values:
		for value, level := range levels {
			if level == 0 {
				continue
			}
			for _, p := range parts {
				if p.of == of[value] && p.level == level {
					of[value] = p.into
					continue values
				}
			}
			parts = append(parts, part{of[value], level, count})
			of[value] = count
			count++
		}
	}
	return s.classes(of, int(count), place, within)
}

// classes gathers the values of a set by their class; a class that has none is left out.
func (s *space) classes(of []uint16, count, place int, within bitset) []class {
	at := make([]int, count) // one more than the place of each class in all
	var all []class
	within.each(func(value int) bool {
		c := of[value]
		if at[c] == 0 {
			all = append(all, class{newSet(s.sizes[place]), value})
			at[c] = len(all)
		}
		all[at[c]-1].values.add(value)
		return true
	})
	return all
}

// meet appends to next those contenders that match a value at a place, each with its level there.
func (s *space) meet(next []contender, rules []rule, contenders []contender, place, value int) []contender {
	shift := s.shifts[s.order[place]-1]
	for _, c := range contenders {
		if levels := rules[c.rule].levels[place]; levels != nil {
			if levels[value] == 0 {
				continue
			}
			c.narrow |= uint32(levels[value]) << shift
		}
		next = append(next, c)
	}
	return next
}
