package dispatch

import (
	"context"
	"errors"
	"fmt"

	"congvan/audit"
	"congvan/database"
	"congvan/jobs"
	"congvan/office"
	"congvan/search"
	"congvan/signing"
)

// errStale says that a registration was prepared for a delivery or a day that is no more.
var errStale = errors.New("changed between reading and writing")

// RegisterByRule takes in valid deliveries of a sender that their organs trust, on the sender's facts. What they need is read together, with one
// query a table, and they are written in one transaction; when that fails for one of them, each is written in a transaction of its own, so that
// one organ's trouble is not another's. One that has moved on meanwhile, or does not qualify, is left alone; it may run twice.
//
// Rules and posts are those of the moment of reading. A version adopted between reading and writing holds for the papers after this one, as if
// it had been adopted that moment later.
func (s *Service) RegisterByRule(ctx context.Context, deliveries ...office.ID) error {
	var failed error
	left := deliveries
	for try := 0; len(left) > 0; try++ {
		if try == 3 {
			failed = errors.Join(failed, errStale)
			break
		}
		prepared, day, err := s.prepareByRule(ctx, left)
		if err != nil {
			return err
		}
		left = nil
		if differ(prepared) && s.enterByRule(ctx, day, prepared...) == nil {
			break
		}
		for _, r := range prepared {
			if err := s.enterByRule(ctx, day, r); errors.Is(err, errStale) {
				left = append(left, r.delivery.ID)
			} else if err != nil {
				failed = errors.Join(failed, fmt.Errorf("register delivery %s: %w", r.delivery.ID, err))
			}
		}
	}
	return errors.Join(failed, s.indexOf(ctx, deliveries))
}

// prepareByRule reads those that qualify, with what their registration needs, and the day for which that holds.
func (s *Service) prepareByRule(ctx context.Context, ids []office.ID) (all []registration, day office.Day, err error) {
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		day = tx.Today()
		marks, args := database.In(3, ids)
		var found []Delivery
		if err := tx.Select(ctx, &found, `select `+columns+` from deliveries where state = $1 and verdict = $2 and id in (`+marks+`)
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

func (s *Service) enterByRule(ctx context.Context, day office.Day, all ...registration) error {
	if len(all) == 0 {
		return nil
	}
	err := s.db.Write(ctx, func(tx *database.Tx) error {
		if tx.Today() != day {
			return errStale
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
