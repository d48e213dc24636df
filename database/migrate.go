package database

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"github.com/pressly/goose/v3"

	"congvan/migrations"
)

// migrationLock is the PostgreSQL advisory lock that migrating servers queue for. The number has no meaning but must never change.
const migrationLock = 7_261_524_301

// Migrate brings the schema up to this program's version, then runs also (the jobs' own migrations), all under one lock, so that several
// servers may start at once.
func (db *DB) Migrate(ctx context.Context, also ...func(context.Context, *DB) error) error {
	release, err := db.lock(ctx)
	if err != nil {
		return fmt.Errorf("wait for the migration lock: %w", err)
	}
	defer release()
	provider, err := db.provider()
	if err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	for _, migrate := range also {
		if err := migrate(ctx, db); err != nil {
			return fmt.Errorf("migrate: %w", err)
		}
	}
	return nil
}

// Rollback undoes every migration of ours. It exists for the test that each has a way back.
func (db *DB) Rollback(ctx context.Context) error {
	provider, err := db.provider()
	if err != nil {
		return err
	}
	_, err = provider.DownTo(ctx, 0)
	return err
}

func (db *DB) provider() (*goose.Provider, error) {
	dialect, schema := goose.DialectSQLite3, migrations.SQLite
	if db.engine == PostgreSQL {
		dialect, schema = goose.DialectPostgres, migrations.PostgreSQL
	}
	var files fs.FS
	files, err := schema()
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(dialect, db.write, files)
}

func (db *DB) lock(ctx context.Context) (release func(), err error) {
	if db.engine == PostgreSQL {
		return db.lockServer(ctx)
	}
	return lockFile(db.source + ".migrate")
}

// lockServer holds an advisory lock on a connection of its own: the lock belongs to the connection.
func (db *DB) lockServer(ctx context.Context) (func(), error) {
	var conn *sql.Conn
	conn, err := db.write.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := conn.ExecContext(ctx, "select pg_advisory_lock($1)", migrationLock); err != nil {
		conn.Close()
		return nil, err
	}
	return func() {
		// The lock must go even when ctx has ended meanwhile.
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), "select pg_advisory_unlock($1)", migrationLock)
		conn.Close()
	}, nil
}

func lockFile(path string) (func(), error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil {
		file.Close()
		return nil, err
	}
	return func() { file.Close() }, nil
}
