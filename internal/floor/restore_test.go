package floor_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/internal/floor"
	"bayline/internal/journal"
)

// restored is a journal that can be put back to a backup while floors are on it: other records from then on.
type restored struct {
	journal.Journal
	mu   sync.Mutex
	from journal.Journal
}

func (r *restored) restore() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.Journal = r.from
}

func (r *restored) now() journal.Journal {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.Journal
}

func (r *restored) Append(ctx context.Context, a journal.Append) (journal.Receipt, error) {
	return r.now().Append(ctx, a)
}

func (r *restored) Read(ctx context.Context, shop string, after int64, limit int) ([]journal.Record, error) {
	return r.now().Read(ctx, shop, after, limit)
}

func (r *restored) Heads(ctx context.Context, shops []string) (map[string]journal.Head, error) {
	return r.now().Heads(ctx, shops)
}

func (r *restored) Past(ctx context.Context, shop string, schema, limit int) (journal.Past, error) {
	return r.now().Past(ctx, shop, schema, limit)
}

// twoPasts gives two floors on journals of the same length whose last records differ, and the first one's journal,
// which can be put back to the second's.
func twoPasts(t *testing.T, lines *wires) (ours, theirs *floor.Floor, j *restored) {
	t.Helper()
	j = &restored{Journal: openSQLite(t), from: openSQLite(t)}
	ours, theirs = openFloor(t, j, lines), openFloor(t, j.from, lines)
	for i, f := range []*floor.Floor{ours, theirs} {
		openShop(t, f)
		execute(t, f, arrive(fmt.Sprintf("粤A%05d", i)))
	}
	require.NotEqual(t, snapshot(t, ours), snapshot(t, theirs))
	return ours, theirs, j
}

// A journal that was put back to a backup and has grown to the same length since looks the same by position alone.
func TestAnotherPastOfTheSameLengthIsNoticed(t *testing.T) {
	ours, theirs, j := twoPasts(t, &wires{lose: always(true)})
	defer ours.Watch(shop, func() {})()
	j.restore()
	require.Eventually(t, func() bool { return snapshot(t, ours) == snapshot(t, theirs) }, 30*time.Second, 20*time.Millisecond)
}

// A command must not be decided on a past that is gone, even before the comparison has noticed.
func TestNoCommandIsDecidedOnAnotherPast(t *testing.T) {
	ours, theirs, j := twoPasts(t, &wires{lose: always(true)})
	defer ours.Watch(shop, func() {})()
	j.restore()
	execute(t, ours, board.AddNote{Visit: visitsOf(t, theirs)[0].ID, Text: "接着说"})
	after := openFloor(t, j.from, &wires{lose: always(true)})
	require.JSONEq(t, snapshot(t, after), snapshot(t, ours))
	require.Equal(t, visitsOf(t, theirs)[0].Plate, visitsOf(t, ours)[0].Plate)
}

// A message continues one past only.
func TestAMessageOfAnotherPastIsNotApplied(t *testing.T) {
	lines := &wires{lose: always(false)}
	ours, theirs, j := twoPasts(t, lines)
	before := snapshot(t, ours)
	execute(t, theirs, arrive("粤A77777")) // announced to ours, whose journal does not have it
	require.Equal(t, before, snapshot(t, ours))
	j.restore()
	require.Eventually(t, func() bool { return snapshot(t, ours) == snapshot(t, theirs) }, 8*time.Second, 20*time.Millisecond)
}

func visitsOf(t *testing.T, f *floor.Floor) []*board.Visit {
	t.Helper()
	s, err := f.State(t.Context(), shop)
	require.NoError(t, err)
	return board.Sorted(s.Visits)
}
