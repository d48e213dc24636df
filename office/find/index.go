package find

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"time"

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

// index brings the document to every index that takes it now, and notes it for the others. What the records say of the indexes is read
// before the document is: a rebuild that begins after that reads the document itself.
func (s *Service) index(ctx context.Context, document office.ID) error {
	states, now, err := s.statesNow(ctx)
	if err != nil {
		return err
	}
	var direct []*instance
	var noted []string
	for _, state := range states {
		in := s.instance(state.Name)
		rebuilding := state.rebuilding(now)
		if !state.Complete && !rebuilding {
			continue // its rebuild is yet to come
		}
		if in != nil && state.Complete && !state.lags(now) {
			direct = append(direct, in)
		}
		if in == nil || rebuilding || state.lags(now) {
			noted = append(noted, state.Name)
		}
	}
	behind, err := s.bring(ctx, document, direct)
	return errors.Join(err, s.note(ctx, document, append(noted, behind...)))
}

func (s *Service) statesNow(ctx context.Context) (states []State, now time.Time, err error) {
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		now = tx.Now()
		states, err = readStates(ctx, tx)
		return err
	})
	return states, now, err
}

// bringTime is how long an index may take over one document before it counts as not answering.
const bringTime = 20 * time.Second

// bring makes the document's entry in the indexes as the records are. Another server may do the same at the same time with what it read
// earlier or later, so the records are read again at the end: whoever writes last sees then whether it was the last word. behind are the
// indexes that did not answer; an error is what an index refused.
func (s *Service) bring(ctx context.Context, document office.ID, to []*instance) (behind []string, err error) {
	entry, err := s.entry(ctx, document)
	for len(to) > 0 && err == nil {
		var answered []*instance
		for i, failed := range putAll(ctx, document, entry, to) {
			switch {
			case failed == nil:
				answered = append(answered, to[i])
			case gone(ctx, failed):
				s.log.WarnContext(ctx, "a search index does not take a document and is left behind", "index", to[i].Name, "document", document, "error", failed)
				behind = append(behind, to[i].Name)
			default:
				err = errors.Join(err, failed)
			}
		}
		again, failed := s.entry(ctx, document)
		if err = errors.Join(err, failed); reflect.DeepEqual(entry, again) {
			break
		}
		entry, to = again, answered
	}
	return behind, err
}

// putAll writes to all indexes at once: one that hangs holds up no other.
func putAll(ctx context.Context, document office.ID, entry *search.Document, to []*instance) []error {
	ctx, stop := context.WithTimeout(ctx, bringTime)
	defer stop()
	errs := make([]error, len(to))
	var writing sync.WaitGroup
	for i, in := range to {
		writing.Go(func() {
			if entry == nil {
				errs[i] = in.Engine.Delete(ctx, document)
			} else {
				errs[i] = in.Engine.Put(ctx, *entry)
			}
		})
	}
	writing.Wait()
	return errs
}

// entry is what the indexes are to hold of a document, nil for nothing.
func (s *Service) entry(ctx context.Context, document office.ID) (entry *search.Document, err error) {
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		entry, err = entryOf(ctx, tx, document)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read what the index is to hold of document %s: %w", document, err)
	}
	return entry, nil
}
