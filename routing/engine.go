package routing

import "math/bits"

// Limits of what one engine holds; they keep the whole work of a decision on the stack. The longest regulation seen in
// print has some sixty clauses, the largest office some three hundred posts.
const (
	maxClauses = 1024
	maxPosts   = 512
	maxUnits   = 256
)

// Engine answers for one version of a regulation. It never changes after [Compile] and is safe for concurrent use.
//
// Every clause is one bit. For each selector value there is a row of bits with the clauses that list it, and for each
// selector one with those blank on it, so matching is a handful of ANDs and ORs however many clauses there are.
//
// A city asks thousands of engines in turn, and then waiting for memory is what takes the time. So all that deciding
// reads of an engine lies in two slices: numbers in block, and the names that they stand for, which are only copied.
type Engine struct {
	block []uint64 // rows, then tables, clauses and areas, each from its place on
	names []string // of clauses, then of posts, then of departments
	trees *Trees

	words       uint32 // of a row; row r begins at r*words, and rows 0 to 4 hold the clauses blank on a selector
	tables      uint32 // row of each value of the trees, four to a word, domain after domain; 0: no clause lists it
	clauses     uint32 // a word a clause, by slot; clause n is bit n of a row
	areas       uint32 // open hash of the areas that clauses list
	areaMask    uint32 // its size less one
	posts       uint16 // where in names the posts begin
	departments uint16 // and the departments
	end         uint16
	first       [slotEnd + 1]uint16 // first clause of each slot; that of the next slot ends it
	starts      [selectors]uint16   // where each domain begins in tables
	precedence  [selectors]Selector
	shifts      [selectors]uint8 // where the level of each selector is packed
	way         Way
	head        uint16
	office      uint16
	version     VersionID

	seating     *seating // what only rarer papers and Resolve need
	organ       Organ
	substitutes map[Post][]Post
	deputy      Post
}

// clause is what deciding needs of a clause, packed into a word of the block.
type clause uint64

// packed packs a clause. unit is the department of the post that it names; bit s-1 of asks is set when it is not blank on
// selector s.
func packed(target, unit uint16, asks uint8) clause {
	return clause(target) | clause(unit)<<16 | clause(asks)<<32
}

func (c clause) target() uint16 { return uint16(c) }
func (c clause) unit() uint16   { return uint16(c >> 16) }
func (c clause) asks() uint8    { return uint8(c >> 32) }

func (e *Engine) clause(n uint16) clause           { return clause(e.block[e.clauses+uint32(n)]) }
func (e *Engine) clauseID(n uint16) ClauseID       { return ClauseID(e.names[n]) }
func (e *Engine) post(n uint16) Post               { return Post(e.names[e.posts+n]) }
func (e *Engine) departmentOf(n uint16) Department { return Department(e.names[e.departments+n]) }

// Version is the version that the engine was compiled from.
func (e *Engine) Version() VersionID { return e.version }

// work is everything that one decision needs beside its result.
type work struct {
	lines    [selectors]line         // of the values asked for
	matching [maxClauses / 64]uint64 // the clauses that all five selectors admit
	scratch  [16]candidate           // room for the usual number of matches
	excluded postSet                 // posts that the paper is about
	co       postSet                 // posts that cooperate
	inform   postSet                 // posts to inform
	coUnits  [maxUnits / 64]uint64   // departments that cooperate
	favoured [2]uint16               // posts that the paper names and that handled its matter, in this order
	complain bool                    // the paper is about somebody
}

// line holds the rows of one value of a selector and of its ancestors, narrowest first.
type line struct {
	at    [maxDepth]literal
	count uint8
	known bool // the trees know the value
}

// literal is a row whose clauses match, and how narrow a match there is: 1 for a root of the tree, more below.
type literal struct{ row, level uint16 }

// lineIn is the line of a value in one of the trees' domains. A value that the trees do not know has an empty one.
func lineIn[V ~string](e *Engine, s Selector, d *domain[V], v V) (l line) {
	number, ok := d.numbers[v]
	if !ok {
		return l
	}
	l.known = true
	start := uint32(e.starts[s-1])
	ancestors := d.lines[number]
	for i, ancestor := range ancestors {
		at := start + uint32(ancestor)
		if row := uint16(e.block[e.tables+at/4] >> (at % 4 * 16)); row != 0 {
			l.at[l.count] = literal{row: row, level: uint16(len(ancestors) - i)}
			l.count++
		}
	}
	return l
}

func (e *Engine) fieldLine(f Field) line { return lineIn(e, ByField, &e.trees.fields, f) }

// areaLine is the line of an area. Codes of areas are numbered in the trees; which of the numbers the clauses list, a
// small hash in the block says.
func (e *Engine) areaLine(a Area) (l line) {
	number, ok := e.trees.area(a)
	if !ok {
		return l
	}
	for at := hashed(number); ; at++ {
		slot := e.block[e.areas+at&e.areaMask]
		switch {
		case slot == 0:
			return l
		case uint32(slot>>16) == number:
			l.at[0], l.count = literal{row: uint16(slot), level: 1}, 1
			return l
		}
	}
}

