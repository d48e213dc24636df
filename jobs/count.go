package jobs

import (
	"context"
	"time"

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

// KindCounts are the counts of one kind of job.
type KindCounts struct {
	Kind string
	Counts
	Oldest time.Time // since when the oldest that is yet to be done, and whose time has come, waits; zero: none waits
}

// CountByKind counts the jobs of the database by kind, in the order of their names. A kind that has no job is left out.
func CountByKind(ctx context.Context, db *database.DB) ([]KindCounts, error) {
	var rows []struct {
		Kind   string
		State  string
		Again  bool
		Jobs   int
		Oldest time.Time
	}
	err := db.Read(ctx, func(tx *database.Tx) error {
		return tx.Select(ctx, &rows, `select kind, state, attempt > 0 as again, count(*) as jobs, min(created_at) as oldest from river_job
			group by kind, state, attempt > 0 order by kind`)
	})
	var all []KindCounts
	for _, row := range rows {
		if len(all) == 0 || all[len(all)-1].Kind != row.Kind {
			all = append(all, KindCounts{Kind: row.Kind})
		}
		c := &all[len(all)-1]
		count := c.of(rivertype.JobState(row.State), row.Again)
		*count += row.Jobs
		open := count == &c.Waiting || count == &c.Running || count == &c.Failing
		if open && (c.Oldest.IsZero() || row.Oldest.Before(c.Oldest)) {
			c.Oldest = row.Oldest
		}
	}
	return all, err
}
