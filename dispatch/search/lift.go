package search

// lifted is the graph without one operation: ends and tails of all others as they would be if v
// had length zero and stood in no chain. This makes re-insertion cheap to judge exactly, following
// Mastrolilli and Gambardella (2000), Effective neighbourhood functions for the flexible job
// shop problem.
type lifted struct {
	*graph
	e, t   []int32
	v      int32
	was    [2]int32 // v's former places
	start  int32    // earliest start and longest tail of v outside the chains
	after  int32
	rest   int32 // longest path when v has length zero
	origin int32 // v's former mode
}

func newLifted(g *graph) *lifted {
	return &lifted{graph: g, e: make([]int32, g.n+1), t: make([]int32, g.n+1)}
}

// lift takes v out. The graph is broken until drop.
func (x *lifted) lift(v int32) {
	g := x.graph
	x.v, x.origin = v, g.mode[v]
	copy(x.e, g.end)
	copy(x.t, g.tail)
	x.was = g.unlink(v)
	x.start = max(g.release[v], g.end[g.prev[v]])
	x.after = g.tail[g.next[v]]
	e, t := x.e, x.t
	e[v], t[v] = x.start, x.after
	two := g.chains == 2
	for _, u := range g.order[g.pos[v]+1:] {
		l := &g.link[u]
		h := max(g.release[u], e[g.prev[u]], e[l.prev[0]])
		if two {
			h = max(h, e[l.prev[1]])
		}
		e[u] = h + l.duration
	}
	for k := g.pos[v] - 1; k >= 0; k-- {
		u := g.order[k]
		l := &g.link[u]
		h := max(t[g.next[u]], t[l.next[0]])
		if two {
			h = max(h, t[l.next[1]])
		}
		t[u] = h + l.duration
	}
	x.rest = 0
	for _, u := range g.last {
		x.rest = max(x.rest, e[u])
	}
}

// drop puts v back where it was.
func (x *lifted) drop() { x.graph.relink(x.v, x.origin, x.was) }

// window returns the places in the chain of resource r that matter for an operation that can
// start at s and is followed by t: lo..hi, inclusive. With free == true no other operation in
// between is touched and all places are equally good; otherwise each place is a different
// compromise. Any place in the window is free of cycles: everything that precedes v ends by s, and
// everything that follows v has a tail of at most t.
func (x *lifted) window(r, s, t int32) (lo, hi int32, free bool) {
	q := x.seq[r]
	a, b := 0, len(q)
	for a < b {
		if mid := int(uint(a+b) >> 1); x.e[q[mid]] > s {
			b = mid
		} else {
			a = mid + 1
		}
	}
	ends := int32(a)
	a, b = 0, len(q)
	for a < b {
		if mid := int(uint(a+b) >> 1); x.t[q[mid]] <= t {
			b = mid
		} else {
			a = mid + 1
		}
	}
	tails := int32(a)
	if ends < tails {
		return ends, tails, false
	}
	return tails, ends, true
}

// around returns the earliest start and longest tail of v at a place of the chain of r, given
// those from elsewhere.
func (x *lifted) around(r, at, s, t int32) (int32, int32) {
	q := x.seq[r]
	if at > 0 {
		s = max(s, x.e[q[at-1]])
	}
	if int(at) < len(q) {
		t = max(t, x.t[q[at]])
	}
	return s, t
}
