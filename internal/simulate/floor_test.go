package simulate

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/dispatch"
	"bayline/internal/bus"
	"bayline/internal/floor"
	"bayline/internal/journal/postgres"
	"bayline/internal/planner"
	"bayline/internal/testkit"
)

// A simulated day lived through the real thing ends as it does in memory, car by car: every command goes to one
// instance with its guards, is written to PostgreSQL and announced over Redis, and the plan comes from the live planner
// of another instance. So what the tables say of a policy holds for the shop that is served.
func TestALivedDayIsTheSimulatedDay(t *testing.T) {
	database := testkit.Postgres(t)
	redis, prefix := testkit.Redis(t)
	var clock atomic.Int64
	clock.Store(at(opens - 60).UnixMicro())
	now := func() time.Time { return time.UnixMicro(clock.Load()) }
	instance := func(guards ...floor.Guard) *floor.Floor {
		j, err := postgres.Open(t.Context(), database)
		require.NoError(t, err)
		b, err := bus.Open(t.Context(), bus.Options{URL: redis, Prefix: prefix})
		require.NoError(t, err)
		f := floor.Open(floor.Options{Journal: j, Bus: b, Now: now, Guards: guards})
		t.Cleanup(func() {
			f.Close()
			require.NoError(t, b.Close())
			require.NoError(t, j.Close())
		})
		return f
	}
	const shop = "simulate"
	commands, watched := instance(floor.RuleGuard), instance()
	moved := make(chan struct{}, 1)
	defer watched.Watch(shop, func() {
		select {
		case moved <- struct{}{}:
		default:
		}
	})()
	accepted := 0
	decide := func(s *board.State, c board.Command, meta board.Meta) (*board.State, error) {
		clock.Store(meta.Now.UnixMicro())
		receipt, err := commands.Execute(t.Context(), shop, c, floor.Request{Actor: meta.Actor})
		if err != nil {
			return nil, err
		}
		accepted++
		for {
			next, err := watched.State(t.Context(), shop)
			if err != nil || next.Seq >= receipt.Seq {
				return next, err
			}
			<-moved
		}
	}
	plans := planner.New(watched, planner.Options{})
	t.Cleanup(plans.Close)
	plan := func(_ *board.State, minute time.Time) *dispatch.Plan {
		clock.Store(minute.UnixMicro())
		scene, err := plans.Scene(t.Context(), shop)
		require.NoError(t, err)
		return scene.Plan
	}

	bayline, err := wayOf("bayline")
	require.NoError(t, err)
	served := bayline
	served.plan, served.decide = plan, decide
	full := short
	full.Cars = 60
	want, err := live(nil, full.draw(0), full.disturb(0), bayline, nil)
	require.NoError(t, err)
	got, err := live(nil, full.draw(0), full.disturb(0), served, nil)
	require.NoError(t, err)
	require.Greater(t, accepted, 10*len(want.cars), "the day went through the floor")
	require.Len(t, got.cars, len(want.cars))
	for i, l := range want.cars {
		require.Equal(t, [3]int{l.index, l.ready, l.promise}, [3]int{got.cars[i].index, got.cars[i].ready, got.cars[i].promise}, "car %d", l.index)
	}
	require.Equal(t, want.onTime(), got.onTime())
	t.Logf("%d commands, %d of %d cars on time", accepted, got.onTime(), len(got.cars))
}
