package database

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/georgysavva/scany/v2/sqlscan"

	"congvan/office"
)

// Tx is a transaction. Its time is one value from beginning to end, and what is to happen outside once it has committed leaves with it.
type Tx struct {
	db    *DB
	tx    *sql.Tx
	run   querier
	now   time.Time
	after []func()

	readOnly bool
	woken    map[office.Topic]bool
}

// Write runs f in one transaction and commits it when f returns nil. f may be run again from the start when PostgreSQL asks for it
// (serialisation failure, deadlock), so it must have no effects but those of the transaction and its AfterCommit functions.
func (db *DB) Write(ctx context.Context, f func(tx *Tx) error) error {
	var err error
	for range 3 {
		if err = db.run(ctx, db.write, db.writes, nil, f); !retryable(err) {
			return err
		}
	}
	return err
}

// Read runs f in a transaction that cannot write.
func (db *DB) Read(ctx context.Context, f func(tx *Tx) error) error {
	return db.run(ctx, db.read, db.reads, &sql.TxOptions{ReadOnly: true}, f)
}

func (db *DB) run(ctx context.Context, pool *sql.DB, prepared *statements, options *sql.TxOptions, f func(tx *Tx) error) error {
	prepared.prepare(ctx)
	inner, err := pool.BeginTx(ctx, options)
	if err != nil {
		return fmt.Errorf("begin a transaction: %w", err)
	}
	defer inner.Rollback() // does nothing after Commit
	tx := &Tx{db: db, tx: inner, run: querier{inner, prepared}, now: db.clock(), readOnly: options != nil && options.ReadOnly}
	if err := f(tx); err != nil {
		return err
	}
	if err := tx.notify(ctx); err != nil {
		return err
	}
	if err := inner.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	for _, effect := range tx.after {
		effect()
	}
	return nil
}

// Now is the transaction's time.
func (tx *Tx) Now() time.Time { return tx.now }

// Today is the transaction's day in Việt Nam.
func (tx *Tx) Today() office.Day { return office.DayOf(tx.now) }

// ReadOnly reports whether the transaction cannot write: what it sees has been committed.
func (tx *Tx) ReadOnly() bool { return tx.readOnly }

// Engine is the engine that the transaction runs on.
func (tx *Tx) Engine() Engine { return tx.db.engine }

// SQL is the plain transaction, for jobs alone.
func (tx *Tx) SQL() *sql.Tx { return tx.tx }

// AfterCommit keeps f until the transaction has committed. A rolled-back transaction forgets it. f is a hint (wake a worker, tell a browser):
// what must happen is a job.
func (tx *Tx) AfterCommit(f func()) { tx.after = append(tx.after, f) }

// Exec runs a statement and tells how many rows it changed.
func (tx *Tx) Exec(ctx context.Context, statement string, args ...any) (int64, error) {
	result, err := tx.run.ExecContext(ctx, statement, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// Get reads one row into dst, a pointer to a struct or a simple value; ErrNoRows when there is none.
func (tx *Tx) Get(ctx context.Context, dst any, query string, args ...any) error {
	return sqlscan.Get(ctx, tx.run, dst, query, args...)
}

// Select reads all rows into dst, a pointer to a slice.
func (tx *Tx) Select(ctx context.Context, dst any, query string, args ...any) error {
	return sqlscan.Select(ctx, tx.run, dst, query, args...)
}

// ForUpdate ends a query that reads a row in order to change it: it locks the row on PostgreSQL; a SQLite writer is alone already.
func (tx *Tx) ForUpdate() string {
	if tx.db.engine == PostgreSQL {
		return " for update"
	}
	return ""
}

// WaitAtMost has the transaction give up, with an error, where it would wait longer than that for what another one has locked: for work that
// holds much itself and can be done another way. A SQLite writer is alone and waits for nobody.
func (tx *Tx) WaitAtMost(ctx context.Context, limit time.Duration) error {
	if tx.db.engine != PostgreSQL {
		return nil
	}
	_, err := tx.Exec(ctx, `select set_config('lock_timeout', $1, true)`, strconv.FormatInt(limit.Milliseconds(), 10)+"ms")
	return err
}

// maxParameters is how many parameters one statement may carry: SQLite stops at 32,766, PostgreSQL at 65,535.
const maxParameters = 30_000

// InsertMany inserts rows with as few statements as parameters allow: statement ends before the word "values", for instance
// "insert into t (a, b)"; every row has as many values as there are columns; suffix ("on conflict do nothing") may be empty.
func (tx *Tx) InsertMany(ctx context.Context, statement string, rows [][]any, suffix string) error {
	for len(rows) > 0 {
		n := min(len(rows), maxParameters/len(rows[0]))
		text, args := multiRow(tx.db.engine, statement, rows[:n], suffix)
		if _, err := tx.run.ExecContext(ctx, text, args...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// InsertReturning is InsertMany with a suffix that ends in "returning …", whose rows it reads into dst, a pointer to a slice. The rows must fit
// into one statement; in which order they come back the engine decides.
func (tx *Tx) InsertReturning(ctx context.Context, dst any, statement string, rows [][]any, suffix string) error {
	text, args := multiRow(tx.db.engine, statement, rows, suffix)
	return sqlscan.Select(ctx, tx.run, dst, text, args...)
}

// multiRow writes the statement and its arguments. On SQLite the placeholders have no numbers: it would look each up among all before it, which
// takes a second for a thousand rows.
func multiRow(engine Engine, statement string, rows [][]any, suffix string) (string, []any) {
	var text strings.Builder
	args := make([]any, 0, len(rows)*len(rows[0]))
	text.WriteString(statement)
	text.WriteString(" values ")
	for i, row := range rows {
		if i > 0 {
			text.WriteByte(',')
		}
		text.WriteByte('(')
		for j, value := range row {
			if j > 0 {
				text.WriteByte(',')
			}
			args = append(args, value)
			if engine == SQLite {
				text.WriteByte('?')
				continue
			}
			text.WriteByte('$')
			text.WriteString(strconv.Itoa(len(args)))
		}
		text.WriteByte(')')
	}
	text.WriteByte(' ')
	text.WriteString(suffix)
	return text.String(), args
}

// In makes the placeholders of an IN list, from first on, and the arguments: In(2, ids) gives "$2,$3" for two ids. An empty list gives
// "null", which matches nothing.
func In[T any](first int, values []T) (string, []any) {
	if len(values) == 0 {
		return "null", nil
	}
	marks := make([]string, len(values))
	args := make([]any, len(values))
	for i, v := range values {
		marks[i] = "$" + strconv.Itoa(first+i)
		args[i] = v
	}
	return strings.Join(marks, ","), args
}
