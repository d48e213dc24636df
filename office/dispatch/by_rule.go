package dispatch

import (
	"context"
	"errors"
	"fmt"
	"time"

	"congvan/audit"
	"congvan/database"
	"congvan/jobs"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/org"
	"congvan/search"
	"congvan/signing"
)

var (
	// errStale says that a registration was prepared for a delivery or a day that is no more.
	errStale = errors.New("changed between reading and writing")
	// errSameOrgan says that a register would have to give two numbers at once.
	errSameOrgan = errors.New("several deliveries of one organ")
)

// patience is how long registering by rule waits for a clerk who is at one of the papers, or has one of the registers. It holds registers of
// other organs meanwhile.
const patience = 500 * time.Millisecond

// RegisterByRule takes in valid deliveries of a sender that their organs trust, on the sender's facts. What they need is read together, with one
// query a table, and they are written in one transaction; when that fails, each is read and written by itself, so that one organ's trouble is
// not another's, and what fails even so lies on its clerk's desk until a later run, or the clerk, succeeds. One that has moved on meanwhile, or
// does not qualify, is left alone; it may run twice.
//
// Rules and posts are those of the moment of reading. A version adopted between reading and writing holds for the papers after this one, as if
// it had been adopted that moment later.
func (s *Service) RegisterByRule(ctx context.Context, deliveries ...office.ID) error {
	var failed error
	if s.registerTogether(ctx, deliveries...) != nil {
		for _, id := range deliveries {
			if err := s.registerTogether(ctx, id); err != nil {
				failed = errors.Join(failed, fmt.Errorf("register delivery %s: %w", id, err), s.leaveToClerk(ctx, id))
			}
		}
	}
	return errors.Join(failed, s.indexOf(ctx, deliveries))
}

// registerTogether registers deliveries by rule, all or none. When one moves on between reading and writing, they are read again.
func (s *Service) registerTogether(ctx context.Context, ids ...office.ID) error {
	err := errStale
	for try := 0; try < 3 && errors.Is(err, errStale); try++ {
		var prepared []registration
		var day office.Day
		if prepared, day, err = s.prepareByRule(ctx, ids); err == nil {
			err = s.enterByRule(ctx, day, prepared)
		}
	}
	return err
}

// leaveToClerk puts a delivery that its organ's rule could not register on the desks of the organ's clerks, once.
func (s *Service) leaveToClerk(ctx context.Context, id office.ID) error {
	return s.db.Write(ctx, func(tx *database.Tx) error {
		if err := tx.WaitAtMost(ctx, patience); err != nil {
			return err
		}
		d, err := of(ctx, tx, id, tx.ForUpdate())
		if err != nil || d.State != Arrived {
			return err
		}
		waiting, err := desk.Waiting(ctx, tx, desk.Receive, []office.ID{id})
		if err != nil || waiting[id] {
			return err
		}
		clerks, err := org.PostsWithRole(ctx, tx, office.RoleClerk, []office.ID{d.OrganID})
		if err != nil {
			return err
		}
		return hand(ctx, tx, d, toReceive(d, clerks[d.OrganID])...)
	})
}

// prepareByRule reads those that qualify, with what their registration needs, and the day for which that holds.
func (s *Service) prepareByRule(ctx context.Context, ids []office.ID) (all []registration, day office.Day, err error) {
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		day = tx.Today()
		marks, args := database.In(3, ids)
		var found []Delivery
		if err := tx.Select(ctx, &found, `select `+columns+` from deliveries where state = $1 and verdict = $2 and succeeded_by is null and id in (`+marks+`)
			and exists (select 1 from trusted_senders t where t.organ_id = deliveries.organ_id and t.sender_id = deliveries.sender_id)
			order by document_id, id`, append([]any{Arrived, string(signing.Valid)}, args...)...); err != nil {
			return err
		}
		for len(found) > 0 {
			n := 1
			for n < len(found) && found[n].DocumentID == found[0].DocumentID {
				n++
			}
			prepared, err := s.prepareAll(ctx, tx, found[:n])
			if err != nil {
				return err
			}
			all, found = append(all, prepared...), found[n:]
		}
		return nil
	})
	return all, day, err
}

// differ reports whether the registrations are of different organs: a register gives one number a statement.
func differ(all []registration) bool {
	organs := make(map[office.ID]bool, len(all))
	for _, r := range all {
		organs[r.delivery.OrganID] = true
	}
	return len(organs) == len(all)
}

func (s *Service) enterByRule(ctx context.Context, day office.Day, all []registration) error {
	if len(all) == 0 {
		return nil
	}
	if !differ(all) {
		return errSameOrgan
	}
	err := s.db.Write(ctx, func(tx *database.Tx) error {
		if tx.Today() != day {
			return errStale
		}
		if err := lock(ctx, tx, all); err != nil {
			return err
		}
		entered, err := s.enterAll(ctx, tx, all)
		if err != nil {
			return err
		}
		events := make([]audit.Event, len(entered))
		for i, d := range entered {
			events[i] = audit.Event{Organ: d.OrganID, Action: "dispatch.register_by_rule", Object: d.ID, Detail: d.Code}
		}
		return audit.RecordMany(ctx, tx, events)
	})
	if office.KeyOf(err) == changedMeanwhile {
		return errStale
	}
	return err
}

// lock locks the deliveries, the lowest first. Who registers one locks it before he takes its number, so they come before the registers, which are
// locked in one order too: nobody waits in a circle.
func lock(ctx context.Context, tx *database.Tx, all []registration) error {
	if tx.ForUpdate() == "" {
		return nil
	}
	if err := tx.WaitAtMost(ctx, patience); err != nil {
		return err
	}
	ids := make([]office.ID, len(all))
	for i, r := range all {
		ids[i] = r.delivery.ID
	}
	marks, args := database.In(1, ids)
	_, err := tx.Exec(ctx, `select id from deliveries where id in (`+marks+`) order by id`+tx.ForUpdate(), args...)
	return err
}

// indexOf has the documents of deliveries indexed anew: one job for them all, and also for those that a run before this one registered, which may
// have died before it came here.
func (s *Service) indexOf(ctx context.Context, deliveries []office.ID) error {
	return s.db.Write(ctx, func(tx *database.Tx) error {
		marks, args := database.In(1, deliveries)
		var documents []office.ID
		if err := tx.Select(ctx, &documents, `select distinct document_id from deliveries where id in (`+marks+`)`, args...); err != nil {
			return err
		}
		all := make([]search.IndexArgs, len(documents))
		for i, document := range documents {
			all[i] = search.IndexArgs{Document: document}
		}
		return jobs.InsertMany(ctx, tx, all)
	})
}
