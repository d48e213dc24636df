package jobs

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"congvan/database"
)

// quiet drops what River says on its own account while it migrates or inserts: their errors are returned.
var quiet = slog.New(slog.DiscardHandler)

// Migrate brings River's tables up to this program's version. It is handed to database.DB.Migrate, whose lock it runs under.
func Migrate(ctx context.Context, db *database.DB) error {
	var err error
	if db.Engine() == database.PostgreSQL {
		err = migrate(rivermigrate.New(riverdatabasesql.New(db.Pool()), &rivermigrate.Config{Logger: quiet}))(ctx)
	} else {
		err = migrate(rivermigrate.New(riversqlite.New(db.Pool()), &rivermigrate.Config{Logger: quiet}))(ctx)
	}
	if err != nil {
		return fmt.Errorf("migrate the jobs: %w", err)
	}
	return nil
}

func migrate[Tx any](migrator *rivermigrate.Migrator[Tx], err error) func(context.Context) error {
	return func(ctx context.Context) error {
		if err != nil {
			return err
		}
		_, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
		return err
	}
}
