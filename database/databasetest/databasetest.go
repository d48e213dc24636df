// Package databasetest gives a test an empty database with the whole schema, on SQLite and on PostgreSQL.
//
// PostgreSQL is the server that CONGVAN_TEST_POSTGRES names ("make test" starts one). Without it the PostgreSQL half of a test says that it
// was skipped; with CI set it fails. A test that believes it ran on PostgreSQL and did not is worse than none, so each engine is asked for its
// name and version.
package databasetest

import (
	"context"
	"os"
	"strings"
	"testing"

	"congvan/database"
	"congvan/jobs"
	"congvan/office"
)

// Engines are the engines that Each runs on.
var Engines = []database.Engine{database.SQLite, database.PostgreSQL}

// Each runs f on every engine, each time with a database of its own, as the subtests "sqlite" and "postgresql".
func Each(t *testing.T, f func(t *testing.T, db *database.DB)) {
	t.Helper()
	EachAt(t, office.SystemClock, f)
}

// EachAt is Each with the test's own clock.
func EachAt(t *testing.T, clock office.Clock, f func(t *testing.T, db *database.DB)) {
	t.Helper()
	for _, engine := range Engines {
		t.Run(string(engine), func(t *testing.T) { f(t, Open(t, engine, clock)) })
	}
}

// Open makes an empty database with the whole schema, which is closed and removed when the test ends. It skips the test (with CI set: fails it)
// when the engine is not to be had.
func Open(t testing.TB, engine database.Engine, clock office.Clock) *database.DB {
	t.Helper()
	return Reopen(t, Source(t, engine), engine, clock)
}

// Source makes the database of Open and gives the address to open it at, for a test that starts the program itself.
func Source(t testing.TB, engine database.Engine) string {
	t.Helper()
	if engine == database.PostgreSQL {
		return newPostgreSQL(t)
	}
	return newSQLite(t)
}

// Reopen opens an existing database once more, as a second server would, and checks that it is the engine meant.
func Reopen(t testing.TB, source string, engine database.Engine, clock office.Clock) *database.DB {
	t.Helper()
	db, err := database.Open(context.Background(), source, clock)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	check(t, db, engine)
	return db
}

func check(t testing.TB, db *database.DB, engine database.Engine) {
	t.Helper()
	version, err := db.Version(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	name := map[database.Engine]string{database.SQLite: "SQLite 3.", database.PostgreSQL: "PostgreSQL "}[engine]
	if !strings.HasPrefix(version, name) || db.Engine() != engine {
		t.Fatalf("meant to test on %s and reached %q", engine, version)
	}
}

// Migrate brings a database up to the whole schema, that of the jobs included, as the program does at its start.
func Migrate(ctx context.Context, db *database.DB) error { return db.Migrate(ctx, jobs.Migrate) }

// migrate opens the database at source, migrates it and closes it again.
func migrate(source string) error {
	ctx := context.Background()
	db, err := database.Open(ctx, source, office.SystemClock)
	if err != nil {
		return err
	}
	defer db.Close()
	return Migrate(ctx, db)
}

// missing ends a test whose engine is not to be had.
func missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(what)
	}
	t.Skip(what)
}
