package org

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"congvan/database"
	"congvan/office"
)

// Limits of a roster.
const (
	MaxRank    = 9   // people on duty on one day
	maxRoster  = 400 // days that are entered together
	rosterRows = 400 * MaxRank
)

// Roster is who is on duty in the actor's organ from a day up to another: by first day, then by rank.
func (s *Service) Roster(ctx context.Context, actor office.Actor, from, to office.Day) ([]Duty, error) {
	var all []Duty
	err := s.db.Read(ctx, func(tx *database.Tx) (err error) {
		all, err = dutiesWithin(ctx, tx, actor.Organ, from, to)
		return err
	})
	return all, err
}

func dutiesWithin(ctx context.Context, tx *database.Tx, organ office.ID, from, to office.Day) ([]Duty, error) {
	var all []Duty
	err := tx.Select(ctx, &all, `select `+dutyColumns+` from duties where organ_id = $1 and ends_on > $2 and starts_on < $3 order by starts_on, rank`, organ, from, to)
	return all, err
}

// SetRoster says who is on duty from a day up to another, in place of whoever was: a month, or one day of it. What was entered for days outside stays;
// an empty list leaves the days without anybody. All faults are named together, by the place in the list: "duties[3].person".
func (s *Service) SetRoster(ctx context.Context, actor office.Actor, from, to office.Day, list []Duty) error {
	if !MayRoster(actor) {
		return office.Forbidden("people.only_roster_keeper")
	}
	_, err := s.change(ctx, actor, func(tx *database.Tx, organ *Structure) (deed, error) {
		if err := checkRoster(organ, from, to, list); err != nil {
			return deed{}, err
		}
		before, err := dutiesWithin(ctx, tx, organ.Organ.ID, from, to)
		if err != nil {
			return deed{}, err
		}
		if _, err := tx.Exec(ctx, `delete from duties where organ_id = $1 and ends_on > $2 and starts_on < $3`, organ.Organ.ID, from, to); err != nil {
			return deed{}, err
		}
		entered := slices.Concat(outside(before, from, to), list)
		rows := make([][]any, len(entered))
		for i, d := range entered {
			rows[i] = []any{office.NewID(), organ.Organ.ID, d.PersonID, d.Rank, d.StartsOn, d.EndsOn, strings.TrimSpace(d.Note), tx.Now()}
		}
		return deed{"org.set_roster", organ.Organ.ID, string(from) + " – " + string(to)},
			tx.InsertMany(ctx, `insert into duties (id, organ_id, person_id, rank, starts_on, ends_on, note, created_at)`, rows, "")
	})
	return err
}

// outside are the parts of duties before and after an interval.
func outside(all []Duty, from, to office.Day) []Duty {
	var parts []Duty
	for _, d := range all {
		if d.StartsOn < from {
			before := d
			before.EndsOn = from
			parts = append(parts, before)
		}
		if d.EndsOn > to {
			after := d
			after.StartsOn = to
			parts = append(parts, after)
		}
	}
	return parts
}

func checkRoster(organ *Structure, from, to office.Day, list []Duty) error {
	switch {
	case from == "":
		return office.Invalid("people.start_missing", "from")
	case to <= from:
		return office.Invalid("org.bad_interval", "to", from, to)
	case to > from.Add(maxRoster) || len(list) > rosterRows:
		return office.Invalid("people.roster_long", "to", maxRoster)
	}
	var faults []error
	for i, d := range list {
		at := func(part string) string { return fmt.Sprintf("duties[%d].%s", i, part) }
		if _, ok := organ.Person(d.PersonID); !ok {
			faults = append(faults, office.Invalid("org.no_person", at("person")))
		}
		if d.Rank < 1 || d.Rank > MaxRank {
			faults = append(faults, office.Invalid("people.bad_rank", at("rank"), MaxRank))
		}
		switch {
		case d.StartsOn == "" || d.EndsOn <= d.StartsOn:
			faults = append(faults, office.Invalid("org.bad_interval", at("ends_on"), d.StartsOn, d.EndsOn))
		case d.StartsOn < from || d.EndsOn > to:
			faults = append(faults, office.Invalid("people.outside_roster", at("starts_on"), from, to))
		default:
			faults = append(faults, d.beside(organ, list[:i], at))
		}
	}
	return errors.Join(faults...)
}

// beside says which of the earlier duties of a list this one may not stand beside.
func (d Duty) beside(organ *Structure, earlier []Duty, at func(string) string) error {
	for _, other := range earlier {
		if !overlap(d.StartsOn, d.EndsOn, other.StartsOn, other.EndsOn) {
			continue
		}
		person, _ := organ.Person(other.PersonID)
		switch {
		case d.PersonID == other.PersonID:
			return office.Invalid("people.twice_on_duty", at("person"), person.Name, max(d.StartsOn, other.StartsOn))
		case d.Rank == other.Rank:
			return office.Invalid("people.rank_taken", at("rank"), person.Name, max(d.StartsOn, other.StartsOn))
		}
	}
	return nil
}
