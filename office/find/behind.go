package find

import (
	"context"
	"errors"
	"sync"
	"time"

	"congvan/database"
	"congvan/jobs"
	"congvan/office"
	"congvan/search"
)

// keepUpArgs is the periodic job that looks after the indexes.
type keepUpArgs struct{}

// Kind names the job.
func (keepUpArgs) Kind() string { return "search.keep_up" }

const (
	keepUpEvery  = 5 * time.Second
	askTime      = 3 * time.Second // what an index gets to say how it is
	catchUpChunk = 50              // documents brought to a lagging index at once
)

// note remembers that indexes lack what a document says now.
func (s *Service) note(ctx context.Context, document office.ID, indexes []string) error {
	if len(indexes) == 0 {
		return nil
	}
	return s.db.Write(ctx, func(tx *database.Tx) error {
		var registered []string // one that is not any more lacks nothing
		marks, args := database.In(1, indexes)
		if err := tx.Select(ctx, &registered, `select name from search_indexes where name in (`+marks+`)`, args...); err != nil {
			return err
		}
		for _, name := range registered {
			_, err := tx.Exec(ctx, `insert into search_behind (index_name, document_id, changes, since) values ($1, $2, 1, $3)
				on conflict (index_name, document_id) do update set changes = search_behind.changes + 1`, name, document, tx.Now())
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// KeepUp finds out which indexes are whole, has those rebuilt that are not, and brings to each what it lacks. One that does not answer
// now is left for the next round.
func (s *Service) KeepUp(ctx context.Context) error {
	if err := s.each(func(in *instance) error { return s.look(ctx, in) }); err != nil {
		return err
	}
	if err := s.handOut(ctx); err != nil {
		return err
	}
	states, now, err := s.statesNow(ctx)
	if err != nil {
		return err
	}
	lagging := make(map[string]bool)
	for _, state := range states {
		lagging[state.Name] = state.Complete && state.lags(now)
	}
	return s.each(func(in *instance) error {
		if !lagging[in.Name] {
			return nil
		}
		return s.catchUp(ctx, in)
	})
}

// each does something with all indexes at once: one that hangs holds up no other.
func (s *Service) each(do func(*instance) error) error {
	errs := make([]error, len(s.instances))
	var doing sync.WaitGroup
	for i, in := range s.instances {
		doing.Go(func() { errs[i] = do(in) })
	}
	doing.Wait()
	return errors.Join(errs...)
}

// look marks an index that lost what it held.
func (s *Service) look(ctx context.Context, in *instance) error {
	asking, stop := context.WithTimeout(ctx, askTime)
	defer stop()
	complete, err := in.Engine.Complete(asking)
	if err != nil || complete {
		return nil // what does not answer may be whole
	}
	return s.db.Write(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, `update search_indexes set complete = false where name = $1 and complete`, in.Name)
		return err
	})
}

// lack is a document that an index lacks, and how often it changed since.
type lack struct {
	DocumentID office.ID
	Changes    int
}

// catchUp brings to an index what it lacks, until it lacks nothing or does not answer.
func (s *Service) catchUp(ctx context.Context, in *instance) error {
	for {
		var some []lack
		err := s.db.Read(ctx, func(tx *database.Tx) error {
			return tx.Select(ctx, &some, `select document_id, changes from search_behind where index_name = $1 order by since, document_id limit $2`, in.Name, catchUpChunk)
		})
		if err != nil || len(some) == 0 {
			return err
		}
		if err := s.bringSome(ctx, in, some); err != nil {
			s.log.WarnContext(ctx, "a search index is still behind", "index", in.Name, "error", err)
			return nil
		}
	}
}

// bringSome brings documents to one index, together if it takes them together.
func (s *Service) bringSome(ctx context.Context, in *instance, some []lack) error {
	var documents []search.Document
	var nothing []office.ID
	for _, l := range some {
		entry, err := s.entry(ctx, l.DocumentID)
		if err != nil {
			return err
		}
		if entry == nil {
			nothing = append(nothing, l.DocumentID)
		} else {
			documents = append(documents, *entry)
		}
	}
	bringing, stop := context.WithTimeout(ctx, bringTime)
	defer stop()
	err := errors.Join(in.Engine.Delete(bringing, nothing...), in.Engine.Put(bringing, documents...))
	if err != nil && gone(ctx, err) {
		return err
	}
	return s.settle(ctx, in, some, err)
}

// settle strikes out what was brought. What changed again meanwhile stays. When the index refused something, every document of the chunk gets a job
// of its own, which is tried again and at last given up where an operator sees it: one bad document must not keep the index behind.
func (s *Service) settle(ctx context.Context, in *instance, some []lack, refused error) error {
	return s.db.Write(ctx, func(tx *database.Tx) error {
		for _, l := range some {
			_, err := tx.Exec(ctx, `delete from search_behind where index_name = $1 and document_id = $2 and changes = $3`, in.Name, l.DocumentID, l.Changes)
			if err == nil && refused != nil {
				err = jobs.Insert(ctx, tx, search.IndexArgs{Document: l.DocumentID})
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}
