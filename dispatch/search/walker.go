package search

import "math"

// walker walks over the plans of a plain shop for a due date objective. Its moves touch only operations on a
// longest path to a job that costs something, since nothing else can help, and are evaluated exactly.
type walker struct {
	*graph
	rnd   *random
	path  []int32 // a longest path to one job, from its end
	arcs  []arc   // the places on it where a chain, not the job, makes an operation wait
	tries int     // moves that may still be tried on this path
	cost  int64
	saved snapshot
	moved bool // the plan is another than saved
	best  plan
	value int64 // objective of best
}

// arc says that operation path[i+1] keeps path[i] waiting in a chain.
type arc struct{ i, slot int }

// snapshot is what a refused move must restore besides the chains.
type snapshot struct {
	order, pos, end []int32
	span            int32
	v, mode         int32
	at              [2]int32
}

func newWalker(s *shop, rnd *random) *walker {
	w := &walker{
		graph: newGraph(s), rnd: rnd,
		saved: snapshot{order: make([]int32, s.n), pos: make([]int32, s.n+1), end: make([]int32, s.n+1)},
		best:  plan{order: make([]int32, s.n), mode: make([]int32, s.n)},
		value: math.MaxInt64, moved: true,
	}
	order, mode := make([]int32, s.n), make([]int32, s.n)
	construct(s, rnd, order, mode)
	w.load(order, mode)
	w.cost = w.objectiveNow()
	w.keep()
	return w
}

// perPath is how many moves are tried on one path as long as none is taken. Tracing a path costs as much as a move.
const perPath = 7

// step tries one move and takes it, by Metropolis' rule, or takes it back.
func (w *walker) step(temperature float64) {
	if w.tries == 0 {
		if !w.longest() {
			return
		}
		w.tries = perPath
	}
	w.tries--
	w.save()
	if !w.move() {
		return
	}
	if lo, _, ok := w.reorder(w.saved.v); ok {
		w.forward(lo)
		cost := w.objectiveNow()
		if cost <= w.cost || w.rnd.unit() < math.Exp(float64(w.cost-cost)/temperature) {
			w.cost, w.moved, w.tries = cost, true, 0
			w.keep()
			return
		}
	}
	w.unlink(w.saved.v)
	w.relink(w.saved.v, w.saved.mode, w.saved.at)
	copy(w.order, w.saved.order)
	copy(w.pos, w.saved.pos)
	copy(w.end, w.saved.end)
	w.span = w.saved.span
}

// save notes what a refused move must restore, unless it is noted already.
func (w *walker) save() {
	if !w.moved {
		return
	}
	w.moved = false
	copy(w.saved.order, w.order)
	copy(w.saved.pos, w.pos)
	copy(w.saved.end, w.end)
	w.saved.span = w.span
}

func (w *walker) keep() {
	if w.cost < w.value {
		w.value = w.cost
		copy(w.best.order, w.order)
		copy(w.best.mode, w.mode)
	}
}

// longest picks a job that costs something and one of its longest paths, both at random. It reports
// false when no job costs anything.
func (w *walker) longest() bool {
	none := int32(w.n)
	seen, v := 0, none
	for j, last := range w.last {
		if last != none && w.jobCost(j, int64(w.end[last])) > 0 {
			if seen++; seen == 1 || w.rnd.below(seen) == 0 {
				v = last
			}
		}
	}
	w.path, w.arcs = w.path[:0], w.arcs[:0]
	for v != none {
		w.path = append(w.path, v)
		l := &w.link[v]
		head := w.end[v] - l.duration
		next, slot, ties := none, -1, 1
		if u := w.prev[v]; u != none && w.end[u] == head {
			next = u
		}
		for k := 0; k < w.chains; k++ {
			if u := l.prev[k]; u != none && w.end[u] == head {
				if next != none {
					if ties++; w.rnd.below(ties) > 0 {
						continue
					}
				}
				next, slot = u, k
			}
		}
		if slot >= 0 {
			w.arcs = append(w.arcs, arc{len(w.path) - 1, slot})
		}
		v = next
	}
	return len(w.path) > 0
}

// move changes the chains and notes in saved how to undo it. It reports false when it found nothing to change.
func (w *walker) move() bool {
	flexible := len(w.choice) > w.n
	if len(w.arcs) == 0 || flexible && w.rnd.below(3) == 0 {
		return flexible && w.switchMode()
	}
	k := w.rnd.below(len(w.arcs))
	x := w.arcs[k]
	if w.chains == 1 && w.rnd.below(5) < 2 {
		w.jump(k)
		return true
	}
	// Two neighbours swap. When they also follow each other in the other chain, they must swap there too.
	u, v := w.path[x.i+1], w.path[x.i]
	at := w.take(u)
	at[x.slot]++
	if o := 1 - x.slot; w.chains == 2 && w.link[u].on[o] == w.link[v].on[o] && w.link[u].next[o] == v {
		at[o]++
	}
	w.relink(u, w.saved.mode, at)
	return true
}

// jump moves an operation of the block around arc k over several others: to an end of the block, or from an
// end of it inwards.
func (w *walker) jump(k int) {
	lo, hi := k, k
	for lo > 0 && w.arcs[lo-1].i == w.arcs[lo].i-1 {
		lo--
	}
	for hi+1 < len(w.arcs) && w.arcs[hi+1].i == w.arcs[hi].i+1 {
		hi++
	}
	var v int32
	var by int
	switch w.rnd.below(4) {
	case 0: // behind the last
		v, by = w.path[w.arcs[k].i+1], k-lo+1
	case 1: // the first, inwards
		v, by = w.path[w.arcs[hi].i+1], hi-k+1
	case 2: // before the first
		v, by = w.path[w.arcs[k].i], k-hi-1
	default: // the last, inwards
		v, by = w.path[w.arcs[lo].i], lo-k-1
	}
	at := w.take(v)
	at[0] += int32(by)
	w.relink(v, w.saved.mode, at)
}

// take unlinks v and notes where it was.
func (w *walker) take(v int32) [2]int32 {
	w.saved.v, w.saved.mode = v, w.mode[v]
	w.saved.at = w.unlink(v)
	return w.saved.at
}

// switchMode returns a random operation of the path another mode, at the places of its position in the
// global order.
func (w *walker) switchMode() bool {
	v := w.path[w.rnd.below(len(w.path))]
	modes := int(w.from[v+1] - w.from[v])
	if modes < 2 {
		return false
	}
	m := w.from[v] + int32(w.rnd.below(modes-1))
	if m >= w.mode[v] {
		m++
	}
	w.take(v)
	var at [2]int32
	for k := 0; k < w.chains; k++ {
		q := w.seq[w.choice[m].on[k]]
		for int(at[k]) < len(q) && w.pos[q[at[k]]] < w.pos[v] {
			at[k]++
		}
	}
	w.relink(v, m, at)
	return true
}

func (w *walker) objectiveNow() int64 {
	var sum int64
	for j, last := range w.last {
		if last != int32(w.n) {
			sum += w.jobCost(j, int64(w.end[last]))
		}
	}
	return sum
}

// jobCost is one job's share of the objective.
func (s *shop) jobCost(j int, end int64) int64 {
	switch s.objective {
	case WeightedTardiness:
		return s.weight[j] * max(0, end-s.due[j])
	case WeightedLate:
		if end > s.due[j] {
			return s.weight[j]
		}
		return 0
	default:
		return s.weight[j] * end
	}
}
