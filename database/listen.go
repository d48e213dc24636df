package database

import (
	"context"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Listen opens a second pool on the same PostgreSQL database, for jobs alone: it listens for notices on a connection for as long as it runs,
// which database/sql cannot. The caller closes it.
func (db *DB) Listen(ctx context.Context) (*pgxpool.Pool, error) { return pgxpool.New(ctx, db.source) }
