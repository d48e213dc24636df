// Package embedded keeps the index in a SQLite file of its own, with FTS5. It is the default engine.
//
// The folder holds one generation of the index, index-000001.db; Rebuild writes the next one beside it (….building) and swaps. A folder may
// be deleted when the program does not run: the index is rebuilt from the records. One process uses a folder.
package embedded

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"modernc.org/sqlite" // also the driver "sqlite"
	sqlitelib "modernc.org/sqlite/lib"

	"congvan/office"
	"congvan/search"
)

// Engine is an index in a folder.
type Engine struct {
	dir string

	mu       sync.RWMutex // held for reading while an index is used, for writing while it is swapped
	current  *index
	number   int // generation of current
	complete bool
	changes  search.Changes // what was put and deleted since a rebuild began

	writing    sync.Mutex // one writer at a time, so that changes are logged in the order in which they are made
	rebuilding sync.Mutex // one rebuild at a time
}

// Open opens the index in a folder, or makes an empty one where it is missing or of another version: that one is not complete.
func Open(ctx context.Context, dir string) (*Engine, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, search.Unavailable(err)
	}
	number, err := newestGeneration(dir)
	if err != nil {
		return nil, search.Unavailable(err)
	}
	e := &Engine{dir: dir, number: max(number, 1)}
	var fresh bool
	e.current, fresh, err = openIndex(ctx, e.path(e.number))
	if errors.Is(err, errOtherVersion) || damaged(err) {
		e.number++
		e.current, fresh, err = openIndex(ctx, e.path(e.number))
	}
	if err != nil {
		return nil, search.Unavailable(err)
	}
	e.complete = !fresh
	return e, e.removeOthers()
}

// damaged reports that a file is no index any more: it holds nothing that the records do not.
func damaged(err error) bool {
	var failure *sqlite.Error
	return errors.As(err, &failure) && (failure.Code()&0xff == sqlitelib.SQLITE_CORRUPT || failure.Code()&0xff == sqlitelib.SQLITE_NOTADB)
}

func (e *Engine) path(number int) string {
	return filepath.Join(e.dir, fmt.Sprintf("index-%06d.db", number))
}

// newestGeneration is the highest number of a complete index, 0 when there is none.
func newestGeneration(dir string) (int, error) {
	names, err := filepath.Glob(filepath.Join(dir, "index-*.db"))
	if err != nil {
		return 0, err
	}
	newest := 0
	for _, name := range names {
		var number int
		if _, err := fmt.Sscanf(filepath.Base(name), "index-%d.db", &number); err == nil {
			newest = max(newest, number)
		}
	}
	return newest, nil
}

// removeOthers deletes older generations and rebuilds that were not finished, with SQLite's files beside them.
func (e *Engine) removeOthers() error {
	names, err := filepath.Glob(filepath.Join(e.dir, "index-*"))
	if err != nil {
		return search.Unavailable(err)
	}
	for _, name := range names {
		if strings.HasPrefix(name, e.path(e.number)) && !strings.Contains(name, building) {
			continue
		}
		if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
			return search.Unavailable(err)
		}
	}
	return nil
}

// use runs f on the index in use, which stays open until f returns.
func (e *Engine) use(f func(*index) error) error {
	e.mu.RLock()
	defer e.mu.RUnlock()
	if e.current == nil {
		return search.Unavailable(errors.New("the index is closed"))
	}
	return f(e.current)
}

// Put writes documents in one transaction.
func (e *Engine) Put(ctx context.Context, documents ...search.Document) error {
	for _, d := range documents {
		if err := d.Check(); err != nil {
			return err
		}
	}
	return e.use(func(x *index) error {
		e.writing.Lock()
		defer e.writing.Unlock()
		if err := x.put(ctx, documents); err != nil {
			return search.Unavailable(err)
		}
		e.changes.Put(documents...)
		return nil
	})
}

// Delete removes documents in one transaction.
func (e *Engine) Delete(ctx context.Context, ids ...office.ID) error {
	return e.use(func(x *index) error {
		e.writing.Lock()
		defer e.writing.Unlock()
		if err := x.delete(ctx, ids); err != nil {
			return search.Unavailable(err)
		}
		e.changes.Delete(ids...)
		return nil
	})
}

// Holds looks the identifier up.
func (e *Engine) Holds(ctx context.Context, id office.ID) (held bool, err error) {
	err = e.use(func(x *index) error {
		row := x.read.QueryRowContext(ctx, `select exists (select 1 from document where uuid = $1)`, id.String())
		return row.Scan(&held)
	})
	return held, search.Unavailable(err)
}

// Complete tells whether the index was there when it was opened, or has been rebuilt since.
func (e *Engine) Complete(context.Context) (bool, error) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.complete, nil
}

// Ready asks the index for something.
func (e *Engine) Ready(ctx context.Context) error {
	_, err := e.Holds(ctx, office.ID{})
	return err
}

// Close closes the index; calls after it fail.
func (e *Engine) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.current == nil {
		return nil
	}
	err := e.current.close()
	e.current = nil
	return err
}

// replay brings changes into the new index.
func replay(ctx context.Context, changes *search.Changes, x *index) error {
	documents, deleted := changes.Take()
	for chunk := range slices.Chunk(documents, rebuildChunk) {
		if err := x.put(ctx, chunk); err != nil {
			return err
		}
	}
	return x.delete(ctx, deleted)
}

var _ search.Engine = (*Engine)(nil)

// inTx runs f in one write transaction.
func inTx(ctx context.Context, db *sql.DB, f func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after the commit there is nothing to roll back
	if err := f(tx); err != nil {
		return err
	}
	return tx.Commit()
}
