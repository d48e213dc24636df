package regulation_test

import (
	"errors"
	"testing"

	"congvan/database"
	"congvan/office"
	"congvan/office/org/orgtest"
	"congvan/routing"
)

// absent makes the holder of a seat absent in a transaction of the caller's.
func (w *world) absent(tx *database.Tx, seat orgtest.Seat) error {
	_, err := tx.Exec(ctx, `insert into absences (id, organ_id, person_id, starts_on, reason, created_at) values ($1, $2, $3, $4, '', $5)`,
		office.NewID(), w.ward.ID, w.ward.People[seat], today, tx.Now())
	return err
}

func TestADecisionFollowsItsOrganFromTheMomentThatItMoves(t *testing.T) {
	each(t, func(w *world) {
		w.enter(version(w.ward))
		schools := routing.Facts{Field: "11"}
		if a := w.decide(schools, today); a.Flags().Has(routing.Absent) || a.Decision.Way != routing.ToLeader {
			t.Fatalf("before: %v, way %v", a.Flags().Words(), a.Decision.Way)
		}
		w.away(orgtest.Culture)
		if a := w.decide(schools, today); !a.Flags().Has(routing.Absent | routing.StoodIn) {
			t.Errorf("after the absence: %v", a.Flags().Words())
		}
		if err := w.db.Write(ctx, func(tx *database.Tx) error {
			_, err := tx.Exec(ctx, `update organs set way = 'distributor' where id = $1`, w.ward.ID)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if a := w.decide(schools, today); a.Decision.Way != routing.ToDistributor {
			t.Errorf("after the organ changed its way: %v", a.Decision.Way)
		}
		if a := w.decide(schools, today.Add(-1)); a.Flags().Has(routing.Absent) {
			t.Errorf("the day before: %v", a.Flags().Words())
		}
	})
}

func TestWhatNeverCameToBeDecidesNothing(t *testing.T) {
	each(t, func(w *world) {
		w.enter(version(w.ward))
		w.decide(routing.Facts{Field: "11"}, today)
		changedMyMind := errors.New("changed my mind")
		err := w.db.Write(ctx, func(tx *database.Tx) error {
			if err := w.absent(tx, orgtest.Culture); err != nil {
				return err
			}
			a, err := w.service.Decide(ctx, tx, w.ward.ID, routing.Facts{Field: "11"}, today)
			if err != nil {
				return err
			}
			if !a.Flags().Has(routing.Absent) {
				t.Errorf("within its transaction: %v", a.Flags().Words())
			}
			return changedMyMind
		})
		if !errors.Is(err, changedMyMind) {
			t.Fatal(err)
		}
		// One change later the organ has the revision that the forgotten transaction saw.
		w.away(orgtest.Economy)
		if a := w.decide(routing.Facts{Field: "11"}, today); a.Flags().Has(routing.Absent) {
			t.Errorf("afterwards: %v", a.Flags().Words())
		}
	})
}
