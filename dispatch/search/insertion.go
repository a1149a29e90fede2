package search

// insertion is one neighbour: operation v taken out and put back in a mode at places of its
// chains. span is the makespan it leads to (exact, or above it when the longest path through v
// is overestimated), through the longest path through v.
type insertion struct {
	v, mode       int32
	at            [2]int32
	span, through int32
	// An exchange: partner goes to v's former place in mode back.
	exchange      bool
	partner, back int32
}

func (a *insertion) better(b *insertion) bool {
	return a.span < b.span || a.span == b.span && a.through < b.through
}

// pick remembers the best of the neighbours it is shown, ties broken at random.
type pick struct {
	insertion
	ties int
}

func (p *pick) offer(m *insertion, rnd *random) {
	if p.ties > 0 && p.better(m) {
		return
	}
	if p.ties == 0 || m.better(&p.insertion) {
		p.insertion, p.ties = *m, 1
		return
	}
	if p.ties++; rnd.below(p.ties) == 0 {
		p.insertion = *m
	}
}
