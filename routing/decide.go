package routing

import "slices"

// Decide answers for one set of facts.
func (e *Engine) Decide(f Facts) Decision {
	var d Decision
	e.DecideInto(&d, &f)
	return d
}

// DecideInto is Decide into a decision whose lists are used again, so that a replay of many papers allocates nothing.
// The facts are only read; their strings may be shared by the decision.
func (e *Engine) DecideInto(d *Decision, f *Facts) {
	e.begin(d, f)
	if e.aboutHead(d, f) {
		return
	}
	var scratch [24]candidate
	p := e.principals(f)
	favoured := e.favoured(f)
	e.decideLeader(d, f, &p, scratch[:0], favoured)
	e.decideDepartment(d, f, &p, scratch[:0])
	e.decideOfficer(d, f, &p, scratch[:0], favoured)
	e.placeNamed(d, f, favoured)
	if len(f.OtherFields)+len(f.OtherAreas) == 0 {
		e.addAll(d, &p, scratch[:0])
	} else {
		e.askOthers(d, f, p, scratch[:0])
		e.addAllOfAny(d, f, p, scratch[:0])
	}
	e.finish(d, f)
}

// begin clears the decision and sets what does not depend on the clauses.
func (e *Engine) begin(d *Decision, f *Facts) {
	*d = Decision{
		Version: e.version,
		Leader:  e.headOwner(), Department: e.organ.Office,
		CoPosts: d.CoPosts[:0], CoDepartments: d.CoDepartments[:0], Inform: d.Inform[:0],
		Questions: d.Questions[:0], Matches: d.Matches[:0],
		Way: e.organ.Way,
	}
	if e.version == "" {
		d.Flags |= NoRegulation
	}
	if !e.trees.fields.has(f.Field) {
		d.Flags |= Unclassified
		d.Way = ToDistributor
	}
	if d.Way == ToDistributor {
		d.Distributor = e.distributor(f)
	}
}

// headOwner is the head of the organ, or the office queue where an organ's head is not known.
func (e *Engine) headOwner() Owner {
	if e.organ.Head == "" {
		return Owner{Kind: OwnerOfficeQueue}
	}
	return Owner{Post: e.organ.Head}
}

func (e *Engine) distributor(f *Facts) Post {
	for _, post := range [...]Post{e.organ.Distributor, e.organ.ChiefOfOffice} {
		if post != "" && !slices.Contains(f.Excluded, post) {
			return post
		}
	}
	return e.organ.Head
}

// aboutHead sends a paper about the head of the organ to the superior organ: nobody here decides about it.
// Luật Tố cáo 25/2018/QH14, Điều 12: whoever heads the superior organ settles a denunciation of the head of an organ.
func (e *Engine) aboutHead(d *Decision, f *Facts) bool {
	if len(f.Excluded) == 0 || e.organ.Head == "" || !slices.Contains(f.Excluded, e.organ.Head) {
		return false
	}
	d.Leader = Owner{Kind: OwnerSuperior, Organ: e.organ.Superior}
	d.Flags |= ToSuperior
	if d.Distributor == e.organ.Head {
		d.Distributor = ""
	}
	return true
}

// favoured are the posts that the paper names and that handled its matter, in this order (step 7).
func (e *Engine) favoured(f *Facts) [2]uint16 {
	favoured := [2]uint16{none, none}
	for i, post := range [...]Post{f.Named, f.Continues} {
		if post != "" && !slices.Contains(f.Excluded, post) {
			favoured[i] = e.seating.post(post)
		}
	}
	return favoured
}

func (e *Engine) decideLeader(d *Decision, f *Facts, p *probe, scratch []candidate, favoured [2]uint16) {
	c := e.candidates(scratch, SlotLeader, p)
	outcome, target := e.settle(c, favoured)
	q := Question{Slot: SlotLeader, Field: f.Field, Area: f.Area, Outcome: outcome}
	switch {
	case target != none:
		q.Post = e.seating.posts[target]
		d.Leader = e.passOver(d, f, q.Post)
		if e.onlyGeneral(c) {
			d.Flags |= GeneralOnly
		}
	case outcome == OutcomeConflict:
		d.Flags |= Conflict
	case d.Flags&NoRegulation == 0:
		d.Flags |= Gap
	}
	e.cooperate(d, SlotLeader, c)
	e.record(d, q, c)
}

// passOver is the post itself, or when the paper is about it the first of its substitutes that it is not about, or the
// head.
func (e *Engine) passOver(d *Decision, f *Facts, post Post) Owner {
	if len(f.Excluded) == 0 || !slices.Contains(f.Excluded, post) {
		return Owner{Post: post}
	}
	d.Flags |= ExcludedPassed
	for _, substitute := range e.substitutes[post] {
		if !slices.Contains(f.Excluded, substitute) && e.seating.post(substitute) != none {
			return Owner{Post: substitute}
		}
	}
	return e.headOwner()
}

