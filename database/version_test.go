package database

import (
	"strings"
	"testing"
)

func TestAnEngineThatIsTooOldIsRefused(t *testing.T) {
	for _, c := range []struct {
		engine  Engine
		text    string
		refused string // "" when it is accepted
	}{
		{PostgreSQL, "15.20 (Debian 15.20-0+deb12u1)", ""},
		{PostgreSQL, "15.0", ""},
		{PostgreSQL, "17beta2", ""},
		{PostgreSQL, "18.1", ""},
		{PostgreSQL, "14.15 (Ubuntu 14.15-0ubuntu0.22.04.1)", "database.old_version"},
		{PostgreSQL, "9.6.24", "database.old_version"},
		{PostgreSQL, "15.devel", "database.unknown_version"},
		{PostgreSQL, "", "database.unknown_version"},
		{PostgreSQL, "Postgres-like 15", "database.unknown_version"},
		{SQLite, "3.51.3", ""},
		{SQLite, "3.45.0", ""},
		{SQLite, "3.44.9", "database.old_version"},
		{SQLite, "4.0.0", ""},
		{SQLite, "2.8.17", "database.old_version"},
	} {
		err := acceptVersion(c.engine, c.text)
		if (err != nil) != (c.refused != "") || err != nil && !strings.HasPrefix(err.Error(), c.refused) {
			t.Errorf("%s %q: %v, want %q", c.engine, c.text, err, c.refused)
		}
	}
}

func FuzzParseVersion(f *testing.F) {
	for _, text := range []string{"15.20 (Debian)", "17beta2", "3.51.3", "", ".", "99999999999999999999.1"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if v, ok := parseVersion(text); ok && (v.major < 0 || v.minor < 0) {
			t.Errorf("%q is %v", text, v)
		}
	})
}
