package floor_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/internal/floor"
	"bayline/internal/journal"
)

// hanging is a journal behind a line that swallows everything: no answer and no error before the deadline.
type hanging struct {
	journal.Journal
	on atomic.Bool
}

func (h *hanging) Heads(ctx context.Context, shops []string) (map[string]journal.Head, error) {
	if h.on.Load() {
		<-ctx.Done()
		return nil, journal.ErrUnavailable
	}
	return h.Journal.Heads(ctx, shops)
}

func (h *hanging) Append(ctx context.Context, a journal.Append) (journal.Receipt, error) {
	if h.on.Load() {
		<-ctx.Done()
		return journal.Receipt{}, journal.ErrUnavailable
	}
	return h.Journal.Append(ctx, a)
}

// Screens of a watched shop go on while the journal hangs: what the bus brings is applied and shown, however long ago
// the journal was last compared.
func TestAJournalThatHangsHoldsNoScreenUp(t *testing.T) {
	lines := &wires{lose: always(false)}
	store := openSQLite(t)
	j := &hanging{Journal: store}
	f := floor.Open(floor.Options{Journal: j, Bus: lines, Compare: 20 * time.Millisecond})
	t.Cleanup(f.Close)
	other := openFloor(t, store, lines)
	openShop(t, other)
	defer f.Watch(shop, func() {})()
	snapshot(t, f)
	j.on.Store(true)
	require.Eventually(t, func() bool { return time.Since(f.Confirmed(shop)) > 1500*time.Millisecond }, 30*time.Second, 50*time.Millisecond)

	began := time.Now()
	snapshot(t, f)
	require.Less(t, time.Since(began), time.Second, "the state at hand serves")
	execute(t, other, arrive("粤A12345"))
	require.Eventually(t, func() bool { return snapshot(t, f) == snapshot(t, other) }, time.Second, 10*time.Millisecond)
}

// Neither does a command that waits for it.
func TestACommandThatHangsHoldsNoScreenUp(t *testing.T) {
	lines := &wires{lose: always(false)}
	store := openSQLite(t)
	j := &hanging{Journal: store}
	f, other := openFloor(t, j, lines), openFloor(t, store, lines)
	openShop(t, other)
	defer f.Watch(shop, func() {})()
	snapshot(t, f)
	j.on.Store(true)

	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	answered := make(chan error, 1)
	go func() {
		_, err := f.Execute(ctx, shop, arrive("粤A00001"), supervisor)
		answered <- err
	}()
	for n := range 20 {
		execute(t, other, arrive(fmt.Sprintf("粤B%05d", n)))
	}
	require.Eventually(t, func() bool { return snapshot(t, f) == snapshot(t, other) }, time.Second, 10*time.Millisecond)
	require.Empty(t, answered, "the command still hangs")
	require.ErrorIs(t, <-answered, journal.ErrUnavailable)
}
