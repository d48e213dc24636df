// Package database opens PostgreSQL or SQLite and gives the office one way to talk to both: the same text of SQL, transactions that carry
// their time and their after-commit effects, and errors in the office's vocabulary.
//
// What differs between the engines stays here. Statements use $1 placeholders, RETURNING and ON CONFLICT, which both understand; they avoid
// any($1), ilike, now() and intervals, which only one does.
package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"
	_ "modernc.org/sqlite"             // driver "sqlite"

	"congvan/office"
)

// Engine names a database engine.
type Engine string

// The engines.
const (
	PostgreSQL Engine = "postgresql"
	SQLite     Engine = "sqlite"
)

// DB is an open database. It is safe for concurrent use.
type DB struct {
	engine Engine
	source string
	write  *sql.DB
	read   *sql.DB // on SQLite a second pool that cannot write; on PostgreSQL the same pool
	clock  office.Clock

	writes, reads *statements // prepared ones of the pools; nil on PostgreSQL
	wakes         wakes
}

// Open opens the database at source: a postgres:// address, or the path of a SQLite file. It does not migrate.
func Open(ctx context.Context, source string, clock office.Clock) (*DB, error) {
	open := openSQLite
	if isPostgreSQL(source) {
		open = openPostgreSQL
	}
	db, err := open(source)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	db.source, db.clock = source, clock
	if err := db.write.PingContext(ctx); err != nil {
		db.Close()
		return nil, fmt.Errorf("reach the database: %w", err)
	}
	if err := db.checkVersion(ctx); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// isPostgreSQL tells an address of a server from the path of a file.
func isPostgreSQL(source string) bool {
	return strings.HasPrefix(source, "postgres://") || strings.HasPrefix(source, "postgresql://")
}

// CheckAddress says whether source is the address of a PostgreSQL database, without asking there. The error may quote it: never show it.
func CheckAddress(source string) error {
	if !isPostgreSQL(source) {
		return errors.New("neither postgres:// nor postgresql://")
	}
	_, err := pgx.ParseConfig(source)
	return err
}

func openPostgreSQL(source string) (*DB, error) {
	pool, err := sql.Open("pgx", source)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(20)
	pool.SetMaxIdleConns(10)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	return &DB{engine: PostgreSQL, write: pool, read: pool}, nil
}

func openSQLite(path string) (*DB, error) {
	// busy_timeout comes first, so that the pragmas after it wait too. Immediate transactions: a deferred one that starts by reading loses
	// its update to SQLITE_BUSY whatever the timeout. The last three options make times comparable text and read them back as times.
	common := url.Values{
		"_pragma":      {"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(NORMAL)", "foreign_keys(1)", "cache_size(-16000)"},
		"_timezone":    {"UTC"},
		"_time_format": {"sqlite"},
		"_texttotime":  {"1"},
		"_dqs":         {"0"},
	}
	// A file name is part of an address: "#" or "%" in a folder's name would cut it short.
	file := "file:" + (&url.URL{Path: path}).EscapedPath()
	write, err := sql.Open("sqlite", file+"?_txlock=immediate&"+common.Encode())
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1) // SQLite has one writer; queueing here is fairer than its busy loop
	common.Add("_query_only", "1")
	read, err := sql.Open("sqlite", file+"?"+common.Encode())
	if err != nil {
		write.Close()
		return nil, err
	}
	read.SetMaxOpenConns(8)
	return &DB{engine: SQLite, write: write, read: read, writes: newStatements(write), reads: newStatements(read)}, nil
}

// Close closes the database.
func (db *DB) Close() error {
	db.wakes.close()
	db.writes.close()
	db.reads.close()
	if db.read != db.write {
		db.read.Close()
	}
	return db.write.Close()
}

// Engine is the engine that db talks to.
func (db *DB) Engine() Engine { return db.engine }

// Source is what Open was given. It may hold a password: never log it.
func (db *DB) Source() string { return db.source }

// Pool is the pool for writing, for jobs alone, which runs its own statements.
func (db *DB) Pool() *sql.DB { return db.write }

// Clock is the clock that transactions take their time from.
func (db *DB) Clock() office.Clock { return db.clock }

// Version asks the engine who it is, so that a test can tell that it talks to the one it meant.
func (db *DB) Version(ctx context.Context) (string, error) {
	question := "select 'SQLite ' || sqlite_version()"
	if db.engine == PostgreSQL {
		question = "select version()"
	}
	var version string
	err := db.write.QueryRowContext(ctx, question).Scan(&version)
	return version, err
}

// Ping asks whether the database answers.
func (db *DB) Ping(ctx context.Context) error { return db.read.PingContext(ctx) }
