package dispatch

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"bayline/board"
	"bayline/dispatch/dispatchtest"
)

// Every technician in every bay is a candidate or refused, never both; scores
// add up, and every word is there.
func TestExplanationsLeaveNothingOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shop := dispatchtest.Open(rapid.Uint64().Draw(t, "seed"))
		shop.Live(rapid.IntRange(60, 200).Draw(t, "commands"))
		refs := waiting(shop.State)
		if len(refs) == 0 {
			return
		}
		ref := rapid.SampledFrom(refs).Draw(t, "operation")
		plan := NewPlan(shop.State, shop.Now, Options{})
		e := Explain(shop.State, plan, shop.Now, ref)
		require.Equal(t, e, Explain(shop.State, plan, shop.Now, ref))
		for _, r := range e.Reasons {
			complete(t, r)
		}
		if len(e.Candidates) == 0 {
			require.NotEmpty(t, e.Reasons)
			return
		}
		pairs := map[string]bool{}
		for i, c := range e.Candidates {
			sum := 0
			for _, part := range c.Parts {
				sum += part.Points
			}
			require.Equal(t, c.Score, sum)
			require.True(t, i == 0 || e.Candidates[i-1].Score <= c.Score)
			require.True(t, i == 0 || i > 2 || c.WouldWin != nil)
			if c.WouldWin != nil {
				complete(t, *c.WouldWin)
			}
			for _, id := range c.Technicians {
				pairs[fmt.Sprint(id, c.Bay)] = true
			}
		}
		require.Nil(t, e.Candidates[0].WouldWin)
		for _, r := range e.Refused {
			require.NotEmpty(t, r.Rules)
			for _, rule := range r.Rules {
				complete(t, rule.Reason)
			}
			name := fmt.Sprint(r.Technician, r.Bay)
			require.False(t, pairs[name], "twice: %s", name)
			pairs[name] = true
		}
		if e.Candidates[0].Bay == "" {
			return
		}
		for _, p := range shop.State.People {
			if len(p.Trades) == 0 {
				continue
			}
			for _, b := range shop.State.Bays {
				require.True(t, pairs[fmt.Sprint(p.ID, b.ID)], "%s in %s is left out", p.ID, b.ID)
			}
		}
	})
}

// Who loses to another only because of running work is told by when that would
// have to end, and is the best once it has.
func TestWouldWinIfFree(t *testing.T) {
	s := day(t)
	do := func(c board.Command) { require.True(t, s.Do(c), c.Name()) }
	do(board.SetPerson{Person: board.Person{ID: "T2", Name: "李明", Roles: []board.Role{board.RoleTechnician},
		Trades: []board.Trade{board.TradeMechanical}, Grade: board.GradeJunior, Efficiency: 70}})
	busy := order(t, s, "粤A10001", 5*time.Hour, "M1")
	do(board.StartWork{Visit: busy, Line: 1, Bay: "B1", Technicians: []board.PersonID{"T1"}})
	v := order(t, s, "粤A10002", 5*time.Hour, "M5")
	do(board.SetPart{Visit: v, ID: 1, State: board.PartKitted})
	ref := board.OperationRef{Visit: v, Line: 1}
	e := Explain(s.State, NewPlan(s.State, s.Now, Options{}), s.Now, ref)
	require.Equal(t, []board.PersonID{"T2"}, e.Candidates[0].Technicians)
	said := map[string]string{}
	for _, c := range e.Candidates[1:] {
		said[string(c.Technicians[0])+" "+string(c.Bay)] = spoken("en", *c.WouldWin)
	}
	require.Equal(t, "Would be the best if 王强 were free by 08:20.", said["T1 B2"])
	require.Equal(t, "Would be the best if it finished 7 min sooner.", said["T1 B1"],
		"its bay is taken as long as its technician")
}

// The cascade goes back from the late car over who has its technician first to
// the work that runs over.
func TestCascadeEndsAtTheOverrun(t *testing.T) {
	s := day(t)
	do := func(c board.Command) { require.True(t, s.Do(c), c.Name()) }
	do(board.RemovePerson{Person: "T2"})
	first := order(t, s, "粤A10001", 5*time.Hour, "M1")
	do(board.StartWork{Visit: first, Line: 1, Bay: "B1", Technicians: []board.PersonID{"T1"}})
	second := order(t, s, "粤A10002", time.Hour, "M5")
	do(board.SetPart{Visit: second, ID: 1, State: board.PartKitted})
	s.Now = s.Now.Add(50 * time.Minute)
	list := Cascade(s.State, s.Now, second)
	require.NotEmpty(t, list)
	require.Equal(t, second, list[0].Visit)
	root := list[len(list)-1]
	require.Equal(t, first, root.Visit)
	require.Equal(t, "overrun", root.Reason.Code)
	waits := list[len(list)-2]
	require.Equal(t, "waits_for_technician", waits.Reason.Code)
	require.Positive(t, waits.Waited)
	require.Empty(t, Cascade(s.State, s.Now, "V999"))
}
