package dispatch

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
)

// A rollout knows the cars that are booked for soon, each with the work of a
// typical car of its class, and nothing of those that come later or whose class
// the shop has not seen. The plan itself does not speak of them.
func TestRehearsalsExpectBookedCars(t *testing.T) {
	s := day(t)
	first := order(t, s, "粤A10001", 8*time.Hour, "M1")
	class := s.State.Visits[first].Class
	book := func(plate string, class board.Class, in time.Duration) {
		require.True(t, s.Do(board.Book{Details: board.Details{Plate: plate, Class: class}, At: s.Now.Add(in),
			Override: "约好"}))
	}
	book("粤A10002", class, 30*time.Minute)
	book("粤A10003", class, 5*time.Hour)
	book("粤A10004", board.ClassCollision, 40*time.Minute)
	p := currentProblem(s.State, s.Now)
	q := p.withExpectedCars()
	require.Len(t, q.jobs, len(p.jobs)+1)
	require.Equal(t, p.steps, q.steps[:len(p.steps)])
	added := q.steps[len(p.steps):]
	require.NotEmpty(t, added)
	reception := s.State.Settings.ReceptionMinutes
	require.Equal(t, p.start+30+reception, added[0].earliest)
	require.Equal(t, p.steps[0].work, added[0].work)
	require.NotEqual(t, never, q.jobs[len(p.jobs)].due)
	require.Len(t, CurrentPlan(s.State, s.Now).Outlooks, 1)
}
