package routing

import (
	"math/bits"
	"slices"
)

// Decide answers for one set of facts.
func (e *Engine) Decide(f Facts) Decision {
	d := Decision{Questions: make([]Question, 0, 5), Matches: make([]Match, 0, 12)}
	e.DecideInto(&d, &f)
	return d
}

// DecideInto is Decide into a decision whose lists are used again, so that a replay of many papers allocates nothing.
// The facts are only read; their strings may be shared by the decision.
func (e *Engine) DecideInto(d *Decision, f *Facts) {
	w := work{favoured: [2]uint16{none, none}}
	e.read(&w, f)
	e.begin(d, &w)
	e.note(&w, f)
	e.chooseWay(d, &w)
	if e.head != none && w.excluded.has(e.head) {
		e.toSuperior(d)
		return
	}
	leaders, found := e.cut(e.match(w.room[:0], &w), SlotLeader)
	departments, found := e.cut(found, SlotDepartment)
	officers, found := e.cut(found, SlotOfficer)
	_, others := e.cut(found, SlotSigner)
	leader := e.decideLeader(d, f, &w, leaders)
	unit := e.decideDepartment(d, f, &w, departments)
	officer := e.decideOfficer(d, f, &w, officers, unit)
	e.placeNamed(d, &w, leader, officer)
	if len(f.OtherFields)+len(f.OtherAreas) > 0 {
		others = e.askOthers(d, f, &w, others)
	}
	e.addAll(d, &w, others)
	e.finish(d, &w, leader, officer, unit)
}

// begin clears the decision and sets what no clause has a say in.
func (e *Engine) begin(d *Decision, w *work) {
	d.Version = e.version
	d.Officer, d.Distributor = "", ""
	d.CoPosts, d.CoDepartments, d.Inform = d.CoPosts[:0], d.CoDepartments[:0], d.Inform[:0]
	d.Questions, d.Matches = d.Questions[:0], d.Matches[:0]
	d.Way, d.Flags = e.way, 0
	if e.version == "" {
		d.Flags |= NoRegulation
	}
	if w.lines[ByField-1] == nil {
		d.Flags |= Unclassified
		d.Way = ToDistributor
	}
}

// note reads the posts that the paper is about, those it names, and those that handled its matter.
func (e *Engine) note(w *work, f *Facts) {
	for _, post := range f.Excluded {
		if n := e.seating.post(post); n != none {
			w.excluded.add(n)
			w.complain = true
		}
	}
	if f.Named != "" {
		w.favour(0, e.seating.post(f.Named))
	}
	if f.Continues != "" {
		w.favour(1, e.seating.post(f.Continues))
	}
}

func (w *work) favour(place int, n uint16) {
	if n != none && !w.excluded.has(n) {
		w.favoured[place] = n
	}
}

// chooseWay names the distributor where a paper goes through one.
func (e *Engine) chooseWay(d *Decision, w *work) {
	if d.Way != ToDistributor {
		return
	}
	for _, post := range [...]Post{e.organ.Distributor, e.organ.ChiefOfOffice, e.organ.Head} {
		if n := e.seating.post(post); n != none && !w.excluded.has(n) {
			d.Distributor = post
			return
		}
	}
}

// toSuperior sends a paper about the head of the organ to the superior organ: nobody here decides about it; the office
// forwards it. Luật Tố cáo 25/2018/QH14, Điều 12 và 13: a denunciation of the head of an organ is settled by the head of
// the superior one.
func (e *Engine) toSuperior(d *Decision) {
	d.Leader = Owner{Kind: OwnerSuperior, Organ: e.organ.Superior}
	d.Department = e.department(e.office)
	d.Flags |= ToSuperior
}

// owner is a post, or the office queue in place of a head that the organ does not have.
func (e *Engine) owner(n uint16) Owner {
	if n == none {
		return Owner{Kind: OwnerOfficeQueue}
	}
	return Owner{Post: e.post(n)}
}

func (e *Engine) department(n uint16) Department {
	if n == none {
		return ""
	}
	return e.departmentOf(n)
}

func (e *Engine) decideLeader(d *Decision, f *Facts, w *work, c []candidate) (leader uint16) {
	outcome, target := e.settle(c, w.favoured)
	q := e.question(d, SlotLeader, f.Field, f.Area, outcome)
	leader = e.head
	switch {
	case target != none:
		q.Post = e.post(target)
		leader = e.passOver(d, w, target)
		if onlyGeneral(c) {
			d.Flags |= GeneralOnly
		}
	case outcome == OutcomeConflict:
		d.Flags |= Conflict
	case d.Flags&NoRegulation == 0:
		d.Flags |= Gap
	}
	d.Leader = e.owner(leader)
	e.cooperate(w, SlotLeader, c)
	e.record(d, c)
	return leader
}

