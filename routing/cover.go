package routing

import (
	"cmp"
	"slices"
)

// Coverage works out what the version leaves open. With a staffing it tells the posts that nobody holds too.
func (s *Survey) Coverage(staffing *Staffing) (*Coverage, error) {
	c := &Coverage{Problems: s.problems}
	for _, slot := range [...]Slot{SlotLeader, SlotDepartment, SlotOfficer, SlotSigner} {
		if _, err := s.of(slot); err != nil {
			return nil, err
		}
	}
	s.coverFields(c)
	for _, slot := range [...]Slot{SlotLeader, SlotDepartment} {
		c.Findings = append(c.Findings, s.holes(slot)...)
	}
	c.Findings = append(c.Findings, s.idle()...)
	c.Findings = append(c.Findings, s.otherLeaders()...)
	if staffing != nil {
		c.Findings = append(c.Findings, s.vacant(staffing)...)
	}
	kinds := FindingKinds()
	slices.SortStableFunc(c.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind)), cmp.Compare(a.Slot, b.Slot), cmp.Compare(b.Cells, a.Cells))
	})
	return c, nil
}

func (s *Survey) coverFields(c *Coverage) {
	fields := s.space.trees.fields
	for n := range s.space.sizes[0] {
		row := FieldCoverage{
			Leader: s.coverField(SlotLeader, n), Department: s.coverField(SlotDepartment, n), Officer: s.coverField(SlotOfficer, n),
		}
		if n < len(fields.values) {
			row.Field, row.Group = fields.values[n], !s.space.asked[0].has(n)
		}
		c.Fields = append(c.Fields, row)
		if s.space.asked[0].has(n) {
			c.Leader.plus(row.Leader.Counts)
			c.Department.plus(row.Department.Counts)
		}
	}
}

// share is a Share in the making.
type share struct {
	counts Counts
	rules  []int
	sets   [selectors]bitset
}

// coverField is who fills a slot in one field.
func (s *Survey) coverField(slot Slot, field int) SlotCoverage {
	found := s.answers[slot]
	var all SlotCoverage
	shares := map[uint16]*share{}
	sets := s.space.asked
	sets[0] = newSet(s.space.sizes[0])
	sets[0].add(field)
	found.paths(found.at(field), sets, func(sets [selectors]bitset, leaf int) bool {
		a, cells := &found.leaves[leaf], cellsOf(sets)
		all.add(a.cover, cells)
		for _, target := range a.targets {
			if shares[target] == nil {
				shares[target] = &share{}
			}
			shares[target].add(s, a, target, sets, cells)
		}
		return true
	})
	for target, sh := range shares {
		all.Shares = append(all.Shares, s.share(slot, target, sh))
	}
	slices.SortFunc(all.Shares, func(a, b Share) int {
		return cmp.Or(cmp.Compare(b.Total(), a.Total()), cmp.Compare(a.Post, b.Post), cmp.Compare(a.Department, b.Department))
	})
	return all
}

func (sh *share) add(s *Survey, a *answer, target uint16, sets [selectors]bitset, cells uint64) {
	sh.counts.add(a.cover, cells)
	for _, r := range a.rules {
		if s.rules[r].target == target && !slices.Contains(sh.rules, r) {
			sh.rules = append(sh.rules, r)
		}
	}
	for place, set := range sets {
		if sh.sets[place] == nil {
			sh.sets[place] = newSet(s.space.sizes[place])
		}
		sh.sets[place].union(set)
	}
}

func (s *Survey) share(slot Slot, target uint16, sh *share) Share {
	share := Share{Counts: sh.counts, Clauses: s.clauseIDs(sh.rules), Within: s.space.box(sh.sets, true)}
	posts, departments := s.named(slot, []uint16{target})
	if slot.TakesDepartment() {
		share.Department = departments[0]
	} else {
		share.Post = posts[0]
	}
	return share
}

// clauseIDs are the identifiers of rules, in the order in which the regulation is numbered.
func (s *Survey) clauseIDs(rules []int) []ClauseID {
	slices.Sort(rules)
	ids := make([]ClauseID, len(rules))
	for i, r := range rules {
		ids[i] = s.clauses[s.rules[r].number].ID
	}
	return ids
}

func cellsOf(sets [selectors]bitset) uint64 {
	n := uint64(1)
	for _, set := range sets {
		n *= uint64(set.count())
	}
	return n
}

// fieldsIn are the fields of a set, in the order of the tree.
func (s *Survey) fieldsIn(set bitset) []Field {
	var fields []Field
	set.each(func(n int) bool {
		fields = append(fields, s.space.trees.fields.values[n])
		return true
	})
	return fields
}

