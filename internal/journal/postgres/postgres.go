// Package postgres is the journal on PostgreSQL, for several instances of bayline on one database.
//
// A commit is flushed by the server before Append returns. Connections are pooled; one that died is replaced, and what
// it was doing is done again where it is certain that nothing had been committed.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"bayline/internal/journal/sqlstore"
)

const (
	// maxConnections of one instance, unless the URL says pool_max_conns.
	maxConnections = 16
	// connectTimeout bounds the dial to a server that does not answer, unless the URL says connect_timeout.
	connectTimeout = 5 * time.Second
)

// prepareConnection is run on every new connection. An instance that vanishes in the middle of a transaction would
// keep the row of a shop locked until TCP gives up, which takes hours, so the server must end such a transaction; and
// a server or role that is set up not to wait for the disk is told to wait.
const prepareConnection = `SELECT set_config('idle_in_transaction_session_timeout', '10s', false),
	set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on'
		ELSE current_setting('synchronous_commit') END, false)`

// Open connects to the database of a URL (postgres://user@host:5432/database, or any form pgx takes) and brings its
// schema up to date; instances that start together take turns. It fails with journal.ErrUnavailable when the server
// does not answer.
func Open(ctx context.Context, url string) (*sqlstore.Store, error) {
	config, err := configure(url)
	if err != nil {
		return nil, err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("journal: open PostgreSQL: %w", err)
	}
	if err := migrate(ctx, pool); err != nil {
		pool.Close()
		return nil, classify(ctx, err)
	}
	return sqlstore.New(&engine{pool}), nil
}

func configure(url string) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		// The error would hold the URL, and with it the password.
		return nil, errors.New("journal: the database URL cannot be read; it looks like postgres://user:password@host:5432/database")
	}
	if !strings.Contains(url, "pool_max_conns") {
		config.MaxConns = maxConnections
	}
	connect := config.ConnConfig
	if connect.ConnectTimeout == 0 {
		connect.ConnectTimeout = connectTimeout
	}
	if connect.RuntimeParams["application_name"] == "" {
		connect.RuntimeParams["application_name"] = "bayline"
	}
	config.AfterConnect = func(ctx context.Context, conn *pgx.Conn) error {
		if _, err := conn.Exec(ctx, prepareConnection); err != nil {
			return fmt.Errorf("prepare connection: %w", err)
		}
		return nil
	}
	return config, nil
}

func migrate(ctx context.Context, pool *pgxpool.Pool) (err error) {
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60)) // ask every second for a minute
	if err != nil {
		return fmt.Errorf("journal: migration lock: %w", err)
	}
	db := stdlib.OpenDBFromPool(pool)
	defer func() { err = errors.Join(err, db.Close()) }()
	return sqlstore.Migrate(ctx, goose.DialectPostgres, db, goose.WithSessionLocker(locker))
}
