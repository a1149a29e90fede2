package search

// graph is one solution of a plain shop as a disjunctive graph: every resource orders its
// operations in a chain, and an operation starts when its predecessors in the job and in its
// chains have ended. end[i] is the length of the longest path up to and including i, tail[i] that of
// the longest path from the start of i to the end of everything; i is critical when end + tail
// - duration equals the span.
type graph struct {
	*shop
	link  []link
	mode  []int32 // index into choice
	end   []int32
	tail  []int32
	order []int32   // all operations, topologically sorted
	pos   []int32   // inverse of order
	seq   [][]int32 // the chain of every resource
	span  int32
	open  []int32 // scratch of sort: unmet predecessors
	mark  []bool  // scratch of reorder, all false between calls
}

// link holds an operation's neighbours in its chains and its duration in its mode. It repeats
// what seq and mode say, packed for the inner loops.
type link struct {
	duration   int32
	prev, next [2]int32
	on         [2]int32
}

func newGraph(s *shop) *graph {
	g := &graph{
		shop: s, link: make([]link, s.n+1), mode: make([]int32, s.n),
		end: make([]int32, s.n+1), tail: make([]int32, s.n+1), order: make([]int32, s.n),
		pos: make([]int32, s.n+1), seq: make([][]int32, s.resources), open: make([]int32, s.n+1),
		mark: make([]bool, s.n+1),
	}
	for r := range g.seq {
		g.seq[r] = make([]int32, 0, s.n+1)
	}
	return g
}

// load builds the chains from a global order and the modes. The order must keep every job's own
// order.
func (g *graph) load(order, mode []int32) {
	none := int32(g.n)
	copy(g.order, order)
	copy(g.mode, mode)
	for r := range g.seq {
		g.seq[r] = g.seq[r][:0]
	}
	for i := range g.link {
		g.link[i] = link{prev: [2]int32{none, none}, next: [2]int32{none, none}}
	}
	for _, v := range order {
		c := &g.choice[g.mode[v]]
		l := &g.link[v]
		l.duration, l.on = c.duration, c.on
		for k := 0; k < g.chains; k++ {
			q := g.seq[c.on[k]]
			if len(q) > 0 {
				l.prev[k] = q[len(q)-1]
				g.link[l.prev[k]].next[k] = v
			}
			g.seq[c.on[k]] = append(q, v)
		}
	}
	g.sort()
}

// sort rebuilds order, end, tail and span from the chains. It reports false, leaving them
// useless, when the chains contain a cycle.
func (g *graph) sort() bool {
	none := int32(g.n)
	two := g.chains == 2
	tailEnd := 0
	order := g.order[:g.n]
	for i := int32(0); i < none; i++ {
		l := &g.link[i]
		var k int32
		if g.prev[i] != none {
			k++
		}
		if l.prev[0] != none {
			k++
		}
		if two && l.prev[1] != none {
			k++
		}
		g.open[i] = k
		if k == 0 {
			order[tailEnd] = i
			tailEnd++
		}
	}
	g.open[none] = 1 << 30
	g.span = 0
	for k := 0; k < tailEnd; k++ {
		v := order[k]
		g.pos[v] = int32(k)
		l := &g.link[v]
		e := g.headOf(v, l) + l.duration
		g.end[v] = e
		if e > g.span {
			g.span = e
		}
		if s := g.next[v]; s != none {
			if g.open[s]--; g.open[s] == 0 {
				order[tailEnd] = s
				tailEnd++
			}
		}
		if s := l.next[0]; s != none {
			if g.open[s]--; g.open[s] == 0 {
				order[tailEnd] = s
				tailEnd++
			}
		}
		if two {
			if s := l.next[1]; s != none {
				if g.open[s]--; g.open[s] == 0 {
					order[tailEnd] = s
					tailEnd++
				}
			}
		}
	}
	if tailEnd != g.n {
		return false
	}
	for k := g.n - 1; k >= 0; k-- {
		v := order[k]
		l := &g.link[v]
		g.tail[v] = g.tailAfter(v, l) + l.duration
	}
	return true
}

func (g *graph) headOf(v int32, l *link) int32 {
	h := max(g.release[v], g.end[g.prev[v]], g.end[l.prev[0]])
	if g.chains == 2 {
		h = max(h, g.end[l.prev[1]])
	}
	return h
}

func (g *graph) tailAfter(v int32, l *link) int32 {
	t := max(g.tail[g.next[v]], g.tail[l.next[0]])
	if g.chains == 2 {
		t = max(t, g.tail[l.next[1]])
	}
	return t
}

// unlink takes v out of its chains and returns where it was in each.
func (g *graph) unlink(v int32) (at [2]int32) {
	l := &g.link[v]
	for k := 0; k < g.chains; k++ {
		q := g.seq[l.on[k]]
		i := 0
		for q[i] != v {
			i++
		}
		at[k] = int32(i)
		copy(q[i:], q[i+1:])
		g.seq[l.on[k]] = q[:len(q)-1]
		g.link[l.prev[k]].next[k] = l.next[k]
		g.link[l.next[k]].prev[k] = l.prev[k]
	}
	g.seal()
	return at
}

// relink puts v, which must be out of its chains, into the given mode before the operations that
// are now at the given places.
func (g *graph) relink(v, mode int32, at [2]int32) {
	c := &g.choice[mode]
	l := &g.link[v]
	g.mode[v] = mode
	l.duration, l.on = c.duration, c.on
	none := int32(g.n)
	for k := 0; k < g.chains; k++ {
		q := g.seq[c.on[k]]
		i := int(at[k])
		q = q[:len(q)+1]
		copy(q[i+1:], q[i:])
		q[i] = v
		g.seq[c.on[k]] = q
		l.prev[k], l.next[k] = none, none
		if i > 0 {
			l.prev[k] = q[i-1]
			g.link[q[i-1]].next[k] = v
		}
		if i+1 < len(q) {
			l.next[k] = q[i+1]
			g.link[q[i+1]].prev[k] = v
		}
	}
}

// seal resets the dummy's own links, which unlink overwrites at the ends of chains.
func (g *graph) seal() {
	none := int32(g.n)
	g.link[none].prev, g.link[none].next = [2]int32{none, none}, [2]int32{none, none}
}
