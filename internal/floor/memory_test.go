package floor_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/internal/bus"
	"bayline/internal/floor"
	"bayline/internal/journal"
)

// Questions, commands and screens of shops that do not exist leave nothing behind; one that another instance opens
// afterwards is found.
func TestUnknownShopsAreNotKept(t *testing.T) {
	j := openSQLite(t)
	f, other := openFloor(t, j, &wires{lose: always(true)}), openFloor(t, j, &wires{lose: always(true)})
	watched := make(chan struct{}, 1)
	cancel := f.Watch(shop, func() {
		select {
		case watched <- struct{}{}:
		default:
		}
	})
	for n := range 100 {
		s, err := f.State(t.Context(), board.ShopID(fmt.Sprint("invented ", n)))
		require.NoError(t, err)
		require.False(t, s.Open)
		_, err = f.Execute(t.Context(), board.ShopID(fmt.Sprint("invented ", n)), arrive("粤A12345"), supervisor)
		_, refused := board.AsRefusal(err)
		require.True(t, refused)
	}
	snapshot(t, f)
	require.Equal(t, 1, f.Metrics().Shops, "the one that is watched")
	<-watched // its first fold
	openShop(t, other)
	<-watched
	require.Equal(t, snapshot(t, other), snapshot(t, f))
	cancel()
	cancel()
	require.Equal(t, 1, f.Metrics().Shops, "it exists now")
}

// A shop nobody needs leaves memory after a while, and is what it was when it is needed again.
func TestIdleShopsLeaveMemory(t *testing.T) {
	store := openSQLite(t)
	left := make(chan board.ShopID, 1)
	f := floor.Open(floor.Options{
		Journal: store, Bus: &wires{lose: always(true)}, Compare: 5 * time.Millisecond, Idle: 50 * time.Millisecond,
		Left: func(id board.ShopID) { left <- id },
	})
	t.Cleanup(f.Close)
	openShop(t, f)
	cancel := f.Watch(shop, func() {})
	execute(t, f, arrive("粤A12345"))
	before := snapshot(t, f)
	require.Never(t, func() bool { return f.Metrics().Shops == 0 }, 200*time.Millisecond, 10*time.Millisecond, "watched")
	cancel()
	require.Equal(t, shop, <-left)
	require.Zero(t, f.Metrics().Shops)
	other := openFloor(t, store, &wires{lose: always(true)})
	execute(t, other, arrive("粤A54321"))
	require.NotEqual(t, before, snapshot(t, f))
	require.Equal(t, snapshot(t, other), snapshot(t, f))
}

// population is a journal with many shops of one record each, which counts what it is asked.
type population struct {
	journal.Journal
	record journal.Record
	asked  int
}

func (p *population) Past(context.Context, string, int, int) (journal.Past, error) {
	p.asked++
	return journal.Past{Records: []journal.Record{p.record}}, nil
}

func (p *population) Heads(_ context.Context, shops []string) (map[string]journal.Head, error) {
	p.asked++
	heads := map[string]journal.Head{}
	for _, s := range shops {
		heads[s] = journal.Head{Seq: 1, At: p.record.At}
	}
	return heads, nil
}

// A gap on the bus costs one question for all shops together when none has changed, and none for shops nobody holds.
func TestAGapIsOneQuestion(t *testing.T) {
	store := openSQLite(t)
	openShop(t, openFloor(t, store, &wires{lose: always(true)}))
	rs, err := store.Read(t.Context(), string(shop), 0, 1)
	require.NoError(t, err)
	synctest.Test(t, func(t *testing.T) {
		j, lines := &population{record: rs[0]}, &wires{lose: always(true)}
		f := floor.Open(floor.Options{Journal: j, Bus: lines, Compare: time.Hour})
		defer f.Close()
		for n := range 500 {
			_, err := f.State(t.Context(), board.ShopID(fmt.Sprint("s", n)))
			require.NoError(t, err)
		}
		require.Equal(t, 500, f.Metrics().Shops)
		before := j.asked
		for _, h := range lines.handlers {
			h(bus.Gap{})
		}
		synctest.Wait()
		require.Equal(t, before+1, j.asked)
	})
}
