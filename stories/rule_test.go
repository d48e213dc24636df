package stories

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"congvan/database"
	"congvan/office"
	"congvan/office/desk"
	"congvan/office/dispatch"
	"congvan/office/document"
	"congvan/office/register"
)

// TestOneOrgansTroubleIsNotAnothers: registrations by rule are written together; when one of them cannot be, the others are all the same, and it
// is made up for when its trouble is over.
func TestOneOrgansTroubleIsNotAnothers(t *testing.T) {
	Tell(t, func(s *Story) {
		d := s.Issued(Directive{Field: land})
		ward, market := s.arrivedByRule(d)
		obstacle := office.NewID()
		s.write(func(tx *database.Tx) error {
			// A number that is taken already, as only a damaged register has it.
			book := office.NewID()
			if _, err := tx.Exec(ctx, `insert into registers (id, organ_id, direction, period, series, next_number, opened_at) values ($1,$2,$3,$4,$5,1,$6)`,
				book, s.Market.ID, register.In, register.Period(tx.Today()), register.Common, tx.Now()); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `insert into register_entries (id, register_id, organ_id, number, state, code, subject, entered_at)
				values ($1,$2,$3,1,'reserved','01','',$4)`, obstacle, book, s.Market.ID, tx.Now())
			return err
		})
		if err := s.Dispatch.RegisterByRule(ctx, ward, market); err == nil {
			s.Error("a number was given twice")
		}
		if got := s.As(s.Ward.Clerk).See(d); got.NumberIn == nil || len(got.Decisions) != 1 {
			s.Errorf("the ward's paper: %s", got.State)
		}
		if got := s.As(s.Market.Clerk).See(d); got.State != dispatch.Arrived || len(got.Decisions) != 0 || len(got.Facts) != 0 {
			s.Errorf("the market's paper is half done: %s", got.State)
		}
		s.As(s.Market.Clerk).Has(d, desk.Receive)
		s.write(func(tx *database.Tx) error {
			_, err := tx.Exec(ctx, `delete from register_entries where id = $1`, obstacle)
			return err
		})
		if err := s.Dispatch.RegisterByRule(ctx, ward, market); err != nil {
			s.Error(err)
		}
		if got := s.As(s.Market.Clerk).See(d); got.NumberIn == nil || *got.NumberIn != 1 {
			s.Errorf("the market's paper: %s", got.State)
		}
		if n := s.count(`select count(*) from work where part = 'receive' and state = 'open'`); n != 0 {
			s.Errorf("%d desks still have a paper to receive", n)
		}
		if n := s.count(`select count(*) from register_entries where delivery_id is not null`); n != 2 {
			s.Errorf("%d numbers were given", n)
		}
	})
}

// TestAnOrganWhoseRulesCannotBeReadKeepsNoOtherFromItsPapers: what registering needs is read for many organs with one query a table.
func TestAnOrganWhoseRulesCannotBeReadKeepsNoOtherFromItsPapers(t *testing.T) {
	Tell(t, func(s *Story) {
		d := s.Issued(Directive{Field: land})
		ward, market := s.arrivedByRule(d)
		s.write(func(tx *database.Tx) error {
			_, err := tx.Exec(ctx, `update regulation_clauses set selectors = '{"fields": "no list"}' where version_id in
				(select id from regulation_versions where organ_id = $1)`, s.Market.ID)
			return err
		})
		err := s.Dispatch.RegisterByRule(ctx, ward, market)
		if err == nil || !strings.Contains(err.Error(), market.String()) || strings.Contains(err.Error(), ward.String()) {
			s.Errorf("the error does not name the market's delivery alone: %v", err)
		}
		if got := s.As(s.Ward.Clerk).See(d); got.NumberIn == nil {
			s.Errorf("the ward's paper: %s", got.State)
		}
		if n := s.count(`select count(*) from work w join deliveries d on d.id = w.delivery_id
			where d.id = $1 and d.state = $2 and w.part = $3 and w.state = 'open'`, market, dispatch.Arrived, desk.Receive); n != 1 {
			s.Errorf("the market's paper waits on %d desks of clerks", n)
		}
		for organ, want := range map[office.ID]int{s.Ward.ID: 1, s.Market.ID: 0} {
			if n := s.count(`select count(*) from audit_events where action = 'dispatch.register_by_rule' and organ_id = $1`, organ); n != want {
				s.Errorf("%d events in the record of %s", n, organ)
			}
		}
	})
}

