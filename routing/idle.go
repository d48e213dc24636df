package routing

import "slices"

// idle are the clauses that never fill their slot: dead ones, which narrower clauses beat wherever they match, and outranked ones,
// which are put second wherever nothing beats them. General clauses are left out: they are there for whatever has no other.
func (s *Survey) idle() []Finding {
	fills := make([]bool, len(s.rules))
	for _, slot := range [...]Slot{SlotLeader, SlotDepartment, SlotOfficer, SlotSigner} {
		s.markFilling(s.answers[slot], fills)
	}
	var all []Finding
	for r := range s.rules {
		if s.rules[r].slot.One() && s.rules[r].asks != 0 && !fills[r] && !s.agrees(r) {
			all = append(all, s.idleClause(r))
		}
	}
	return all
}

// markFilling marks the rules that an answer rests on in some cell.
func (s *Survey) markFilling(found *answers, fills []bool) {
	seen := make([]bool, len(found.leaves))
	found.reach(found.root, s.space.asked, make([]bool, len(found.nodes)), seen)
	for leaf, reached := range seen {
		if reached {
			for _, r := range found.leaves[leaf].rules {
				fills[r] = true
			}
		}
	}
}

// agrees reports whether a rule is among several that name one who fills the slot, although it is put second to another of them in all
// those cells.
func (s *Survey) agrees(r int) bool {
	found, yes := s.answers[s.rules[r].slot], false
	found.paths(found.root, s.matched(r), func(sets [selectors]bitset, leaf int) bool {
		yes = found.leaves[leaf].one() == s.rules[r].target && s.unbeaten(r, sets, nil)
		return !yes
	})
	return yes
}

// matched are the cells that a rule matches.
func (s *Survey) matched(r int) [selectors]bitset {
	sets := s.space.asked
	for place, levels := range s.rules[r].levels {
		if levels == nil {
			continue
		}
		named := newSet(len(levels))
		for value, level := range levels {
			if level > 0 {
				named.add(value)
			}
		}
		sets[place] = sets[place].and(named)
	}
	return sets
}

// idleClause says what became of a clause that never fills its slot.
func (s *Survey) idleClause(r int) Finding {
	rule := &s.rules[r]
	f := Finding{Kind: FindingDead, Slot: rule.slot, Clauses: s.clauseIDs([]int{r}), Fields: s.clauses[rule.number].Fields}
	f.Posts, f.Departments = s.named(rule.slot, []uint16{rule.target})
	by := map[int]bool{}
	stands := func(sets [selectors]bitset) bool { return s.unbeaten(r, sets, by) }
	if rule.slot == SlotOfficer {
		stands = s.whereLeading(rule.unit, stands)
	}
	if stands(s.matched(r)) {
		f.Kind = FindingOutranked
		clear(by)
		s.putFirst(r, by)
	}
	rules := make([]int, 0, len(by))
	for b := range by {
		rules = append(rules, b)
	}
	f.By = s.clauseIDs(rules)
	return f
}

// whereLeading asks only where a department leads.
func (s *Survey) whereLeading(unit uint16, stands func([selectors]bitset) bool) func([selectors]bitset) bool {
	found := s.answers[SlotDepartment]
	return func(sets [selectors]bitset) bool {
		yes := false
		found.paths(found.root, sets, func(sets [selectors]bitset, leaf int) bool {
			leading := found.leaves[leaf].one()
			if leading == none {
				leading = s.engine.office
			}
			yes = leading == unit && stands(sets)
			return !yes
		})
		return yes
	}
}

// putFirst gathers the rules that the answers rest on where a rule matches.
func (s *Survey) putFirst(r int, by map[int]bool) {
	found := s.answers[s.rules[r].slot]
	found.paths(found.root, s.matched(r), func(_ [selectors]bitset, leaf int) bool {
		for _, b := range found.leaves[leaf].rules {
			by[b] = true
		}
		return true
	})
}

// unbeaten reports whether there is a cell among those of the sets, all of which the rule matches, where no rule dominates it. Into by, if it
// is not nil, it puts those that do.
func (s *Survey) unbeaten(r int, sets [selectors]bitset, by map[int]bool) bool {
	d := duel{Survey: s, rule: r, by: by}
	var rivals []rival
	for i := range s.rules {
		o := &s.rules[i]
		same := i != r && o.slot == s.rules[r].slot && (o.slot != SlotOfficer || o.unit == s.rules[r].unit)
		if same && o.asks&s.rules[r].asks == s.rules[r].asks { // else it is wider on a selector
			rivals = append(rivals, rival{contender: contender{rule: i}})
		}
	}
	return d.survives(0, sets, rivals)
}

// duel is the search for a cell where nothing dominates a rule.
type duel struct {
	*Survey
	rule int
	by   map[int]bool
}

// rival is a rule that is nowhere wider so far.
type rival struct {
	contender
	narrower bool // on a selector that was asked
}

// survives asks the selectors from a place on. Where a rival that is narrower will match whatever else is asked, there is no such cell.
func (d *duel) survives(place int, sets [selectors]bitset, rivals []rival) bool {
	if len(rivals) == 0 {
		return true
	}
	for _, o := range rivals {
		if o.narrower && d.rules[o.rule].asks>>place == 0 {
			if d.by != nil {
				d.by[o.rule] = true
			}
			return false
		}
	}
	if place == selectors {
		return true
	}
	told := []contender{{rule: d.rule}}
	for _, o := range rivals {
		told = append(told, o.contender)
	}
	for _, c := range d.space.split(d.rules, told, place, sets[place]) {
		if d.survives(place+1, sets, d.still(rivals, place, c.value)) {
			return true
		}
	}
	return false
}

// still are the rivals that match a value at a place no wider than the rule.
func (d *duel) still(rivals []rival, place, value int) []rival {
	own := d.rules[d.rule].level(place, value)
	var kept []rival
	for _, o := range rivals {
		level := d.rules[o.rule].level(place, value)
		if d.rules[o.rule].asksAt(place) && level == 0 || level < own {
			continue
		}
		o.narrower = o.narrower || level > own
		kept = append(kept, o)
	}
	return slices.Clip(kept)
}