func (e *Engine) onlyGeneral(c []candidate) bool {
	for i := range c {
		if c[i].fate == FateWon && !e.clauses[c[i].clause].general {
			return false
		}
	}
	return true
}

func (e *Engine) decideDepartment(d *Decision, f *Facts, p *probe, scratch []candidate) {
	c := e.candidates(scratch, SlotDepartment, p)
	outcome, target := e.settle(c, [2]uint16{none, none})
	q := Question{Slot: SlotDepartment, Field: f.Field, Area: f.Area, Outcome: outcome}
	switch {
	case target != none:
		q.Department = e.seating.departments[target]
		d.Department = q.Department
		if e.headExcluded(f, target) {
			d.Department = e.organ.Office
			d.Flags |= DepartmentPassed | ExcludedPassed | OfficeLeads
		}
	case outcome == OutcomeConflict:
		d.Flags |= OfficeLeads | DepartmentTied
	default:
		d.Flags |= OfficeLeads
	}
	e.cooperate(d, SlotDepartment, c)
	e.record(d, q, c)
}

func (e *Engine) headExcluded(f *Facts, unit uint16) bool {
	return len(f.Excluded) > 0 && slices.Contains(f.Excluded, e.seating.headOf[unit])
}

func (e *Engine) decideOfficer(d *Decision, f *Facts, p *probe, scratch []candidate, favoured [2]uint16) {
	c := e.candidates(scratch, SlotOfficer, p)
	own := e.ownFirst(c, e.seating.unit(d.Department))
	outcome, target := e.settle(c[:own], favoured)
	q := Question{Slot: SlotOfficer, Field: f.Field, Area: f.Area, Outcome: outcome}
	if target != none {
		q.Post = e.seating.posts[target]
		if slices.Contains(f.Excluded, q.Post) {
			d.Flags |= ExcludedPassed
		} else {
			d.Officer = q.Post
		}
	}
	if d.Officer == "" {
		d.Flags |= HandDown
	}
	if outcome != OutcomeConflict { // tied officers wait for the head of their department, who takes one of them
		e.cooperate(d, SlotOfficer, c)
	}
	if len(c) > 0 {
		e.record(d, q, c)
	}
}

// ownFirst moves the candidates of a department to the front, keeping their order, and says how many they are.
func (e *Engine) ownFirst(c []candidate, unit uint16) int {
	own := 0
	for i := range c {
		if e.seating.unitOf[c[i].target] != unit || unit == none {
			c[i].fate = FateElsewhere
			continue
		}
		for j := i; j > own; j-- {
			c[j], c[j-1] = c[j-1], c[j]
		}
		own++
	}
	return own
}

// cooperate adds the posts or departments of those that nothing beat and that do not lead (steps 4 and 7).
func (e *Engine) cooperate(d *Decision, slot Slot, c []candidate) {
	for i := range c {
		switch c[i].fate {
		case FateOutranked, FateTied, FateSetAside:
			e.add(d, slot, c[i].target)
		}
	}
}

// add puts a target where one that cooperates in a slot stands.
func (e *Engine) add(d *Decision, slot Slot, target uint16) {
	switch slot {
	case SlotDepartment, SlotCoDepartment:
		d.CoDepartments = append(d.CoDepartments, e.seating.departments[target])
	case SlotInform:
		d.Inform = append(d.Inform, e.seating.posts[target])
	default:
		d.CoPosts = append(d.CoPosts, e.seating.posts[target])
	}
}

// placeNamed marks whether the posts that the paper names lead; those that would not win cooperate (step 7).
func (e *Engine) placeNamed(d *Decision, f *Facts, favoured [2]uint16) {
	for _, number := range favoured {
		if number == none {
			continue
		}
		if post := e.seating.posts[number]; post == d.Leader.Post || post == d.Officer {
			d.Flags |= NamedLeads
		} else {
			d.Flags |= NamedCooperates
			d.CoPosts = append(d.CoPosts, post)
		}
	}
}

// askOthers asks every pair of the paper's fields and areas but the principals' for its leader and department (step 6).
func (e *Engine) askOthers(d *Decision, f *Facts, p probe, scratch []candidate) {
	for i := -1; i < len(f.OtherFields); i++ {
		field := at(f.Field, f.OtherFields, i)
		if field == "" && len(f.OtherFields) > 0 {
			continue
		}
		p.lines[ByField] = e.fieldLine(field)
		for j := -1; j < len(f.OtherAreas); j++ {
			area := at(f.Area, f.OtherAreas, j)
			if i < 0 && j < 0 || area == "" && len(f.OtherAreas) > 0 {
				continue
			}
			p.lines[ByArea] = e.areaLine(area)
			e.askOther(d, SlotLeader, field, area, &p, scratch)
			e.askOther(d, SlotDepartment, field, area, &p, scratch)
		}
	}
}

