package dispatch

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"bayline/board"
	"bayline/dispatch/dispatchtest"
)

// Whatever happens after a plan was made, it can be carried over: the shifted
// plan keeps every hard rule and is the same when made again, however often it
// has been carried over already.
func TestShiftsKeepEveryRule(t *testing.T) {
	shops(t, func(t *rapid.T) {
		shop := dispatchtest.Open(rapid.Uint64().Draw(t, "seed"))
		shop.Live(rapid.IntRange(20, 150).Draw(t, "commands"))
		plan := Make(shop.State, shop.Now, Options{Rule: RuleMDD})
		for range 4 {
			shop.Live(rapid.IntRange(1, 30).Draw(t, "events"))
			next := Shift(shop.State, shop.Now, plan, Options{})
			require.Empty(t, Validate(shop.State, next))
			require.Equal(t, next, Shift(shop.State.Clone(), shop.Now, plan, Options{}))
			plan = next
		}
	})
}

// When nothing happens but time, everything keeps its people and its bay.
func TestAShiftKeepsPeopleAndBays(t *testing.T) {
	shop := dispatchtest.Busy(30, 1)
	plan := Make(shop.State, shop.Now, Options{})
	later := shop.Now.Add(4 * time.Minute)
	next := Shift(shop.State, later, plan, Options{})
	require.Len(t, next.Tasks, len(plan.Tasks))
	for _, task := range next.Tasks {
		for _, was := range plan.Tasks {
			if was.Visit == task.Visit && was.Line == task.Line && was.Kind == task.Kind && was.Level == task.Level {
				require.Equal(t, was.Bay, task.Bay)
				require.Equal(t, was.Technicians, task.Technicians)
			}
		}
	}
}

// Who leaves gives the work to others; a car nobody planned yet finds its place,
// and one that has gone loses it. Without a last plan everything is new.
func TestAShiftTakesInWhatHappened(t *testing.T) {
	s := day(t)
	first := order(t, s, "粤A10001", 8*time.Hour, "M1")
	plan := Make(s.State, s.Now, Options{})
	gone := taskOf(t, plan, first, 1).Technicians[0]
	require.True(t, s.Do(board.SetPresence{Person: gone, Presence: board.PresenceOff}))
	second := order(t, s, "粤A10002", 9*time.Hour, "M1")
	next := Shift(s.State, s.Now, plan, Options{})
	require.NotEqual(t, gone, taskOf(t, next, first, 1).Technicians[0])
	require.True(t, taskOf(t, next, first, 1).Start.Equal(s.Now))
	require.True(t, taskOf(t, next, second, 1).Start.After(s.Now))
	require.False(t, next.Outlooks[second].Ready.IsZero())

	fresh := Shift(s.State, s.Now, nil, Options{})
	require.Empty(t, Validate(s.State, fresh))
	require.Len(t, fresh.Tasks, len(next.Tasks))
}
