package floor_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/internal/floor"
	"bayline/internal/journal"
)

// empty is a journal without a record.
type empty struct {
	journal.Journal
	heads atomic.Int64 // how often it was asked for positions
}

func (e *empty) Past(context.Context, string, int, int) (journal.Past, error) {
	return journal.Past{}, nil
}

func (e *empty) Heads(context.Context, []string) (map[string]journal.Head, error) {
	e.heads.Add(1)
	return map[string]journal.Head{}, nil
}

// Positions are compared every two seconds, and every second from the comparison after the bus was found dead until
// the one after it lives again: what only the journal brings must be on every screen within three.
func TestPositionsAreComparedTwiceAsOftenWithoutTheBus(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j, lines := &empty{}, &wires{lose: always(true)}
		f := floor.Open(floor.Options{Journal: j, Bus: lines})
		defer f.Close()
		_, err := f.State(t.Context(), shop)
		require.NoError(t, err)
		defer f.Watch(shop, func() {})()
		after := func(d time.Duration) int64 {
			began := j.heads.Load()
			time.Sleep(d)
			synctest.Wait()
			return j.heads.Load() - began
		}
		require.EqualValues(t, 5, after(10*time.Second))
		lines.down.Store(true)
		require.EqualValues(t, 9, after(10*time.Second), "the first still comes after two seconds")
		lines.down.Store(false)
		require.EqualValues(t, 6, after(11*time.Second), "the first still comes after one")
	})
}
