package sqlstore

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the schema up to date. Where several processes may do so at once the options must hold a lock;
// a database that is up to date is not locked at all, so that instances start side by side.
func Migrate(ctx context.Context, dialect goose.Dialect, db *sql.DB, options ...goose.ProviderOption) error {
	directory, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("journal: migrations: %w", err)
	}
	options = append(options, goose.WithTableName("bayline_migration"), goose.WithDisableGlobalRegistry(true))
	provider, err := goose.NewProvider(dialect, db, directory, options...)
	if err != nil {
		return fmt.Errorf("journal: migrations: %w", err)
	}
	current, newest, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("journal: schema version: %w", err)
	}
	if current > newest {
		return fmt.Errorf("journal: the database has schema version %d, this program knows up to %d: start a newer bayline", current, newest)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("journal: migrate: %w", err)
	}
	return nil
}
