package database

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"congvan/office"
)

// oldest are the versions from which the engines do what our SQL asks: PostgreSQL the oldest that we test on (and that its makers still mend
// for some time), SQLite the one of "returning", "strict" and FTS5 together, which the bundled one is well past.
var oldest = map[Engine]version{PostgreSQL: {15, 0}, SQLite: {3, 45}}

// version is what of an engine's version decides.
type version struct{ major, minor int }

func (v version) before(other version) bool {
	return v.major < other.major || v.major == other.major && v.minor < other.minor
}

func (v version) String() string { return fmt.Sprintf("%d.%d", v.major, v.minor) }

// parseVersion reads what an engine says of itself: "15.20 (Debian 15.20-0+deb12u1)", "17beta2", "3.51.3".
func parseVersion(text string) (v version, ok bool) {
	word, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	major, rest, found := strings.Cut(word, ".")
	if v.major, ok = leadingNumber(major); !ok || !found {
		return v, ok
	}
	v.minor, ok = leadingNumber(rest)
	return v, ok
}

// leadingNumber is the number that a text begins with.
func leadingNumber(text string) (int, bool) {
	end := 0
	for end < len(text) && text[end] >= '0' && text[end] <= '9' {
		end++
	}
	n, err := strconv.Atoi(text[:end])
	return n, err == nil
}

// acceptVersion refuses an engine that is too old, or that does not say how old it is.
func acceptVersion(engine Engine, text string) error {
	found, ok := parseVersion(text)
	switch {
	case !ok:
		return &office.Error{Kind: office.KindUnavailable, Key: "database.unknown_version", Args: []any{string(engine), text, oldest[engine]}}
	case found.before(oldest[engine]):
		return &office.Error{Kind: office.KindUnavailable, Key: "database.old_version", Args: []any{string(engine), found, oldest[engine]}}
	}
	return nil
}

func (db *DB) checkVersion(ctx context.Context) error {
	question := "select sqlite_version()"
	if db.engine == PostgreSQL {
		question = "select current_setting('server_version')"
	}
	var text string
	if err := db.write.QueryRowContext(ctx, question).Scan(&text); err != nil {
		return fmt.Errorf("ask the database for its version: %w", err)
	}
	return acceptVersion(db.engine, text)
}
