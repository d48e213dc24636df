package databasetest

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// newSQLite makes a file as a copy of one that was migrated once for this process.
func newSQLite(t testing.TB) string {
	t.Helper()
	template, err := sqliteTemplate()
	if err != nil {
		t.Fatalf("make the SQLite template: %v", err)
	}
	path := filepath.Join(t.TempDir(), "congvan.db")
	if err := os.WriteFile(path, template, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// sqliteTemplate holds the whole file: closing the last connection moves what is in the write-ahead log into it.
var sqliteTemplate = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "congvan-template-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "congvan.db")
	if err := migrate(path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})
