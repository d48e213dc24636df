package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"congvan/database"
	"congvan/database/databasetest"
	"congvan/jobs"
)

// stamp is a job of the tests.
type stamp struct {
	Paper int `json:"paper"`
}

func (stamp) Kind() string { return "test.stamp" }

// marker is put in after others, to tell that River has been past them.
type marker struct{}

func (marker) Kind() string { return "test.marker" }

// work counts how often each paper was worked.
type work struct {
	mu    sync.Mutex
	times map[int]int
}

func (w *work) did(paper int) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.times == nil {
		w.times = map[int]int{}
	}
	w.times[paper]++
	return w.times[paper]
}

func (w *work) count(paper int) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.times[paper]
}

var config = jobs.Config{
	Backoff: func(int) time.Duration { return time.Millisecond },
	Logger:  slog.New(slog.DiscardHandler),
}

func start(t *testing.T, db *database.DB, registry *jobs.Registry) *jobs.Runner {
	t.Helper()
	runner, err := jobs.Start(context.Background(), db, registry, config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := runner.Stop(patience(t)); err != nil {
			t.Error(err)
		}
	})
	return runner
}

// patience is long enough for anything that happens at all.
func patience(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

func insert(t *testing.T, db *database.DB, args jobs.Args, options ...jobs.Option) {
	t.Helper()
	ctx := context.Background()
	if err := db.Write(ctx, func(tx *database.Tx) error { return jobs.Insert(ctx, tx, args, options...) }); err != nil {
		t.Fatal(err)
	}
}

func drain(t *testing.T, runner *jobs.Runner) {
	t.Helper()
	if err := runner.Drain(patience(t)); err != nil {
		t.Fatal(err)
	}
}

func TestAJobOfARolledBackTransactionNeverRuns(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		var done work
		registry := jobs.NewRegistry()
		jobs.Register(registry, func(_ context.Context, job jobs.Job[stamp]) error { done.did(job.Args.Paper); return nil })
		runner := start(t, db, registry)

		ctx, changedMind := context.Background(), errors.New("changed my mind")
		err := db.Write(ctx, func(tx *database.Tx) error {
			if err := jobs.Insert(ctx, tx, stamp{Paper: 1}); err != nil {
				return err
			}
			return changedMind
		})
		if !errors.Is(err, changedMind) {
			t.Fatal(err)
		}
		insert(t, db, stamp{Paper: 2})
		drain(t, runner)
		if done.count(1) != 0 || done.count(2) != 1 {
			t.Errorf("the rolled-back job ran %d times, the committed one %d times", done.count(1), done.count(2))
		}
	})
}

func TestAFailedOrPanickingJobIsTriedAgain(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		var done work
		registry := jobs.NewRegistry()
		jobs.Register(registry, func(_ context.Context, job jobs.Job[stamp]) error {
			switch done.did(job.Args.Paper); job.Attempt {
			case 1:
				return errors.New("the stamp is dry")
			case 2:
				panic("the stamp broke")
			}
			return nil
		})
		runner := start(t, db, registry)
		insert(t, db, stamp{Paper: 1})
		drain(t, runner)
		if done.count(1) != 3 {
			t.Errorf("worked %d times, want 3", done.count(1))
		}
	})
}

func TestAllJobsOfOneTransactionAreWorkedOnce(t *testing.T) {
	const papers = 126
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		var done work
		registry := jobs.NewRegistry()
		jobs.Register(registry, func(_ context.Context, job jobs.Job[stamp]) error { done.did(job.Args.Paper); return nil })
		runner := start(t, db, registry)

		all := make([]stamp, papers)
		for i := range all {
			all[i].Paper = i
		}
		ctx := context.Background()
		if err := db.Write(ctx, func(tx *database.Tx) error { return jobs.InsertMany(ctx, tx, all) }); err != nil {
			t.Fatal(err)
		}
		drain(t, runner)
		for i := range papers {
			if done.count(i) != 1 {
				t.Errorf("paper %d was worked %d times", i, done.count(i))
			}
		}
		if counts, err := jobs.Count(ctx, db); err != nil || counts.Done != papers {
			t.Errorf("counts %+v, error %v", counts, err)
		}
	})
}

func TestMoreJobsThanOneStatementTakesGoIn(t *testing.T) {
	const papers = 3321
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		if err := db.Write(ctx, func(tx *database.Tx) error { return jobs.InsertMany(ctx, tx, make([]stamp, papers)) }); err != nil {
			t.Fatal(err)
		}
		if counts, err := jobs.Count(ctx, db); err != nil || counts.Waiting != papers {
			t.Errorf("counts %+v, error %v", counts, err)
		}
	})
}

