package find

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"congvan/database"
	"congvan/office"
	"congvan/search"
)

// Instance is one index of all documents. Where there are several, each is kept up by itself and any can be read.
type Instance struct {
	Name   string // in the records and the log: of a server its address
	Engine search.Engine
}

// instance is one with what this process remembers of it.
type instance struct {
	Instance
	failed atomic.Int64 // when it did not answer a reader the last time
}

// shunned is how long an instance that did not answer a reader is asked last.
const shunned = 5 * time.Second

// State is what the records say of an index.
type State struct {
	Name         string
	Complete     bool       // it was filled; what it lacks is counted here
	RebuildUntil *time.Time // a rebuild is under way until then at least
	Behind       int        // documents that it does not show as they are now
	Since        *time.Time // when the first of them changed
}

func (s State) rebuilding(now time.Time) bool {
	return s.RebuildUntil != nil && s.RebuildUntil.After(now)
}

// lags reports that a reader could miss what another index shows. While it is rebuilt, documents are put into the one in use as well.
func (s State) lags(now time.Time) bool { return s.Behind > 0 && !s.rebuilding(now) }

// States tells of every index, by name.
func (s *Service) States(ctx context.Context) (states []State, err error) {
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		states, err = readStates(ctx, tx)
		return err
	})
	return states, err
}

func readStates(ctx context.Context, tx *database.Tx) (states []State, err error) {
	err = tx.Select(ctx, &states, `select i.name, i.complete, i.rebuild_until, count(b.document_id) as behind, min(b.since) as since
		from search_indexes i left join search_behind b on b.index_name = i.name group by i.name, i.complete, i.rebuild_until order by i.name`)
	return states, err
}

// Register makes the records know the indexes that this program is to keep up, and forget others. One that is new to them is not complete: nobody
// kept it up until now, whatever it may hold.
func (s *Service) Register(ctx context.Context) error {
	names := make([]string, len(s.instances))
	for i, in := range s.instances {
		names[i] = in.Name
	}
	return s.db.Write(ctx, func(tx *database.Tx) error {
		marks, args := database.In(1, names)
		if _, err := tx.Exec(ctx, `delete from search_indexes where name not in (`+marks+`)`, args...); err != nil {
			return err
		}
		for _, name := range names {
			_, err := tx.Exec(ctx, `insert into search_indexes (name, complete, wanted) values ($1, false, true) on conflict (name) do nothing`, name)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Start registers the indexes and puts in the rebuilds of those that are not complete. It comes before the jobs run: a document whose job runs while a
// rebuild is put in is brought to the index after it.
func (s *Service) Start(ctx context.Context) error {
	if err := s.Register(ctx); err != nil {
		return err
	}
	return s.handOut(ctx)
}

func (s *Service) instance(name string) *instance {
	at := slices.IndexFunc(s.instances, func(in *instance) bool { return in.Name == name })
	if at < 0 {
		return nil
	}
	return s.instances[at]
}

// readable are the indexes in the order in which a reader asks them: those that show everything, then those that lag, the least first; of equals
// the first of the settings, unless it did not answer lately. One that is not complete is not asked: "nothing found" would be a lie.
func (s *Service) readable(ctx context.Context) ([]*instance, error) {
	var states []State
	var now time.Time
	err := s.db.Read(ctx, func(tx *database.Tx) (err error) {
		now = tx.Now()
		states, err = readStates(ctx, tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	type rank struct {
		lags, shunned int
		since         time.Time
	}
	ranks := make(map[*instance]rank)
	var order []*instance
	for _, in := range s.instances {
		at := slices.IndexFunc(states, func(state State) bool { return state.Name == in.Name })
		if at < 0 || !states[at].Complete {
			continue
		}
		r := rank{}
		if states[at].lags(now) {
			r.lags, r.since = 1, *states[at].Since
		}
		if time.Since(time.Unix(0, in.failed.Load())) < shunned {
			r.shunned = 1
		}
		ranks[in], order = r, append(order, in)
	}
	slices.SortStableFunc(order, func(a, b *instance) int {
		x, y := ranks[a], ranks[b]
		return cmp.Or(cmp.Compare(x.shunned, y.shunned), cmp.Compare(x.lags, y.lags), y.since.Compare(x.since))
	})
	return order, nil
}

// read asks one index after the other until one answers.
func read[T any](ctx context.Context, s *Service, ask func(search.Engine) (T, error)) (answer T, err error) {
	order, err := s.readable(ctx)
	if err != nil {
		return answer, err
	}
	err = search.Unavailable(errors.New("no search index is complete"))
	for _, in := range order {
		if answer, err = ask(in.Engine); err == nil || !gone(ctx, err) {
			return answer, err
		}
		in.failed.Store(time.Now().UnixNano())
		s.log.WarnContext(ctx, "a search index does not answer", "index", in.Name, "error", err)
	}
	return answer, err
}

// gone reports that an index failed, and not what it was asked, and that the asker still waits.
func gone(ctx context.Context, err error) bool {
	return ctx.Err() == nil && (office.KindOf(err) == office.KindUnavailable || errors.Is(err, context.DeadlineExceeded))
}

// Ready reports whether an index can be read.
func (s *Service) Ready(ctx context.Context) error {
	var errs []error
	for _, in := range s.instances {
		err := in.Engine.Ready(ctx)
		if err == nil {
			return nil
		}
		errs = append(errs, fmt.Errorf("%s: %w", in.Name, err))
	}
	return errors.Join(errs...)
}
