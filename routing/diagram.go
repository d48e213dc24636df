package routing

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// diagram is a decision diagram over a space: it asks one selector after the other, in the space's order and leaving out what
// makes no difference, and ends in a leaf. Each combination of values leads to one leaf, and values that lead to the same one
// share a branch. What is alike is kept once, so a diagram stays small where a table of all combinations would be huge.
type diagram struct {
	space *space
	nodes []node
	root  ref
}

// ref is a node by its number, or a leaf: see leafRef.
type ref int32

func leafRef(leaf int) ref      { return ref(^leaf) }
func (r ref) leaf() (int, bool) { return int(^r), r < 0 }

// node asks the selector at a place. Its branches have no value in common and together have all.
type node struct {
	place    int
	branches []branch
}

type branch struct {
	values bitset
	to     ref
}

// weaver makes a diagram from its leaves up, each node once.
type weaver struct {
	diagram
	known map[string]ref
	key   []byte
}

func newWeaver(s *space) *weaver { return &weaver{diagram: diagram{space: s}, known: map[string]ref{}} }

// node is the node with these branches, or what they all lead to. Branches that lead to the same are joined.
func (w *weaver) node(place int, branches []branch) ref {
	joined := branches[:0]
	for _, b := range branches {
		if at := leadingTo(joined, b.to); at >= 0 {
			joined[at].values.union(b.values)
		} else {
			joined = append(joined, b)
		}
	}
	if len(joined) == 1 {
		return joined[0].to
	}
	slices.SortFunc(joined, func(a, b branch) int { return cmp.Compare(a.values.first(), b.values.first()) })
	w.key = append(w.key[:0], byte(place))
	for _, b := range joined {
		w.key = binary.LittleEndian.AppendUint32(w.key, uint32(b.to))
		for _, word := range b.values {
			w.key = binary.LittleEndian.AppendUint64(w.key, word)
		}
	}
	if r, ok := w.known[string(w.key)]; ok {
		return r
	}
	r := ref(len(w.nodes))
	w.nodes = append(w.nodes, node{place, joined})
	w.known[string(w.key)] = r
	return r
}

func leadingTo(branches []branch, to ref) int {
	for i := range branches {
		if branches[i].to == to {
			return i
		}
	}
	return -1
}

// relabel is the diagram with each leaf replaced by another; leaves that become one are told apart no more.
func (d *diagram) relabel(label func(leaf int) int) *diagram {
	w := newWeaver(d.space)
	made := make([]ref, len(d.nodes))
	to := func(r ref) ref {
		if leaf, ok := r.leaf(); ok {
			return leafRef(label(leaf))
		}
		return made[r]
	}
	for n, old := range d.nodes { // a node comes after those it leads to
		branches := make([]branch, len(old.branches))
		for i, b := range old.branches {
			branches[i] = branch{b.values.and(b.values), to(b.to)}
		}
		made[n] = w.node(old.place, branches)
	}
	w.root = to(d.root)
	return &w.diagram
}

// pair is the diagram that leads to a leaf of both: label numbers the pairs.
func pair(a, b *diagram, label func(a, b int) int) *diagram {
	w := newWeaver(a.space)
	made := map[[2]ref]ref{}
	var meet func(x, y ref) ref
	meet = func(x, y ref) ref {
		if r, ok := made[[2]ref{x, y}]; ok {
			return r
		}
		r := leafRef(0)
		place := min(a.placeOf(x), b.placeOf(y))
		if place == selectors {
			r = leafRef(label(int(^x), int(^y)))
		} else {
			var branches []branch
			for _, p := range a.branchesAt(x, place) {
				for _, q := range b.branchesAt(y, place) {
					if both := p.values.and(q.values); !both.empty() {
						branches = append(branches, branch{both, meet(p.to, q.to)})
					}
				}
			}
			r = w.node(place, branches)
		}
		made[[2]ref{x, y}] = r
		return r
	}
	w.root = meet(a.root, b.root)
	return &w.diagram
}

// placeOf is the place that a node asks, and behind all places for a leaf.
func (d *diagram) placeOf(r ref) int {
	if r < 0 {
		return selectors
	}
	return d.nodes[r].place
}

// branchesAt are the branches of a node at a place; one for all values when it does not ask it.
func (d *diagram) branchesAt(r ref, place int) []branch {
	if d.placeOf(r) == place {
		return d.nodes[r].branches
	}
	return []branch{{d.space.all[place], r}}
}

// at is where a field leads.
func (d *diagram) at(field int) ref {
	for _, b := range d.branchesAt(d.root, 0) {
		if b.values.has(field) {
			return b.to
		}
	}
	panic("routing: a diagram that leaves a field out")
}

// weights are the numbers of cells by the leaf that they lead to, for what is below a node when the places before are settled.
type weights map[int]uint64

// weigh counts the cells below r from a place on. What it has counted once it keeps in done.
func (d *diagram) weigh(r ref, place int, done map[ref]weights) weights {
	if leaf, ok := r.leaf(); ok {
		return weights{leaf: d.space.cells(place, selectors)}
	}
	n := &d.nodes[r]
	sum, ok := done[r]
	if !ok {
		sum = weights{}
		for _, b := range n.branches {
			values := uint64(b.values.and(d.space.asked[n.place]).count())
			if values == 0 {
				continue
			}
			for leaf, cells := range d.weigh(b.to, n.place+1, done) {
				sum[leaf] += values * cells
			}
		}
		done[r] = sum
	}
	skipped := d.space.cells(place, n.place)
	if skipped == 1 {
		return sum
	}
	all := make(weights, len(sum))
	for leaf, cells := range sum {
		all[leaf] = skipped * cells
	}
	return all
}

// paths calls f for each way through the diagram below r, with the sets of values that lead along it and the leaf at its end, until f returns
// false. Ways that none of the given values takes are left out; no two have a combination of values in common.
func (d *diagram) paths(r ref, sets [selectors]bitset, f func(sets [selectors]bitset, leaf int) bool) bool {
	if leaf, ok := r.leaf(); ok {
		return f(sets, leaf)
	}
	n := &d.nodes[r]
	for _, b := range n.branches {
		along := sets
		along[n.place] = sets[n.place].and(b.values)
		if !along[n.place].empty() && !d.paths(b.to, along, f) {
			return false
		}
	}
	return true
}

// reach marks the leaves that some of the values lead to.
func (d *diagram) reach(r ref, sets [selectors]bitset, visited, leaves []bool) {
	if leaf, ok := r.leaf(); ok {
		leaves[leaf] = true
		return
	}
	if visited[r] {
		return
	}
	visited[r] = true
	n := &d.nodes[r]
	for _, b := range n.branches {
		if !b.values.and(sets[n.place]).empty() {
			d.reach(b.to, sets, visited, leaves)
		}
	}
}
