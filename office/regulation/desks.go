package regulation

import (
	"context"
	"fmt"
	"slices"

	"congvan/database"
	"congvan/office"
	"congvan/office/org"
	"congvan/routing"
)

// Desk is who has the desk of a post on a day, in all fields or in some, and why.
type Desk struct {
	Post   office.ID
	Title  string
	Fields []office.FieldCode // empty: all; "" among them is what is unclassified
	As     string             // holder, delegate, substitute, department_head, head, running_deputy, duty, keeper; nobody
	Owner  string             // title of the post whose holder has it, or who is on duty; empty with nobody
	People []org.Person
	// Why its holder has it not, or has it again: vacant, absent, delegated, excluded; empty where he simply has it.
	Because string
	Number  string     // of the delegation by which it was handed over
	Until   office.Day // the first day on which that reason is no more; empty when none is known
}

// Change is a desk that somebody has else than today, from a day up to another.
type Change struct {
	From, To office.Day // To empty: no end in sight
	Desk
}

// DesksOn says who has which desk in the actor's organ on a day; none is today.
func (s *Service) DesksOn(ctx context.Context, actor office.Actor, day office.Day) ([]Desk, error) {
	var all []Desk
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		if day == "" {
			day = tx.Today()
		}
		b, err := s.bench(ctx, tx, actor.Organ, day)
		if err == nil {
			all = b.desks()
		}
		return err
	})
	return all, err
}

// desks are those of the open posts, in their order, one for all fields or one for those that are answered alike.
func (b *bench) desks() []Desk {
	var all []Desk
	for _, post := range b.structure.OpenPosts() {
		all = append(all, b.desksOf(post)...)
	}
	return all
}

func (b *bench) desksOf(post org.Post) []Desk {
	asked := everyField()
	if !b.delegates(post.ID) {
		asked = asked[:1]
	}
	var all []Desk
	for _, field := range asked {
		d := b.deskIn(post, field)
		i := slices.IndexFunc(all, d.alike)
		if i < 0 {
			i, all = len(all), append(all, d)
		}
		all[i].Fields = append(all[i].Fields, field)
	}
	if len(all) == 1 {
		all[0].Fields = nil
	}
	return all
}

// alike reports whether a desk is answered as another one is: by the same people, in the same right, for the same reason.
func (d Desk) alike(other Desk) bool {
	d.Fields, other.Fields = nil, nil
	return fmt.Sprint(d) == fmt.Sprint(other)
}

func (b *bench) deskIn(post org.Post, field office.FieldCode) Desk {
	r := b.desk(post.ID, field)
	d := Desk{Post: post.ID, Title: post.Title, As: r.Standing.String()}
	switch {
	case r.Standing == routing.AsHead && r.Owner.Post == r.For:
		d.As = routing.AsHolder.String() // what he handed over came back to him
	case r.Duty != "":
		d.As, d.People = "duty", b.peopleOf(r.Duty)
	case r.Keeper != "":
		d.As, d.People = "keeper", b.peopleOf(r.Keeper)
	case r.Standing == routing.InQueue:
		d.As = "nobody"
	}
	for _, holder := range r.People {
		d.People = append(d.People, b.peopleOf(holder.Person)...)
	}
	if id, err := office.ParseID("", string(r.Owner.Post)); err == nil {
		owner, _ := b.structure.Post(id)
		d.Owner = owner.Title
	}
	if len(r.Passed) > 0 {
		b.explain(&d, r)
	}
	return d
}

// explain says why the holder has not his desk, and until when.
func (b *bench) explain(d *Desk, r routing.Resolution) {
	first := r.Passed[0]
	d.Because = first.Because.String()
	switch first.Because {
	case routing.BecauseDelegated:
		for _, delegation := range b.delegations {
			if delegation.ID.String() == first.Delegation {
				d.Number, d.Until = delegation.Number, delegation.EndsOn
			}
		}
	case routing.BecauseAbsent:
		for _, a := range b.structure.Absences {
			if personOf(a.PersonID) == first.Person {
				d.Until = a.EndsOn
			}
		}
	}
}

func (b *bench) peopleOf(person routing.Person) []org.Person {
	id, err := office.ParseID("", string(person))
	if err != nil {
		return nil
	}
	p, ok := b.structure.Person(id)
	if !ok {
		return nil
	}
	return []org.Person{p}
}

// Limits of looking ahead.
const (
	lookAhead = 366 // days, of an absence without end
	lookDays  = 60  // on which something changes
)

