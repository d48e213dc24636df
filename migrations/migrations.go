// Package migrations holds the schema as numbered goose files, written in PostgreSQL's words.
//
// A file beside this one runs on both engines: four type names are translated for SQLite. Where the engines must differ (triggers, exclusion
// constraints, partitions), the same number stands once in postgres/ and once in sqlite/. Every migration must be right before, between and
// after: a server of the last version may still be running.
package migrations

import (
	"embed"
	"io/fs"
	"path"
	"strings"
	"testing/fstest" // MapFS is the standard library's only file system in memory
)

//go:embed *.sql postgres/*.sql sqlite/*.sql
var files embed.FS

// SQLite has no types of these names; "datetime" is what its driver reads back as a time.
var forSQLite = strings.NewReplacer("timestamptz", "datetime", "jsonb", "text", " uuid", " text", "bytea", "blob")

// PostgreSQL is the schema for PostgreSQL.
func PostgreSQL() (fs.FS, error) { return merged("postgres", strings.NewReplacer()) }

// SQLite is the schema for SQLite.
func SQLite() (fs.FS, error) { return merged("sqlite", forSQLite) }

func merged(engine string, words *strings.Replacer) (fs.FS, error) {
	all := fstest.MapFS{}
	for _, pattern := range []string{"*.sql", engine + "/*.sql"} {
		names, err := fs.Glob(files, pattern)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			text, err := fs.ReadFile(files, name)
			if err != nil {
				return nil, err
			}
			all[path.Base(name)] = &fstest.MapFile{Data: []byte(words.Replace(string(text)))}
		}
	}
	return all, nil
}
