package find

import (
	"context"
	"errors"
	"time"

	"congvan/database"
	"congvan/jobs"
	"congvan/office"
	"congvan/search"
)

// rebuildArgs is the job that makes an index anew. Only the one whose token the records hold may go on: of a server that was killed nobody knows.
type rebuildArgs struct {
	Index string    `json:"index"`
	Token office.ID `json:"token"`
}

// Kind names the job.
func (rebuildArgs) Kind() string { return "search.rebuild" }

const (
	rebuildTime  = 12 * time.Hour   // at most; a hundred thousand documents take minutes
	rebuildLease = 2 * time.Minute  // how long nothing may be heard of a rebuild until it is begun anew
	rebuildPause = 15 * time.Second // after one that failed
	rebuildChunk = 100              // how many documents are read in one transaction
)

var errOverrun = errors.New("another rebuild of the index was begun")

// Want has every index made anew by a server's jobs, each while it is in use.
func (s *Service) Want(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, `update search_indexes set wanted = true`)
		return err
	})
}

// Rebuild makes every index anew from the records while the old one is in use.
func (s *Service) Rebuild(ctx context.Context) error {
	var errs []error
	for _, in := range s.instances {
		args := rebuildArgs{Index: in.Name, Token: office.NewID()}
		err := s.db.Write(ctx, func(tx *database.Tx) error { return lease(ctx, tx, args) })
		if err == nil {
			err = s.rebuildOne(ctx, in, args)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// lease hands an index to the rebuild with the token.
func lease(ctx context.Context, tx *database.Tx, args rebuildArgs) error {
	_, err := tx.Exec(ctx, `update search_indexes set rebuild_token = $1, rebuild_until = $2 where name = $3`,
		args.Token, tx.Now().Add(rebuildLease), args.Index)
	return err
}

// handOut puts in the jobs of the rebuilds that are wanted and not under way.
func (s *Service) handOut(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *database.Tx) error {
		var names []string
		err := tx.Select(ctx, &names, `select name from search_indexes where (wanted or not complete) and (rebuild_until is null or rebuild_until <= $1)`, tx.Now())
		for _, name := range names {
			args := rebuildArgs{Index: name, Token: office.NewID()}
			if err := errors.Join(lease(ctx, tx, args), jobs.Insert(ctx, tx, args, jobs.Patient())); err != nil {
				return err
			}
		}
		return err
	})
}

// rebuildFor is the work of the job. What fails is begun again by KeepUp after a pause, so the job itself is not tried again.
func (s *Service) rebuildFor(ctx context.Context, args rebuildArgs) error {
	in := s.instance(args.Index)
	if in == nil {
		return nil // of a server with other settings; whoever knows the index begins it when the lease has ended
	}
	err := s.rebuildOne(ctx, in, args)
	if err != nil && !errors.Is(err, errOverrun) {
		s.log.ErrorContext(ctx, "a search index is not rebuilt", "index", in.Name, "error", err)
	}
	return nil
}

// rebuildOne makes one index anew and brings it what changed meanwhile.
func (s *Service) rebuildOne(ctx context.Context, in *instance, args rebuildArgs) error {
	if err := s.renew(ctx, args, rebuildLease); err != nil {
		return err
	}
	err := in.Engine.Rebuild(ctx, s.everything(ctx, args))
	if err == nil {
		err = s.finish(ctx, args)
	}
	if err != nil {
		return errors.Join(err, s.renew(context.WithoutCancel(ctx), args, rebuildPause))
	}
	return s.catchUp(ctx, in)
}

// renew moves the lease's end on, and fails when the lease went to another.
func (s *Service) renew(ctx context.Context, args rebuildArgs, by time.Duration) error {
	return s.db.Write(ctx, func(tx *database.Tx) error {
		rows, err := tx.Exec(ctx, `update search_indexes set rebuild_until = $1 where name = $2 and rebuild_token = $3`,
			tx.Now().Add(by), args.Index, args.Token)
		if err == nil && rows == 0 {
			return errOverrun
		}
		return err
	})
}

func (s *Service) finish(ctx context.Context, args rebuildArgs) error {
	return s.db.Write(ctx, func(tx *database.Tx) error {
		rows, err := tx.Exec(ctx, `update search_indexes set complete = true, wanted = false, rebuild_token = null, rebuild_until = null
			where name = $1 and rebuild_token = $2`, args.Index, args.Token)
		if err == nil && rows == 0 {
			return errOverrun
		}
		return err
	})
}

// everything reads all documents and renews the lease as it goes.
func (s *Service) everything(ctx context.Context, args rebuildArgs) func(func(search.Document, error) bool) {
	return func(yield func(search.Document, error) bool) {
		var last office.ID
		for {
			entries, next, err := s.entriesAfter(ctx, last)
			if err == nil {
				err = s.renew(ctx, args, rebuildLease)
			}
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
	}
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
