package dispatch

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"bayline/board"
	"bayline/dispatch/dispatchtest"
)

// waiting lists the operations that could be given out.
func waiting(s *board.State) []board.OperationRef {
	var refs []board.OperationRef
	for _, v := range board.Sorted(s.Visits) {
		if !open(v) {
			continue
		}
		for _, o := range v.Operations {
			if o.Open() && !o.Running() && o.Trade != board.TradeWash {
				refs = append(refs, board.OperationRef{Visit: v.ID, Line: o.Line})
			}
		}
	}
	return refs
}

// Every suggestion adds up, breaks no rule, is the same when asked again, and
// leaves nobody and no bay without a word.
func TestSuggestionsAddUp(t *testing.T) {
	asked := 0
	rapid.Check(t, func(t *rapid.T) {
		shop := dispatchtest.Open(rapid.Uint64().Draw(t, "seed"))
		shop.Live(rapid.IntRange(100, 250).Draw(t, "commands"))
		refs := waiting(shop.State)
		if len(refs) == 0 {
			return
		}
		ref := rapid.SampledFrom(refs).Draw(t, "operation")
		plan := NewPlan(shop.State, shop.Now, Options{})
		sug := Suggest(shop.State, plan, shop.Now, ref, 3)
		require.Equal(t, sug, Suggest(shop.State, plan, shop.Now, ref, 3))
		require.LessOrEqual(t, len(sug.Best), 3)
		require.True(t, len(sug.Best) > 0 || len(sug.Reasons) > 0)
		for _, r := range sug.Reasons {
			complete(t, r)
		}
		if len(sug.Best) == 0 {
			return
		}
		asked++
		for i, c := range sug.Best {
			sum := 0
			for _, part := range c.Parts {
				sum += part.Points
			}
			require.Equal(t, c.Score, sum)
			require.True(t, i == 0 || sug.Best[i-1].Score <= c.Score)
			require.NotEmpty(t, c.Reasons)
			for _, r := range c.Reasons {
				complete(t, r)
			}
			require.Empty(t, breaks(Check(shop.State, plan, shop.Now,
				Assignment{Visit: ref.Visit, Line: ref.Line, Bay: c.Bay, Technicians: c.Technicians, Start: c.Start})))
		}
		for _, p := range shop.State.People {
			best := slices.ContainsFunc(sug.Best, func(c Candidate) bool {
				return slices.Contains(c.Technicians,
					p.ID)
			})
			other := slices.ContainsFunc(sug.Others,
				func(o Other) bool { return o.Technician == p.ID && len(o.Rules) > 0 })
			require.True(t, best != other || len(p.Trades) == 0, p.ID)
		}
		for _, b := range shop.State.Bays {
			best := slices.ContainsFunc(sug.Best, func(c Candidate) bool { return c.Bay == b.ID })
			other := slices.ContainsFunc(sug.Others, func(o Other) bool { return o.Bay == b.ID && len(o.Rules) > 0 })
			require.True(t, best != other, b.ID)
		}
		for _, o := range sug.Others {
			for _, r := range o.Rules {
				complete(t, r.Reason)
			}
		}
	})
	require.Positive(t, asked)
}

// breaks keeps the rules a suggestion must not break. What is fixed for other
// cars may move when this operation goes first, so clashes with it do not
// count.
func breaks(list []Violation) []Violation {
	return slices.DeleteFunc(list, func(v Violation) bool {
		return slices.Contains([]string{"busy", "bay_busy", "team_bays", "precedence", "car_elsewhere"}, v.Code)
	})
}

// Asked for a free job, the supervisor is offered who is free and fits; who
// lacks the grade, is away or busy is named with the rule.
func TestSuggestionNamesTheRules(t *testing.T) {
	s := day(t)
	do := func(c board.Command) { require.True(t, s.Do(c), c.Name()) }
	do(board.SetPerson{Person: board.Person{ID: "T3", Name: "小周", Roles: []board.Role{board.RoleTechnician},
		Trades: []board.Trade{board.TradeMechanical}, Grade: board.GradeApprentice}})
	do(board.SetPerson{Person: board.Person{ID: "T4", Name: "电工孙", Roles: []board.Role{board.RoleTechnician},
		Trades: []board.Trade{board.TradeElectrical}}})
	busy := order(t, s, "粤A10001", 5*60e9*60, "M2")
	do(board.StartWork{Visit: busy, Line: 1, Bay: "B1", Technicians: []board.PersonID{"T1"}})
	v := order(t, s, "粤A10002", 5*60e9*60, "M5")
	do(board.SetPart{Visit: v, ID: 1, State: board.PartKitted})
	plan := NewPlan(s.State, s.Now, Options{})
	sug := Suggest(s.State, plan, s.Now, board.OperationRef{Visit: v, Line: 1}, 1)
	require.Len(t, sug.Best, 1)
	require.Equal(t, []board.PersonID{"T2"}, sug.Best[0].Technicians)
	require.Equal(t, board.BayID("B2"), sug.Best[0].Bay)
	require.Equal(t, "李明 现在就可以开始。", spoken("zh", sug.Best[0].Reasons[0]))
	rules := map[string]string{}
	for _, o := range sug.Others {
		rules[string(o.Technician)+string(o.Bay)] = o.Rules[0].Code
	}
	require.Equal(t, map[string]string{"T1": "busy", "T3": "grade", "T4": "trade", "B1": "bay_busy"}, rules)
}
