package org

import (
	"context"

	"congvan/database"
	"congvan/office"
)

// Timeline is who held what, who was away and who was on duty in an organ on some days, half-open as all intervals are.
type Timeline struct {
	From, To     office.Day
	Appointments []Appointment // by first day
	Absences     []Absence
	Duties       []Duty // by first day, then by rank
}

// Record is what is known of a person: every appointment and absence, the latest first, and duties from today on.
type Record struct {
	Person       Person
	Appointments []Appointment
	Absences     []Absence
	Duties       []Duty
}

// MayReadReason is the policy for the reason of a person's absence, which may be an illness: he himself, those who may enter it, and the head.
func MayReadReason(actor office.Actor, person office.ID) bool {
	return MayTellAway(actor, person) || actor.SeesOrgan()
}

// Timeline reads the actor's organ from a day up to another.
func (s *Service) Timeline(ctx context.Context, actor office.Actor, from, to office.Day) (Timeline, error) {
	t := Timeline{From: from, To: to}
	err := s.db.Read(ctx, func(tx *database.Tx) (err error) {
		where := ` where organ_id = $1 and (ends_on is null or ends_on > $2) and starts_on < $3 order by starts_on, id`
		if err = tx.Select(ctx, &t.Appointments, `select `+appointmentColumns+` from appointments`+where, actor.Organ, from, to); err != nil {
			return err
		}
		if err = tx.Select(ctx, &t.Absences, `select `+absenceColumns+` from absences`+where, actor.Organ, from, to); err != nil {
			return err
		}
		t.Duties, err = dutiesWithin(ctx, tx, actor.Organ, from, to)
		return err
	})
	keepReasons(actor, t.Absences)
	return t, err
}

// Record reads a person of the actor's organ.
func (s *Service) Record(ctx context.Context, actor office.Actor, person office.ID) (Record, error) {
	var r Record
	err := s.db.Read(ctx, func(tx *database.Tx) (err error) {
		if r.Person, err = PersonOf(ctx, tx, person); err != nil {
			return err
		}
		if r.Person.OrganID != actor.Organ {
			return office.NotFound("org.no_person", person)
		}
		where := ` where organ_id = $1 and person_id = $2 order by starts_on desc, id desc`
		if err = tx.Select(ctx, &r.Appointments, `select `+appointmentColumns+` from appointments`+where, actor.Organ, person); err != nil {
			return err
		}
		if err = tx.Select(ctx, &r.Absences, `select `+absenceColumns+` from absences`+where, actor.Organ, person); err != nil {
			return err
		}
		return tx.Select(ctx, &r.Duties, `select `+dutyColumns+` from duties where organ_id = $1 and person_id = $2 and ends_on > $3 order by starts_on`,
			actor.Organ, person, tx.Today())
	})
	keepReasons(actor, r.Absences)
	return r, err
}

// keepReasons blanks the reasons that the actor may not read.
func keepReasons(actor office.Actor, all []Absence) {
	for i := range all {
		if !MayReadReason(actor, all[i].PersonID) {
			all[i].Reason = ""
		}
	}
}

// Appointment reads an appointment of the actor's organ.
func (s *Service) Appointment(ctx context.Context, actor office.Actor, id office.ID) (Appointment, error) {
	var a Appointment
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		err := tx.Get(ctx, &a, `select `+appointmentColumns+` from appointments where id = $1 and organ_id = $2`, id, actor.Organ)
		if database.NoRows(err) {
			return office.NotFound("people.no_appointment")
		}
		return err
	})
	return a, err
}

// Absence reads an absence in the actor's organ.
func (s *Service) Absence(ctx context.Context, actor office.Actor, id office.ID) (Absence, error) {
	all := make([]Absence, 1)
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		err := tx.Get(ctx, &all[0], `select `+absenceColumns+` from absences where id = $1 and organ_id = $2`, id, actor.Organ)
		if database.NoRows(err) {
			return office.NotFound("people.no_absence")
		}
		return err
	})
	keepReasons(actor, all)
	return all[0], err
}

// Holding are the appointments to a post of the actor's organ, the latest first.
func (s *Service) Holding(ctx context.Context, actor office.Actor, post office.ID) ([]Appointment, error) {
	var all []Appointment
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		return tx.Select(ctx, &all, `select `+appointmentColumns+` from appointments where organ_id = $1 and post_id = $2 order by starts_on desc, id desc`,
			actor.Organ, post)
	})
	return all, err
}
