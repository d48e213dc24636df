package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivertype"

	"congvan/database"
)

// Config says how jobs are run. The zero value works.
type Config struct {
	Workers int                             // jobs at once; 0: twice the cores
	Backoff func(attempt int) time.Duration // how long to wait after that many failed attempts; nil: 1 s, 16 s, 81 s … for about three weeks
	Logger  *slog.Logger                    // nil: slog.Default()
}

// Timing. A job that runs longer than its limit has its context cancelled; one whose server was killed is given to another at once (alive.go),
// and one that hangs once it could not be running any more.
const (
	limit       = 5 * time.Minute
	rescueAfter = limit + time.Minute

	cooldown       = 5 * time.Millisecond  // between two fetches, and so the least time that a full house waits for the next job
	sqlitePoll     = 50 * time.Millisecond // SQLite tells nobody of an insert
	postgreSQLPoll = time.Second           // PostgreSQL does (LISTEN/NOTIFY); the poll is for a notice that got lost
)

// client is what the two engines' River clients have in common.
type client interface {
	Start(ctx context.Context) error
	Stop(ctx context.Context) error
	StopAndCancel(ctx context.Context) error
}

// Runner runs jobs until it is stopped.
type Runner struct {
	db     *database.DB
	client client
	close  func()
}

// Start runs the jobs of the database with the workers of the registry. ctx carries values into the workers; its end does not stop them.
func Start(ctx context.Context, db *database.DB, registry *Registry, config Config) (*Runner, error) {
	ctx = context.WithoutCancel(ctx)
	start := startSQLite
	if db.Engine() == database.PostgreSQL {
		start = startPostgreSQL
	}
	runner, err := start(ctx, db, riverConfig(registry, config))
	if err != nil {
		return nil, fmt.Errorf("start the jobs: %w", err)
	}
	if err := runner.client.Start(ctx); err != nil {
		runner.close()
		return nil, fmt.Errorf("start the jobs: %w", err)
	}
	return runner, nil
}

func riverConfig(registry *Registry, config Config) *river.Config {
	if config.Workers == 0 {
		config.Workers = 2 * runtime.NumCPU()
	}
	if config.Logger == nil {
		config.Logger = slog.Default()
	}
	c := &river.Config{
		FetchCooldown:        cooldown,
		JobTimeout:           limit,
		RescueStuckJobsAfter: rescueAfter,
		Logger:               slog.New(warnings{config.Logger.Handler()}),
		PeriodicJobs:         registry.periodic,
		Queues:               map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: config.Workers}},
		Workers:              registry.workers,
	}
	if config.Backoff != nil {
		c.RetryPolicy = backoff(config.Backoff)
	}
	return c
}

// startPostgreSQL gives River a pool of its own, because it listens on a connection for as long as it runs.
func startPostgreSQL(ctx context.Context, db *database.DB, config *river.Config) (*Runner, error) {
	pool, err := db.Listen(ctx)
	if err != nil {
		return nil, err
	}
	lock, err := live(ctx, pool, config.Logger)
	if err != nil {
		pool.Close()
		return nil, err
	}
	end := func() { lock.close(); pool.Close() }
	config.ID, config.FetchPollInterval = lock.name, postgreSQLPoll
	c, err := river.NewClient(riverpgxv5.New(pool), config)
	if err != nil {
		end()
		return nil, err
	}
	return &Runner{db: db, client: c, close: end}, nil
}

// startSQLite shares the pool for writing: SQLite has one writer, and River's statements queue with ours.
func startSQLite(ctx context.Context, db *database.DB, config *river.Config) (*Runner, error) {
	if err := adopt(ctx, db); err != nil {
		return nil, err
	}
	config.FetchPollInterval = sqlitePoll
	c, err := river.NewClient(riversqlite.New(db.Pool()), config)
	if err != nil {
		return nil, err
	}
	return &Runner{db: db, client: c, close: func() {}}, nil
}

// adopt gives back the jobs that a killed process left running. A SQLite file has one server, so at its start nobody else can be running them.
func adopt(ctx context.Context, db *database.DB) error {
	return db.Write(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, "update river_job set state = $1 where state = $2",
			string(rivertype.JobStateAvailable), string(rivertype.JobStateRunning))
		return err
	})
}

// Stop takes no new jobs and waits for the running ones. When ctx ends first, their contexts are cancelled: they are tried again later.
func (r *Runner) Stop(ctx context.Context) error {
	defer r.close()
	err := r.client.Stop(ctx)
	if err == nil || ctx.Err() == nil {
		return err
	}
	// A worker that ignores its context is left behind: the process is about to end.
	hard, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return errors.Join(err, r.client.StopAndCancel(hard))
}

// Drain waits until no job of the database waits or runs; a job for a later time is not waited for, one that failed is.
func (r *Runner) Drain(ctx context.Context) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		counts, err := Count(ctx, r.db)
		if err != nil || counts.Waiting+counts.Running+counts.Failing == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for the jobs (%+v): %w", counts, ctx.Err())
		case <-tick.C:
		}
	}
}

// warnings passes on warnings and errors only: River tells of itself every few seconds.
type warnings struct{ slog.Handler }

func (w warnings) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && w.Handler.Enabled(ctx, level)
}

func (w warnings) WithAttrs(attributes []slog.Attr) slog.Handler {
	return warnings{w.Handler.WithAttrs(attributes)}
}

func (w warnings) WithGroup(name string) slog.Handler { return warnings{w.Handler.WithGroup(name)} }

// backoff turns a function into River's retry policy.
type backoff func(attempt int) time.Duration

func (b backoff) NextRetry(job *rivertype.JobRow) time.Time {
	return time.Now().UTC().Add(b(len(job.Errors) + 1))
}
