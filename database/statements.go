package database

import (
	"context"
	"database/sql"
	"sync"
)

const (
	mostStatements  = 400  // kept prepared on a pool
	longestPrepared = 4096 // bytes; longer ones are long lists, which seldom come twice
)

// statements keeps what SQLite made of the texts that come again: it takes longer to read most statements than to run them. PostgreSQL's driver
// does the same by itself.
//
// A pool of one connection that a transaction holds can prepare nothing, so a text that comes the second time is only wanted, and prepared once
// the transaction has ended.
type statements struct {
	pool *sql.DB

	mutex  sync.Mutex
	seen   map[string]bool
	wanted []string
	ready  map[string]*sql.Stmt
}

func newStatements(pool *sql.DB) *statements {
	return &statements{pool: pool, seen: map[string]bool{}, ready: map[string]*sql.Stmt{}}
}

// of gives the prepared statement, nil when there is none yet.
func (s *statements) of(text string) *sql.Stmt {
	if s == nil || len(text) > longestPrepared {
		return nil
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if ready := s.ready[text]; ready != nil {
		return ready
	}
	if len(s.ready)+len(s.wanted) >= mostStatements || len(s.seen) >= 10*mostStatements {
		return nil
	}
	if s.seen[text] {
		s.wanted = append(s.wanted, text)
		delete(s.seen, text)
	} else {
		s.seen[text] = true
	}
	return nil
}

// prepare makes ready what is wanted. No transaction of the caller's may be open. What cannot be prepared goes on without.
func (s *statements) prepare(ctx context.Context) {
	if s == nil {
		return
	}
	s.mutex.Lock()
	wanted := s.wanted
	s.wanted = nil
	s.mutex.Unlock()
	for _, text := range wanted {
		made, err := s.pool.PrepareContext(ctx, text)
		if err != nil {
			continue
		}
		s.mutex.Lock()
		if s.ready[text] == nil {
			s.ready[text], made = made, nil
		}
		s.mutex.Unlock()
		if made != nil {
			made.Close()
		}
	}
}

// close frees the statements before their pool is closed.
func (s *statements) close() {
	if s == nil {
		return
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, made := range s.ready {
		made.Close()
	}
	clear(s.ready)
}

// querier runs statements in a transaction, prepared ones where there are.
type querier struct {
	tx       *sql.Tx
	prepared *statements
}

func (q querier) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	if s := q.prepared.of(text); s != nil {
		return q.tx.StmtContext(ctx, s).QueryContext(ctx, args...)
	}
	return q.tx.QueryContext(ctx, text, args...)
}

func (q querier) ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error) {
	if s := q.prepared.of(text); s != nil {
		return q.tx.StmtContext(ctx, s).ExecContext(ctx, args...)
	}
	return q.tx.ExecContext(ctx, text, args...)
}
