package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"golang.org/x/sync/errgroup"

	"bayline/internal/journal"
	"bayline/internal/journal/journaltest"
	"bayline/internal/journal/postgres"
	"bayline/internal/testkit"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func store() journaltest.Store {
	open := func(ctx context.Context, place string) (journal.Journal, error) { return postgres.Open(ctx, place) }
	return journaltest.Store{Open: open, Place: testkit.Postgres, Execute: execute}
}

func TestContract(t *testing.T) { journaltest.Run(t, store()) }

func BenchmarkAppend(b *testing.B) { journaltest.Benchmark(b, store()) }

func execute(t testing.TB, url, statement string) [][]string {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, url)
	require.NoError(t, err)
	defer conn.Close(ctx)
	rows, err := conn.Query(ctx, statement)
	require.NoError(t, err)
	defer rows.Close()
	var result [][]string
	for rows.Next() {
		values, err := rows.Values()
		require.NoError(t, err)
		row := make([]string, len(values))
		for i, value := range values {
			row[i] = fmt.Sprint(value)
		}
		result = append(result, row)
	}
	require.NoError(t, rows.Err())
	return result
}

func open(t *testing.T, url string) journal.Journal {
	t.Helper()
	j, err := postgres.Open(context.Background(), url)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, j.Close()) })
	return j
}

func change(expected int64) journal.Append {
	return journal.Append{Shop: "s", Expected: expected, Records: []journal.Record{{At: time.UnixMicro(1), Kind: "k", Data: []byte("1")}}}
}

// Instances that start together on an empty database migrate it once and all come up.
func TestRacingOpens(t *testing.T) {
	url := testkit.Postgres(t)
	var group errgroup.Group
	var mu sync.Mutex
	var opened []journal.Journal
	for range 6 {
		group.Go(func() error {
			j, err := postgres.Open(context.Background(), url)
			if err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			opened = append(opened, j)
			return nil
		})
	}
	require.NoError(t, group.Wait())
	require.Equal(t, [][]string{{"1"}}, execute(t, url, "SELECT COUNT(*) FROM bayline_migration WHERE version_id = 1"))
	for i, j := range opened {
		_, err := j.Append(context.Background(), change(int64(i)))
		require.NoError(t, err, "the instances share one journal")
		require.NoError(t, j.Close())
	}
}

// The second start finds nothing to do and takes no lock: it is not held up by an instance that migrates.
func TestStartBesideMigration(t *testing.T) {
	url := testkit.Postgres(t)
	open(t, url)
	conn, err := pgx.Connect(context.Background(), url)
	require.NoError(t, err)
	defer conn.Close(context.Background())
	_, err = conn.Exec(context.Background(), "SELECT pg_advisory_lock(4097083626)") // the lock of goose
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	j, err := postgres.Open(ctx, url)
	require.NoError(t, err)
	require.NoError(t, j.Close())
}

// Every connection of the pool is killed, idle or in use, again and again: callers who repeat an append with the same
// expected head, as they must, lose nothing and append nothing twice.
func TestKilledConnections(t *testing.T) {
	url := testkit.Postgres(t)
	j := open(t, url)
	kill := "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"

	for head := range int64(5) { // idle connections: nobody notices
		require.NotEqual(t, [][]string{{"0"}}, execute(t, url, kill))
		_, err := j.Append(context.Background(), change(head))
		require.NoError(t, err)
	}
	execute(t, url, kill)
	read, err := j.Read(context.Background(), "s", 0, 10)
	require.NoError(t, err)
	require.Len(t, read, 5)
	execute(t, url, kill)
	require.NoError(t, j.Ping(context.Background()))

	ctx, stop := context.WithCancel(context.Background())
	var group errgroup.Group
	group.Go(func() error {
		for ctx.Err() == nil {
			execute(t, url, kill)
		}
		return nil
	})
	const writers, each = 4, 20
	var writing errgroup.Group
	for w := range writers {
		writing.Go(func() error { return keepAppending(j, fmt.Sprint("writer ", w), each) })
	}
	err = writing.Wait()
	stop()
	require.NoError(t, group.Wait())
	require.NoError(t, err)
	heads, err := j.Heads(context.Background(), nil)
	require.NoError(t, err)
	for w := range writers {
		require.EqualValues(t, each, heads[fmt.Sprint("writer ", w)].Seq)
	}
}

// keepAppending appends n records to a shop of its own, each with a key, and repeats what was unavailable.
func keepAppending(j journal.Journal, shop string, n int64) error {
	for head := range n {
		next := change(head)
		next.Shop, next.Key = shop, fmt.Sprint(head)
		for deadline := time.Now().Add(2 * time.Minute); ; {
			receipt, err := j.Append(context.Background(), next)
			if err == nil && receipt.First != head+1 {
				return fmt.Errorf("record %d of %s was put at %d", head+1, shop, receipt.First)
			}
			if err == nil {
				break
			}
			if !errors.Is(err, journal.ErrUnavailable) || time.Now().After(deadline) {
				return err
			}
		}
	}
	return nil
}

func TestDeadServer(t *testing.T) {
	_, err := postgres.Open(context.Background(), "postgres://127.0.0.1:1/none?sslmode=disable")
	require.ErrorIs(t, err, journal.ErrUnavailable)
	_, err = postgres.Open(context.Background(), "postgres://%zz")
	require.ErrorContains(t, err, "database URL")

	// A server that accepts and says nothing: the deadline of the caller counts.
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer silent.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	started := time.Now()
	_, err = postgres.Open(ctx, "postgres://"+silent.Addr().String()+"/none?sslmode=disable")
	require.ErrorIs(t, err, journal.ErrUnavailable)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.Less(t, time.Since(started), 3*time.Second)
}
