package routing

import (
	"math/bits"
	"slices"
)

// candidate is a clause that matched, while its question is being settled.
type candidate struct {
	entry         // its number, target and department
	narrow uint32 // levels of the five selectors, four bits each, first in precedence highest
	name   uint32 // where its identifier begins
	length uint32 // and how long that is
	by     uint16 // index of the candidate it lost to
	fate   Fate
	on     Selector
}

// read puts the principal field and area and the other facts of a paper into the lines, and asks for the memory that
// matching them reads.
func (e *Engine) read(w *work, f *Facts) {
	e.fetch(w, 0, e.common)
	w.lines[ByField-1] = e.trees.fields.line(f.Field)
	w.lines[ByUrgency-1] = e.trees.urgencies.line(f.Urgency)
	w.lines[ByKind-1] = e.trees.kinds.line(f.Kind)
	w.lines[ByIssuer-1] = e.trees.issuers.line(f.Issuer)
	w.lines[ByArea-1] = e.trees.areaLine(f.Area)
	e.fetchGroups(w, w.lines[ByField-1])
	for _, other := range f.OtherFields {
		e.fetchGroups(w, e.trees.fields.line(other))
	}
}

// fetchGroups asks for the memory of the groups of a field and its ancestors.
func (e *Engine) fetchGroups(w *work, line []uint32) {
	for _, field := range line {
		from, end := e.group(1 + field)
		e.fetch(w, from, end)
	}
}

// match finds the clauses that all five selectors admit, in the order of their numbers, which is that of the slots.
// It goes from the widest field to the narrowest, and a clause that lists a field and its ancestor too stays as it is last met.
func (e *Engine) match(found []candidate, w *work) []candidate {
	found = e.matchGroup(found, w, 0, 0)
	line := w.lines[ByField-1]
	for i, field := range slices.Backward(line) {
		found = e.matchGroup(found, w, 1+field, uint32(len(line)-i)<<e.shifts[ByField-1])
	}
	return found
}

// matchGroup adds the clauses of a group that the other four selectors admit. narrow is the packed level of their field.
func (e *Engine) matchGroup(found []candidate, w *work, group, narrow uint32) []candidate {
	sheet, end := e.group(group)
	for ; sheet < end; sheet += e.block[sheet+sheetSize] {
		found = e.matchSheet(found, w, sheet, narrow)
	}
	return found
}

// levels are the clauses of a sheet, a bit each, that list a value, for each value of the line of one selector.
type levels [maxDepth]uint32

// matchSheet adds the clauses of a sheet that the other four selectors admit. narrow is the packed level of their field.
func (e *Engine) matchSheet(found []candidate, w *work, sheet, narrow uint32) []candidate {
	var hits [len(listed)]levels
	block := e.block[sheet:]
	head, rest := block[:sheetLists:sheetLists], block[sheetLists:]
	set := ^uint32(0) >> (sheetClauses - head[sheetCount])
	for lists := head[sheetListed]; lists != 0; lists &= lists - 1 {
		i := bits.TrailingZeros32(lists) % len(listed)
		end := 1 + rest[0]
		if set &= hits[i].read(rest[1:end], w.lines[listed[i]-1]); set == 0 {
			return found
		}
		rest = rest[end:]
	}
	length := head[sheetLength]
	for ; set != 0; set &= set - 1 {
		n := uint32(bits.TrailingZeros32(set))
		c := candidate{entry: entry(rest[n]), narrow: narrow, name: head[sheetNames] + n*length, length: length}
		for asks := c.asks(); asks != 0; asks &= asks - 1 {
			i := bits.TrailingZeros8(asks) % len(listed)
			s := listed[i] - 1
			c.narrow |= hits[i].level(n, len(w.lines[s])) << e.shifts[s]
		}
		found = insert(found, c)
	}
	return found
}

// read finds the values of a line in a list, and returns which clauses of the sheet admit one of them.
func (l *levels) read(list, line []uint32) uint32 {
	admitted, postings := list[0], list[1:]
	for depth, value := range line {
		hit := uint32(0)
		for n := search(postings, value<<sheetBits); n < uint(len(postings)) && posting(postings[n]).value() == value; n++ {
			hit |= 1 << posting(postings[n]).clause()
		}
		l[depth] = hit
		admitted |= hit
	}
	return admitted
}

// search is where the first of some ascending numbers is that is not below the one sought. It halves without branches to
// guess, which is most of what a search in so short a list costs.
func search(numbers []uint32, sought uint32) uint {
	at := uint(0)
	for left := uint(len(numbers)); left > 0; {
		half := (left + 1) / 2
		if numbers[at+half-1] < sought {
			at += half
		}
		left -= half
	}
	return at
}

// level is how narrowly a clause that matched matched a line: 1 by a root of the tree, more below.
func (l *levels) level(clause uint32, line int) uint32 {
	depth := 0
	for depth < line-1 && l[depth]>>clause&1 == 0 {
		depth++
	}
	return uint32(line - depth)
}

// insert puts a candidate in its place, which is another's if its clause is there.
func insert(found []candidate, c candidate) []candidate {
	at := len(found)
	for at > 0 && found[at-1].clause() > c.clause() {
		at--
	}
	if at > 0 && found[at-1].clause() == c.clause() {
		found[at-1] = c
		return found
	}
	found = append(found, c)
	if at < len(found)-1 {
		copy(found[at+1:], found[at:])
		found[at] = c
	}
	return found
}

// cut separates the candidates of a slot from those of the slots after it.
func (e *Engine) cut(found []candidate, slot Slot) (own, rest []candidate) {
	n := 0
	for n < len(found) && found[n].clause() < e.first[slot+1] {
		n++
	}
	return found[:n], found[n:]
}
