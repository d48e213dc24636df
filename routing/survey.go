package routing

import (
	"encoding/binary"
	"errors"
	"slices"
)

// ErrTooFine says that a slot's clauses tell so many kinds of paper apart that coverage is not worked out. No regulation that people
// have written comes near.
var ErrTooFine = errors.New("routing: the clauses tell too many kinds of paper apart")

// maxNodes is how many different questions a survey of one slot may come to. A long regulation of 200 clauses comes to some hundreds.
const maxNodes = 1 << 15

// Survey answers for all papers at once what [Engine.Decide] answers for one.
//
// For each slot it asks field, area, kind, issuer and urgency one after the other, each time parting the values only as far as the clauses
// that may still matter tell them apart: a clause that no longer matches, or that one certain to match will beat whatever else is asked, parts
// nothing. So the work grows with the clauses that meet on a paper, not with the product of the five domains: clauses that each ask one
// thing cost about the sum of the values they list, times the fields; only lists of several selectors that overlap in
// many ways multiply, and [ErrTooFine] ends that.
type Survey struct {
	engine   *Engine
	space    *space
	clauses  []Clause
	rules    []rule
	problems []Problem
	answers  [slotEnd]*answers
}

// NewSurvey prepares a version of a regulation; see [Compile] for what becomes of clauses with problems.
func NewSurvey(r Regulation, t *Trees, o Organ) *Survey {
	e, kept, problems := compile(r, t, o)
	s := &Survey{engine: e, clauses: kept, problems: problems, space: newSpace(e, o.Areas)}
	for i := range kept {
		s.rules = append(s.rules, s.space.ruleOf(&kept[i], i, e.seating))
	}
	return s
}

// answer is what a slot's clauses say for some cells: a leaf of the diagram.
type answer struct {
	cover   Cover
	targets []uint16 // who fills the slot; of an Overlap all that are tied; of a slot of any number all
	rules   []int    // the clauses that say so, which no narrower one and no precedence puts second
}

// answers is a slot's diagram with its leaves.
type answers struct {
	*diagram
	leaves []answer
}

// asking works out the answers of a slot.
type asking struct {
	*weaver
	rules   []rule
	slot    Slot
	office  uint16
	leaves  []answer
	labels  numbering[string]
	memo    map[string]ref
	tooFine bool
}

// of is the diagram of a slot, made when it is first asked for.
func (s *Survey) of(slot Slot) (*answers, error) {
	if s.answers[slot] != nil {
		return s.answers[slot], nil
	}
	a := asking{weaver: newWeaver(s.space), rules: s.rules, slot: slot, office: s.engine.office, labels: numbering[string]{}, memo: map[string]ref{}}
	var start []contender
	for i := range s.rules {
		if s.rules[i].slot == slot || slot == SlotOfficer && s.rules[i].slot == SlotDepartment {
			start = append(start, contender{rule: i})
		}
	}
	a.root = a.ask(0, start)
	if a.tooFine {
		return nil, ErrTooFine
	}
	s.answers[slot] = &answers{&a.diagram, a.leaves}
	return s.answers[slot], nil
}

// ask is the diagram of what is left to ask from a place on.
func (a *asking) ask(place int, contenders []contender) ref {
	contenders, left := a.drop(contenders, place)
	for place < selectors && left>>place&1 == 0 {
		place++
	}
	key := keyOf(place, contenders)
	if r, ok := a.memo[key]; ok || a.tooFine {
		return r
	}
	if a.tooFine = len(a.memo) > maxNodes; a.tooFine {
		return leafRef(0)
	}
	var r ref
	if place == selectors {
		r = a.leaf(a.settle(contenders))
	} else {
		r = a.part(place, contenders)
	}
	a.memo[key] = r
	return r
}

// part asks one selector.
func (a *asking) part(place int, contenders []contender) ref {
	classes := a.space.split(a.rules, contenders, place, a.space.all[place])
	branches := make([]branch, len(classes))
	next := make([]contender, 0, len(contenders))
	for i, c := range classes {
		next = a.space.meet(next[:0], a.rules, contenders, place, c.value)
		branches[i] = branch{c.values, a.ask(place+1, slices.Clone(next))}
	}
	return a.node(place, branches)
}

func keyOf(place int, contenders []contender) string {
	key := []byte{byte(place)}
	for _, c := range contenders {
		key = binary.LittleEndian.AppendUint16(key, uint16(c.rule))
		key = binary.LittleEndian.AppendUint32(key, c.narrow)
	}
	return string(key)
}