func TestAUniqueJobGoesInOnceWhileItWaits(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		insert(t, db, stamp{Paper: 1}, jobs.Unique())
		insert(t, db, stamp{Paper: 1}, jobs.Unique())
		insert(t, db, stamp{Paper: 2}, jobs.Unique())

		var done work
		registry := jobs.NewRegistry()
		jobs.Register(registry, func(_ context.Context, job jobs.Job[stamp]) error { done.did(job.Args.Paper); return nil })
		runner := start(t, db, registry)
		drain(t, runner)
		if done.count(1) != 1 || done.count(2) != 1 {
			t.Errorf("worked %d and %d times, want once each", done.count(1), done.count(2))
		}
		insert(t, db, stamp{Paper: 1}, jobs.Unique())
		drain(t, runner)
		if done.count(1) != 2 {
			t.Error("a finished job keeps the next one of its kind out")
		}
	})
}

func TestAJobForLaterWaits(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		registry := jobs.NewRegistry()
		jobs.Register(registry, func(context.Context, jobs.Job[stamp]) error { t.Error("ran before its time"); return nil })
		jobs.Register(registry, func(context.Context, jobs.Job[marker]) error { return nil })
		runner := start(t, db, registry)
		insert(t, db, stamp{}, jobs.At(time.Now().Add(time.Hour)))
		insert(t, db, marker{})
		drain(t, runner)
		if counts, err := jobs.Count(context.Background(), db); err != nil || counts.Later != 1 || counts.Done != 1 {
			t.Errorf("counts %+v, error %v", counts, err)
		}
	})
}

func TestAWorkerMayUseTheDatabase(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		var done work
		registry := jobs.NewRegistry()
		jobs.Register(registry, func(ctx context.Context, job jobs.Job[stamp]) error {
			done.did(job.Args.Paper)
			if job.Args.Paper == 0 {
				return nil
			}
			return db.Write(ctx, func(tx *database.Tx) error { return jobs.Insert(ctx, tx, stamp{Paper: job.Args.Paper - 1}) })
		})
		runner := start(t, db, registry)
		insert(t, db, stamp{Paper: 5})
		drain(t, runner)
		for i := range 6 {
			if done.count(i) != 1 {
				t.Errorf("link %d of the chain was worked %d times", i, done.count(i))
			}
		}
	})
}

func TestStopWaitsForTheRunningJob(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		running, finish := make(chan struct{}), make(chan struct{})
		var finished atomic.Bool
		registry := jobs.NewRegistry()
		jobs.Register(registry, func(ctx context.Context, _ jobs.Job[stamp]) error {
			close(running)
			<-finish
			finished.Store(true)
			return ctx.Err()
		})
		runner, err := jobs.Start(context.Background(), db, registry, config)
		if err != nil {
			t.Fatal(err)
		}
		insert(t, db, stamp{})
		<-running
		stopped := make(chan error)
		go func() { stopped <- runner.Stop(patience(t)) }()
		close(finish)
		if err := <-stopped; err != nil {
			t.Fatal(err)
		}
		if !finished.Load() {
			t.Error("stopped before the running job had ended")
		}
		if counts, err := jobs.Count(context.Background(), db); err != nil || counts.Done != 1 {
			t.Errorf("the job is not noted as done: %+v, error %v", counts, err)
		}
	})
}

func TestAJobInterruptedByTheStopRunsAgain(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		running := make(chan struct{})
		var once sync.Once
		registry := jobs.NewRegistry()
		jobs.Register(registry, func(ctx context.Context, _ jobs.Job[stamp]) error {
			once.Do(func() { close(running) })
			<-ctx.Done()
			return ctx.Err()
		})
		runner, err := jobs.Start(context.Background(), db, registry, config)
		if err != nil {
			t.Fatal(err)
		}
		insert(t, db, stamp{})
		<-running
		hurry, cancel := context.WithCancel(context.Background())
		cancel()
		if err := runner.Stop(hurry); !errors.Is(err, context.Canceled) {
			t.Fatalf("stop in a hurry: %v", err)
		}

		var done work
		registry = jobs.NewRegistry()
		jobs.Register(registry, func(_ context.Context, job jobs.Job[stamp]) error { done.did(job.Args.Paper); return nil })
		drain(t, start(t, db, registry))
		if done.count(0) != 1 {
			t.Errorf("ran %d times after the stop, want once", done.count(0))
		}
	})
}

func TestAPeriodicJobRunsAtTheStartAndComesAgainWhenItFailed(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		ran := make(chan int, 10)
		registry := jobs.NewRegistry()
		jobs.Register(registry, func(_ context.Context, job jobs.Job[marker]) error {
			ran <- job.Attempt
			return errors.New("not today")
		})
		jobs.Every(registry, time.Second, marker{})
		start(t, db, registry)
		for range 2 {
			select {
			case attempt := <-ran:
				if attempt != 1 {
					t.Errorf("a failed run was tried again")
				}
			case <-patience(t).Done():
				t.Fatal("did not run")
			}
		}
	})
}
