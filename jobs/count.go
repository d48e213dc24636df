package jobs

import (
	"context"

	"github.com/riverqueue/river/rivertype"

	"congvan/database"
)

// Counts are how many jobs there are in each condition. Done ones are swept away after a day, given-up ones after a week.
type Counts struct {
	Waiting int // to be run now
	Later   int // to be run at a time of their own
	Running int
	Failing int // failed and to be tried again
	GivenUp int // failed too often
	Done    int
}

// Count counts the jobs of the database.
func Count(ctx context.Context, db *database.DB) (Counts, error) {
	var rows []struct {
		State string
		Again bool
		Jobs  int
	}
	err := db.Read(ctx, func(tx *database.Tx) error {
		return tx.Select(ctx, &rows, "select state, attempt > 0 as again, count(*) as jobs from river_job group by state, attempt > 0")
	})
	var c Counts
	for _, row := range rows {
		*c.of(rivertype.JobState(row.State), row.Again) += row.Jobs
	}
	return c, err
}

func (c *Counts) of(state rivertype.JobState, again bool) *int {
	switch state {
	case rivertype.JobStateAvailable, rivertype.JobStatePending:
		return &c.Waiting
	case rivertype.JobStateScheduled:
		if again {
			return &c.Failing
		}
		return &c.Later
	case rivertype.JobStateRetryable:
		return &c.Failing
	case rivertype.JobStateRunning:
		return &c.Running
	case rivertype.JobStateCompleted:
		return &c.Done
	default: // discarded, cancelled
		return &c.GivenUp
	}
}
