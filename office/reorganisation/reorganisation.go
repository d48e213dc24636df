// Package reorganisation carries changes of organisation out: communes merge, split and are renamed, departments and posts take each other's place,
// fields move. It stands after the slices whose things move, because it is the one that knows them all.
//
// A change is data (org.Reorganisation): which takes the place of which, from which day on, by which document. Before its day it can be looked at
// in full (Preview) and withdrawn. On its day a job carries it out in steps that each do nothing twice, so that one that dies is taken up where it
// stopped. Its rules:
//   - rules of the old organisation become drafts that somebody confirms; what could not be carried over is listed beside them;
//   - open work goes on where the mapping says, each paper with a new decision, an event and a notice; what is finished stays where it was;
//   - the registers of an organ that is no more are closed with the reason, those of its successor go on with their own numbers;
//   - delegations end and are not carried over; old identifiers resolve to the successor, whose clerk, head and chief of office read the old papers.
package reorganisation

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"congvan/audit"
	"congvan/database"
	"congvan/jobs"
	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/org"
)

// Service holds the use cases of this noun.
type Service struct {
	db       *database.DB
	dispatch *dispatch.Service
}

// New makes the service.
func New(db *database.DB, dispatches *dispatch.Service) *Service { return &Service{db, dispatches} }

// MayKeep is the policy for changes of organisation: the administrator and the organisation officer, for their own organ and those directly below it.
func MayKeep(actor office.Actor) bool {
	return actor.Has(office.RoleAdministrator, office.RoleOrganiser)
}

// Limits of what may be entered.
const (
	LongestTitle  = 300
	LongestNumber = 100
	MostRows      = 2000
)

func only() error { return office.Forbidden("reorganisation.only_organiser") }

// List lists the changes that the actor's organ entered, the newest first.
func (s *Service) List(ctx context.Context, actor office.Actor) (all []org.Reorganisation, err error) {
	if !MayKeep(actor) {
		return nil, only()
	}
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		all, err = org.Reorganisations(ctx, tx, actor.Organ)
		return err
	})
	return all, err
}

// mine reads a change that the actor's organ entered. One of another organ does not exist for him.
func mine(ctx context.Context, tx *database.Tx, actor office.Actor, id office.ID, suffix string) (org.Reorganisation, error) {
	r, err := org.ReorganisationOf(ctx, tx, id, suffix)
	if err == nil && (r.OrganID != actor.Organ || !MayKeep(actor)) {
		err = office.NotFound("reorganisation.none")
	}
	return r, err
}

// Enter keeps a new change as a draft. What the mapping says may still be wrong or incomplete: Preview tells all of it, Approve refuses it.
func (s *Service) Enter(ctx context.Context, actor office.Actor, r org.Reorganisation) (org.Reorganisation, error) {
	if !MayKeep(actor) {
		return r, only()
	}
	r.ID, r.OrganID, r.CreatedBy, r.Revision = office.NewID(), actor.Organ, personOf(actor), 0
	return s.put(ctx, actor, r, "reorganisation.enter")
}

// Revise changes a draft: all of it is replaced, if it is still of the revision that r bears.
func (s *Service) Revise(ctx context.Context, actor office.Actor, r org.Reorganisation) (org.Reorganisation, error) {
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		kept, err := mine(ctx, tx, actor, r.ID, "")
		if err == nil && kept.State != org.ReorganisationDraft {
			err = office.Conflict("reorganisation.not_a_draft")
		}
		r.OrganID = kept.OrganID
		return err
	})
	if err != nil {
		return r, err
	}
	return s.put(ctx, actor, r, "reorganisation.revise")
}

func (s *Service) put(ctx context.Context, actor office.Actor, r org.Reorganisation, action string) (org.Reorganisation, error) {
	r.Title, r.Number = strings.TrimSpace(r.Title), strings.TrimSpace(r.Number)
	if err := sound(r); err != nil {
		return r, err
	}
	err := s.db.Write(ctx, func(tx *database.Tx) (err error) {
		if err := org.PutReorganisation(ctx, tx, r); err != nil {
			return err
		}
		if r, err = org.ReorganisationOf(ctx, tx, r.ID, ""); err != nil {
			return err
		}
		return recorded(ctx, tx, actor, r, action)
	})
	return r, err
}