// passOver is the post itself, or when the paper is about it the first of its substitutes that it is not about, or the
// head.
func (e *Engine) passOver(d *Decision, w *work, n uint16) uint16 {
	if !w.excluded.has(n) {
		return n
	}
	d.Flags |= ExcludedPassed
	for _, substitute := range e.substitutes[e.post(n)] {
		if s := e.seating.post(substitute); s != none && !w.excluded.has(s) {
			return s
		}
	}
	return e.head
}

// onlyGeneral reports whether the winners ask nothing of a paper: whatever a clause asks, it is narrower there than blank.
func onlyGeneral(c []candidate) bool {
	for i := range c {
		if c[i].fate == FateWon && c[i].narrow != 0 {
			return false
		}
	}
	return true
}

func (e *Engine) decideDepartment(d *Decision, f *Facts, w *work, c []candidate) (unit uint16) {
	outcome, target := e.settle(c, [2]uint16{none, none})
	q := e.question(d, SlotDepartment, f.Field, f.Area, outcome)
	unit = e.office
	if target != none {
		q.Department = e.departmentOf(target)
	}
	switch {
	case target == none:
		d.Flags |= OfficeLeads
		if outcome == OutcomeConflict {
			d.Flags |= DepartmentTied
		}
	case w.complain && e.headExcluded(w, target):
		d.Flags |= OfficeLeads | DepartmentPassed | ExcludedPassed
	default:
		unit = target
	}
	d.Department = e.department(unit)
	e.cooperate(w, SlotDepartment, c)
	e.record(d, c)
	return unit
}

func (e *Engine) headExcluded(w *work, unit uint16) bool {
	head := e.seating.headOf[unit]
	return head != none && w.excluded.has(head)
}

// decideOfficer asks among the posts of the leading department only. Nobody, or several, is no gap: its head hands down.
func (e *Engine) decideOfficer(d *Decision, f *Facts, w *work, c []candidate, unit uint16) (officer uint16) {
	own := e.ownFirst(c, unit)
	outcome, target := e.settle(c[:own], w.favoured)
	officer = target
	if len(c) > 0 {
		q := e.question(d, SlotOfficer, f.Field, f.Area, outcome)
		if target != none {
			q.Post = e.post(target)
		}
		e.record(d, c)
	}
	if target != none && w.excluded.has(target) {
		d.Flags |= ExcludedPassed
		officer = none
	}
	if officer == none {
		d.Flags |= HandDown
	} else {
		d.Officer = e.post(officer)
	}
	if outcome != OutcomeConflict { // tied officers wait for the head of their department, who takes one of them
		e.cooperate(w, SlotOfficer, c[:own])
	}
	return officer
}

