package search

// update repairs order, end, tail and span after v was relinked; before that they must have
// been right. It reports false when the chains now contain a cycle, and then leaves all of them useless.
func (g *graph) update(v int32) bool {
	lo, hi, ok := g.reorder(v)
	if !ok {
		return false
	}
	g.forward(lo)
	g.backward(hi)
	return true
}

// forward recomputes ends from a position of the order on, and the span.
func (g *graph) forward(lo int32) {
	end, two := g.end, g.chains == 2
	for _, u := range g.order[lo:] {
		l := &g.link[u]
		h := max(g.release[u], end[g.prev[u]], end[l.prev[0]])
		if two {
			h = max(h, end[l.prev[1]])
		}
		end[u] = h + l.duration
	}
	g.span = 0
	for _, u := range g.last {
		g.span = max(g.span, end[u])
	}
}

// backward recomputes tails from a position of the order down to its start.
func (g *graph) backward(hi int32) {
	tail, two := g.tail, g.chains == 2
	for k := hi; k >= 0; k-- {
		u := g.order[k]
		l := &g.link[u]
		h := max(tail[g.next[u]], tail[l.next[0]])
		if two {
			h = max(h, tail[l.next[1]])
		}
		tail[u] = h + l.duration
	}
}

// reorder moves v within the order to between its new neighbours, taking along what must stay
// on its side, and returns the range of positions in which ends (from lo) and tails (to hi) changed.
func (g *graph) reorder(v int32) (lo, hi int32, ok bool) {
	none := int32(g.n)
	l := &g.link[v]
	first, last := none, int32(-1)
	for _, u := range [3]int32{g.next[v], l.next[0], l.next[1]} {
		if u != none {
			first = min(first, g.pos[u])
		}
	}
	lo, hi = g.pos[v], g.pos[v]
	if first < g.pos[v] {
		lo = first
		if !g.pullAhead(v, first) {
			return 0, 0, false
		}
	}
	for _, u := range [3]int32{g.prev[v], l.prev[0], l.prev[1]} {
		if u != none {
			last = max(last, g.pos[u])
		}
	}
	if last > g.pos[v] {
		lo, hi = min(lo, g.pos[v]), max(hi, last)
		if !g.pushBehind(v, last) {
			return 0, 0, false
		}
	}
	return lo, hi, true
}

// pushBehind moves v and what follows from it behind position last.
func (g *graph) pushBehind(v, last int32) bool {
	from := g.pos[v]
	put := from
	behind := g.open[:0]
	for k := from; k <= last; k++ {
		u := g.order[k]
		l := &g.link[u]
		if u == v || g.mark[g.prev[u]] || g.mark[l.prev[0]] || g.mark[l.prev[1]] {
			g.mark[u] = true
			behind = append(behind, u)
			continue
		}
		g.order[put] = u
		g.pos[u] = put
		put++
	}
	ok := !g.mark[g.prev[v]] && !g.mark[g.link[v].prev[0]] && !g.mark[g.link[v].prev[1]]
	for _, u := range behind {
		g.order[put] = u
		g.pos[u] = put
		g.mark[u] = false
		put++
	}
	return ok
}

// pullAhead moves v and what it follows from ahead of position first.
func (g *graph) pullAhead(v, first int32) bool {
	put := g.pos[v]
	ahead := g.open[:0]
	for k := put; k >= first; k-- {
		u := g.order[k]
		l := &g.link[u]
		if u == v || g.mark[g.next[u]] || g.mark[l.next[0]] || g.mark[l.next[1]] {
			g.mark[u] = true
			ahead = append(ahead, u)
			continue
		}
		g.order[put] = u
		g.pos[u] = put
		put--
	}
	ok := !g.mark[g.next[v]] && !g.mark[g.link[v].next[0]] && !g.mark[g.link[v].next[1]]
	for _, u := range ahead {
		g.order[put] = u
		g.pos[u] = put
		g.mark[u] = false
		put--
	}
	return ok
}