// sound is what even a draft needs; the error has every fault.
func sound(r org.Reorganisation) error {
	var faults []error
	wrong := func(is bool, key, field string, args ...any) {
		if is {
			faults = append(faults, office.Invalid(key, field, args...))
		}
	}
	wrong(r.Title == "", "reorganisation.title_missing", "title")
	wrong(utf8.RuneCountInString(r.Title) > LongestTitle, "reorganisation.too_long", "title", LongestTitle)
	wrong(r.Number == "", "reorganisation.number_missing", "number")
	wrong(utf8.RuneCountInString(r.Number) > LongestNumber, "reorganisation.too_long", "number", LongestNumber)
	wrong(r.Dated == "", "reorganisation.dated_missing", "dated")
	wrong(r.EffectiveOn == "", "reorganisation.effective_missing", "effective_on")
	wrong(r.Dated != "" && r.EffectiveOn != "" && r.EffectiveOn < r.Dated, "reorganisation.effective_before", "effective_on")
	wrong(len(r.Mapping) > MostRows, "reorganisation.too_many", "successions", MostRows)
	return errors.Join(faults...)
}

// Approve has a change wait for its day; one whose day has come is carried out at once. The error has everything that is wrong with it.
func (s *Service) Approve(ctx context.Context, actor office.Actor, id office.ID, revision int) (org.Reorganisation, error) {
	return s.act(ctx, actor, id, revision, "reorganisation.approve", func(tx *database.Tx, r org.Reorganisation) error {
		if r.State != org.ReorganisationDraft {
			return office.Conflict("reorganisation.not_a_draft")
		}
		faults, err := faultsOf(ctx, tx, r)
		if err != nil {
			return err
		}
		if len(faults) > 0 {
			return joined(faults)
		}
		if err := org.AdvanceReorganisation(ctx, tx, r, org.ReorganisationApproved, "approved_by = $5, approved_at = $6", personOf(actor), tx.Now()); err != nil {
			return err
		}
		if r.EffectiveOn > tx.Today() {
			return nil
		}
		return jobs.Insert(ctx, tx, CarryOutArgs{Reorganisation: r.ID}, jobs.Unique())
	})
}

// Withdraw gives a change up before it is carried out.
func (s *Service) Withdraw(ctx context.Context, actor office.Actor, id office.ID, revision int) (org.Reorganisation, error) {
	return s.act(ctx, actor, id, revision, "reorganisation.withdraw", func(tx *database.Tx, r org.Reorganisation) error {
		if r.State != org.ReorganisationDraft && r.State != org.ReorganisationApproved {
			return office.Conflict("reorganisation.too_late")
		}
		return org.AdvanceReorganisation(ctx, tx, r, org.ReorganisationWithdrawn, "")
	})
}

func (s *Service) act(ctx context.Context, actor office.Actor, id office.ID, revision int, action string, do func(*database.Tx, org.Reorganisation) error) (org.Reorganisation, error) {
	var r org.Reorganisation
	err := s.db.Write(ctx, func(tx *database.Tx) (err error) {
		if r, err = mine(ctx, tx, actor, id, tx.ForUpdate()); err != nil {
			return err
		}
		if revision != 0 && revision != r.Revision {
			return office.Stale("reorganisation.changed_meanwhile")
		}
		if err := do(tx, r); err != nil {
			return err
		}
		if r, err = org.ReorganisationOf(ctx, tx, id, ""); err != nil {
			return err
		}
		return recorded(ctx, tx, actor, r, action)
	})
	return r, err
}

func recorded(ctx context.Context, tx *database.Tx, actor office.Actor, r org.Reorganisation, action string) error {
	return audit.Record(ctx, tx, audit.Event{Organ: r.OrganID, Actor: actor, Action: action, Object: r.ID, Detail: r.Number + ": " + r.Title})
}

func personOf(actor office.Actor) *office.ID {
	if actor.Person == (office.ID{}) {
		return nil
	}
	return &actor.Person
}

func joined(faults []*office.Error) error {
	all := make([]error, len(faults))
	for i, f := range faults {
		all[i] = f
	}
	return errors.Join(all...)
}
