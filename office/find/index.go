package find

import (
	"context"
	"fmt"

	"congvan/database"
	"congvan/office"
	"congvan/search"
)

// laneCount is how many documents can be indexed at once at most.
const laneCount = 64

// run is one making of a document's entry.
type run struct {
	done chan struct{}
	err  error
}

// Index makes a document's entry as the records are now, or takes it out when it may not be searched.
//
// A city's dispatch puts in one job a recipient for the same document. Whoever comes while a run for it waits shares that run, since it will
// read what he wrote; and two runs of a document never overlap, since the one that read first could write last.
func (s *Service) Index(ctx context.Context, document office.ID) error {
	mine, shared := s.enter(document)
	if shared {
		select {
		case <-mine.done:
			return mine.err
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	lane := &s.lanes[int(document[15])%laneCount]
	lane.Lock()
	defer lane.Unlock()
	s.mu.Lock()
	delete(s.waiting, document) // from here on it reads: who comes later needs a run of his own
	s.mu.Unlock()
	defer close(mine.done)
	mine.err = s.index(ctx, document)
	return mine.err
}

func (s *Service) enter(document office.ID) (waiting *run, shared bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if waiting, shared = s.waiting[document]; shared {
		return waiting, true
	}
	waiting = &run{done: make(chan struct{})}
	s.waiting[document] = waiting
	return waiting, false
}

func (s *Service) index(ctx context.Context, document office.ID) error {
	var entry *search.Document
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		var err error
		entry, err = entryOf(ctx, tx, document)
		return err
	})
	switch {
	case err != nil:
		return fmt.Errorf("read what the index is to hold of document %s: %w", document, err)
	case entry == nil:
		return s.engine.Delete(ctx, document)
	default:
		return s.engine.Put(ctx, *entry)
	}
}

// rebuildChunk is how many documents are read in one transaction.
const rebuildChunk = 100

// Rebuild makes the whole index anew from the records while the old one is in use.
func (s *Service) Rebuild(ctx context.Context) error {
	return s.engine.Rebuild(ctx, func(yield func(search.Document, error) bool) {
		var last office.ID
		for {
			entries, next, err := s.entriesAfter(ctx, last)
			if err != nil {
				yield(search.Document{}, err)
				return
			}
			for _, entry := range entries {
				if !yield(entry, nil) {
					return
				}
			}
			if next == last {
				return
			}
			last = next
		}
	})
}

// entriesAfter reads the entries of the documents after one, and the last document it looked at.
func (s *Service) entriesAfter(ctx context.Context, last office.ID) (entries []search.Document, next office.ID, err error) {
	next = last
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		var ids []office.ID
		if err := tx.Select(ctx, &ids, `select id from documents where id > $1 order by id limit $2`, last, rebuildChunk); err != nil {
			return err
		}
		for _, id := range ids {
			entry, err := entryOf(ctx, tx, id)
			if err != nil {
				return err
			}
			if entry != nil {
				entries = append(entries, *entry)
			}
			next = id
		}
		return nil
	})
	return entries, next, err
}