// hashed spreads numbers that follow each other (Knuth, The Art of Computer Programming 3, §6.4).
func hashed(number uint32) uint32 { return number * 2654435761 >> 16 }

// read puts the principal field and area and the other facts of a paper into the lines.
func (e *Engine) read(w *work, f *Facts) {
	w.lines[ByUrgency-1] = lineIn(e, ByUrgency, &e.trees.urgencies, f.Urgency)
	w.lines[ByKind-1] = lineIn(e, ByKind, &e.trees.kinds, f.Kind)
	w.lines[ByField-1] = e.fieldLine(f.Field)
	w.lines[ByIssuer-1] = lineIn(e, ByIssuer, &e.trees.issuers, f.Issuer)
	w.lines[ByArea-1] = e.areaLine(f.Area)
}

// match finds the clauses that all five selectors admit.
func (e *Engine) match(w *work) {
	words := int(e.words)
	for word := range words {
		set := ^uint64(0)
		for s := range selectors {
			admitted := e.block[s*words+word]
			l := &w.lines[s]
			for _, lit := range l.at[:l.count] {
				admitted |= e.block[int(lit.row)*words+word]
			}
			set &= admitted
		}
		w.matching[word] = set
	}
}

// matchAny finds the clauses that admit any of the paper's fields and any of its areas (step 2).
func (e *Engine) matchAny(w *work, f *Facts) {
	fields, areas := w.lines[ByField-1], w.lines[ByArea-1]
	var any [2][maxClauses / 64]uint64
	e.union(&any[0], ByField, &fields)
	e.union(&any[1], ByArea, &areas)
	for _, field := range f.OtherFields {
		line := e.fieldLine(field)
		e.union(&any[0], ByField, &line)
	}
	for _, area := range f.OtherAreas {
		line := e.areaLine(area)
		e.union(&any[1], ByArea, &line)
	}
	for s := range selectors {
		admitted := &any[0]
		var own [maxClauses / 64]uint64
		switch Selector(s + 1) {
		case ByField:
		case ByArea:
			admitted = &any[1]
		default:
			admitted = &own
			e.union(admitted, Selector(s+1), &w.lines[s])
		}
		for word := range int(e.words) {
			if s == 0 {
				w.matching[word] = ^uint64(0)
			}
			w.matching[word] &= admitted[word]
		}
	}
}

// union adds the clauses that a selector admits for a value.
func (e *Engine) union(to *[maxClauses / 64]uint64, s Selector, l *line) {
	words := int(e.words)
	for word := range words {
		to[word] |= e.block[int(s-1)*words+word]
		for _, lit := range l.at[:l.count] {
			to[word] |= e.block[int(lit.row)*words+word]
		}
	}
}

// candidate is a clause that matched, while its question is being settled.
type candidate struct {
	narrow uint64 // levels of the five selectors, a byte each, first in precedence highest
	clause uint16 // its number
	target uint16
	by     uint16 // index of the candidate it lost to
	fate   Fate
	on     Selector
}

// candidates appends the clauses of a slot that match.
func (e *Engine) candidates(to []candidate, w *work, slot Slot) []candidate {
	from, end := int(e.first[slot]), int(e.first[slot+1])
	for word := from / 64; word*64 < end; word++ {
		set := w.matching[word]
		if below := from - word*64; below > 0 {
			set &= ^uint64(0) << below
		}
		if above := end - word*64; above < 64 {
			set &= 1<<above - 1
		}
		for ; set != 0; set &= set - 1 {
			n := uint16(word*64 + bits.TrailingZeros64(set))
			to = append(to, candidate{clause: n, target: e.clause(n).target()})
		}
	}
	return to
}

// measure packs the level at which each candidate matched on each selector.
func (e *Engine) measure(w *work, c []candidate) {
	for i := range c {
		var packed uint64
		for asks := e.clause(c[i].clause).asks(); asks != 0; asks &= asks - 1 {
			s := bits.TrailingZeros8(asks)
			packed |= uint64(e.level(&w.lines[s], c[i].clause)) << e.shifts[s]
		}
		c[i].narrow = packed
	}
}

// level is how narrowly a clause that matched matched a line.
func (e *Engine) level(l *line, clause uint16) uint16 {
	for _, lit := range l.at[:l.count-1] {
		if e.block[int(lit.row)*int(e.words)+int(clause/64)]>>(clause%64)&1 != 0 {
			return lit.level
		}
	}
	return l.at[l.count-1].level // it matched, so if nowhere below then here
}

// postSet is a set of posts by number. Posts are numbered in the order of their identifiers, so reading a set out gives a
// list whose order tells nothing of the clauses.
type postSet [maxPosts / 64]uint64

func (s *postSet) add(n uint16)      { s[n/64] |= 1 << (n % 64) }
func (s *postSet) drop(n uint16)     { s[n/64] &^= 1 << (n % 64) }
func (s *postSet) has(n uint16) bool { return s[n/64]>>(n%64)&1 != 0 }
