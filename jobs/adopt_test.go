package jobs_test

import (
	"context"
	"testing"

	"congvan/database"
	"congvan/database/databasetest"
	"congvan/jobs"
	"congvan/office"
)

func TestAJobThatAKilledServerLeftRunningRunsAgain(t *testing.T) {
	db := databasetest.Open(t, database.SQLite, office.SystemClock)
	insert(t, db, stamp{Paper: 1})
	ctx := context.Background()
	if err := db.Write(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, "update river_job set state = 'running', attempt = 1, attempted_at = created_at")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	var done work
	registry := jobs.NewRegistry()
	jobs.Register(registry, func(_ context.Context, job jobs.Job[stamp]) error { done.did(job.Args.Paper); return nil })
	drain(t, start(t, db, registry))
	if done.count(1) != 1 {
		t.Errorf("ran %d times, want once", done.count(1))
	}
}

func TestTheJobsOfAServerThatIsGoneAreGivenBackToAnother(t *testing.T) {
	db := databasetest.Open(t, database.PostgreSQL, office.SystemClock)
	runs(t, db, "congvan-gone")
	var done work
	registry := jobs.NewRegistry()
	jobs.Register(registry, func(_ context.Context, job jobs.Job[stamp]) error { done.did(job.Args.Paper); return nil })
	drain(t, start(t, db, registry))
	if done.count(1) != 1 {
		t.Errorf("ran %d times, want once", done.count(1))
	}
}
