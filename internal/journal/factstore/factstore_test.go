package factstore_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"bayline/internal/journal"
	"bayline/internal/journal/factstore"
	"bayline/internal/journal/postgres"
	"bayline/internal/journal/sqlite"
	"bayline/internal/journal/sqlstore"
	"bayline/internal/report"
	"bayline/internal/report/reporttest"
	"bayline/internal/testkit"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func beside(t testing.TB, j *sqlstore.Store, err error) (journal.Journal, report.Store) {
	t.Helper()
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, j.Close()) })
	return j, factstore.New(j)
}

func TestContractOnSQLite(t *testing.T) {
	reporttest.Run(t, func(t testing.TB) (journal.Journal, report.Store) {
		j, err := sqlite.Open(t.Context(), testkit.Dir(t))
		return beside(t, j, err)
	})
}

func TestContractOnPostgreSQL(t *testing.T) {
	reporttest.Run(t, func(t testing.TB) (journal.Journal, report.Store) {
		j, err := postgres.Open(t.Context(), testkit.Postgres(t))
		return beside(t, j, err)
	})
}