// at is the principal value at -1, and another of the paper's from 0 on.
func at[V ~string](principal V, others []V, i int) V {
	if i < 0 {
		return principal
	}
	return others[i]
}

func (e *Engine) askOther(d *Decision, slot Slot, field Field, area Area, p *probe, scratch []candidate) {
	c := e.candidates(scratch, slot, p)
	outcome, target := e.settle(c, [2]uint16{none, none})
	q := Question{Slot: slot, Other: true, Field: field, Area: area, Outcome: outcome}
	switch {
	case outcome == OutcomeConflict:
		d.Flags |= OtherConflict
	case target == none:
		d.Flags |= OtherGap
	default:
		e.add(d, slot, target)
		e.name(&q, target)
	}
	e.record(d, q, c)
}

// addAllOfAny is addAll for a paper of several fields or areas: any of them will do.
func (e *Engine) addAllOfAny(d *Decision, f *Facts, p probe, scratch []candidate) {
	var fields, areas [32]literal
	p.more[ByField], p.more[ByArea] = fields[:0], areas[:0]
	for _, field := range f.OtherFields {
		line := e.fieldLine(field)
		p.more[ByField] = append(p.more[ByField], line.literals()...)
	}
	for _, area := range f.OtherAreas {
		line := e.areaLine(area)
		p.more[ByArea] = append(p.more[ByArea], line.literals()...)
	}
	e.addAll(d, &p, scratch)
}

// addAll adds every post and department of the slots of any number (step 2).
func (e *Engine) addAll(d *Decision, p *probe, scratch []candidate) {
	for slot := SlotCoLeader; slot <= SlotInform; slot++ {
		c := e.candidates(scratch, slot, p)
		if len(c) == 0 {
			continue
		}
		for i := range c {
			c[i].fate = FateIncluded
			e.add(d, slot, c[i].target)
		}
		e.record(d, Question{Slot: slot, Outcome: OutcomeAll}, c)
	}
}

// name puts the target of a question into its answer.
func (e *Engine) name(q *Question, target uint16) {
	if q.Slot.TakesDepartment() {
		q.Department = e.seating.departments[target]
	} else {
		q.Post = e.seating.posts[target]
	}
}

// record adds a question and its candidates to the explanation.
func (e *Engine) record(d *Decision, q Question, c []candidate) {
	number := uint16(len(d.Questions))
	d.Questions = append(d.Questions, q)
	for i := range c {
		m := Match{Question: number, Fate: c[i].fate, On: c[i].on, Clause: e.clauses[c[i].clause].id}
		if m.On != NoSelector {
			m.By = e.clauses[c[c[i].by].clause].id
		}
		d.Matches = append(d.Matches, m)
	}
}

// finish leaves each post and department in its strongest role once, those the paper is about in none, and the lists in
// an order that tells nothing of the clauses.
func (e *Engine) finish(d *Decision, f *Facts) {
	excluded := len(d.CoPosts) + len(d.CoDepartments) + len(d.Inform)
	if len(f.Excluded) > 0 {
		d.CoPosts = slices.DeleteFunc(d.CoPosts, func(p Post) bool { return slices.Contains(f.Excluded, p) })
		d.Inform = slices.DeleteFunc(d.Inform, func(p Post) bool { return slices.Contains(f.Excluded, p) })
		d.CoDepartments = slices.DeleteFunc(d.CoDepartments, func(u Department) bool { return e.headExcluded(f, e.seating.unit(u)) })
		if excluded > len(d.CoPosts)+len(d.CoDepartments)+len(d.Inform) {
			d.Flags |= ExcludedPassed
		}
	}
	d.CoPosts = once(d.CoPosts, func(p Post) bool { return p == d.Leader.Post || p == d.Officer })
	d.CoDepartments = once(d.CoDepartments, func(u Department) bool { return u == d.Department })
	d.Inform = once(d.Inform, func(p Post) bool {
		return p == d.Leader.Post || p == d.Officer || slices.Contains(d.CoPosts, p)
	})
}

func once[V ~string](list []V, elsewhere func(V) bool) []V {
	if len(list) == 0 {
		return list
	}
	list = slices.DeleteFunc(list, elsewhere)
	slices.Sort(list)
	return slices.Compact(list)
}
