package jobs

import (
	"context"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"congvan/metrics"
	"congvan/office"
)

// Job is one run of a job.
type Job[T Args] struct {
	ID      int64
	Attempt int // 1 the first time
	Args    T
}

// Registry holds the workers, one a kind, and the periodic jobs of a program. It is filled before Start and not changed after.
type Registry struct {
	workers  *river.Workers
	periodic []*river.PeriodicJob
}

// NewRegistry is a registry without workers.
func NewRegistry() *Registry { return &Registry{workers: river.NewWorkers()} }

// Trait is what sets a kind of job apart from others.
type Trait func(*traits)

type traits struct{ within time.Duration }

// Within gives a kind's jobs another limit of time than the usual five minutes. When its server dies, a job is not given to another before that.
func Within(limit time.Duration) Trait { return func(t *traits) { t.within = limit } }

// worker is a River worker with a limit of its own; zero is the usual one.
type worker[T Args] struct {
	river.WorkerDefaults[T]
	work   func(context.Context, *river.Job[T]) error
	within time.Duration
}

func (w *worker[T]) Work(ctx context.Context, job *river.Job[T]) error { return w.work(ctx, job) }

func (w *worker[T]) Timeout(*river.Job[T]) time.Duration { return w.within }

// Register says who does the jobs of T's kind. When work returns an error, or panics, the job is tried again later. Registering a kind twice
// is a mistake of the program and panics.
func Register[T Args](r *Registry, work func(ctx context.Context, job Job[T]) error, all ...Trait) {
	var t traits
	for _, trait := range all {
		trait(&t)
	}
	river.AddWorker(r.workers, &worker[T]{within: t.within, work: func(ctx context.Context, job *river.Job[T]) error {
		ctx = office.Logging(ctx, slog.String("job", job.Kind), slog.Int64("job_id", job.ID), slog.Int("attempt", job.Attempt))
		begun := time.Now()
		failed := true // until the work has ended well: it may panic
		defer func() { metrics.Job(job.Kind, failed, time.Since(begun)) }()
		err := work(ctx, Job[T]{ID: job.ID, Attempt: job.Attempt, Args: job.Args})
		failed = err != nil
		return err
	}})
}

// Every has a job put in again and again by one server of all those on the database, the first time soon after the start. A run is left out
// while the last one still waits or runs; one that fails is not tried again, for the next comes anyway.
func Every[T Args](r *Registry, interval time.Duration, args T) {
	r.periodic = append(r.periodic, river.NewPeriodicJob(
		river.PeriodicInterval(interval),
		func() (river.JobArgs, *river.InsertOpts) {
			insert := river.InsertOpts{MaxAttempts: 1}
			Unique()(&insert)
			return args, &insert
		},
		&river.PeriodicJobOpts{RunOnStart: true},
	))
}
