// Package find decides what goes into the search index and in whose scope, and answers the queries of the search page.
//
// The index proposes, the records decide: a query goes to the engine with the actor's scope in it, and every hit is authorised again from the
// database before it is shown. A hit that must be dropped there is a fault of the index: it is logged and its entry is made anew.
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
	db     *database.DB
	engine search.Engine
	log    *slog.Logger

	mu      sync.Mutex
	waiting map[office.ID]*run    // runs that have not begun to read
	lanes   [laneCount]sync.Mutex // one run at a time a document
}

// New makes the service.
func New(db *database.DB, engine search.Engine, log *slog.Logger) *Service {
	return &Service{db: db, engine: engine, log: log, waiting: make(map[office.ID]*run)}
}

// Work registers the worker of search.IndexArgs.
func (s *Service) Work(r *jobs.Registry) {
	jobs.Register(r, func(ctx context.Context, job jobs.Job[search.IndexArgs]) error {
		return s.Index(ctx, job.Args.Document)
	})
}

// Searchable tells whether a document has reached the index, for its page to say when it has not yet. A confidential document never does.
func (s *Service) Searchable(ctx context.Context, document office.ID) (bool, error) {
	return s.engine.Holds(ctx, document)
}
