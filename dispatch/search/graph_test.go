package search

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Moves are applied by repairing order, ends and tails; building them anew must give the same.
func TestRepairedGraphEqualsARebuiltOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := compile(plainShop(t, Makespan, 5, 4))
		tb := newTabu(s, &random{state: rapid.Uint64().Draw(t, "seed")})
		order, mode := make([]int32, s.n), make([]int32, s.n)
		construct(s, tb.rnd, order, mode)
		tb.load(order, mode)
		for range 30 {
			tb.best.span = 0
			tb.run(1, newBudget(Options{Iterations: 1}, 64))
			requireRepaired(t, tb)
		}
	})
}

func requireRepaired(t require.TestingT, tb *tabu) {
	fresh := newGraph(tb.shop)
	fresh.load(tb.order, tb.graph.mode)
	require.Equal(t, fresh.end, tb.graph.end)
	require.Equal(t, fresh.tail, tb.graph.tail)
	require.Equal(t, fresh.span, tb.graph.span)
	require.Equal(t, fresh.link[:tb.n], tb.link[:tb.n])
	require.Equal(t, fresh.seq, tb.seq)
	for k, v := range tb.order {
		require.EqualValues(t, k, tb.pos[v])
	}
}

// Where every machine is busy all the time two operations exchange their machines; that moves both in the order.
func TestExchangesRepairTheGraph(t *testing.T) {
	exchanges := 0
	for seed := range uint64(5) {
		rnd := &random{state: seed}
		p := &Problem{Resources: make([]Resource, 4), Jobs: make([]Job, 8)}
		for j := range p.Jobs {
			for k := range 5 {
				op := Operation{Job: j}
				if k > 0 {
					op.After = []int{len(p.Operations) - 1}
				}
				for r := range p.Resources {
					op.Modes = append(op.Modes, Mode{[]int{r}, int64(rnd.below(9))})
				}
				p.Operations = append(p.Operations, op)
			}
		}
		s := compile(p)
		tb := newTabu(s, rnd)
		order, mode := make([]int32, s.n), make([]int32, s.n)
		construct(s, rnd, order, mode)
		tb.load(order, mode)
		for range 100 {
			copy(tb.e, tb.graph.end)
			copy(tb.t, tb.graph.tail)
			m, ok := tb.chooseFast()
			if !ok {
				break
			}
			tb.now++
			tb.apply(&m)
			if m.exchange {
				exchanges++
				requireRepaired(t, tb)
			}
		}
	}
	require.Greater(t, exchanges, 20)
}

// A neighbour judged with its operation taken out is never worse than judged.
func TestExactJudgementIsNeverTooLow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := plainShop(t, Makespan, 5, 4)
		for i := range p.Operations {
			// Moves that close a cycle through operations of length zero are not made.
			for m := range p.Operations[i].Modes {
				p.Operations[i].Modes[m].Duration++
			}
		}
		s := compile(p)
		if s.chains == 1 {
			return
		}
		tb := newTabu(s, &random{state: rapid.Uint64().Draw(t, "seed")})
		order, mode := make([]int32, s.n), make([]int32, s.n)
		construct(s, tb.rnd, order, mode)
		tb.load(order, mode)
		for range 20 {
			m, ok := tb.chooseExact()
			if !ok {
				return
			}
			tb.now++
			tb.apply(&m)
			require.LessOrEqual(t, tb.graph.span, m.span)
		}
	})
}
