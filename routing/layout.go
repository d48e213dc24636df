package routing

import (
	"cmp"
	"slices"
)

// layout is an engine's block in the making.
type layout struct {
	engine *Engine
	words  int      // of a row
	rows   []uint64 // row r begins at r*words
	table  []uint16 // row of each value of the trees
	areas  map[Area]uint16
}

// lay numbers the clauses by slot and fills the rows of bits. Clauses of one field stand together, since they match
// together; the rest of the order only sees to it that the order of rows leaves no trace in the explanation.
func (l *layout) lay(clauses []Clause) {
	slices.SortFunc(clauses, func(a, b Clause) int {
		return cmp.Or(cmp.Compare(a.Slot, b.Slot), slices.Compare(a.Fields, b.Fields), cmp.Compare(a.ID, b.ID))
	})
	l.words = (len(clauses) + 63) / 64
	l.rows = make([]uint64, l.words*selectors)
	l.areas = make(map[Area]uint16)
	l.start()
	for i := range clauses {
		for slot := clauses[i].Slot + 1; slot <= slotEnd; slot++ {
			l.engine.first[slot] = uint16(i + 1)
		}
		l.mark(&clauses[i], i)
	}
	l.pack(clauses)
	l.name(clauses)
}

// start finds where each domain begins in the table.
func (l *layout) start() {
	t, size := l.engine.trees, 0
	for i, values := range [selectors]int{
		ByUrgency - 1: len(t.urgencies.values), ByKind - 1: len(t.kinds.values),
		ByField - 1: len(t.fields.values), ByIssuer - 1: len(t.issuers.values),
	} {
		l.engine.starts[i] = uint16(size)
		size += values
	}
	l.table = make([]uint16, size)
}

func (l *layout) mark(c *Clause, bit int) {
	t := l.engine.trees
	markDomain(l, ByUrgency, c.Urgencies, &t.urgencies, bit)
	markDomain(l, ByKind, c.Kinds, &t.kinds, bit)
	markDomain(l, ByField, c.Fields, &t.fields, bit)
	markDomain(l, ByIssuer, c.Issuers, &t.issuers, bit)
	for _, area := range c.Areas {
		row, ok := l.areas[area]
		if !ok {
			row = l.newRow()
			l.areas[area] = row
		}
		l.set(row, bit)
	}
	if len(c.Areas) == 0 {
		l.set(uint16(ByArea-1), bit)
	}
}

func markDomain[V ~string](l *layout, s Selector, values []V, d *domain[V], bit int) {
	if len(values) == 0 {
		l.set(uint16(s-1), bit)
	}
	for _, v := range values {
		row := &l.table[l.engine.starts[s-1]+d.numbers[v]]
		if *row == 0 {
			*row = l.newRow()
		}
		l.set(*row, bit)
	}
}

func (l *layout) newRow() uint16 {
	row := len(l.rows) / l.words
	l.rows = append(l.rows, make([]uint64, l.words)...)
	return uint16(row)
}

func (l *layout) set(row uint16, bit int) { l.rows[int(row)*l.words+bit/64] |= 1 << (bit % 64) }

// pack puts rows, table, clauses and areas into one block.
func (l *layout) pack(clauses []Clause) {
	e := l.engine
	slots := 1
	for slots < 2*len(l.areas)+1 {
		slots *= 2
	}
	tables := len(l.rows)
	places := tables + (len(l.table)+3)/4
	areas := places + len(clauses)
	e.words, e.tables, e.clauses, e.areas, e.areaMask = uint32(l.words), uint32(tables), uint32(places), uint32(areas), uint32(slots-1)
	e.block = make([]uint64, areas+slots)
	copy(e.block, l.rows)
	for i, row := range l.table {
		e.block[tables+i/4] |= uint64(row) << (i % 4 * 16)
	}
	for i := range clauses {
		target, unit := e.seating.target(&clauses[i])
		e.block[places+i] = uint64(packed(target, unit, asks(&clauses[i])))
	}
	for area, number := range e.trees.addAreas(l.areas) {
		at := hashed(number)
		for e.block[e.areas+at&e.areaMask] != 0 {
			at++
		}
		e.block[e.areas+at&e.areaMask] = uint64(number)<<16 | uint64(l.areas[area])
	}
}

// name lists the names that the numbers stand for.
func (l *layout) name(clauses []Clause) {
	e := l.engine
	e.posts = uint16(len(clauses))
	e.departments = e.posts + uint16(len(e.seating.posts))
	e.end = e.departments + uint16(len(e.seating.departments))
	e.names = make([]string, 0, e.end)
	for i := range clauses {
		e.names = append(e.names, string(clauses[i].ID))
	}
	for _, p := range e.seating.posts {
		e.names = append(e.names, string(p))
	}
	for _, d := range e.seating.departments {
		e.names = append(e.names, string(d))
	}
}

// asks are the selectors on which a clause is not blank, bit s-1 for selector s.
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
