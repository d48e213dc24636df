package database_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"congvan/database"
	"congvan/database/databasetest"
	"congvan/office"
)

// write runs statements in one transaction, each with the same arguments.
func write(t *testing.T, db *database.DB, statement string, args ...any) {
	t.Helper()
	ctx := context.Background()
	if err := db.Write(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, statement, args...)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, db *database.DB, dst any, query string, args ...any) {
	t.Helper()
	ctx := context.Background()
	if err := db.Read(ctx, func(tx *database.Tx) error { return tx.Get(ctx, dst, query, args...) }); err != nil {
		t.Fatal(err)
	}
}

func TestAReadTransactionCannotWrite(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		write(t, db, "create table papers (id integer primary key)")
		ctx := context.Background()
		if err := db.Read(ctx, func(tx *database.Tx) error {
			_, err := tx.Exec(ctx, "insert into papers (id) values (1)")
			return err
		}); err == nil {
			t.Error("written")
		}
	})
}

func TestTimesAndDaysComeBackAsTheyWereGiven(t *testing.T) {
	type moment struct {
		At time.Time
		On office.Day
	}
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		at, on := "timestamptz", "date"
		if db.Engine() == database.SQLite {
			at = "datetime"
		}
		write(t, db, fmt.Sprintf(`create table moments (id integer primary key, at %s, "on" %s)`, at, on))
		given := moment{time.Date(2026, 7, 1, 6, 30, 0, 123456000, office.Hanoi), "2026-07-01"}
		write(t, db, `insert into moments (id, at, "on") values (1, $1, $2)`, given.At, given.On)
		var back moment
		get(t, db, &back, `select at, "on" from moments where at >= $1 and at < $2 and "on" = $3`, given.At.UTC(), given.At.Add(time.Microsecond), given.On)
		if !back.At.Equal(given.At) || back.On != given.On {
			t.Errorf("%v came back as %v", given, back)
		}
	})
}

func TestJSONAndIdentifiersComeBackAsTheyWereGiven(t *testing.T) {
	type paper struct {
		ID    office.ID
		Facts database.JSON[map[string]int]
	}
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		id, facts := "uuid", "jsonb"
		if db.Engine() == database.SQLite {
			id, facts = "text", "text"
		}
		write(t, db, fmt.Sprintf("create table papers (id %s primary key, facts %s)", id, facts))
		given := paper{office.NewID(), database.JSON[map[string]int]{V: map[string]int{"trang": 3, "từ": 1200}}}
		write(t, db, "insert into papers (id, facts) values ($1, $2)", given.ID, given.Facts)
		var back paper
		get(t, db, &back, "select id, facts from papers where id = $1", given.ID)
		if back.ID != given.ID || len(back.Facts.V) != 2 || back.Facts.V["từ"] != 1200 {
			t.Errorf("%v came back as %v", given, back)
		}
	})
}

func TestEffectsLeaveWithTheCommitAndNeverWithARollback(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		write(t, db, "create table papers (id integer primary key)")
		ctx, seen := context.Background(), -1
		effect := func() { get(t, db, &seen, "select count(*) from papers") }
		refused := errors.New("refused")
		err := db.Write(ctx, func(tx *database.Tx) error { tx.AfterCommit(effect); return refused })
		if !errors.Is(err, refused) || seen != -1 {
			t.Fatalf("after a rollback: error %v, seen %d", err, seen)
		}
		if err := db.Write(ctx, func(tx *database.Tx) error {
			tx.AfterCommit(effect)
			_, err := tx.Exec(ctx, "insert into papers (id) values (1)")
			return err
		}); err != nil || seen != 1 {
			t.Errorf("after a commit: error %v, seen %d", err, seen)
		}
	})
}

func TestABrokenRuleIsNamed(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		write(t, db, "create table papers (id integer primary key, code text constraint papers_code_key unique, other text constraint papers_other_key unique)")
		write(t, db, "insert into papers (id, code, other) values (1, '15/QĐ-UBND', 'a')")
		ctx := context.Background()
		err := db.Write(ctx, func(tx *database.Tx) error {
			_, err := tx.Exec(ctx, "insert into papers (id, code, other) values (2, '15/QĐ-UBND', 'b')")
			return err
		})
		if !database.Violates(err, "papers_code_key", "papers.code") || database.Violates(err, "papers_other_key", "papers.other") {
			t.Errorf("%v", err)
		}
		if database.Violates(nil, "papers_code_key", "papers.code") || database.Violates(errors.New("papers.code"), "papers_code_key", "papers.code") {
			t.Error("what is no database's error broke a rule")
		}
	})
}

