package search

// This file judges neighbours of shops with a machine and a worker per operation. Both chains bind, so
// every critical operation is taken out and its neighbours are judged exactly.

// perMove is of how many critical operations about the neighbours are judged for one move. Lifting one costs more
// than judging its places; with a part of a long path twice as many moves are made, and not one of them is much worse.
const perMove = 20

// chooseExact returns the best neighbour that is not tabu, or any neighbour when all are tabu, among those of a random
// part of the critical path. When there are none it looks at the whole path.
func (t *tabu) chooseExact() (insertion, bool) {
	t.critical()
	var best, spare pick
	for some := perMove; best.ties+spare.ties == 0; some = len(t.path) {
		for i, v := range t.path {
			if t.rnd.below(len(t.path)) < some {
				t.lift(v)
				t.locate(i)
				for c := t.from[v]; c < t.from[v+1]; c++ {
					t.places(c, &best, &spare)
				}
				t.drop()
			}
		}
		if some >= len(t.path) {
			break
		}
	}
	if best.ties > 0 {
		return best.insertion, true
	}
	return spare.insertion, spare.ties > 0
}

// critic says what a move of the lifted operation must do to break the critical path it is on: pass the
// operations before it or after it in its chains. Places are counted without the operation itself.
type critic struct {
	before, after [2]int32 // per chain: v must get to at most before (-1: not possible), or beyond after
}

// locate prepares the critic for path[i], which has been lifted.
func (t *tabu) locate(i int) {
	t.here = critic{before: [2]int32{-1, -1}, after: [2]int32{1 << 30, 1 << 30}}
	in, out := int8(-1), int8(-1)
	if i+1 < len(t.path) {
		in = t.arcs[i]
	}
	if i > 0 {
		out = t.arcs[i-1]
	}
	lo, hi := i, i
	if in >= 0 {
		lo = i + 1
	}
	if out >= 0 {
		hi = i - 1
	}
	if in >= 0 && in == out {
		for lo+1 < len(t.path) && t.arcs[lo] == in {
			lo++
		}
		for hi > 0 && t.arcs[hi-1] == in {
			hi--
		}
	}
	if in >= 0 {
		t.here.before[in] = t.was[in] - int32(lo-i)
	}
	if out >= 0 {
		t.here.after[out] = t.was[out] + int32(i-hi) - 1
	}
}

// useless says that the move leaves the critical path whole.
func (t *tabu) useless(m *insertion) bool {
	if t.choice[m.mode].duration < t.choice[t.origin].duration {
		return false
	}
	for k := 0; k < t.chains; k++ {
		if t.here.before[k] < 0 && t.here.after[k] == 1<<30 {
			continue
		}
		if t.choice[m.mode].on[k] != t.choice[t.origin].on[k] || m.at[k] <= t.here.before[k] ||
			m.at[k] > t.here.after[k] {
			return false
		}
	}
	return true
}

// places offers every useful pair of places of the lifted operation in mode c. The second chain's window
// starts from what the place in the first one leaves, which keeps the two free of cycles together.
func (t *tabu) places(c int32, best, spare *pick) {
	ch := &t.choice[c]
	m := insertion{v: t.v, mode: c}
	if t.cannotImprove(t.start+ch.duration+t.after, best) {
		return
	}
	lo, hi, _ := t.window(ch.on[0], t.start, t.after)
	for m.at[0] = lo; m.at[0] <= hi; m.at[0]++ {
		s, a := t.around(ch.on[0], m.at[0], t.start, t.after)
		if t.cannotImprove(s+ch.duration+a, best) {
			continue
		}
		lo2, hi2, _ := t.window(ch.on[1], s, a)
		for m.at[1] = lo2; m.at[1] <= hi2; m.at[1]++ {
			s2, a2 := t.around(ch.on[1], m.at[1], s, a)
			t.judge(&m, s2+ch.duration+a2, best, spare)
		}
	}
}

// cannotImprove says that a move whose longest path through the lifted operation is at least this long cannot be
// the best.
func (t *tabu) cannotImprove(through int32, best *pick) bool {
	span := max(t.rest, through)
	return best.ties > 0 && (span > best.span || span == best.span && through > best.through)
}

// judge offers a neighbour unless it is known to lead nowhere: it changes nothing, or only rearranges the
// critical path at equal length. Without this the search wanders on such plateaus for ever.
func (t *tabu) judge(m *insertion, through int32, best, spare *pick) {
	m.through = through
	m.span = max(t.rest, through)
	if best.ties > 0 && best.better(m) || t.useless(m) || m.mode == t.origin && m.through == t.span {
		return
	}
	forbidden, null := t.forbidden(m)
	if null {
		return
	}
	if forbidden && m.span >= t.best.span {
		if best.ties == 0 {
			if spare.ties++; t.rnd.below(spare.ties) == 0 {
				spare.insertion = *m
			}
		}
		return
	}
	best.offer(m, t.rnd)
}

// forbidden says whether a move is tabu and whether it changes nothing. The lifted operation is out
// of its chains, so the places between was and at hold exactly the operations it passes.
func (t *tabu) forbidden(m *insertion) (forbidden, null bool) {
	v := int(m.v)
	null = true
	for k := 0; k < t.chains; k++ {
		r := t.choice[m.mode].on[k]
		if r == t.choice[t.origin].on[k] && t.was[k] == m.at[k] {
			continue
		}
		if r == t.choice[t.origin].on[k] {
			q := t.seq[r]
			for i := t.was[k]; i < m.at[k]; i++ {
				null = false
				if t.reversed[t.pair(q[i], m.v)] > t.now {
					return true, false
				}
			}
			for i := m.at[k]; i < t.was[k]; i++ {
				null = false
				if t.reversed[t.pair(m.v, q[i])] > t.now {
					return true, false
				}
			}
			continue
		}
		null = false
		if t.banned[v*t.resources+int(r)] > t.now {
			return true, false
		}
	}
	return false, null && m.mode == t.origin
}
