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

// Register says who does the jobs of T's kind. When work returns an error, or panics, the job is tried again later. Registering a kind twice
// is a mistake of the program and panics.
func Register[T Args](r *Registry, work func(ctx context.Context, job Job[T]) error) {
	river.AddWorker(r.workers, river.WorkFunc(func(ctx context.Context, job *river.Job[T]) error {
		ctx = office.Logging(ctx, slog.String("job", job.Kind), slog.Int64("job_id", job.ID), slog.Int("attempt", job.Attempt))
		begun := time.Now()
		failed := true // until the work has ended well: it may panic
		defer func() { metrics.Job(job.Kind, failed, time.Since(begun)) }()
		err := work(ctx, Job[T]{ID: job.ID, Attempt: job.Attempt, Args: job.Args})
		failed = err != nil
		return err
	}))
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
