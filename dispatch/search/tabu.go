package search

import "math/bits"

// tabu is a tabu search over insertions of critical operations. An operation that left a
// resource may not return to it for a while, and two operations that changed their order in
// a chain may not change it back, unless that gives a new best.
type tabu struct {
	*lifted
	rnd      *random
	now      int32
	banned   []int32 // [v*resources+r]: v may not join r before this iteration
	reversed []int32 // [pair(a, b)]: a may not come before b again before this iteration
	path     []int32
	modeOn   []int32 // see modesOn
	scratch  []int32
	arcs     []int8 // arcs[i]: how path[i+1] leads to path[i]: -1 by the job, else the chain
	here     critic
	best     plan
	target   int32 // a proved lower bound: nothing is better
}

// plan is a solution apart from the graph: a global order and modes.
type plan struct {
	order, mode []int32
	span        int32
}

func newTabu(s *shop, rnd *random) *tabu {
	g := newGraph(s)
	return &tabu{
		modeOn: s.modesOn(),
		lifted: newLifted(g), rnd: rnd,
		banned: make([]int32, s.n*s.resources), reversed: make([]int32, pairs(s.n)),
		best: plan{order: make([]int32, s.n), mode: make([]int32, s.n)},
	}
}

// pairs is the size of a table of ordered pairs of n operations, a power of two. In very large shops pairs share
// entries, which only makes some moves tabu for no reason.
func pairs(n int) int { return 1 << min(bits.Len(uint(n*n)), 22) }

func (t *tabu) pair(a, b int32) int { return (int(a)*t.n + int(b)) & (len(t.reversed) - 1) }

// run searches from the loaded solution until patience iterations in a row gave nothing
// better, and leaves the best solution of this run in best.
func (t *tabu) run(patience int, b *budget) {
	t.save()
	for idle := 0; idle < patience && t.best.span > t.target && b.spend(); idle++ {
		t.now++
		var m insertion
		var ok bool
		if t.chains == 1 {
			copy(t.e, t.graph.end)
			copy(t.t, t.graph.tail)
			m, ok = t.chooseFast()
		} else {
			m, ok = t.chooseExact()
		}
		if !ok {
			return
		}
		t.apply(&m)
		if t.span < t.best.span {
			t.save()
			idle = 0
		}
	}
}

func (t *tabu) save() {
	copy(t.best.order, t.order)
	copy(t.best.mode, t.graph.mode)
	t.best.span = t.span
}

// critical collects the operations of one longest path, chosen at random among them.
func (t *tabu) critical() {
	g := t.graph
	t.path, t.arcs = t.path[:0], t.arcs[:0]
	v, seen := int32(g.n), 0
	for _, u := range g.last {
		if g.end[u] == g.span {
			if seen++; t.rnd.below(seen) == 0 {
				v = u
			}
		}
	}
	none := int32(g.n)
	for v != none {
		t.path = append(t.path, v)
		l := &g.link[v]
		head := g.end[v] - l.duration
		next, seen, by := none, 0, int8(-1)
		for k, u := range [3]int32{g.prev[v], l.prev[0], l.prev[1]} {
			if u != none && g.end[u] == head {
				if seen++; seen == 1 || t.rnd.below(seen) == 0 {
					next, by = u, int8(k-1)
				}
			}
		}
		t.arcs = append(t.arcs, by)
		v = next
	}
}

// apply makes a move and declares its reverse tabu.
func (t *tabu) apply(m *insertion) {
	if m.exchange {
		t.swap(m)
		return
	}
	v := int(m.v)
	origin := t.graph.mode[m.v]
	was := t.unlink(m.v)
	until := t.now + t.tenure(len(t.path))
	for k := 0; k < t.chains; k++ {
		old := t.choice[origin].on[k]
		if r := t.choice[m.mode].on[k]; r == old {
			q := t.seq[r]
			for i := was[k]; i < m.at[k]; i++ {
				t.reversed[t.pair(m.v, q[i])] = until
			}
			for i := m.at[k]; i < was[k]; i++ {
				t.reversed[t.pair(q[i], m.v)] = until
			}
			continue
		}
		t.banned[v*t.resources+int(old)] = until
	}
	t.relink(m.v, m.mode, m.at)
	if !t.update(m.v) {
		// Only operations of length zero can close a cycle: undo.
		t.unlink(m.v)
		t.relink(m.v, origin, was)
		t.sort()
	}
}

// tenure is how long a move stays tabu: random, about as long as it takes to try the path's other operations.
func (t *tabu) tenure(path int) int32 {
	return int32(8 + t.rnd.below(max(4, path/2)))
}
