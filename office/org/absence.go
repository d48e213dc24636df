package org

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"congvan/database"
	"congvan/office"
)

// maxReason is the longest reason that is taken, in characters.
const maxReason = 500

// ReportAbsence is the actor's own notice that he will be away from one day up to another, the first day back. It hands nothing over.
func (s *Service) ReportAbsence(ctx context.Context, actor office.Actor, from, to office.Day, reason string) error {
	if actor.Person == (office.ID{}) {
		return office.Forbidden("org.no_person_away")
	}
	_, err := s.TellAway(ctx, actor, Absence{PersonID: actor.Person, StartsOn: from, EndsOn: to, Reason: reason})
	return err
}

// TellAway enters that a person is away from one day up to another, the first day back; without it until he comes back. It hands nothing over: who
// answers for his posts meanwhile the regulation says. Two absences of a person do not overlap: the error names the other.
func (s *Service) TellAway(ctx context.Context, actor office.Actor, a Absence) (office.ID, error) {
	if !MayTellAway(actor, a.PersonID) {
		return office.ID{}, office.Forbidden("people.not_yours_to_tell")
	}
	return s.change(ctx, actor, func(tx *database.Tx, organ *Structure) (deed, error) {
		person, ok := organ.Person(a.PersonID)
		if !ok {
			return deed{}, office.NotFound("org.no_person")
		}
		a.ID, a.OrganID, a.Reason, a.EnteredBy = office.NewID(), organ.Organ.ID, strings.TrimSpace(a.Reason), nil
		if actor.Person != a.PersonID {
			a.EnteredBy = &actor.Person
		}
		if err := a.Check(ctx, tx); err != nil {
			return deed{}, err
		}
		return deed{"org.tell_away", a.ID, strings.Join([]string{person.Name, string(a.StartsOn), string(a.EndsOn)}, "; ")},
			AddParts(ctx, tx, Establishment{Organ: organ.Organ, Absences: []Absence{a}})
	})
}

// Check says what is wrong with an absence that is to be entered: its days, or another one of the person that it overlaps.
func (a *Absence) Check(ctx context.Context, tx *database.Tx) error {
	faults := []error{interval(a.StartsOn, a.EndsOn)}
	if utf8.RuneCountInString(a.Reason) > maxReason {
		faults = append(faults, office.Invalid("people.reason_long", "reason", maxReason))
	}
	if err := errors.Join(faults...); err != nil {
		return err
	}
	var others []Absence
	if err := tx.Select(ctx, &others, `select `+absenceColumns+` from absences where organ_id = $1 and person_id = $2 order by starts_on`, a.OrganID, a.PersonID); err != nil {
		return err
	}
	for _, other := range others {
		if overlap(a.StartsOn, a.EndsOn, other.StartsOn, other.EndsOn) {
			key := "people.away_already"
			if other.EndsOn == "" {
				key += ".open"
			}
			conflict := office.Conflict(key, other.StartsOn, other.EndsOn)
			conflict.Field = "starts_on"
			return conflict
		}
	}
	return nil
}

// EndAbsence lets an absence end earlier: day is the first day back. One that is to end before it has lasted a day is taken back.
func (s *Service) EndAbsence(ctx context.Context, actor office.Actor, id office.ID, day office.Day) error {
	_, err := s.change(ctx, actor, func(tx *database.Tx, organ *Structure) (deed, error) {
		var a Absence
		err := tx.Get(ctx, &a, `select `+absenceColumns+` from absences where id = $1 and organ_id = $2`+tx.ForUpdate(), id, organ.Organ.ID)
		switch {
		case database.NoRows(err):
			return deed{}, office.NotFound("people.no_absence")
		case err != nil:
			return deed{}, err
		case !MayTellAway(actor, a.PersonID):
			return deed{}, office.Forbidden("people.not_yours_to_tell")
		case day == "":
			return deed{}, office.Invalid("people.end_missing", "ends_on")
		case a.EndsOn != "" && day > a.EndsOn:
			return deed{}, office.Invalid("people.ends_after", "ends_on", a.EndsOn)
		}
		person, _ := organ.Person(a.PersonID)
		if day <= a.StartsOn {
			_, err = tx.Exec(ctx, `delete from absences where id = $1`, id)
			return deed{"org.take_back_absence", id, person.Name + "; " + string(a.StartsOn)}, err
		}
		_, err = tx.Exec(ctx, `update absences set ends_on = $2 where id = $1`, id, day)
		return deed{"org.end_absence", id, person.Name + "; " + string(day)}, err
	})
	return err
}