// TestWhoIsAtOnePaperHoldsUpNoOtherOrgansRegister: while the ward's clerk is at his paper, the job that registers it together with the market's
// has none of their registers, and gives the ward's up after a while.
func TestWhoIsAtOnePaperHoldsUpNoOtherOrgansRegister(t *testing.T) {
	Tell(t, func(s *Story) {
		if s.Database.Engine() == database.SQLite {
			s.Skip("a SQLite writer is alone")
		}
		d := s.Issued(Directive{Field: land})
		ward, market := s.arrivedByRule(d)
		patience, stop := context.WithTimeout(ctx, time.Minute)
		defer stop()
		done := make(chan error)
		s.write(func(tx *database.Tx) error {
			if _, err := tx.Exec(ctx, `select id from deliveries where id = $1 for update`, ward); err != nil {
				return err
			}
			go func() { done <- s.Dispatch.RegisterByRule(patience, ward, market) }()
			for s.count(`select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`) == 0 {
				time.Sleep(time.Millisecond)
			}
			s.takesAtOnce(s.Market)
			s.takesAtOnce(s.Ward)
			if err := <-done; err == nil || patience.Err() != nil {
				s.Errorf("the job waited for the clerk: %v", err)
			}
			return nil
		})
		if got := s.As(s.Market.Clerk).See(d); got.NumberIn == nil {
			s.Errorf("the market's paper: %s", got.State)
		}
		if err := s.Dispatch.RegisterByRule(ctx, ward, market); err != nil {
			s.Error(err)
		}
		if got := s.As(s.Ward.Clerk).See(d); got.NumberIn == nil || *got.NumberIn != 1 {
			s.Errorf("the ward's paper: %s", got.State)
		}
	})
}

// arrivedByRule brings a paper to the ward and the market, which both let it register by itself; nobody has yet.
func (s *Story) arrivedByRule(d document.Document) (ward, market office.ID) {
	s.Helper()
	sent := s.As(s.City.Clerk).Send(d, "phat-hanh-1", s.Ward, s.Market)
	if err := s.Dispatch.Arrive(ctx, sent.ID); err != nil {
		s.Fatal(err)
	}
	s.write(func(tx *database.Tx) error {
		if _, err := tx.Exec(ctx, `update work set state = 'closed', closed_at = $1 where part = 'receive'`, tx.Now()); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `insert into trusted_senders (organ_id, sender_id) values ($1,$2)`, s.Ward.ID, s.City.ID)
		return err
	})
	return s.delivery(d, s.Ward.ID), s.delivery(d, s.Market.ID)
}

// takesAtOnce takes a number of an office's register of papers that arrive, if nobody has it, and gives it back.
func (s *Story) takesAtOnce(o *Office) {
	s.Helper()
	enough := errors.New("enough")
	err := s.Database.Write(ctx, func(tx *database.Tx) error {
		if err := tx.WaitAtMost(ctx, 50*time.Millisecond); err != nil {
			return err
		}
		if _, err := register.Take(ctx, tx, register.Taking{Organ: o.ID, Direction: register.In, Series: register.Common, Code: register.FormatNumber}); err != nil {
			return err
		}
		return enough
	})
	if !errors.Is(err, enough) {
		s.Errorf("the register of %s: %v", o.ShortName, err)
	}
}

// write changes the records behind the office's back.
func (s *Story) write(f func(tx *database.Tx) error) {
	s.Helper()
	if err := s.Database.Write(ctx, f); err != nil {
		s.Fatal(err)
	}
}
