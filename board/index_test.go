package board_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"bayline/board"
	"bayline/board/boardtest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// What the indexes say after any commands is what a fresh look at every visit says, before and after the state is
// asked, in the state and in the one it was cloned from.
func TestIndexesAreAFreshScan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		state, _ := boardtest.Shop("haizhu", boardtest.Monday)
		now := boardtest.Monday
		for range 40 {
			now = now.Add(10 * time.Minute)
			if rapid.Bool().Draw(t, "asked") {
				scanned(t, state)
			}
			_, next, err := board.Decide(state, boardtest.Draw(t, state, now), board.Meta{Now: now, Actor: boardtest.Manager})
			if err != nil {
				continue
			}
			scanned(t, next)
			scanned(t, state)
			state = next
		}
	})
}

// scanned compares the answers of a state with those of the same state read back, and with a scan.
func scanned(t tester, s *board.State) {
	t.Helper()
	require.Equal(t, board.Sorted(s.Visits), append(make([]*board.Visit, 0, len(s.Visits)), s.VisitsInOrder()...))
	for id := range s.Bays {
		var there *board.Visit
		for _, v := range s.Visits {
			if v.Bay == id {
				there = v
			}
		}
		require.Same(t, there, s.Occupant(id), "%s", id)
	}
	for id := range s.People {
		var work []board.OperationRef
		for _, v := range board.Sorted(s.Visits) {
			for _, o := range v.Operations {
				if o.Running() && v.Worker(id) && contains(o.Technicians, id) {
					work = append(work, board.OperationRef{Visit: v.ID, Line: o.Line})
				}
			}
		}
		require.Equal(t, work, s.WorkOf(id), "%s", id)
	}
}

func contains(all []board.PersonID, one board.PersonID) bool {
	for _, p := range all {
		if p == one {
			return true
		}
	}
	return false
}

// A shop in which customers book and do not come, cars are delivered and nobody follows up, is after three months as
// large as after three weeks.
func TestStateDoesNotGrowWithItsPast(t *testing.T) {
	s := opened(t)
	var visits, bytes [2]int
	for day := range 90 {
		s.now = boardtest.Monday.AddDate(0, 0, day)
		for i := range 6 {
			plate := fmt.Sprintf("粤A%05d", day*6+i)
			book := board.Book{Details: board.Details{Plate: plate}, At: s.now.AddDate(0, 0, 2), Override: "x"}
			_, next, err := board.Decide(s.State, book, board.Meta{Now: s.now, Actor: manager})
			require.NoError(t, err)
			s.State = next
		}
		came := board.Arrive{Details: board.Details{Plate: fmt.Sprintf("粤B%05d", day)}}
		arrived, next, err := board.Decide(s.State, came, board.Meta{Now: s.now, Actor: manager})
		require.NoError(t, err)
		_, next, err = board.Decide(next, board.LeaveUnrepaired{Visit: arrived[0].VisitOf(), Reason: "x"},
			board.Meta{Now: s.now, Actor: manager})
		require.NoError(t, err)
		s.State = next
		data, err := json.Marshal(s.State)
		require.NoError(t, err)
		if day == 20 {
			visits[0], bytes[0] = len(s.Visits), len(data)
		}
		visits[1], bytes[1] = len(s.Visits), len(data)
	}
	require.InDelta(t, visits[0], visits[1], float64(visits[0])/10, "visits at day 20 and at day 90")
	require.InDelta(t, bytes[0], bytes[1], float64(bytes[0])/10, "bytes of the snapshot at day 20 and at day 90")
}

// A missed appointment can be resolved for a week; then it leaves the state.
func TestMissedAppointmentsLeave(t *testing.T) {
	s := opened(t)
	at := s.now.Add(3 * time.Hour)
	events, next, err := board.Decide(s.State, board.Book{Details: board.Details{Plate: "粤A12345"}, At: at, Override: "x"},
		board.Meta{Now: s.now, Actor: manager})
	require.NoError(t, err)
	id, note := events[0].VisitOf(), board.SetPresence{Person: "T1", Presence: board.PresenceOff}
	later := func(days int) *board.State {
		_, after, err := board.Decide(next, note, board.Meta{Now: at.AddDate(0, 0, days), Actor: manager})
		require.NoError(t, err)
		return after
	}
	require.Contains(t, later(6).Visits, id)
	require.NotContains(t, later(8).Visits, id)
	_, _, err = board.Decide(later(6), board.MarkNoShow{Visit: id},
		board.Meta{Now: at.AddDate(0, 0, 6).Add(time.Minute), Actor: manager})
	require.NoError(t, err, "for a week it can still be resolved")
}
