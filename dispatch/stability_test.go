package dispatch

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/dispatch/dispatchtest"
)

// adopt takes a plan over; one that can be made can be adopted.
func adopt(t require.TestingT, s *dispatchtest.Shop, plan *Plan) {
	if lines := Changes(s.State, plan); len(lines) > 0 {
		require.True(t, s.Do(board.AdoptPlan{Lines: lines}))
	}
	require.Empty(t, Changes(s.State, plan))
}

// An adopted plan is kept although another choice would be a little better, but
// nobody who could begin now stands idle for it.
func TestAnAdoptedPlanIsKept(t *testing.T) {
	s := day(t)
	a, b := order(t, s, "粤A00001", 8*time.Hour, "M2"), order(t, s, "粤A00002", 9*time.Hour, "M1")
	adopt(t, s, NewPlan(s.State, s.Now, Options{}))
	first := taskOf(t, NewPlan(s.State, s.Now, Options{}), a, 1).Technicians[0]
	other := board.PersonID("T1")
	if first == "T1" {
		other = "T2"
	}
	require.True(t, s.Do(board.StartWork{Visit: a, Line: 1, Bay: "B1", Technicians: []board.PersonID{first}}))
	require.True(t, s.Do(board.StartWork{Visit: b, Line: 1, Bay: "B2", Technicians: []board.PersonID{other}}))

	require.True(t, s.Do(board.ReportOverrun{Visit: a, Line: 1, Minutes: 100}))
	c := order(t, s, "粤A00003", 9*time.Hour, "M1")
	line := board.PlanLine{Visit: c, Line: 1, Bay: "B1", Technicians: []board.PersonID{first}}
	free := taskOf(t, NewPlan(s.State, s.Now, Options{}), c, 1)
	require.Equal(t, []board.PersonID{other}, free.Technicians, "the other is free long before")
	require.True(t, s.Do(board.AdoptPlan{Lines: []board.PlanLine{line}}))
	require.Equal(t, []board.PersonID{other}, taskOf(t, NewPlan(s.State, s.Now, Options{}), c, 1).Technicians,
		"three hours are worth a change")

	line.Technicians = []board.PersonID{other}
	line.Bay = "B1"
	require.True(t, s.Do(board.AdoptPlan{Lines: []board.PlanLine{line}}))
	s.Now = s.Now.Add(75 * time.Minute)
	require.True(t, s.Do(board.ReportOverrun{Visit: b, Line: 1, Minutes: 100}))
	require.Equal(t, []board.PersonID{other}, taskOf(t, NewPlan(s.State, s.Now, Options{}), c, 1).Technicians,
		"a few minutes are not")
	require.True(t, s.Do(board.FinishWork{Visit: a, Line: 1, SelfCheck: true}))
	now := taskOf(t, NewPlan(s.State, s.Now, Options{}), c, 1)
	require.Equal(t, []board.PersonID{first}, now.Technicians, "who can begin now begins")
	require.True(t, s.Now.Equal(now.Start))
}

// An adopted choice that is infeasible is let go.
func TestAnImpossibleWishIsLetGo(t *testing.T) {
	s := day(t)
	v := order(t, s, "粤A00001", 8*time.Hour, "M1")
	require.True(t, s.Do(board.AdoptPlan{Lines: []board.PlanLine{{Visit: v, Line: 1, Bay: "B2",
		Technicians: []board.PersonID{"T2"}}}}))
	task := taskOf(t, NewPlan(s.State, s.Now, Options{}), v, 1)
	require.Equal(t, "T2", string(task.Technicians[0]))
	require.Equal(t, "B2", string(task.Bay))
	require.True(t, s.Do(board.SetPresence{Person: "T2", Presence: board.PresenceOff}))
	require.Equal(t, "T1", string(taskOf(t, NewPlan(s.State, s.Now, Options{}), v, 1).Technicians[0]))
	require.True(t, s.Do(board.SetPresence{Person: "T2", Presence: board.PresencePresent}))
	p := *s.State.People["T2"]
	p.Trades = []board.Trade{board.TradePaint}
	require.True(t, s.Do(board.SetPerson{Person: p}))
	require.Equal(t, "T1", string(taskOf(t, NewPlan(s.State, s.Now, Options{}), v, 1).Technicians[0]))
}
