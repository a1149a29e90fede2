package dispatch

import (
	"testing"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/dispatch/dispatchtest"
)

// A proposal made from what the plan in force was made from is the one made from
// the state, also where people have adopted places before.
func TestAProposalIsTheSameReadAnew(t *testing.T) {
	proposed := 0
	for seed := range uint64(4) {
		shop := dispatchtest.Busy(12, seed)
		for range 5 {
			adopt, _ := Adoption(shop.State, CurrentPlan(shop.State, shop.Now), nil)
			by := []string{Planner, "陈主管"}[seed%2]
			if _, next, err := board.Decide(shop.State, adopt,
				board.Meta{Now: shop.Now, Actor: board.Actor{Name: by}}); err == nil {
				shop.State = next
			}
			shop.Live(10)
			live := CurrentPlan(shop.State, shop.Now)
			bare := *live
			bare.of = nil
			with, without := FindBetter(shop.State, live, shop.Now), FindBetter(shop.State, &bare, shop.Now)
			require.Equal(t, without == nil, with == nil, "seed %d", seed)
			if with == nil {
				continue
			}
			proposed++
			require.Equal(t, without.Plan().Tasks, with.Plan().Tasks)
			without.plan, with.plan = nil, nil
			require.Equal(t, without, with)
		}
	}
	require.Greater(t, proposed, 5)
}
