package routing

import (
	"maps"
	"sync"
	"sync/atomic"
)

// Trees are the enumerated domains that clauses and facts speak in: the tree of fields, the tree of issuers below their
// classes, and the kinds of document. One value serves every organ that adds no leaves of its own, and is safe for
// concurrent use.
type Trees struct {
	fields    domain[Field]
	issuers   domain[Issuer]
	kinds     domain[Kind]
	urgencies domain[Urgency]

	// Areas are numbered as regulations bring them: a code such as "tdp-12" is one number, in whichever locality.
	adding sync.Mutex
	areas  atomic.Pointer[map[Area][]uint32]
}

// areaLine is the line of an area, which has no ancestors: its number alone, or nothing when no regulation lists it.
func (t *Trees) areaLine(a Area) []uint32 {
	if known := t.areas.Load(); known != nil {
		return (*known)[a]
	}
	return nil
}

// addAreas numbers the areas that have no number yet, in a copy, so that whoever is deciding needs no lock.
func (t *Trees) addAreas(areas []Area) map[Area]uint32 {
	t.adding.Lock()
	defer t.adding.Unlock()
	numbers := make(map[Area]uint32, len(areas))
	var all map[Area][]uint32
	for _, a := range areas {
		line := t.areaLine(a)
		if line == nil && all == nil {
			all = map[Area][]uint32{}
			if known := t.areas.Load(); known != nil {
				all = maps.Clone(*known)
			}
		}
		if line == nil {
			if line = all[a]; line == nil {
				line = []uint32{uint32(len(all))}
				all[a] = line
			}
		}
		numbers[a] = line[0]
	}
	if all != nil {
		t.areas.Store(&all)
	}
	return numbers
}

// Node is a value of a tree and its parent; a root has a blank parent.
type Node[V ~string] struct{ Value, Parent V }

// NewTrees builds the domains. A node whose parent is unknown, or that is below itself, is reported and stands as a root.
func NewTrees(fields []Node[Field], issuers []Node[Issuer], kinds []Kind) (*Trees, []Problem) {
	t := &Trees{urgencies: flat([]Urgency{Ordinary, Urgent, VeryUrgent, Express}), kinds: flat(kinds)}
	var bad []string
	var problems []Problem
	t.fields, bad = grow(fields)
	for _, value := range bad {
		problems = append(problems, Problem{Kind: FieldLoop, Part: "fields", Value: value})
	}
	t.issuers, bad = grow(issuers)
	for _, value := range bad {
		problems = append(problems, Problem{Kind: IssuerLoop, Part: "issuers", Value: value})
	}
	return t, problems
}

// HasField reports whether the tree knows the field.
func (t *Trees) HasField(f Field) bool { return t.fields.has(f) }

// FieldLine is the field and its ancestors, itself first; nil when the tree does not know it.
func (t *Trees) FieldLine(f Field) []Field {
	number, ok := t.fields.numbers[f]
	if !ok {
		return nil
	}
	line := make([]Field, 0, maxDepth)
	for _, n := range t.fields.lines[number] {
		line = append(line, t.fields.values[n])
	}
	return line
}

// maxDepth is how deep a tree may go; deeper nodes are reported as loops. The city's field tree has two levels.
const maxDepth = 6

// domain numbers the values of one selector, and knows the line of ancestors of each.
type domain[V ~string] struct {
	numbers map[V]uint16
	values  []V
	lines   [][]uint32 // of each value: itself, its parent, … up to its root
}

// line is the line of a value: empty when the domain does not know it.
func (d *domain[V]) line(v V) []uint32 {
	if number, ok := d.numbers[v]; ok {
		return d.lines[number]
	}
	return nil
}

func (d *domain[V]) has(v V) bool { _, ok := d.numbers[v]; return ok }

func flat[V ~string](values []V) domain[V] {
	nodes := make([]Node[V], len(values))
	for i, v := range values {
		nodes[i].Value = v
	}
	d, _ := grow(nodes)
	return d
}

func grow[V ~string](nodes []Node[V]) (domain[V], []string) {
	d := domain[V]{numbers: make(map[V]uint16, len(nodes))}
	parents := make(map[V]V, len(nodes))
	for _, n := range nodes {
		if _, known := d.numbers[n.Value]; !known && n.Value != "" {
			d.numbers[n.Value] = uint16(len(d.values))
			d.values = append(d.values, n.Value)
			parents[n.Value] = n.Parent
		}
	}
	var bad []string
	for i, v := range d.values {
		line, ok := lineOf(v, parents, d.numbers)
		if !ok {
			bad, line = append(bad, string(v)), []uint32{uint32(i)}
		}
		d.lines = append(d.lines, line)
	}
	return d, bad
}

func lineOf[V ~string](v V, parents map[V]V, numbers map[V]uint16) (line []uint32, ok bool) {
	for ; v != ""; v = parents[v] {
		number, known := numbers[v]
		if !known || len(line) == maxDepth {
			return nil, false
		}
		line = append(line, uint32(number))
	}
	return line, true
}
