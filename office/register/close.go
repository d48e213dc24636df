package register

import (
	"context"

	"congvan/audit"
	"congvan/database"
	"congvan/office"
)

// Register is a number series of an organ over a period.
type Register struct {
	ID         office.ID
	Direction  Direction
	Period     string
	Series     string
	NextNumber int
}

// OpenOf lists the registers of an organ that still give numbers.
func OpenOf(ctx context.Context, tx *database.Tx, organ office.ID) ([]Register, error) {
	var all []Register
	err := tx.Select(ctx, &all, `select id, direction, period, series, next_number from registers where organ_id = $1 and closed_at is null
		order by period, direction, series`, organ)
	return all, err
}

// Close closes all registers of an organ that is no more: they stay as they are and give no number again. Those of its successor go on by themselves.
// It checks nothing.
func Close(ctx context.Context, tx *database.Tx, actor office.Actor, organ office.ID, reason string) error {
	open, err := OpenOf(ctx, tx, organ)
	if err != nil || len(open) == 0 {
		return err
	}
	if _, err := tx.Exec(ctx, `update registers set closed_at = $2, closing_reason = $3 where organ_id = $1 and closed_at is null`, organ, tx.Now(), reason); err != nil {
		return err
	}
	events := make([]audit.Event, len(open))
	for i, r := range open {
		events[i] = audit.Event{Organ: organ, Actor: actor, Action: "register.close", Object: r.ID,
			Detail: string(r.Direction) + " " + r.Period + " " + r.Series + ", " + FormatNumber(r.NextNumber-1) + ": " + reason}
	}
	return audit.RecordMany(ctx, tx, events)
}
