package org

import (
	"context"
	"errors"
	"slices"
	"strings"

	"congvan/database"
	"congvan/office"
)

// kinds of appointment, as they are offered.
var kinds = []AppointmentKind{Primary, Concurrent, Acting, InCharge}

// AppointmentKinds are the kinds of appointment, as they are offered.
func AppointmentKinds() []AppointmentKind { return slices.Clone(kinds) }

// Appoint has a person of the actor's organ hold a post of it from a day up to another, or without end, by a document. A leading post has at most one
// holder a day, a person at most one primary post, and nobody holds a post twice: the error names the appointment that is in the way.
func (s *Service) Appoint(ctx context.Context, actor office.Actor, a Appointment) (office.ID, error) {
	id, err := s.organise(ctx, actor, func(tx *database.Tx, organ *Structure) (deed, error) {
		a.ID, a.OrganID, a.EndedBy = office.NewID(), organ.Organ.ID, ""
		if err := a.check(organ); err != nil {
			return deed{}, err
		}
		beside, err := appointmentsFrom(ctx, tx, a.OrganID, a.StartsOn)
		if err != nil {
			return deed{}, err
		}
		if err := a.inTheWay(organ, beside); err != nil {
			return deed{}, err
		}
		post, _ := organ.Post(a.PostID)
		person, _ := organ.Person(a.PersonID)
		return deed{"org.appoint", a.ID, strings.Join([]string{person.Name, post.Title, string(a.Kind), string(a.StartsOn), a.Basis}, "; ")},
			AddParts(ctx, tx, Establishment{Organ: organ.Organ, Appointments: []Appointment{a}, Standing: organ.Posts})
	})
	switch { // somebody was faster
	case database.Violates(err, "appointments_one_holder", ""):
		return id, office.Conflict("org.two_holders", a.PostID.String()).Because(err)
	case database.Violates(err, "appointments_once", ""):
		return id, office.Conflict("people.appointed_twice_now").Because(err)
	}
	return id, err
}

// check says what is wrong with an appointment by itself.
func (a *Appointment) check(organ *Structure) error {
	faults := []error{interval(a.StartsOn, a.EndsOn), named(&a.Basis, "basis")}
	post, ok := organ.Post(a.PostID)
	switch {
	case !ok:
		faults = append(faults, office.Invalid("people.no_post", "post"))
	case post.ClosedOn != "" && (a.EndsOn == "" || a.EndsOn > post.ClosedOn):
		faults = append(faults, office.Invalid("people.closed_already", "post", post.Title, post.ClosedOn))
	case (a.Kind == Acting || a.Kind == InCharge) && !post.Leading:
		faults = append(faults, office.Invalid("people.only_leading", "kind", post.Title))
	}
	if _, ok := organ.Person(a.PersonID); !ok {
		faults = append(faults, office.Invalid("org.no_person", "person"))
	}
	if !slices.Contains(kinds, a.Kind) {
		faults = append(faults, office.Invalid("people.unknown_kind", "kind", string(a.Kind)))
	}
	return errors.Join(faults...)
}

// inTheWay finds an appointment beside which this one may not stand, and names it.
func (a *Appointment) inTheWay(organ *Structure, beside []Appointment) error {
	for _, other := range beside {
		if !overlap(a.StartsOn, a.EndsOn, other.StartsOn, other.EndsOn) {
			continue
		}
		post, _ := organ.Post(other.PostID)
		person, _ := organ.Person(other.PersonID)
		key := ""
		switch {
		case other.PostID == a.PostID && other.PersonID == a.PersonID:
			key = "people.appointed_twice"
		case other.PostID == a.PostID && post.Leading:
			key = "people.held_already"
		case other.PersonID == a.PersonID && other.Kind == Primary && a.Kind == Primary:
			key = "people.primary_already"
		default:
			continue
		}
		if other.EndsOn == "" {
			key += ".open"
		}
		conflict := office.Conflict(key, person.Name, post.Title, other.StartsOn, other.EndsOn)
		conflict.Field = "starts_on"
		return conflict
	}
	return nil
}

// EndAppointment ends an appointment on a day, the first on which it holds no more, by a document. One that has not begun can be taken back by naming
// its first day.
func (s *Service) EndAppointment(ctx context.Context, actor office.Actor, id office.ID, day office.Day, basis string) error {
	_, err := s.organise(ctx, actor, func(tx *database.Tx, organ *Structure) (deed, error) {
		var a Appointment
		err := tx.Get(ctx, &a, `select `+appointmentColumns+` from appointments where id = $1 and organ_id = $2`+tx.ForUpdate(), id, organ.Organ.ID)
		if database.NoRows(err) {
			return deed{}, office.NotFound("people.no_appointment")
		}
		if err != nil {
			return deed{}, err
		}
		faults := []error{named(&basis, "basis")}
		switch {
		case day == "":
			faults = append(faults, office.Invalid("people.end_missing", "ends_on"))
		case day < a.StartsOn || day == a.StartsOn && a.StartsOn <= organ.Day:
			faults = append(faults, office.Invalid("people.ends_before", "ends_on", a.StartsOn))
		case a.EndsOn != "" && day > a.EndsOn:
			faults = append(faults, office.Invalid("people.ends_after", "ends_on", a.EndsOn))
		}
		if err := errors.Join(faults...); err != nil {
			return deed{}, err
		}
		post, _ := organ.Post(a.PostID)
		person, _ := organ.Person(a.PersonID)
		done := deed{"org.end_appointment", id, strings.Join([]string{person.Name, post.Title, string(day), basis}, "; ")}
		if day == a.StartsOn {
			_, err = tx.Exec(ctx, `delete from appointments where id = $1`, id)
		} else {
			_, err = tx.Exec(ctx, `update appointments set ends_on = $2, ended_by = $3 where id = $1`, id, day, basis)
		}
		return done, err
	})
	return err
}

// appointmentsFrom are the appointments in an organ that hold on a day or later.
func appointmentsFrom(ctx context.Context, tx *database.Tx, organ office.ID, day office.Day) ([]Appointment, error) {
	var all []Appointment
	err := tx.Select(ctx, &all, `select `+appointmentColumns+` from appointments where organ_id = $1 and (ends_on is null or ends_on > $2)
		order by starts_on, id`, organ, day)
	return all, err
}
