package search

// exchanges offers to swap critical operation v with operations near place at in the chain of another
// resource, each going to the other's place. Where all resources are full, moving one operation alone always makes
// matters worse, and only exchanges lead on.
func (t *tabu) exchanges(v, mode, lo, hi int32, best, spare *pick) {
	g := t.graph
	lv := &g.link[v]
	k, r := lv.on[0], t.choice[mode].on[0]
	q := t.seq[r]
	lo, hi = max(lo-1, 0), min(hi, int32(len(q))-1)
	head, tail, duration := max(g.release[v], g.end[g.prev[v]]), g.tail[g.next[v]], t.choice[mode].duration
	for i := lo; i <= hi; i++ {
		w := q[i]
		lw := &g.link[w]
		through := max(head, g.end[lw.prev[0]]) + duration + max(tail, g.tail[lw.next[0]])
		if best.ties > 0 && through > best.through {
			continue
		}
		back := t.modeOn[int(w)*t.resources+int(k)]
		if back < 0 || g.job[w] == g.job[v] {
			continue
		}
		through = max(through, max(g.release[w], g.end[g.prev[w]],
			g.end[lv.prev[0]])+t.choice[back].duration+max(g.tail[g.next[w]], g.tail[lv.next[0]]))
		if best.ties > 0 && through > best.through {
			continue
		}
		if !t.passes(g.next[v], lw.prev[0]) || !t.passes(lw.next[0], g.prev[v]) || !t.passes(g.next[w], lv.prev[0]) ||
			!t.passes(lv.next[0], g.prev[w]) {
			continue
		}
		tabu := t.banned[int(v)*t.resources+int(r)] > t.now || t.banned[int(w)*t.resources+int(k)] > t.now
		m := insertion{v: v, mode: mode, at: [2]int32{i}, exchange: true, partner: w, back: back}
		t.offer(&m, through, tabu, best, spare)
	}
}

// swap makes such a move, or none when it would close a cycle.
func (t *tabu) swap(m *insertion) {
	g := t.graph
	v, w := m.v, m.partner
	ov, ow := g.mode[v], g.mode[w]
	pv := t.unlink(v)
	pw := t.unlink(w)
	until := t.now + t.tenure(len(t.path))
	t.banned[int(v)*t.resources+int(t.choice[ov].on[0])] = until
	t.banned[int(w)*t.resources+int(t.choice[ow].on[0])] = until
	none := int32(g.n)
	// out of its chain while v finds its place
	g.link[w].prev, g.link[w].next = [2]int32{none, none}, [2]int32{none, none}
	t.relink(v, m.mode, pw)
	lo, hi, ok := t.reorder(v)
	t.relink(w, m.back, pv)
	if ok {
		var low, high int32
		if low, high, ok = t.reorder(w); ok {
			g.forward(min(lo, low))
			g.backward(max(hi, high))
			return
		}
	}
	t.unlink(v)
	t.unlink(w)
	t.relink(w, ow, pw)
	t.relink(v, ov, pv)
	t.sort()
}

// modesOn returns for every operation and resource the mode that uses the resource, or -1.
func (s *shop) modesOn() []int32 {
	on := filled(s.n*s.resources, -1)
	for v := 0; v < s.n; v++ {
		for c := s.from[v]; c < s.from[v+1]; c++ {
			on[v*s.resources+int(s.choice[c].on[0])] = c
		}
	}
	return on
}
