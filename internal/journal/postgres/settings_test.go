package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"bayline/internal/journal"
	"bayline/internal/testkit"
)

// A role or URL that asks for commits which do not wait for the disk is overruled; stricter settings are kept.
func TestConnectionSettings(t *testing.T) {
	url := testkit.Postgres(t)
	for given, want := range map[string]string{"off": "on", "on": "on", "remote_apply": "remote_apply"} {
		config, err := configure(url + "&synchronous_commit=" + given)
		require.NoError(t, err)
		pool, err := pgxpool.NewWithConfig(context.Background(), config)
		require.NoError(t, err)
		var commit, idle, name string
		err = pool.QueryRow(context.Background(), `SELECT current_setting('synchronous_commit'),
			current_setting('idle_in_transaction_session_timeout'), current_setting('application_name')`).Scan(&commit, &idle, &name)
		pool.Close()
		require.NoError(t, err)
		require.Equal(t, []string{want, "10s", "bayline"}, []string{commit, idle, name})
	}

	config, err := configure(url)
	require.NoError(t, err)
	require.EqualValues(t, maxConnections, config.MaxConns)
	require.Equal(t, connectTimeout, config.ConnConfig.ConnectTimeout)
	config, err = configure(url + "&pool_max_conns=3&connect_timeout=1&application_name=shop")
	require.NoError(t, err)
	require.EqualValues(t, 3, config.MaxConns)
	require.NotEqual(t, connectTimeout, config.ConnConfig.ConnectTimeout)
	require.Equal(t, "shop", config.ConnConfig.RuntimeParams["application_name"])
}

func TestClassify(t *testing.T) {
	code := func(code string) error { return fmt.Errorf("wrapped: %w", &pgconn.PgError{Code: code}) }
	for _, err := range []error{code("57P01"), code("08006"), code("53300"), code("53100"), code("25006"), code("40P01"), code("58030"), io.ErrUnexpectedEOF} {
		require.ErrorIs(t, classify(context.Background(), err), journal.ErrUnavailable, "%v", err)
	}
	for _, err := range []error{code("23505"), code("42601"), code("22021"), errors.New("other"), journal.ErrKeyReused} {
		got := classify(context.Background(), err)
		require.NotErrorIs(t, got, journal.ErrUnavailable)
		require.ErrorIs(t, got, err)
	}
	require.NoError(t, classify(context.Background(), nil))
}
