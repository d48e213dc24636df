package stories

import (
	"testing"

	"congvan/database"
	"congvan/office"
	"congvan/office/dispatch"
	"congvan/office/register"
)

// TestOneOrgansTroubleIsNotAnothers: registrations by rule are written together; when one of them cannot be, the others are all the same, and it
// is made up for when its trouble is over.
func TestOneOrgansTroubleIsNotAnothers(t *testing.T) {
	Tell(t, func(s *Story) {
		d := s.Issued(Directive{Field: land})
		sent := s.As(s.City.Clerk).Send(d, "phat-hanh-1", s.Ward, s.Market)
		if err := s.Dispatch.Arrive(ctx, sent.ID); err != nil {
			s.Fatal(err)
		}
		ward, market := s.delivery(d, s.Ward.ID), s.delivery(d, s.Market.ID)
		obstacle := office.NewID()
		s.write(func(tx *database.Tx) error {
			if _, err := tx.Exec(ctx, `insert into trusted_senders (organ_id, sender_id) values ($1,$2)`, s.Ward.ID, s.City.ID); err != nil {
				return err
			}
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
		if n := s.count(`select count(*) from register_entries where delivery_id is not null`); n != 2 {
			s.Errorf("%d numbers were given", n)
		}
	})
}

// write changes the records behind the office's back.
func (s *Story) write(f func(tx *database.Tx) error) {
	s.Helper()
	if err := s.Database.Write(ctx, f); err != nil {
		s.Fatal(err)
	}
}
