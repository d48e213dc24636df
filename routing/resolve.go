package routing

import "slices"

// Resolve names who has the desk of a decision's leader that day.
func (e *Engine) Resolve(s *Staffing, d *Decision, f *Facts) Resolution {
	m := Matter{Field: f.Field, Excluded: f.Excluded}
	switch d.Leader.Kind {
	case OwnerPost:
		return e.ResolvePost(s, d.Leader.Post, m)
	case OwnerSuperior:
		return Resolution{Owner: d.Leader, Standing: AtSuperior, Flags: ToSuperior}
	}
	return e.everyoneAway(s, Resolution{}, m)
}

// ResolveDepartment names who has the desk of a department that day: its head, by the same steps.
func (e *Engine) ResolveDepartment(s *Staffing, department Department, m Matter) Resolution {
	var head Post
	if unit := e.seating.unit(department); unit != none {
		head = e.headOf(unit)
	}
	return e.ResolvePost(s, head, m)
}

// ResolvePost names who has the desk of a post that day, in one step and without chains, for what was handed over is not
// handed on: the delegate of the narrowest delegation that covers the matter, else the holder if he is there, else the
// regulation's substitutes in order, else (for an officer) the head of his department, else the head of the organ, else
// the deputy who runs it, else the queue of the chief of office, where who is on duty that day takes it.
//
// Posts that the matter is about are passed over, and so is whoever holds one of them.
func (e *Engine) ResolvePost(s *Staffing, post Post, m Matter) Resolution {
	r := Resolution{For: post}
	if e.tryOwn(&r, s, post, m) {
		return r
	}
	r.Flags |= StoodIn
	for _, substitute := range e.substitutes[post] {
		if e.try(&r, s, substitute, AsSubstitute, m) {
			return r
		}
	}
	if number := e.seating.post(post); number != none && e.seating.unitOf[number] != none {
		if e.try(&r, s, e.headOf(e.seating.unitOf[number]), AsDepartmentHead, m) {
			return r
		}
	}
	if e.try(&r, s, e.organ.Head, AsHead, m) || e.try(&r, s, e.running(s), AsRunningDeputy, m) {
		return r
	}
	return e.everyoneAway(s, r, m)
}

func (e *Engine) headOf(unit uint16) Post {
	if head := e.seating.headOf[unit]; head != none {
		return e.post(head)
	}
	return ""
}

func (e *Engine) running(s *Staffing) Post {
	if s.Running != "" {
		return s.Running
	}
	return e.deputy
}

// tryOwn tries the delegate and the holder of the post itself.
func (e *Engine) tryOwn(r *Resolution, s *Staffing, post Post, m Matter) bool {
	delegation := e.narrowest(s, post, m.Field)
	if delegation == nil {
		return e.try(r, s, post, AsHolder, m)
	}
	r.Flags |= Delegated
	r.Delegation = delegation.ID
	passed := Passed{Post: post, Because: BecauseDelegated, Delegation: delegation.ID}
	if holders := s.Holders[post]; len(holders) > 0 {
		passed.Person = holders[0].Person
	}
	r.Passed = append(r.Passed, passed)
	if !e.try(r, s, delegation.To, AsDelegate, m) {
		r.Delegation = ""
		return false
	}
	r.Flags |= StoodIn
	return true
}

// narrowest is the delegation of a post that covers the field most narrowly. Two that do so equally are refused at entry;
// should there be such, neither holds.
func (e *Engine) narrowest(s *Staffing, post Post, field Field) *Delegation {
	var best *Delegation
	width, tied := 0, false
	for i := range s.Delegations {
		d := &s.Delegations[i]
		w := 0
		if d.From == post {
			w = e.covers(d, field)
		}
		switch {
		case w > width:
			best, width, tied = d, w, false
		case w > 0 && w == width:
			tied = true
		}
	}
	if tied {
		return nil
	}
	return best
}

// covers is how narrowly a delegation covers a field: 0 not at all, 1 as one of everything, more the deeper its field.
func (e *Engine) covers(d *Delegation, field Field) int {
	if len(d.Fields) == 0 {
		return 1
	}
	line := e.trees.FieldLine(field)
	for i, ancestor := range line {
		if slices.Contains(d.Fields, ancestor) {
			return 1 + len(line) - i
		}
	}
	return 0
}

// try takes a post's people who are there, or records why the post was passed over. A post is tried once; but
// what the head handed over comes back to him when nobody it was handed to is there.
func (e *Engine) try(r *Resolution, s *Staffing, post Post, as Standing, m Matter) bool {
	if post == "" || slices.ContainsFunc(r.Passed, func(p Passed) bool { return p.Post == post && p.Because != BecauseDelegated }) {
		return false
	}
	passed := Passed{Post: post, As: as, Because: BecauseVacant}
	if slices.Contains(m.Excluded, post) {
		passed.Because = BecauseExcluded
		r.pass(passed)
		return false
	}
	for _, holder := range s.Holders[post] {
		switch {
		case holdsAny(s, holder.Person, m.Excluded):
			passed.Because, passed.Person = BecauseExcluded, holder.Person
		case s.Absent[holder.Person]:
			passed.Because, passed.Person = BecauseAbsent, holder.Person
		default:
			r.People = append(r.People, holder)
		}
	}
	if len(r.People) == 0 {
		r.pass(passed)
		return false
	}
	r.Owner, r.Standing = Owner{Post: post}, as
	return true
}

// pass records a post that was passed over; the flags tell of the post that owns the paper only.
func (r *Resolution) pass(p Passed) {
	r.Passed = append(r.Passed, p)
	if p.As != AsHolder {
		return
	}
	switch p.Because {
	case BecauseVacant:
		r.Flags |= Vacant
	case BecauseAbsent:
		r.Flags |= Absent
	case BecauseExcluded:
		r.Flags |= ExcludedPassed
	}
}

func holdsAny(s *Staffing, person Person, posts []Post) bool {
	return slices.ContainsFunc(posts, func(post Post) bool {
		return slices.ContainsFunc(s.Holders[post], func(h Holder) bool { return h.Person == person })
	})
}

// everyoneAway leaves the paper in the office's queue, and with it to the first on duty who is there; without one, to the chief of office.
func (e *Engine) everyoneAway(s *Staffing, r Resolution, m Matter) Resolution {
	r.Owner, r.Standing = Owner{Kind: OwnerOfficeQueue}, InQueue
	r.Flags |= EveryoneAway
	for _, person := range s.Duty {
		if s.there(person, m) {
			r.Duty = person
			return r
		}
	}
	for _, holder := range s.Holders[e.organ.ChiefOfOffice] {
		if s.there(holder.Person, m) {
			r.Keeper = holder.Person
		}
	}
	return r
}

// there reports whether a person may have the matter on his desk that day: he is not away, and it is not about him.
func (s *Staffing) there(person Person, m Matter) bool {
	return !s.Absent[person] && !holdsAny(s, person, m.Excluded)
}
