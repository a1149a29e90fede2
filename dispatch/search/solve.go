package search

import "slices"

// Options are the budget and the seed of a search.
type Options struct {
	Seed uint64
	// Iterations is the budget in moves tried by the engine. 0 means no limit but Stop, or
	// 100,000 when there is no Stop either.
	Iterations int64
	// Stop, when not nil, is asked every few iterations whether to end. It makes the result
	// depend on what it depends on, usually the clock.
	Stop func() bool
}

// Result is the best schedule found, its objective value, the iterations spent and a proved lower bound.
type Result struct {
	Schedule   Schedule
	Value      int64
	Bound      int64
	Iterations int64
}

// budget counts iterations down and polls the stop function now and then.
type budget struct {
	used, limit int64
	stop        func() bool
	every       int64
	over        bool
}

func newBudget(o Options, every int64) *budget {
	if o.Iterations <= 0 && o.Stop == nil {
		o.Iterations = 100_000
	}
	return &budget{limit: o.Iterations, stop: o.Stop, every: every}
}

// spend uses one iteration and reports whether it was still there to use.
func (b *budget) spend() bool {
	if b.over {
		return false
	}
	if b.limit > 0 && b.used >= b.limit || b.stop != nil && b.used%b.every == 0 && b.stop() {
		b.over = true
		return false
	}
	b.used++
	return true
}

func (b *budget) spent() bool { return b.over || b.limit > 0 && b.used >= b.limit }

// Solve returns a good schedule. The error is that of Check.
func Solve(p *Problem, o Options) (Result, error) {
	if err := p.Check(); err != nil {
		return Result{}, err
	}
	b := newBudget(o, 64)
	bound := Bound(p)
	sch := solve(p, o.Seed, bound, b)
	return Result{Schedule: sch, Value: sch.Value(p), Bound: bound, Iterations: b.used}, nil
}

func solve(p *Problem, seed uint64, bound int64, b *budget) Schedule {
	s := compile(p)
	switch {
	case s != nil && p.Objective != Makespan:
		return s.schedule(searchDue(s, seed, bound, b))
	case s != nil && s.prompt():
		return s.schedule(searchSpan(s, seed, int32(bound), b))
	}
	g := newGeneral(p, seed)
	g.run(bound, b)
	return g.best
}

// prompt says that every operation is released at 0 and takes time. The neighbourhoods of the makespan engine
// presume it: they leave the first operation of a critical path where it is.
func (s *shop) prompt() bool {
	return !slices.ContainsFunc(s.release, func(r int32) bool { return r > 0 }) &&
		!slices.ContainsFunc(s.choice, func(c choice) bool { return c.duration == 0 })
}

// schedule turns a plan of the graph engine into a schedule.
func (s *shop) schedule(pl plan) Schedule {
	g := newGraph(s)
	g.load(pl.order, pl.mode)
	out := make(Schedule, s.n)
	for v := range out {
		l := &g.link[v]
		out[v] = Placement{Mode: int(pl.mode[v] - s.from[v]), Start: int64(g.end[v] - l.duration), End: int64(g.end[v])}
	}
	return out
}
