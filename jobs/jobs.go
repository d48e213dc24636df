// Package jobs does work in the background: a job is put in by the transaction that causes it, so it runs if and only if that transaction
// commits, and it is tried again until it succeeds.
//
// It stands on River (riverqueue.com), whose tables lie beside ours in the same database, and is the only package that knows it. A job may run
// more than once (the process may die between the work and the note that it was done): every worker must be idempotent.
package jobs

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivertype"

	"congvan/database"
)

// Args is what a job is told. It is kept as JSON; Kind names the work, for instance "dispatch.arrive", and never changes once jobs of it may
// be waiting in a database.
type Args interface {
	Kind() string
}

// Option says how a job is put in.
type Option func(*river.InsertOpts)

// Unique puts nothing in when a job of the same kind with the same arguments waits or runs already. A running one may have read before this
// transaction's changes: use it only where the job's next run, or the running one, sees them too.
func Unique() Option {
	return func(o *river.InsertOpts) {
		o.UniqueOpts = river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
			rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
			rivertype.JobStateRunning, rivertype.JobStateScheduled,
		}}
	}
}

// At lets the job wait until a moment. It may run a few seconds later.
func At(moment time.Time) Option {
	return func(o *river.InsertOpts) { o.ScheduledAt = moment }
}

// Patient lets jobs without this option go first: for work that nobody waits for.
func Patient() Option {
	return func(o *river.InsertOpts) { o.Priority = river.PriorityDefault + 2 }
}

// Insert puts a job into the transaction.
func Insert(ctx context.Context, tx *database.Tx, args Args, options ...Option) error {
	return InsertMany(ctx, tx, []Args{args}, options...)
}

// chunk is how many jobs go in by one statement: River sends nine parameters a job.
const chunk = 1000

// InsertMany puts many jobs into the transaction with few statements.
func InsertMany[T Args](ctx context.Context, tx *database.Tx, all []T, options ...Option) error {
	inserter, err := inserterFor(tx.Engine())
	if err != nil {
		return err
	}
	for len(all) > 0 {
		n := min(len(all), chunk)
		params := make([]river.InsertManyParams, n)
		for i, args := range all[:n] {
			var insert river.InsertOpts
			for _, option := range options {
				option(&insert)
			}
			params[i] = river.InsertManyParams{Args: args, InsertOpts: &insert}
		}
		if _, err := inserter.InsertManyTx(ctx, tx.SQL(), params); err != nil {
			return fmt.Errorf("put in %d jobs %s: %w", n, all[0].Kind(), err)
		}
		all = all[n:]
	}
	return nil
}

// River's clients that only insert need no pool: they write with the transaction they are given. Their cooldown is how long they hold back
// the notice of a second insert, which then waits for the worker's next poll: as short as River allows.
var (
	postgresInserter = sync.OnceValues(func() (*river.Client[*sql.Tx], error) {
		return river.NewClient(riverdatabasesql.New(nil), &river.Config{FetchCooldown: river.FetchCooldownMin, Logger: quiet})
	})
	sqliteInserter = sync.OnceValues(func() (*river.Client[*sql.Tx], error) {
		return river.NewClient(riversqlite.New(nil), &river.Config{Logger: quiet})
	})
)

func inserterFor(engine database.Engine) (*river.Client[*sql.Tx], error) {
	if engine == database.PostgreSQL {
		return postgresInserter()
	}
	return sqliteInserter()
}
