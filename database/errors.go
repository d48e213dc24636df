package database

import (
	"database/sql"
	"errors"
	"strings"

	"github.com/georgysavva/scany/v2/sqlscan"
	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
)

// NoRows reports whether err says that a query found nothing.
func NoRows(err error) bool { return sqlscan.NotFound(err) || errors.Is(err, sql.ErrNoRows) }

// SQLSTATE codes and SQLite's extended result codes of what callers ask about.
const (
	pgUnique, pgExclusion, pgForeignKey, pgCheck = "23505", "23P01", "23503", "23514"
	pgSerialization, pgDeadlock                  = "40001", "40P01"

	sqliteUnique, sqlitePrimaryKey, sqliteForeignKey, sqliteTrigger = 2067, 1555, 787, 1811
)

// Violates reports whether err broke the named rule. name is a PostgreSQL constraint ("appointments_one_holder"); for unique rules SQLite
// tells only table and columns, so columns ("deliveries.dispatch_id") is what to look for there; "" when a trigger names the rule itself.
func Violates(err error, name, columns string) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch pg.Code {
		case pgUnique, pgExclusion, pgForeignKey, pgCheck, "P0001":
			return pg.ConstraintName == name || strings.Contains(pg.Message, name)
		}
		return false
	}
	var lite *sqlite.Error
	if !errors.As(err, &lite) {
		return false
	}
	switch lite.Code() {
	case sqliteUnique, sqlitePrimaryKey:
		return columns != "" && strings.Contains(lite.Error(), columns)
	case sqliteForeignKey, sqliteTrigger:
		return strings.Contains(lite.Error(), name)
	}
	return false
}

func retryable(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == pgSerialization || pg.Code == pgDeadlock)
}
