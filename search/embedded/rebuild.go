package embedded

import (
	"context"
	"fmt"
	"iter"
	"os"

	"congvan/search"
)

const (
	building     = ".building"
	rebuildChunk = 200 // documents a transaction
)

// Rebuild writes the next generation while the present one is searched and written to.
func (e *Engine) Rebuild(ctx context.Context, source iter.Seq2[search.Document, error]) error {
	e.rebuilding.Lock()
	defer e.rebuilding.Unlock()
	e.changes.Begin()
	defer e.changes.End()
	next := e.number + 1 // only a rebuild changes it
	temp := e.path(next) + building
	err := e.build(ctx, temp, source)
	if err == nil {
		err = e.swap(ctx, temp, next)
	}
	if err != nil {
		removeIndex(temp)
		return search.Unavailable(err)
	}
	return e.removeOthers()
}

func (e *Engine) build(ctx context.Context, path string, source iter.Seq2[search.Document, error]) error {
	removeIndex(path)
	x, _, err := openIndex(ctx, path)
	if err != nil {
		return err
	}
	if err := fillIndex(ctx, x, source); err != nil {
		_ = x.close()
		return err
	}
	return x.close()
}

func fillIndex(ctx context.Context, x *index, source iter.Seq2[search.Document, error]) error {
	var chunk []search.Document
	for d, err := range source {
		if err != nil {
			return err
		}
		if err := d.Check(); err != nil {
			return err
		}
		if chunk = append(chunk, d); len(chunk) == rebuildChunk {
			if err := x.put(ctx, chunk); err != nil {
				return err
			}
			chunk = nil
		}
	}
	return x.put(ctx, chunk)
}

// swap waits for the searches under way, brings in what changed meanwhile and puts the new index in the place of the old one. The rename
// comes last before the swap, so a killed process leaves either the old generation or the whole new one.
func (e *Engine) swap(ctx context.Context, temp string, next int) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.current == nil {
		return fmt.Errorf("the index is closed")
	}
	if err := e.bringUp(ctx, temp); err != nil {
		return err
	}
	if err := os.Rename(temp, e.path(next)); err != nil {
		return err
	}
	x, _, err := openIndex(ctx, e.path(next))
	if err != nil {
		return err
	}
	old := e.current
	e.current, e.number, e.complete = x, next, true
	return old.close()
}

func (e *Engine) bringUp(ctx context.Context, temp string) error {
	x, _, err := openIndex(ctx, temp)
	if err != nil {
		return err
	}
	if err := replay(ctx, &e.changes, x); err != nil {
		_ = x.close()
		return err
	}
	return x.close()
}

// removeIndex deletes an index file and those that SQLite keeps beside it. What cannot be deleted now is deleted at the next start.
func removeIndex(path string) {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		_ = os.Remove(path + suffix)
	}
}
