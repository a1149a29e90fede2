package sqlite_test

import (
	"context"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"bayline/internal/journal"
	"bayline/internal/journal/journaltest"
	"bayline/internal/journal/sqlite"
	"bayline/internal/testkit"
)

func TestMain(m *testing.M) {
	if directory := os.Getenv(childDirectory); directory != "" {
		appendForever(directory)
	}
	goleak.VerifyTestMain(m)
}

func store() journaltest.Store {
	open := func(ctx context.Context, place string) (journal.Journal, error) { return sqlite.Open(ctx, place) }
	return journaltest.Store{Open: open, Place: testkit.Dir, Execute: execute}
}

func TestContract(t *testing.T) { journaltest.Run(t, store()) }

func BenchmarkAppend(b *testing.B) { journaltest.Benchmark(b, store()) }

func execute(t testing.TB, directory, statement string) [][]string {
	t.Helper()
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: filepath.Join(directory, sqlite.File)}).String())
	require.NoError(t, err)
	defer db.Close()
	rows, err := db.Query(statement)
	require.NoError(t, err)
	defer rows.Close()
	columns, err := rows.Columns()
	require.NoError(t, err)
	var result [][]string
	for rows.Next() {
		values, into := make([]string, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		require.NoError(t, rows.Scan(into...))
		result = append(result, values)
	}
	require.NoError(t, rows.Err())
	return result
}

func TestDurabilitySettings(t *testing.T) {
	directory := testkit.Dir(t)
	j, err := sqlite.Open(context.Background(), directory)
	require.NoError(t, err)
	require.NoError(t, j.Close())
	require.Equal(t, [][]string{{"wal"}}, execute(t, directory, "PRAGMA journal_mode"))
	require.Equal(t, [][]string{{"1"}}, execute(t, directory, "SELECT COUNT(*) FROM bayline_migration WHERE version_id = 1"))
	require.Equal(t, [][]string{{"ok"}}, execute(t, directory, "PRAGMA integrity_check"))
}

// The database holds names and telephone numbers: its files are for their owner alone, also those of an older version.
func TestFilesArePrivate(t *testing.T) {
	directory := filepath.Join(testkit.Dir(t), "new")
	j, err := sqlite.Open(context.Background(), directory)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o700), mode(t, directory))
	files, err := os.ReadDir(directory)
	require.NoError(t, err)
	require.Greater(t, len(files), 2, "the log of writes is there")
	for _, f := range files {
		require.Equal(t, os.FileMode(0o600), mode(t, filepath.Join(directory, f.Name())), f.Name())
	}
	require.NoError(t, j.Close())
	require.NoError(t, os.Chmod(filepath.Join(directory, sqlite.File), 0o644))
	j, err = sqlite.Open(context.Background(), directory)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), mode(t, filepath.Join(directory, sqlite.File)))
	require.NoError(t, j.Close())
}

func mode(t *testing.T, path string) os.FileMode {
	t.Helper()
	info, err := os.Stat(path)
	require.NoError(t, err)
	return info.Mode().Perm()
}

// Several that start at once on one directory: one gets it, the others are told who has it.
func TestRacingOpens(t *testing.T) {
	directory := testkit.Dir(t)
	var wg sync.WaitGroup
	var mu sync.Mutex
	var opened []journal.Journal
	for range 8 {
		wg.Go(func() {
			j, err := sqlite.Open(context.Background(), directory)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				opened = append(opened, j)
				return
			}
			if !strings.Contains(err.Error(), "is held by") {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	require.Len(t, opened, 1)
	require.NoError(t, opened[0].Ping(context.Background()))
	require.NoError(t, opened[0].Close())
}

func TestUnusableDirectories(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err := sqlite.Open(context.Background(), file)
	require.ErrorContains(t, err, "data directory")

	directory := testkit.Dir(t)
	require.NoError(t, os.MkdirAll(directory, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(directory, sqlite.File), []byte(strings.Repeat("not a database ", 100)), 0o600))
	_, err = sqlite.Open(context.Background(), directory)
	require.ErrorContains(t, err, sqlite.File)
	_, err = sqlite.Open(context.Background(), directory)
	require.NotErrorIs(t, err, journal.ErrInUse, "a failed start gives the directory free")
}
