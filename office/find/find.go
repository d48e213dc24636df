// Package find decides what goes into the search index and in whose scope, and answers the queries of the search page.
//
// The index proposes, the records decide: a query goes to the engine with the actor's scope in it, and every hit is authorised again from the
// database before it is shown. A hit that must be dropped there is a fault of the index: it is logged and its entry is made anew.
//
// There may be several indexes of the same documents, so that one can be away. A job brings a document to each of them; what it cannot bring is
// noted in the records (search_behind) and brought later. Readers are not sent to an index that lags while another does not.
package find

import (
	"context"
	"log/slog"
	"sync"

	"congvan/database"
	"congvan/jobs"
	"congvan/office"
	"congvan/search"
)

// Service holds the use cases of this noun.
type Service struct {
	db        *database.DB
	instances []*instance
	log       *slog.Logger

	mu      sync.Mutex
	waiting map[office.ID]*run    // runs that have not begun to read
	lanes   [laneCount]sync.Mutex // one run at a time a document
}

// New makes the service. Start comes before the first document is indexed.
func New(db *database.DB, log *slog.Logger, instances ...Instance) *Service {
	s := &Service{db: db, log: log, waiting: make(map[office.ID]*run)}
	for _, in := range instances {
		s.instances = append(s.instances, &instance{Instance: in})
	}
	return s
}

// Work registers the workers: of search.IndexArgs, and of what keeps the indexes up.
func (s *Service) Work(r *jobs.Registry) {
	jobs.Register(r, func(ctx context.Context, job jobs.Job[search.IndexArgs]) error {
		return s.Index(ctx, job.Args.Document)
	})
	jobs.Register(r, func(ctx context.Context, job jobs.Job[rebuildArgs]) error {
		return s.rebuildFor(ctx, job.Args)
	}, jobs.Within(rebuildTime))
	jobs.Register(r, func(ctx context.Context, _ jobs.Job[keepUpArgs]) error { return s.KeepUp(ctx) })
	jobs.Every(r, keepUpEvery, keepUpArgs{})
}

// Searchable tells whether a document has reached the index, for its page to say when it has not yet. A confidential document never does.
func (s *Service) Searchable(ctx context.Context, document office.ID) (bool, error) {
	return read(ctx, s, func(e search.Engine) (bool, error) { return e.Holds(ctx, document) })
}