func TestNoWriterLosesAnothersUpdate(t *testing.T) {
	const writers, times = 8, 25
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		write(t, db, "create table counters (id integer primary key, number integer not null)")
		write(t, db, "insert into counters (id, number) values (1, 0)")
		ctx := context.Background()
		var all sync.WaitGroup
		for range writers {
			all.Go(func() {
				for range times {
					if err := db.Write(ctx, func(tx *database.Tx) error {
						var number int
						if err := tx.Get(ctx, &number, "select number from counters where id = 1"+tx.ForUpdate()); err != nil {
							return err
						}
						_, err := tx.Exec(ctx, "update counters set number = $1 where id = 1", number+1)
						return err
					}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		var number int
		if get(t, db, &number, "select number from counters where id = 1"); number != writers*times {
			t.Errorf("number %d, want %d", number, writers*times)
		}
	})
}

func TestManyRowsGoIn(t *testing.T) {
	const rows = 20_000 // twice what one statement carries
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		write(t, db, "create table papers (id integer primary key, pages integer, code text)")
		all := make([][]any, rows)
		for i := range all {
			all[i] = []any{i, i % 7, fmt.Sprintf("%d/QĐ-UBND", i)}
		}
		ctx := context.Background()
		if err := db.Write(ctx, func(tx *database.Tx) error {
			if err := tx.InsertMany(ctx, "insert into papers (id, pages, code)", nil, ""); err != nil {
				return err
			}
			return tx.InsertMany(ctx, "insert into papers (id, pages, code)", append(all, all[0]), "on conflict do nothing")
		}); err != nil {
			t.Fatal(err)
		}
		var count int
		if get(t, db, &count, "select count(*) from papers"); count != rows {
			t.Errorf("%d rows, want %d", count, rows)
		}
	})
}

func TestAListOfNothingMatchesNothing(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		write(t, db, "create table papers (id integer primary key)")
		write(t, db, "insert into papers (id) values (1), (2), (3)")
		for _, c := range []struct {
			ids  []int
			want int
		}{{nil, 0}, {[]int{2}, 1}, {[]int{1, 3, 9}, 2}} {
			marks, args := database.In(2, c.ids)
			var count int
			get(t, db, &count, "select count(*) from papers where id < $1 and id in ("+marks+")", append([]any{100}, args...)...)
			if count != c.want {
				t.Errorf("%v matches %d rows, want %d", c.ids, count, c.want)
			}
		}
	})
}

func TestEveryMigrationHasAWayBack(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		if err := db.Rollback(ctx); err != nil {
			t.Fatal(err)
		}
		if err := databasetest.Migrate(ctx, db); err != nil {
			t.Fatal(err)
		}
	})
}

func TestServersThatStartAtOnceMigrateOneAfterTheOther(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		if err := db.Rollback(ctx); err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for range 4 {
			server := databasetest.Reopen(t, db.Source(), db.Engine(), office.SystemClock)
			all.Go(func() {
				if err := databasetest.Migrate(ctx, server); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		var organs int
		get(t, db, &organs, "select count(*) from organs")
	})
}

func TestWhatIsNotThereIsSaidAlikeOnBothEngines(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		err := db.Read(ctx, func(tx *database.Tx) error {
			var name string
			return tx.Get(ctx, &name, "select name from organs where id = $1", office.NewID())
		})
		if !database.NoRows(err) || database.NoRows(errors.New("no rows")) {
			t.Errorf("%v", err)
		}
	})
}

func TestADatabaseThatIsNotThereIsAnErrorAtOnce(t *testing.T) {
	for _, source := range []string{"postgres://nobody@127.0.0.1:1/nothing?connect_timeout=2", t.TempDir() + "/no/such/folder/congvan.db"} {
		if db, err := database.Open(context.Background(), source, office.SystemClock); err == nil {
			db.Close()
			t.Errorf("opened %s", source)
		}
	}
}
