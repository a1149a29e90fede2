package search

// Bound is a lower bound on the objective: no schedule is better. It is simple on purpose, so that
// one can trust it as a check.
func Bound(p *Problem) int64 {
	order := p.precedenceOrder()
	ends := make([]int64, len(p.Operations))
	jobs := make([]int64, len(p.Jobs))
	var work int64
	for _, i := range order {
		op := &p.Operations[i]
		start := op.Release
		if op.Pin != nil && op.Pin.Start >= 0 {
			start = op.Pin.Start
		}
		for _, a := range op.After {
			start = max(start, ends[a])
		}
		from, to := op.modes()
		d := op.Modes[from].Duration
		for _, m := range op.Modes[from:to] {
			d = min(d, m.Duration)
		}
		ends[i] = start + d
		work += d
		jobs[op.Job] = max(jobs[op.Job], ends[i])
	}
	alone := p.value(jobs)
	if p.Objective != Makespan {
		return alone
	}
	return max(alone, p.loadBound())
}

// loadBound is the least time in which the resources can do the work: per resource the work that
// can go nowhere else, and over all resources the average.
func (p *Problem) loadBound() int64 {
	var best int64
	only := make([]int64, len(p.Resources))
	for i := range p.Operations {
		op := &p.Operations[i]
		from, to := op.modes()
		for _, r := range op.Modes[from].Resources {
			d := op.Modes[from].Duration
			for _, m := range op.Modes[from:to] {
				if !contains(m.Resources, r) {
					d = 0
					break
				}
				d = min(d, m.Duration)
			}
			only[r] += d
		}
	}
	for r, d := range only {
		c := int64(p.capacity(r))
		best = max(best, (d+c-1)/c)
	}
	return best
}

func contains(list []int, x int) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}
