package jobs

import (
	"context"
	"log/slog"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Sentry is a server's lock for tests, which look by themselves.
type Sentry struct{ a *alive }

// Post takes the lock and does not look by itself.
func Post(ctx context.Context, pool *pgxpool.Pool) (Sentry, error) {
	a, err := live(ctx, pool, slog.New(slog.DiscardHandler))
	if err == nil {
		a.stop()
		<-a.done
	}
	return Sentry{a}, err
}

// Name is the server's name.
func (s Sentry) Name() string { return s.a.name }

// Look looks once.
func (s Sentry) Look(ctx context.Context) error { return s.a.look(ctx) }

// Die closes the connection that holds the lock, as the system does for a killed process.
func (s Sentry) Die(ctx context.Context) { s.a.drop(ctx) }
