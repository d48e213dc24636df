package databasetest_test

import (
	"context"
	"testing"

	"congvan/database"
	"congvan/database/databasetest"
	"congvan/office"
)

func TestEveryTestHasADatabaseOfItsOwn(t *testing.T) {
	for range 2 {
		databasetest.Each(t, func(t *testing.T, db *database.DB) {
			ctx := context.Background()
			err := db.Write(ctx, func(tx *database.Tx) error {
				_, err := tx.Exec(ctx, "create table only_mine (id integer primary key)")
				return err
			})
			if err != nil {
				t.Fatalf("the last test's table is still there: %v", err)
			}
		})
	}
}

func TestTheWholeSchemaIsThere(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		err := db.Read(ctx, func(tx *database.Tx) error {
			for _, table := range []string{"organs", "river_job"} {
				var rows int
				if err := tx.Get(ctx, &rows, "select count(*) from "+table); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestASecondServerSeesWhatTheFirstWrote(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, first *database.DB) {
		ctx := context.Background()
		second := databasetest.Reopen(t, first.Source(), first.Engine(), office.SystemClock)
		if err := first.Write(ctx, func(tx *database.Tx) error {
			_, err := tx.Exec(ctx, "create table shared (id integer primary key)")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if err := second.Read(ctx, func(tx *database.Tx) error {
			var rows int
			return tx.Get(ctx, &rows, "select count(*) from shared")
		}); err != nil {
			t.Fatal(err)
		}
	})
}
