package jobs_test

import (
	"context"
	"testing"
	"time"

	"congvan/database"
	"congvan/database/databasetest"
	"congvan/jobs"
	"congvan/office"
)

// runs puts in a job that runs at a server, and gives a question for its state.
func runs(t *testing.T, db *database.DB, server string) (state func() string) {
	t.Helper()
	ctx := context.Background()
	if err := db.Write(ctx, func(tx *database.Tx) error {
		if err := jobs.Insert(ctx, tx, stamp{Paper: 1}); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "update river_job set state = 'running', attempt = 1, attempted_at = created_at, attempted_by = array[$1]", server)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return func() (state string) {
		if err := db.Read(ctx, func(tx *database.Tx) error { return tx.Get(ctx, &state, "select state from river_job") }); err != nil {
			t.Fatal(err)
		}
		return state
	}
}

func sentry(t *testing.T, db *database.DB) jobs.Sentry {
	t.Helper()
	pool, err := db.Listen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	s, err := jobs.Post(t.Context(), pool)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Die(context.Background()) }) // before the pool is closed
	return s
}

func look(t *testing.T, s jobs.Sentry) {
	t.Helper()
	if err := s.Look(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestOnlyTheJobsOfServersThatAreGoneAreGivenBack(t *testing.T) {
	db := databasetest.Open(t, database.PostgreSQL, office.SystemClock)
	looks, other := sentry(t, db), sentry(t, db)
	state := runs(t, db, other.Name())
	if look(t, looks); state() != "running" {
		t.Fatalf("the job of a living server is %s", state())
	}
	other.Die(t.Context())
	for range 200 { // PostgreSQL lets go of the lock a moment after the connection is closed
		if look(t, looks); state() == "available" {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Errorf("the job of a server that is gone is %s", state())
}

func TestAServerThatLostItsLockTakesItAgain(t *testing.T) {
	db := databasetest.Open(t, database.PostgreSQL, office.SystemClock)
	looks, other := sentry(t, db), sentry(t, db)
	state := runs(t, db, other.Name())
	other.Die(t.Context())
	look(t, other)
	if look(t, looks); state() != "running" {
		t.Errorf("the job of a living server is %s", state())
	}
}

func TestAServerOfAnotherVersionIsLeftAlone(t *testing.T) {
	db := databasetest.Open(t, database.PostgreSQL, office.SystemClock)
	looks := sentry(t, db)
	state := runs(t, db, "machine_2026_11_23")
	if look(t, looks); state() != "running" {
		t.Errorf("its job is %s", state())
	}
}
