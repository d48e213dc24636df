package org

import (
	"context"
	"strings"
	"unicode/utf8"

	"congvan/audit"
	"congvan/database"
	"congvan/office"
)

// Who may keep what of his own organ:
//   - departments, posts, people and appointments: the organisation officer, and the administrator who sets the organ up;
//   - an absence: whoever is away, and for him the clerk, the chief of office and the organisation officer;
//   - the duty roster: the chief of office and the organisation officer.

// MayOrganise is the policy for departments, posts, people and appointments.
func MayOrganise(actor office.Actor) bool {
	return actor.Has(office.RoleOrganiser, office.RoleAdministrator)
}

// MayTellAway is the policy for a person's absence: he himself, and those who keep the office's day.
func MayTellAway(actor office.Actor, person office.ID) bool {
	return actor.Person != (office.ID{}) && actor.Person == person ||
		actor.Has(office.RoleClerk, office.RoleChiefOfOffice, office.RoleOrganiser)
}

// MayRoster is the policy for the duty roster.
func MayRoster(actor office.Actor) bool {
	return actor.Has(office.RoleChiefOfOffice, office.RoleOrganiser)
}

// deed is what a change did, for the record.
type deed struct {
	action string // "org.appoint"
	object office.ID
	detail string
}

// change makes one change of the actor's organ as it stands today: it is recorded, and everybody who works there looks again, for who answers for
// what may be another now.
func (s *Service) change(ctx context.Context, actor office.Actor, do func(tx *database.Tx, organ *Structure) (deed, error)) (office.ID, error) {
	var done deed
	err := s.db.Write(ctx, func(tx *database.Tx) error {
		organ, err := StructureOf(ctx, tx, actor.Organ, tx.Today())
		if err != nil {
			return err
		}
		if done, err = do(tx, organ); err != nil {
			return err
		}
		if err := Wake(ctx, tx, actor.Organ); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Organ: actor.Organ, Actor: actor, Action: done.action, Object: done.object, Detail: done.detail})
	})
	return done.object, err
}

// organise is a change for those who keep departments, posts, people and appointments.
func (s *Service) organise(ctx context.Context, actor office.Actor, do func(tx *database.Tx, organ *Structure) (deed, error)) (office.ID, error) {
	if !MayOrganise(actor) {
		return office.ID{}, office.Forbidden("people.only_organiser")
	}
	return s.change(ctx, actor, do)
}

// Wake has everybody look again who works in an organ, or did until today.
func Wake(ctx context.Context, tx *database.Tx, organ office.ID) error {
	var people []office.ID
	err := tx.Select(ctx, &people, `select distinct person_id from appointments where organ_id = $1 and (ends_on is null or ends_on >= $2)`, organ, tx.Today())
	for _, person := range people {
		tx.Wake(office.PersonTopic(person))
	}
	return err
}

// maxName is the longest name or title that is taken, in characters.
const maxName = 200

// named cuts the space around a name and says what is wrong with it.
func named(name *string, field string) error {
	*name = strings.TrimSpace(*name)
	switch {
	case *name == "":
		return office.Invalid("people.name_missing", field)
	case utf8.RuneCountInString(*name) > maxName:
		return office.Invalid("people.name_long", field, maxName)
	}
	return nil
}

// interval says what is wrong with an interval of days.
func interval(from, to office.Day) error {
	switch {
	case from == "":
		return office.Invalid("people.start_missing", "starts_on")
	case to != "" && to <= from:
		return office.Invalid("org.bad_interval", "ends_on", from, to)
	}
	return nil
}

// overlap reports whether two intervals share a day; no end is open.
func overlap(from, to, otherFrom, otherTo office.Day) bool {
	return (to == "" || otherFrom < to) && (otherTo == "" || from < otherTo)
}