// ownFirst moves the candidates of a department to the front, keeping their order, and says how many they are.
func (e *Engine) ownFirst(c []candidate, unit uint16) int {
	own := 0
	for i := range c {
		if unit == none || c[i].unit() != unit {
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
func (e *Engine) cooperate(w *work, slot Slot, c []candidate) {
	for i := range c {
		switch c[i].fate {
		case FateOutranked, FateTied, FateSetAside:
			w.add(slot, c[i].target())
		}
	}
}

// add puts a target where one that cooperates in a slot stands.
func (w *work) add(slot Slot, target uint16) {
	switch slot {
	case SlotDepartment, SlotCoDepartment:
		w.coUnits[target/64] |= 1 << (target % 64)
	case SlotInform:
		w.inform.add(target)
	default:
		w.co.add(target)
	}
}

// placeNamed marks whether the posts that the paper names lead; those that would not win cooperate (step 7).
func (e *Engine) placeNamed(d *Decision, w *work, leader, officer uint16) {
	for _, n := range w.favoured {
		switch n {
		case none:
		case leader, officer:
			d.Flags |= NamedLeads
		default:
			d.Flags |= NamedCooperates
			w.co.add(n)
		}
	}
}

// askOthers asks every pair of the paper's fields and areas but the principals' for its leader and department (step 6).
// It adds to what was found what matches for any of the pairs, which is what any field and any area admit (step 2).
func (e *Engine) askOthers(d *Decision, f *Facts, w *work, found []candidate) []candidate {
	for i := -1; i < len(f.OtherFields); i++ {
		field := at(f.Field, f.OtherFields, i)
		for j := -1; j < len(f.OtherAreas); j++ {
			area := at(f.Area, f.OtherAreas, j)
			if i < 0 && j < 0 {
				continue
			}
			found = e.askPair(d, f, w, field, area, found)
		}
	}
	return found
}

// at is the principal value at -1, and another of the paper's from 0 on.
func at[V ~string](principal V, others []V, i int) V {
	if i < 0 {
		return principal
	}
	return others[i]
}

// askPair asks one pair of the paper's fields and areas, and adds what cooperates and is informed to what was found.
func (e *Engine) askPair(d *Decision, f *Facts, w *work, field Field, area Area, found []candidate) []candidate {
	var room [len(w.room)]candidate
	w.lines[ByField-1], w.lines[ByArea-1] = e.trees.fields.line(field), e.trees.areaLine(area)
	leaders, matching := e.cut(e.match(room[:0], w), SlotLeader)
	departments, matching := e.cut(matching, SlotDepartment)
	if (field != "" || len(f.OtherFields) == 0) && (area != "" || len(f.OtherAreas) == 0) { // no principal is no pair
		e.askOther(d, w, SlotLeader, field, area, leaders)
		e.askOther(d, w, SlotDepartment, field, area, departments)
	}
	_, matching = e.cut(matching, SlotSigner)
	for _, c := range matching {
		found = insert(found, c)
	}
	return found
}

// askOther adds the leader or department of another field and area. A gap or a conflict there moves nothing.
func (e *Engine) askOther(d *Decision, w *work, slot Slot, field Field, area Area, c []candidate) {
	outcome, target := e.settle(c, [2]uint16{none, none})
	q := e.question(d, slot, field, area, outcome)
	q.Other = true
	switch {
	case outcome == OutcomeConflict:
		d.Flags |= OtherConflict
	case target == none:
		d.Flags |= OtherGap
	default:
		w.add(slot, target)
		e.name(q, target)
	}
	e.record(d, c)
}

// addAll adds every post and department of the slots of any number (step 2).
func (e *Engine) addAll(d *Decision, w *work, found []candidate) {
	for slot := SlotCoLeader; slot <= SlotInform; slot++ {
		var c []candidate
		if c, found = e.cut(found, slot); len(c) == 0 {
			continue
		}
		for i := range c {
			c[i].fate = FateIncluded
			w.add(slot, c[i].target())
		}
		e.question(d, slot, "", "", OutcomeAll)
		e.record(d, c)
	}
}

// question adds a question to the explanation. It is valid until the next one is added.
func (e *Engine) question(d *Decision, slot Slot, field Field, area Area, outcome Outcome) *Question {
	d.Questions = append(d.Questions, Question{Slot: slot, Field: field, Area: area, Outcome: outcome})
	return &d.Questions[len(d.Questions)-1]
}

// name puts the target of a question into its answer.
func (e *Engine) name(q *Question, target uint16) {
	if q.Slot.TakesDepartment() {
		q.Department = e.departmentOf(target)
	} else {
		q.Post = e.post(target)
	}
}

// record adds the candidates of the last question to the explanation.
func (e *Engine) record(d *Decision, c []candidate) {
	number, from := uint16(len(d.Questions)-1), len(d.Matches)
	d.Matches = slices.Grow(d.Matches, len(c))[:from+len(c)]
	for i := range c {
		m := Match{Question: number, Fate: c[i].fate, On: c[i].on, Clause: e.clauseID(&c[i])}
		if c[i].on != NoSelector {
			m.By = e.clauseID(&c[c[i].by])
		}
		d.Matches[from+i] = m
	}
}

// finish writes out who cooperates and who is informed: each in the strongest role once, those the paper is about in
// none.
func (e *Engine) finish(d *Decision, w *work, leader, officer, unit uint16) {
	for _, n := range [...]uint16{leader, officer} {
		if n != none {
			w.co.drop(n)
			w.inform.drop(n)
		}
	}
	if unit != none {
		w.coUnits[unit/64] &^= 1 << (unit % 64)
	}
	if w.complain {
		e.leaveOut(d, w)
	}
	for i := range (int(e.postCount) + 63) / 64 {
		for set := w.co[i]; set != 0; set &= set - 1 {
			d.CoPosts = append(d.CoPosts, e.post(uint16(i*64+bits.TrailingZeros64(set))))
		}
		for set := w.inform[i] &^ w.co[i]; set != 0; set &= set - 1 {
			d.Inform = append(d.Inform, e.post(uint16(i*64+bits.TrailingZeros64(set))))
		}
	}
	for i := range (int(e.unitCount) + 63) / 64 {
		for set := w.coUnits[i]; set != 0; set &= set - 1 {
			d.CoDepartments = append(d.CoDepartments, e.departmentOf(uint16(i*64+bits.TrailingZeros64(set))))
		}
	}
}

// leaveOut takes away those that the paper is about, and the departments that they head.
func (e *Engine) leaveOut(d *Decision, w *work) {
	for i, out := range w.excluded {
		if (w.co[i]|w.inform[i])&out != 0 {
			d.Flags |= ExcludedPassed
		}
		w.co[i] &^= out
		w.inform[i] &^= out
	}
	for unit := range e.unitCount {
		if bit := uint64(1) << (unit % 64); w.coUnits[unit/64]&bit != 0 && e.headExcluded(w, unit) {
			w.coUnits[unit/64] &^= bit
			d.Flags |= ExcludedPassed
		}
	}
}