// drop leaves out the contenders that cannot fill the slot any more, since one that matches whatever else is asked will
// be put before them. It tells also which places are left to ask for.
func (a *asking) drop(contenders []contender, place int) (kept []contender, left uint8) {
	kept = contenders[:0]
	fills := false
	for i, c := range contenders {
		if !a.beaten(c, contenders[i:], kept, place) {
			kept = append(kept, c)
			left |= a.rules[c.rule].asks &^ (1<<place - 1)
			fills = fills || a.rules[c.rule].slot == a.slot
		}
	}
	if !fills { // departments alone make no officer
		return nil, 0
	}
	return kept, left
}

// beaten reports whether one of the others, those kept before it and those after it, is sure to be put before c.
func (a *asking) beaten(c contender, after, before []contender, place int) bool {
	most := a.most(c, place)
	for _, others := range [2][]contender{before, after} {
		for _, o := range others {
			if a.rules[o.rule].asks>>place == 0 && o.narrow > most && a.rivals(c, o) {
				return true
			}
		}
	}
	return false
}

// most is the narrowest that a contender can still turn out.
func (a *asking) most(c contender, place int) uint32 {
	most := c.narrow
	for p := place; p < selectors; p++ {
		if a.rules[c.rule].asksAt(p) {
			most |= (1<<levelBits - 1) << a.space.shifts[a.space.order[p]-1]
		}
	}
	return most
}

// rivals reports whether two contenders fill the same place, so that one puts the other second.
func (a *asking) rivals(c, o contender) bool {
	x, y := &a.rules[c.rule], &a.rules[o.rule]
	return a.slot.One() && x.slot == y.slot && (x.slot != SlotOfficer || x.unit == y.unit)
}

// settle is the answer of the contenders that matched. Among clauses of one slot the last word is that of the narrowest in the order of the precedence: nothing
// dominates it, and where those that nothing dominates agree, they agree with it.
func (a *asking) settle(c []contender) answer {
	switch a.slot {
	case SlotOfficer:
		return a.settleOfficer(c)
	case SlotCoLeader, SlotCoDepartment, SlotInform:
		return a.answer(c)
	}
	return a.narrowest(c)
}

// settleOfficer is asked among the posts of the leading department only.
func (a *asking) settleOfficer(c []contender) answer {
	officers := slices.IndexFunc(c, func(c contender) bool { return a.rules[c.rule].slot == SlotOfficer })
	if officers < 0 {
		return answer{cover: Uncovered}
	}
	unit := a.office
	if d := a.narrowest(c[:officers]); len(d.targets) == 1 {
		unit = d.targets[0]
	}
	return a.narrowest(slices.DeleteFunc(slices.Clone(c[officers:]), func(c contender) bool { return unit == none || a.rules[c.rule].unit != unit }))
}

func (a *asking) narrowest(c []contender) answer {
	best := uint32(0)
	for i := range c {
		best = max(best, c[i].narrow)
	}
	found := a.answer(slices.DeleteFunc(slices.Clone(c), func(c contender) bool { return c.narrow < best }))
	switch {
	case len(found.targets) > 1:
		found.cover = Overlap
	case found.cover == Covered && best == 0:
		found.cover = ByGeneral
	}
	return found
}

// answer names all the contenders.
func (a *asking) answer(c []contender) answer {
	found := answer{cover: Uncovered}
	for _, c := range c {
		found.cover = Covered
		found.rules = append(found.rules, c.rule)
		found.targets = append(found.targets, a.rules[c.rule].target)
	}
	slices.Sort(found.targets)
	found.targets = slices.Compact(found.targets)
	return found
}

// leaf is the leaf of an answer, the same for the same answer.
func (a *asking) leaf(found answer) ref {
	label, fresh := a.labels.of(found.key())
	if fresh {
		a.leaves = append(a.leaves, found)
	}
	return leafRef(label)
}

// key tells answers apart.
func (a *answer) key() string {
	key := []byte{byte(a.cover)}
	for _, t := range a.targets {
		key = binary.LittleEndian.AppendUint16(key, t)
	}
	key = append(key, '|', '|')
	for _, r := range a.rules {
		key = binary.LittleEndian.AppendUint16(key, uint16(r))
	}
	return string(key)
}