// holes are the gaps, the overlaps and what only a general clause covers. Fields with the same hole are one finding.
func (s *Survey) holes(slot Slot) []Finding {
	found := s.answers[slot]
	labels := numbering[string]{"": 0}
	said := []*answer{nil}
	holes := found.relabel(func(leaf int) int {
		a := &found.leaves[leaf]
		if a.cover == Covered {
			return 0
		}
		label, fresh := labels.of(a.key())
		if fresh {
			said = append(said, a)
		}
		return label
	})
	var all []Finding
	for _, b := range holes.branchesAt(holes.root, 0) {
		sets := s.space.asked
		sets[0] = sets[0].and(b.values)
		if sets[0].empty() {
			continue
		}
		at := map[int]int{} // by label: one more than the place in all
		holes.paths(b.to, sets, func(sets [selectors]bitset, label int) bool {
			if label == 0 {
				return true
			}
			if at[label] == 0 {
				all = append(all, s.hole(slot, said[label], s.fieldsIn(sets[0])))
				at[label] = len(all)
			}
			f := &all[at[label]-1]
			f.Boxes = append(f.Boxes, s.space.box(sets, true))
			f.Cells += cellsOf(sets)
			return true
		})
	}
	return all
}

func (s *Survey) hole(slot Slot, a *answer, fields []Field) Finding {
	f := Finding{Kind: FindingGap, Slot: slot, Fields: fields, Clauses: s.clauseIDs(slices.Clone(a.rules))}
	switch a.cover {
	case Overlap:
		f.Kind = FindingOverlap
	case ByGeneral:
		f.Kind = FindingGeneral
	}
	f.Posts, f.Departments = s.named(slot, a.targets)
	return f
}

// vacant are the posts that nobody holds.
func (s *Survey) vacant(staffing *Staffing) []Finding {
	var all []Finding
	for _, post := range s.engine.seating.posts {
		if len(staffing.Holders[post]) > 0 {
			continue
		}
		f := Finding{Kind: FindingVacant, Posts: []Post{post}}
		for i := range s.clauses {
			if s.clauses[i].Post == post {
				f.Clauses = append(f.Clauses, s.clauses[i].ID)
			}
		}
		all = append(all, f)
	}
	return all
}

// together is a leader and a department that lead in the same cells.
type together struct {
	leader, department uint16
}

// otherLeaders are the departments that work in a field of another leader than the one who oversees them. A leader oversees a department
// when he leads in more of the cells where the department does than any other leader; a field is another's, for that department, when he leads
// in more than half of those cells that are the field's.
func (s *Survey) otherLeaders() []Finding {
	leaders, departments := s.answers[SlotLeader], s.answers[SlotDepartment]
	labels := numbering[together]{}
	met := pair(leaders.diagram, departments.diagram, func(a, b int) int {
		label, _ := labels.of(together{leaders.leaves[a].one(), departments.leaves[b].one()})
		return label
	})
	pairs := make([]together, len(labels))
	for t, label := range labels {
		pairs[label] = t
	}
	all, done := map[together]uint64{}, map[ref]weights{}
	fields := make([]map[together]uint64, s.space.sizes[0])
	s.space.asked[0].each(func(field int) bool {
		fields[field] = map[together]uint64{}
		for label, cells := range met.weigh(met.at(field), 1, done) {
			if t := pairs[label]; t.department != none {
				fields[field][t] = cells
				all[t] += cells
			}
		}
		return true
	})
	return s.foreign(fields, all)
}

// foreign are the findings of otherLeaders, from the cells of each pair by field and of all fields.
func (s *Survey) foreign(fields []map[together]uint64, all map[together]uint64) []Finding {
	found := map[together]*Finding{}
	for field, cells := range fields {
		for t, n := range cells {
			overseer := overseerOf(t.department, all)
			if t.leader == none || overseer == none || overseer == t.leader || 2*n <= totalOf(t.department, cells) {
				continue
			}
			if found[t] == nil {
				found[t] = &Finding{
					Kind: FindingOtherLeader, Slot: SlotDepartment, Departments: []Department{s.engine.departmentOf(t.department)},
					Posts: []Post{s.engine.post(t.leader), s.engine.post(overseer)},
				}
			}
			found[t].Cells += n
			found[t].Fields = append(found[t].Fields, s.space.trees.fields.values[field])
		}
	}
	var list []Finding
	for _, f := range found {
		list = append(list, *f)
	}
	slices.SortFunc(list, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Departments[0], b.Departments[0]), cmp.Compare(a.Posts[0], b.Posts[0]))
	})
	return list
}

// overseerOf is the leader who leads in most of the cells of a department; none where two lead in equally many.
func overseerOf(department uint16, cells map[together]uint64) uint16 {
	overseer, most := uint16(none), uint64(0)
	for t, n := range cells {
		switch {
		case t.department != department || t.leader == none:
		case n > most:
			overseer, most = t.leader, n
		case n == most:
			overseer = none
		}
	}
	return overseer
}

func totalOf(department uint16, cells map[together]uint64) (total uint64) {
	for t, n := range cells {
		if t.department == department {
			total += n
		}
	}
	return total
}

// one is who fills the slot, if that is one.
func (a *answer) one() uint16 {
	if len(a.targets) != 1 {
		return none
	}
	return a.targets[0]
}
