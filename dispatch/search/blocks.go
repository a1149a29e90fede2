package search

// This file judges neighbours of plain shops with one resource per operation without taking
// operations out of the graph. The judgement is an estimate from the current ends and tails: several
// times faster than lifting, which buys more than its errors cost.

// chooseFast returns the best neighbour by estimate that is not tabu, or any when all are.
func (t *tabu) chooseFast() (insertion, bool) {
	t.critical()
	var best, spare pick
	p := t.path // from the end of the schedule to its start
	for hi := 0; hi < len(p); {
		lo := hi + 1
		for lo < len(p) && t.link[p[lo]].on[0] == t.link[p[lo-1]].on[0] && t.link[p[lo]].next[0] == p[lo-1] {
			lo++
		}
		if lo-hi > 1 {
			t.block(p[hi:lo], &best, &spare)
		}
		hi = lo
	}
	for _, v := range p {
		if t.from[v+1]-t.from[v] > 1 {
			t.elsewhere(v, &best, &spare)
		}
	}
	if best.ties > 0 {
		return best.insertion, true
	}
	return spare.insertion, spare.ties > 0
}

// elsewhere offers the places of critical operation v on its other resources.
func (t *tabu) elsewhere(v int32, best, spare *pick) {
	g := t.graph
	start := max(g.release[v], g.end[g.prev[v]])
	after := g.tail[g.next[v]]
	m := insertion{v: v}
	for c := t.from[v]; c < t.from[v+1]; c++ {
		ch := &t.choice[c]
		if c == g.mode[v] || best.ties > 0 && start+ch.duration+after > best.through {
			continue
		}
		if ch.on[0] == g.link[v].on[0] {
			// Another way to do it at the same place.
			l := &g.link[v]
			m.mode, m.at[0] = c, t.place(v)
			t.offer(&m, max(start, g.end[l.prev[0]])+ch.duration+max(after, g.tail[l.next[0]]), false, best, spare)
			continue
		}
		lo, hi, free := t.window(ch.on[0], start, after)
		t.exchanges(v, c, lo, hi, best, spare)
		if free {
			lo += int32(t.rnd.below(int(hi - lo + 1)))
			hi = lo
		}
		m.mode = c
		tabu := t.banned[int(v)*t.resources+int(ch.on[0])] > t.now
		for at := lo; at <= hi; at++ {
			m.at[0] = at
			s, a := t.around(ch.on[0], at, start, after)
			if through := s + ch.duration + a; best.ties == 0 || through <= best.through {
				t.offer(&m, through, tabu, best, spare)
			}
		}
	}
}

// offer takes a neighbour with its estimate.
func (t *tabu) offer(m *insertion, through int32, tabu bool, best, spare *pick) {
	m.through, m.span = through, through
	if tabu && through >= t.best.span {
		if best.ties == 0 {
			if spare.ties++; t.rnd.below(spare.ties) == 0 {
				spare.insertion = *m
			}
		}
		return
	}
	best.offer(m, t.rnd)
}

// block offers the moves within a critical block (given from its last operation to its first): an
// inner operation to either end, and the end operations inwards. Only these can shorten this path.
func (t *tabu) block(b []int32, best, spare *pick) {
	last := len(b) - 1
	place := t.place(b[last])
	for i := 0; i <= last; i++ {
		switch {
		case i == 0:
			t.left(b, place+int32(last), best, spare, false)
		case i == last:
			t.right(b, place, best, spare, false)
		default:
			t.right(b[:i+1], place+int32(last-i), best, spare, true)
			t.left(b[i:], place+int32(last-i), best, spare, true)
		}
	}
}

// right offers to move the first operation of the run (its last element) behind later ones: behind
// all of them that it can pass when far, else behind each.
func (t *tabu) right(b []int32, place int32, best, spare *pick, far bool) {
	g := t.graph
	u := b[len(b)-1]
	lu := &g.link[u]
	m := insertion{v: u, mode: g.mode[u]}
	before := g.end[lu.prev[0]]
	js := g.next[u]
	tabu := false
	ends := t.scratch[:0]
	for k := len(b) - 2; k >= 0; k-- {
		w := b[k]
		lw := &g.link[w]
		if !t.passes(js, w) {
			break
		}
		tabu = tabu || t.reversed[t.pair(w, u)] > t.now
		before = max(g.release[w], g.end[g.prev[w]], before) + lw.duration
		ends = append(ends, before)
		if far && k > 0 && t.passes(js, b[k-1]) {
			continue
		}
		head := max(g.release[u], g.end[g.prev[u]], before)
		tail := max(g.tail[js], g.tail[lw.next[0]]) + lu.duration
		through := head + tail
		for i := k; i < len(b)-1 && (best.ties == 0 || through <= best.through); i++ {
			x := b[i]
			tail = max(g.tail[g.next[x]], tail)
			through = max(through, ends[len(b)-2-i]+tail)
			tail += g.link[x].duration
		}
		m.at[0] = place + int32(len(b)-1-k)
		t.offer(&m, through, tabu, best, spare)
	}
	t.scratch = ends
}

// left offers to move the last operation of the run (its first element) before earlier ones.
func (t *tabu) left(b []int32, place int32, best, spare *pick, far bool) {
	g := t.graph
	u := b[0]
	lu := &g.link[u]
	m := insertion{v: u, mode: g.mode[u]}
	after := g.tail[lu.next[0]]
	jp := g.prev[u]
	tabu := false
	tails := t.scratch[:0]
	for k := 1; k < len(b); k++ {
		w := b[k]
		lw := &g.link[w]
		if !t.passes(w, jp) {
			break
		}
		tabu = tabu || t.reversed[t.pair(u, w)] > t.now
		after = max(g.tail[g.next[w]], after) + lw.duration
		tails = append(tails, after)
		if far && k < len(b)-1 && t.passes(b[k+1], jp) {
			continue
		}
		tail := max(g.tail[g.next[u]], after)
		end := max(g.release[u], g.end[jp], g.end[lw.prev[0]]) + lu.duration
		through := end + tail
		for i := k; i >= 1 && (best.ties == 0 || through <= best.through); i-- {
			x := b[i]
			end = max(g.release[x], g.end[g.prev[x]], end)
			through = max(through, end+tails[i-1])
			end += g.link[x].duration
		}
		m.at[0] = place - int32(k)
		t.offer(&m, through, tabu, best, spare)
	}
	t.scratch = tails
}

// passes reports that surely no path leads from a to b.
func (t *tabu) passes(a, b int32) bool {
	g := t.graph
	none := int32(g.n)
	return a == none || b == none || g.end[a] > g.end[b]-g.link[b].duration || g.tail[b] > g.tail[a]-g.link[a].duration
}

func (t *tabu) place(v int32) int32 {
	for i, u := range t.seq[t.link[v].on[0]] {
		if u == v {
			return int32(i)
		}
	}
	return -1
}
