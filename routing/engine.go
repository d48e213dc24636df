package routing

import "math/bits"

// Engine answers for one version of a regulation. It never changes after [Compile] and is safe for concurrent use.
//
// Every clause is one bit. For each selector value there is a row of bits with the clauses that list it, and for each
// selector one with those blank on it, so matching is a handful of ANDs and ORs however many clauses there are.
type Engine struct {
	words   int      // of a row
	rows    []uint64 // row r begins at r*words
	clauses []compiled
	spans   [slotEnd]span

	fields, issuers, kinds, urgencies []uint16 // row of each value of the trees; 0 when no clause lists it
	areas                             map[Area]uint16

	precedence  [selectors]Selector
	version     VersionID
	trees       *Trees
	organ       Organ
	seating     *seating
	substitutes map[Post][]Post
	deputy      Post
}

// compiled is what deciding needs of a clause.
type compiled struct {
	id      ClauseID
	target  uint16 // number of its post or department
	general bool
}

// span is where a slot's clauses are: words of a row, and the index of the first clause.
type span struct{ from, to, first, count int }

// Version is the version that the engine was compiled from.
func (e *Engine) Version() VersionID { return e.version }

// probe is one set of facts in the engine's numbers: for each selector the rows of the fact's value and its ancestors.
type probe struct {
	lines [selectors + 1]line
	more  [selectors + 1][]literal // of the paper's other values, where any of them will do (step 2)
}

// line holds the literals of one value, narrowest first.
type line struct {
	at    [maxDepth]literal
	count int
}

// literal is a row whose clauses match, and how narrow a match there is: 1 for a root of the tree, more below.
type literal struct{ row, level uint16 }

func (l *line) literals() []literal { return l.at[:l.count] }

// lineIn is the line of a value in one of the trees' domains. A value that the tree does not know has an empty one.
func lineIn[V ~string](d *domain[V], rows []uint16, v V) (l line) {
	number, ok := d.numbers[v]
	if !ok {
		return l
	}
	ancestors := d.lines[number]
	for i, ancestor := range ancestors {
		if row := rows[ancestor]; row != 0 {
			l.at[l.count] = literal{row: row, level: uint16(len(ancestors) - i)}
			l.count++
		}
	}
	return l
}

func (e *Engine) fieldLine(f Field) line { return lineIn(&e.trees.fields, e.fields, f) }

func (e *Engine) areaLine(a Area) (l line) {
	if row := e.areas[a]; row != 0 {
		l.at[0], l.count = literal{row: row, level: 1}, 1
	}
	return l
}

// principals is the probe of a paper's principal field and area and of its other facts.
func (e *Engine) principals(f *Facts) probe {
	return probe{lines: [selectors + 1]line{
		ByUrgency: lineIn(&e.trees.urgency, e.urgencies, f.Urgency),
		ByKind:    lineIn(&e.trees.kinds, e.kinds, f.Kind),
		ByField:   e.fieldLine(f.Field),
		ByIssuer:  lineIn(&e.trees.issuers, e.issuers, f.Issuer),
		ByArea:    e.areaLine(f.Area),
	}}
}

// matching is the word of bits of the clauses that all five selectors admit.
func (e *Engine) matching(p *probe, word int) uint64 {
	set := ^uint64(0)
	for s := ByUrgency; s <= ByArea; s++ {
		admitted := e.rows[int(s)*e.words+word]
		for _, l := range p.lines[s].literals() {
			admitted |= e.rows[int(l.row)*e.words+word]
		}
		for _, l := range p.more[s] {
			admitted |= e.rows[int(l.row)*e.words+word]
		}
		set &= admitted
	}
	return set
}

// candidate is a clause that matched, while its question is being settled.
type candidate struct {
	narrow uint64 // levels of the five selectors, a byte each, first in precedence highest
	clause uint16 // index in Engine.clauses
	target uint16
	by     uint16 // index of the candidate it lost to
	fate   Fate
	on     Selector
}

// candidates appends the clauses of a slot that match.
func (e *Engine) candidates(to []candidate, slot Slot, p *probe) []candidate {
	at := &e.spans[slot]
	for word := at.from; word < at.to; word++ {
		for set := e.matching(p, word); set != 0; set &= set - 1 {
			bit := bits.TrailingZeros64(set)
			index := at.first + (word-at.from)*64 + bit
			to = append(to, candidate{
				narrow: e.narrowness(p, word, bit),
				clause: uint16(index),
				target: e.clauses[index].target,
			})
		}
	}
	return to
}

// narrowness packs the level at which a matching clause matched on each selector.
func (e *Engine) narrowness(p *probe, word, bit int) uint64 {
	var packed uint64
	for _, s := range e.precedence {
		packed <<= 8
		for _, l := range p.lines[s].literals() {
			if e.rows[int(l.row)*e.words+word]>>bit&1 != 0 {
				packed |= uint64(l.level)
				break
			}
		}
	}
	return packed
}
