package meilisearch

import (
	"context"
	"iter"
	"slices"
	"strings"

	meili "github.com/meilisearch/meilisearch-go"

	"congvan/search"
)

// rebuildChunk is how many documents the server is given before it is asked whether it took them: what is put meanwhile waits no longer than these.
const rebuildChunk = 200

// Rebuild fills indexes beside those in use, brings in what this process put meanwhile, and swaps all of them with one task. What other processes
// put meanwhile is their caller's to put again. A process that is killed leaves half an index beside the one in use; the next rebuild
// begins by deleting it.
func (e *Engine) Rebuild(ctx context.Context, source iter.Seq2[search.Document, error]) error {
	e.rebuilding.Lock()
	defer e.rebuilding.Unlock()
	e.changes.Begin()
	defer e.changes.End()
	return search.Unavailable(e.rebuild(ctx, source))
}

func (e *Engine) rebuild(ctx context.Context, source iter.Seq2[search.Document, error]) error {
	if err := e.clear(ctx); err != nil {
		return err
	}
	b := &build{engine: e, made: make(map[string]bool)}
	if err := b.fill(ctx, source); err != nil {
		return err
	}
	if err := b.swap(ctx); err != nil {
		return err
	}
	if err := e.clear(ctx); err != nil {
		return err
	}
	task, err := e.server.Index(e.about()).AddDocumentsWithContext(ctx, []about{{aboutID, version}}, primaryKey())
	return e.done(ctx, task, err)
}

// clear deletes what stands beside the indexes in use.
func (e *Engine) clear(ctx context.Context) error {
	all, err := e.allIndexes(ctx)
	if err != nil {
		return err
	}
	for _, name := range all {
		if !strings.HasSuffix(name, string(building)) {
			continue
		}
		task, err := e.server.DeleteIndexWithContext(ctx, name)
		if err := e.done(ctx, task, err); err != nil && !isTask(err, "index_not_found") {
			return err
		}
	}
	return nil
}

// build is a rebuild under way.
type build struct {
	engine *Engine
	made   map[string]bool // indexes beside those in use
}

func (b *build) ensure(ctx context.Context, name string) error {
	if b.made[name] {
		return nil
	}
	b.made[name] = true
	return b.engine.create(ctx, name)
}

func (b *build) fill(ctx context.Context, source iter.Seq2[search.Document, error]) error {
	var chunk []search.Document
	for d, err := range source {
		if err != nil {
			return err
		}
		if err := d.Check(); err != nil {
			return err
		}
		if chunk = append(chunk, d); len(chunk) == rebuildChunk {
			if err := b.put(ctx, chunk); err != nil {
				return err
			}
			chunk = nil
		}
	}
	return b.put(ctx, chunk)
}

func (b *build) put(ctx context.Context, documents []search.Document) error {
	return b.engine.put(ctx, documents, b.ensure, building)
}

// replay brings in what changed since the last time.
func (b *build) replay(ctx context.Context) (changed int, err error) {
	documents, deleted := b.engine.changes.Take()
	for chunk := range slices.Chunk(documents, rebuildChunk) {
		if err := b.put(ctx, chunk); err != nil {
			return 0, err
		}
	}
	return len(documents) + len(deleted), b.engine.delete(ctx, deleted, building)
}

// swap lets puts go on until little is left to bring in; for that and for the swap they wait.
func (b *build) swap(ctx context.Context) error {
	for changed := rebuildChunk; changed >= rebuildChunk; {
		var err error
		if changed, err = b.replay(ctx); err != nil {
			return err
		}
	}
	b.engine.writing.Lock()
	defer b.engine.writing.Unlock()
	if _, err := b.replay(ctx); err != nil {
		return err
	}
	return b.exchange(ctx)
}

// exchange swaps the indexes of all years at once: those that are in use and those that were built, each missing one made empty for it.
func (b *build) exchange(ctx context.Context) error {
	inUse, err := b.engine.listIndexes(ctx)
	if err != nil {
		return err
	}
	for _, name := range inUse {
		if err := b.ensure(ctx, name+string(building)); err != nil {
			return err
		}
	}
	var pairs []*meili.SwapIndexesParams
	for name := range b.made {
		year := strings.TrimSuffix(name, string(building))
		if err := b.engine.ensure(ctx, year); err != nil {
			return err
		}
		pairs = append(pairs, &meili.SwapIndexesParams{Indexes: []string{year, name}})
	}
	if len(pairs) == 0 {
		return nil
	}
	task, err := b.engine.server.SwapIndexesWithContext(ctx, pairs)
	return b.engine.done(ctx, task, err)
}
