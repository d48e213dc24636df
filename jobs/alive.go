package jobs

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"congvan/office"
)

// Which servers live is told by PostgreSQL: each holds an advisory lock under its name on a connection of its own, and a killed process, whose
// connections the system closes, loses it in the same moment. What a server without its lock left running is given back at once. River by
// itself would wait until the job could not be running any more, six minutes, which a dispatch must not.
//
// A server that only lost its connection may see a job of its own run a second time elsewhere: every worker is idempotent.

// serverPrefix begins the names of the servers that hold a lock. One of a version that holds none has another name, and is left alone.
const serverPrefix = "congvan-"

// aliveEvery is how often a server looks after its own lock and after what others left.
const aliveEvery = 2 * time.Second

// alive is one server's lock.
type alive struct {
	name string
	pool *pgxpool.Pool
	log  *slog.Logger
	conn *pgxpool.Conn // holds the lock; nil when it was lost
	stop context.CancelFunc
	done chan struct{}
}

// live takes the lock and keeps it until close.
func live(ctx context.Context, pool *pgxpool.Pool, log *slog.Logger) (*alive, error) {
	a := &alive{name: serverPrefix + office.NewID().String(), pool: pool, log: log, done: make(chan struct{})}
	if err := a.hold(ctx); err != nil {
		return nil, err
	}
	ctx, a.stop = context.WithCancel(ctx)
	go a.keep(ctx)
	return a, nil
}

func (a *alive) hold(ctx context.Context) error {
	conn, err := a.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, "select pg_advisory_lock(hashtextextended($1, 0))", a.name); err != nil {
		conn.Release()
		return err
	}
	a.conn = conn
	return nil
}

func (a *alive) keep(ctx context.Context) {
	defer close(a.done)
	tick := time.NewTicker(aliveEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := a.look(ctx); err != nil && ctx.Err() == nil {
			a.log.WarnContext(ctx, "looking after the jobs of servers that are gone", "error", err)
		}
	}
}

// look holds the lock again if its connection was lost, and gives back what servers that are gone left running.
func (a *alive) look(ctx context.Context) error {
	if a.conn != nil && a.conn.Ping(ctx) != nil {
		a.drop(ctx)
	}
	if a.conn == nil {
		if err := a.hold(ctx); err != nil {
			return err
		}
	}
	running, err := a.running(ctx)
	for _, name := range running {
		if err == nil && name != a.name && strings.HasPrefix(name, serverPrefix) {
			err = a.giveBack(ctx, name)
		}
	}
	return err
}

// drop closes the connection and thereby gives up the lock.
func (a *alive) drop(ctx context.Context) {
	if a.conn == nil {
		return
	}
	conn := a.conn.Hijack()
	a.conn = nil
	_ = conn.Close(ctx)
}

// running are the servers that run jobs, or did when they were killed.
func (a *alive) running(ctx context.Context) ([]string, error) {
	rows, err := a.pool.Query(ctx, "select distinct attempted_by[array_upper(attempted_by, 1)] from river_job where state = 'running' and attempted_by is not null")
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// giveBack lets the jobs of a server that has lost its lock be run by any.
func (a *alive) giveBack(ctx context.Context, name string) error {
	return pgx.BeginFunc(ctx, a.pool, func(tx pgx.Tx) error {
		var gone bool
		if err := tx.QueryRow(ctx, "select pg_try_advisory_xact_lock(hashtextextended($1, 0))", name).Scan(&gone); err != nil || !gone {
			return err
		}
		given, err := tx.Exec(ctx, "update river_job set state = 'available' where state = 'running' and attempted_by[array_upper(attempted_by, 1)] = $1", name)
		if err == nil && given.RowsAffected() > 0 {
			a.log.WarnContext(ctx, "a server is gone: its jobs are given back", "jobs", given.RowsAffected())
		}
		return err
	})
}

// close gives up the lock.
func (a *alive) close() {
	a.stop()
	<-a.done
	ctx, stop := context.WithTimeout(context.Background(), aliveEvery)
	defer stop()
	a.drop(ctx)
}
