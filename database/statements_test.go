package database_test

import (
	"context"
	"sync"
	"testing"

	"congvan/database"
	"congvan/database/databasetest"
)

func TestAStatementThatComesAgainSeesWhatChangedMeanwhile(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		write(t, db, "create table papers (id integer primary key, code text)")
		for id := range 6 {
			if id == 4 {
				write(t, db, "alter table papers add column pages integer default 7")
			}
			write(t, db, "insert into papers (id, code) values ($1, $2)", id, "15/QĐ-UBND")
			var count int
			get(t, db, &count, "select count(*) from papers where code = $1", "15/QĐ-UBND")
			if count != id+1 {
				t.Fatalf("%d rows, want %d", count, id+1)
			}
		}
	})
}

func TestAStatementThatFailedRunsAgain(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		write(t, db, "create table papers (id integer primary key)")
		ctx := context.Background()
		for round := range 4 {
			write(t, db, "insert into papers (id) values ($1)", round)
			err := db.Write(ctx, func(tx *database.Tx) error {
				_, err := tx.Exec(ctx, "insert into papers (id) values ($1)", round)
				return err
			})
			if !database.Violates(err, "papers_pkey", "papers.id") {
				t.Fatalf("%v", err)
			}
		}
	})
}

func TestTheSameStatementsServeManyAtOnce(t *testing.T) {
	const readers, times = 16, 30
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		write(t, db, "create table papers (id integer primary key)")
		write(t, db, "insert into papers (id) values (1), (2), (3)")
		ctx := context.Background()
		var all sync.WaitGroup
		for range readers {
			all.Go(func() {
				for range times {
					var ids []int
					if err := db.Read(ctx, func(tx *database.Tx) error {
						return tx.Select(ctx, &ids, "select id from papers where id > $1 order by id", 1)
					}); err != nil || len(ids) != 2 {
						t.Errorf("%v, %v", ids, err)
					}
				}
			})
		}
		all.Wait()
	})
}
