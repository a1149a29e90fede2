package floor_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/internal/floor"
	"bayline/internal/journal"
)

// counting is a journal that counts what it is asked and can be gone, as a database that was killed is.
type counting struct {
	journal.Journal
	gone    atomic.Bool
	queries atomic.Int64
}

func (c *counting) ask() error {
	c.queries.Add(1)
	if c.gone.Load() {
		return journal.ErrUnavailable
	}
	return nil
}

func (c *counting) Heads(ctx context.Context, shops []string) (map[string]journal.Head, error) {
	if err := c.ask(); err != nil {
		return nil, err
	}
	return c.Journal.Heads(ctx, shops)
}

func (c *counting) Read(ctx context.Context, shop string, after int64, limit int) ([]journal.Record, error) {
	if err := c.ask(); err != nil {
		return nil, err
	}
	return c.Journal.Read(ctx, shop, after, limit)
}

func (c *counting) Past(ctx context.Context, shop string, schema, limit int) (journal.Past, error) {
	if err := c.ask(); err != nil {
		return journal.Past{}, err
	}
	return c.Journal.Past(ctx, shop, schema, limit)
}

// A crowd of screens that asks for one shop at once, as it does after a restart, asks the journal once, with or
// without a snapshot.
func TestACrowdAsksTheJournalOnce(t *testing.T) {
	store := openSQLite(t)
	first := openFloor(t, store, &wires{lose: always(false)})
	openShop(t, first)
	crowdAsksOnce(t, store)

	state, err := first.State(t.Context(), shop)
	require.NoError(t, err)
	data, err := state.Snapshot()
	require.NoError(t, err)
	require.NoError(t, store.SaveSnapshot(t.Context(), journal.Snapshot{Shop: string(shop), Seq: state.Seq, Schema: board.SnapshotSchema, Data: data}))
	execute(t, first, arrive("粤A12345"))
	crowdAsksOnce(t, store)
}

func crowdAsksOnce(t *testing.T, store journal.Journal) {
	t.Helper()
	j := &counting{Journal: store}
	f := floor.Open(floor.Options{Journal: j, Bus: &wires{lose: always(false)}, Compare: time.Hour})
	defer f.Close()
	var crowd sync.WaitGroup
	for range 500 {
		crowd.Go(func() {
			if s, err := f.State(t.Context(), shop); err != nil || !s.Open {
				t.Errorf("state: %v", err)
			}
		})
	}
	crowd.Wait()
	require.EqualValues(t, 1, j.queries.Load())
}

// While the journal is gone, watchers keep what they have and ask for nothing; when it is back, one comparison finds
// that the shop lacks events and one pull brings them, however many watch.
func TestRecoveryIsNoHerd(t *testing.T) {
	store := openSQLite(t)
	other := openFloor(t, store, &wires{lose: always(true)})
	openShop(t, other)
	j := &counting{Journal: store}
	f := floor.Open(floor.Options{Journal: j, Bus: &wires{lose: always(true)}, Compare: 50 * time.Millisecond})
	t.Cleanup(f.Close)
	var told atomic.Int64
	for range 300 {
		defer f.Watch(shop, func() { told.Add(1) })()
	}
	before := snapshot(t, f)
	j.gone.Store(true)
	began := f.Metrics().CompareErrors
	for n := range 20 {
		execute(t, other, arrive(fmt.Sprintf("粤A%05d", n)))
	}
	require.Eventually(t, func() bool { return f.Metrics().CompareErrors >= began+3 }, 30*time.Second, time.Millisecond)
	for range 100 { // screens come back meanwhile
		require.Equal(t, before, snapshot(t, f))
	}

	told.Store(0)
	asked, pulled := j.queries.Load(), f.Metrics().CatchUps
	j.gone.Store(false)
	var crowd sync.WaitGroup
	for range 300 {
		crowd.Go(func() { _, _ = f.State(t.Context(), shop) })
	}
	crowd.Wait()
	require.Eventually(t, func() bool { return told.Load() >= 300 }, 30*time.Second, time.Millisecond)
	require.Equal(t, snapshot(t, other), snapshot(t, f))
	took := j.queries.Load() - asked
	require.Equal(t, pulled+1, f.Metrics().CatchUps)
	require.Less(t, took, int64(300), "a query for each comparison meanwhile and one pull, none for each screen")
	t.Logf("%d queries for 300 watchers and 300 screens that came back", took)
}
