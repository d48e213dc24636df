package meilisearch

import (
	"context"
	"errors"
	"fmt"

	meili "github.com/meilisearch/meilisearch-go"

	"congvan/office"
	"congvan/search"
)

// Put gives the documents to the server and waits until it has taken them in.
func (e *Engine) Put(ctx context.Context, documents ...search.Document) error {
	for _, d := range documents {
		if err := d.Check(); err != nil {
			return err
		}
	}
	e.writing.RLock()
	defer e.writing.RUnlock()
	if err := e.put(ctx, documents, e.ensure, live); err != nil {
		return failed(err)
	}
	e.changes.Put(documents...)
	return nil
}

// failed tells a server that cannot be used from one that works and refuses a document.
func failed(err error) error {
	var refused *taskError
	if errors.As(err, &refused) {
		return err
	}
	return search.Unavailable(err)
}

// Delete takes out all entries of the documents.
func (e *Engine) Delete(ctx context.Context, ids ...office.ID) error {
	e.writing.RLock()
	defer e.writing.RUnlock()
	if err := e.delete(ctx, ids, live); err != nil {
		return search.Unavailable(err)
	}
	e.changes.Delete(ids...)
	return nil
}

// side says which of two indexes is meant.
type side string

const (
	live     side = ""
	building side = "_building"
)

// mostBytes is how much goes to the server at once.
const mostBytes = 8 << 20

// put writes documents into the indexes of one side, which ensure makes where they are missing.
func (e *Engine) put(ctx context.Context, documents []search.Document, ensure func(context.Context, string) error, to side) error {
	batches := make(map[string]*batch)
	for _, d := range documents {
		name := e.indexOf(d.ID) + string(to)
		if batches[name] == nil {
			if err := ensure(ctx, name); err != nil {
				return err
			}
			batches[name] = &batch{engine: e, index: name}
		}
		if err := batches[name].add(ctx, entriesOf(d)); err != nil {
			return err
		}
	}
	for _, b := range batches {
		if err := b.flush(ctx); err != nil {
			return err
		}
	}
	return nil
}

// batch gathers the entries of documents for one index.
type batch struct {
	engine    *Engine
	index     string
	documents [][]entry
	bytes     int
}

func (b *batch) add(ctx context.Context, entries []entry) error {
	b.documents = append(b.documents, entries)
	for i := range entries {
		b.bytes += entries[i].size()
	}
	if b.bytes < mostBytes {
		return nil
	}
	return b.flush(ctx)
}

// flush writes what was gathered. The server takes a batch whole or not at all: when it refuses one, each document is tried by itself, so that
// a bad one does not keep the others out.
func (b *batch) flush(ctx context.Context) error {
	documents := b.documents
	b.documents, b.bytes = nil, 0
	if len(documents) == 0 {
		return nil
	}
	err := b.engine.write(ctx, b.index, documents...)
	var refused *taskError
	if !errors.As(err, &refused) || len(documents) == 1 {
		return err
	}
	var errs []error
	for _, entries := range documents {
		if err := b.engine.write(ctx, b.index, entries); err != nil {
			errs = append(errs, fmt.Errorf("the document %s: %w", entries[0].Doc, err))
		}
	}
	return errors.Join(errs...)
}

// write puts the entries first and takes away what is left of the documents' earlier, longer texts after, so that no document is missing between.
func (e *Engine) write(ctx context.Context, name string, documents ...[]entry) error {
	var all []entry
	var left []string
	for _, entries := range documents {
		all = append(all, entries...)
		left = append(left, "("+is("doc", entries[0].Doc)+" AND seq >= "+fmt.Sprint(len(entries))+")")
	}
	index := e.server.Index(name)
	task, err := index.AddDocumentsWithContext(ctx, all, primaryKey())
	if err := e.done(ctx, task, err); err != nil {
		return err
	}
	return e.deleteWhere(ctx, name, left)
}

// deleteWhere takes out the entries that meet one of the conditions, if there are any: asking costs less than a task that does nothing.
func (e *Engine) deleteWhere(ctx context.Context, name string, conditions []string) error {
	filter := [][]string{conditions}
	there, err := e.any(ctx, name, filter)
	if err != nil || !there {
		return err
	}
	task, err := e.server.Index(name).DeleteDocumentsByFilterWithContext(ctx, filter, nil)
	return e.done(ctx, task, err)
}

// any tells whether an index has an entry that passes a filter; one that is not there has none.
func (e *Engine) any(ctx context.Context, name string, filter any) (bool, error) {
	found, err := e.server.Index(name).SearchWithContext(ctx, "", &meili.SearchRequest{Filter: filter, Limit: 1, AttributesToRetrieve: []string{"id"}})
	if hasCode(err, "index_not_found") {
		return false, nil
	}
	if err != nil {
		return false, told(err)
	}
	return len(found.Hits) > 0, nil
}

func (e *Engine) delete(ctx context.Context, ids []office.ID, from side) error {
	conditions := make(map[string][]string)
	for _, id := range ids {
		name := e.indexOf(id) + string(from)
		conditions[name] = append(conditions[name], is("doc", id.String()))
	}
	for name, any := range conditions {
		if err := e.deleteWhere(ctx, name, any); err != nil {
			return err
		}
	}
	return nil
}

// isTask reports whether a task failed with a code.
func isTask(err error, code string) bool {
	var failure *taskError
	return errors.As(err, &failure) && failure.Code == code
}
