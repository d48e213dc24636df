// Package bench holds the office's two great days as benchmarks, on SQLite and on PostgreSQL: one directive dispatched to all communes of the
// city, then of the country, and taken in by 126 of them with their decisions. Each is measured against a floor of the same run: a bare
// multi-row insert of the very same rows into tables of the same shape. "make bench" runs them and writes docs/benchmarks.md.
package bench
