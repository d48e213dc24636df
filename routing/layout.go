package routing

import (
	"cmp"
	"slices"
	"strings"
)

// layout is an engine's block in the making. The block holds:
//
//   - for each post the place of its name in the names, and where the last name ends; the same for the departments;
//   - the place of each group, and where the last one ends;
//   - the groups: first the clauses blank on the field, then for each field of the tree those that list it.
//
// A paper reads the first group and those of its field and the field's ancestors, and nothing of the others. So a clause
// that lists several fields is written several times: memory read is dearer than memory held. A group is a run of sheets.
type layout struct {
	engine *Engine
	block  []uint32
	names  strings.Builder
	areas  map[Area]uint32 // numbers of the areas that clauses list
}

// lay numbers the clauses by slot and fills the block. The rest of the order only sees to it that the order of rows leaves
// no trace in the explanation.
func (l *layout) lay(clauses []Clause) {
	slices.SortFunc(clauses, func(a, b Clause) int {
		return cmp.Or(cmp.Compare(a.Slot, b.Slot), slices.Compare(a.Fields, b.Fields), cmp.Compare(a.ID, b.ID))
	})
	var areas []Area
	for i := range clauses {
		for slot := clauses[i].Slot + 1; slot <= slotEnd; slot++ {
			l.engine.first[slot] = uint16(i + 1)
		}
		areas = append(areas, clauses[i].Areas...)
	}
	l.areas = l.engine.trees.addAreas(areas)
	l.targets()
	l.groups(clauses)
	l.engine.block, l.engine.names = slices.Clone(l.block), l.names.String()
}

// groups writes the groups and where they begin.
func (l *layout) groups(clauses []Clause) {
	fields := &l.engine.trees.fields
	groups := make([][]int, 1+len(fields.values))
	for i := range clauses {
		if len(clauses[i].Fields) == 0 {
			groups[0] = append(groups[0], i)
		}
		for _, field := range clauses[i].Fields {
			n := 1 + fields.numbers[field]
			groups[n] = append(groups[n], i)
		}
	}
	places := len(l.block)
	l.block = append(l.block, make([]uint32, len(groups)+1)...)
	l.engine.groups = uint32(places)
	for n, group := range groups {
		l.block[places+n] = uint32(len(l.block))
		l.sheets(clauses, slices.Compact(group)) // a list may repeat a field
	}
	l.block[places+len(groups)] = uint32(len(l.block))
	l.engine.common = l.block[places+1]
}

// sheets writes the sheets of a group. The names in one are all of one length, as identifiers mostly are.
func (l *layout) sheets(clauses []Clause, group []int) {
	slices.SortStableFunc(group, func(a, b int) int { return cmp.Compare(len(clauses[a].ID), len(clauses[b].ID)) })
	for len(group) > 0 {
		length, count := len(clauses[group[0]].ID), 1
		for count < min(len(group), sheetClauses) && len(clauses[group[count]].ID) == length {
			count++
		}
		l.sheet(clauses, group[:count])
		group = group[count:]
	}
}

// sheet writes a sheet.
func (l *layout) sheet(clauses []Clause, group []int) {
	begin := len(l.block)
	l.block = append(l.block, make([]uint32, sheetLists)...)
	l.block[begin+sheetCount] = uint32(len(group))
	l.block[begin+sheetNames] = uint32(l.names.Len())
	l.block[begin+sheetLength] = uint32(len(clauses[group[0]].ID))
	for i, s := range listed {
		if l.list(clauses, group, s) {
			l.block[begin+sheetListed] |= 1 << i
		}
	}
	for _, n := range group {
		target, unit := l.engine.seating.target(&clauses[n])
		l.block = append(l.block, uint32(packed(n, target, unit, asks(&clauses[n]))))
		l.names.WriteString(string(clauses[n].ID))
	}
	l.block[begin+sheetSize] = uint32(len(l.block) - begin)
}

// list writes the list of a sheet for one of the selectors, and reports whether the clauses ask it.
func (l *layout) list(clauses []Clause, group []int, s Selector) bool {
	var postings []uint32
	blank := uint32(0)
	for bit, n := range group {
		numbers := l.numbers(&clauses[n], s)
		if len(numbers) == 0 {
			blank |= 1 << bit
		}
		for _, number := range numbers {
			postings = append(postings, uint32(posted(number, bit)))
		}
	}
	if len(postings) > 0 {
		slices.Sort(postings)
		l.block = append(l.block, 1+uint32(len(postings)), blank)
		l.block = append(l.block, postings...)
	}
	return len(postings) > 0
}

// numbers are the numbers of the values that a clause lists on a selector.
func (l *layout) numbers(c *Clause, s Selector) []uint32 {
	t := l.engine.trees
	switch s {
	case ByUrgency:
		return numbersOf(&t.urgencies, c.Urgencies)
	case ByKind:
		return numbersOf(&t.kinds, c.Kinds)
	case ByIssuer:
		return numbersOf(&t.issuers, c.Issuers)
	}
	numbers := make([]uint32, len(c.Areas))
	for i, area := range c.Areas {
		numbers[i] = l.areas[area]
	}
	return numbers
}

func numbersOf[V ~string](d *domain[V], values []V) []uint32 {
	numbers := make([]uint32, len(values))
	for i, v := range values {
		numbers[i] = uint32(d.numbers[v])
	}
	return numbers
}

// targets writes where the names of posts and departments begin.
func (l *layout) targets() {
	seating := l.engine.seating
	for _, post := range seating.posts {
		l.name(string(post))
	}
	l.endNames()
	l.engine.departments = uint32(len(l.block))
	for _, department := range seating.departments {
		l.name(string(department))
	}
	l.endNames()
	l.engine.postCount, l.engine.unitCount = uint16(len(seating.posts)), uint16(len(seating.departments))
}

// name writes where a name begins, and the name.
func (l *layout) name(name string) {
	l.block = append(l.block, uint32(l.names.Len()))
	l.names.WriteString(name)
}

// endNames writes where the last name ends.
func (l *layout) endNames() { l.block = append(l.block, uint32(l.names.Len())) }

// asks are the selectors beside the field on which a clause is not blank, a bit each in the order of listed.
func asks(c *Clause) (mask uint8) {
	for i, count := range [len(listed)]int{len(c.Urgencies), len(c.Kinds), len(c.Issuers), len(c.Areas)} {
		if count > 0 {
			mask |= 1 << i
		}
	}
	return mask
}