// WhileAway says what an absence that is not entered yet would change: which desks of the person, his own and those that he stands in for, would be
// whose, from when to when. It enters nothing.
func (s *Service) WhileAway(ctx context.Context, actor office.Actor, a org.Absence) ([]Change, error) {
	if !org.MayTellAway(actor, a.PersonID) {
		return nil, office.Forbidden("people.not_yours_to_tell")
	}
	a.OrganID = actor.Organ
	var all []Change
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		person, err := org.PersonOf(ctx, tx, a.PersonID)
		if err != nil {
			return err
		}
		if person.OrganID != actor.Organ {
			return office.NotFound("org.no_person", a.PersonID)
		}
		if err := a.Check(ctx, tx); err != nil {
			return err
		}
		all, err = s.overDays(ctx, tx, actor.Organ, a.StartsOn, a.EndsOn, func(b *bench) []Desk { return b.movedBy(a) })
		return err
	})
	return all, err
}

// StandIns are the desks of the actor's organ that somebody else has than their holders, from a day up to another.
func (s *Service) StandIns(ctx context.Context, actor office.Actor, from, to office.Day) ([]Change, error) {
	var all []Change
	err := s.db.Read(ctx, func(tx *database.Tx) (err error) {
		all, err = s.overDays(ctx, tx, actor.Organ, from, to, func(b *bench) []Desk {
			return slices.DeleteFunc(b.desks(), func(d Desk) bool { return d.As == routing.AsHolder.String() })
		})
		return err
	})
	return all, err
}

// overDays asks for desks on each day of an interval on which something changes.
func (s *Service) overDays(ctx context.Context, tx *database.Tx, organ office.ID, from, to office.Day, of func(*bench) []Desk) ([]Change, error) {
	days, err := turningDays(ctx, tx, organ, from, to)
	if err != nil {
		return nil, err
	}
	var all []Change
	for i, day := range days {
		until := to
		if i+1 < len(days) {
			until = days[i+1]
		}
		b, err := s.bench(ctx, tx, organ, day)
		if err != nil {
			return nil, err
		}
		all = follow(all, day, until, of(b))
	}
	return all, nil
}

// turningDays are the first day of an interval and those days of it on which somebody comes, goes, or is handed something.
func turningDays(ctx context.Context, tx *database.Tx, organ office.ID, from, to office.Day) ([]office.Day, error) {
	if to == "" {
		to = from.Add(lookAhead)
	}
	days := []office.Day{from}
	collect := func(column, table string) error {
		var some []office.Day
		err := tx.Select(ctx, &some, `select distinct `+column+` from `+table+` where organ_id = $1 and `+column+` > $2 and `+column+` < $3`, organ, from, to)
		days = append(days, some...)
		return err
	}
	for _, table := range []string{"appointments", "absences", "duties", "delegations"} {
		for _, column := range []string{"starts_on", "ends_on"} {
			if err := collect(column, table); err != nil {
				return nil, err
			}
		}
	}
	if err := collect("effective_from", "regulation_versions"); err != nil {
		return nil, err
	}
	if err := collect("closed_on", "posts"); err != nil {
		return nil, err
	}
	slices.Sort(days)
	days = slices.Compact(days)
	return days[:min(len(days), lookDays)], nil
}

// movedBy are the desks that the person would have and that would be somebody else's while he is away.
func (b *bench) movedBy(a org.Absence) []Desk {
	structure := *b.structure
	structure.Absences = append(slices.Clone(structure.Absences), a)
	k := seatsOf(&structure)
	away := &bench{&structure, b.rules, b.delegations, k.with(b.delegations)}
	var moved []Desk
	for _, post := range structure.OpenPosts() {
		before := b.desksOf(post)
		for _, d := range away.desksOf(post) {
			if slices.ContainsFunc(before, func(was Desk) bool { return was.has(a.PersonID) && shareField(was, d) }) && !d.has(a.PersonID) {
				moved = append(moved, d)
			}
		}
	}
	return moved
}

func (d Desk) has(person office.ID) bool {
	return slices.ContainsFunc(d.People, func(p org.Person) bool { return p.ID == person })
}

func shareField(a, b Desk) bool {
	return len(a.Fields) == 0 || len(b.Fields) == 0 || slices.ContainsFunc(a.Fields, func(f office.FieldCode) bool { return slices.Contains(b.Fields, f) })
}

// follow adds what holds from a day on: a change that goes on is made longer.
func follow(all []Change, from, to office.Day, desks []Desk) []Change {
	for _, d := range desks {
		i := slices.IndexFunc(all, func(c Change) bool { return c.To == from && c.Desk.alike(d) && slices.Equal(c.Fields, d.Fields) })
		if i >= 0 {
			all[i].To = to
			continue
		}
		all = append(all, Change{from, to, d})
	}
	return all
}
