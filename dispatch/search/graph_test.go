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
			fresh := newGraph(s)
			fresh.load(tb.order, tb.graph.mode)
			require.Equal(t, fresh.end, tb.graph.end)
			require.Equal(t, fresh.tail, tb.graph.tail)
			require.Equal(t, fresh.span, tb.graph.span)
			require.Equal(t, fresh.link[:s.n], tb.link[:s.n])
			require.Equal(t, fresh.seq, tb.seq)
			for k, v := range tb.order {
				require.EqualValues(t, k, tb.pos[v])
			}
		}
	})
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
