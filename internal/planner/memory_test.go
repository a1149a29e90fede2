package planner_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/internal/bus"
	"bayline/internal/floor"
	"bayline/internal/journal"
	"bayline/internal/planner"
)

// nothing is a journal without a record, and a bus that carries none.
type nothing struct{ journal.Journal }

func (nothing) Past(context.Context, string, int, int) (journal.Past, error) {
	return journal.Past{}, nil
}
func (nothing) Publish(context.Context, bus.Message) error { return nil }
func (nothing) Subscribe(func(bus.Event)) func()           { return func() {} }
func (nothing) Healthy() error                             { return nil }

// A hundred thousand questions about invented shops leave the heap and the figures where they were.
func TestInventedShopsLeaveNoTrace(t *testing.T) {
	f := floor.Open(floor.Options{Journal: nothing{}, Bus: nothing{}, Compare: time.Hour})
	defer f.Close()
	p := planner.New(f, planner.Options{})
	defer p.Close()
	ask := func(from, to int) {
		for n := from; n < to; n++ {
			id := board.ShopID(fmt.Sprint("invented ", n))
			scene, err := p.Scene(t.Context(), id)
			require.NoError(t, err)
			require.False(t, scene.State.Open)
			p.Watch(id, func() {})()
		}
	}
	heap := func() int64 {
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	ask(0, 1000)
	p.Close() // joins the watches that were cancelled
	before := heap()
	ask(1000, 101_000)
	p.Close()
	require.Less(t, heap()-before, int64(1<<20), "of 100,000 shops")
	require.Zero(t, f.Metrics().Shops)
	require.Zero(t, p.Metrics().Shops)
}
