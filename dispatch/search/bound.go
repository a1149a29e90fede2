package search

// Bound is a lower bound on the objective: no schedule is better. It is simple on purpose, so that
// one can trust it as a check.
func Bound(p *Problem) int64 {
	heads, ends := p.heads()
	jobs := make([]int64, len(p.Jobs))
	for i, end := range ends {
		j := p.Operations[i].Job
		jobs[j] = max(jobs[j], end)
	}
	alone := p.value(jobs)
	if p.Objective != Makespan {
		return alone
	}
	return max(alone, p.loadBound(heads))
}

// heads returns when every operation can start and end at the earliest if no resource ever makes it wait.
func (p *Problem) heads() (starts, ends []int64) {
	starts, ends = make([]int64, len(p.Operations)), make([]int64, len(p.Operations))
	for _, i := range p.precedenceOrder() {
		op := &p.Operations[i]
		starts[i] = op.Release
		if op.Pin != nil && op.Pin.Start >= 0 {
			starts[i] = op.Pin.Start
		}
		for _, a := range op.After {
			starts[i] = max(starts[i], ends[a])
		}
		ends[i] = starts[i] + op.least(func(m *Mode) int64 { return m.Duration })
	}
	return starts, ends
}

// tails returns for every operation the least time from its end to the end of everything.
func (p *Problem) tails() []int64 {
	tails := make([]int64, len(p.Operations))
	order := p.precedenceOrder()
	for k := len(order) - 1; k >= 0; k-- {
		op := &p.Operations[order[k]]
		tail := tails[order[k]] + op.least(func(m *Mode) int64 { return m.Duration })
		for _, a := range op.After {
			tails[a] = max(tails[a], tail)
		}
	}
	return tails
}

// least is the smallest measure among the modes that are open to the operation.
func (op *Operation) least(measure func(*Mode) int64) int64 {
	from, to := op.modes()
	best := measure(&op.Modes[from])
	for k := from + 1; k < to; k++ {
		best = min(best, measure(&op.Modes[k]))
	}
	return best
}

// loadBound is the least time in which groups of resources can do the work that cannot be done without them. A
// group needs its work divided by its capacity, after the earliest head and before the least tail of that work.
func (p *Problem) loadBound(heads []int64) int64 {
	tails := p.tails()
	var best int64
	for _, group := range p.groups() {
		var work, capacity int64
		head, tail := never, never
		for r, in := range group {
			if in {
				capacity += int64(p.capacity(r))
			}
		}
		for i := range p.Operations {
			need := p.Operations[i].least(func(m *Mode) int64 {
				var units int64
				for _, r := range m.Resources {
					if group[r] {
						units++
					}
				}
				return units * m.Duration
			})
			if need > 0 {
				work += need
				head, tail = min(head, heads[i]), min(tail, tails[i])
			}
		}
		if work > 0 {
			best = max(best, head+(work+capacity-1)/capacity+tail)
		}
	}
	return best
}

// groups are the sets of resources whose load is looked at: each alone, those among which an operation chooses, and all
// that
// ever take the same part (bays, people).
func (p *Problem) groups() [][]bool {
	var list [][]bool
	known := map[string]bool{}
	add := func(members []int) {
		key := make([]byte, len(p.Resources))
		group := make([]bool, len(p.Resources))
		for _, r := range members {
			key[r], group[r] = 1, true
		}
		if len(members) > 0 && !known[string(key)] {
			known[string(key)] = true
			list = append(list, group)
		}
	}
	var parts [][]int
	for r := range p.Resources {
		add([]int{r})
	}
	for i := range p.Operations {
		op := &p.Operations[i]
		from, to := op.modes()
		for part := 0; ; part++ {
			var members []int
			for _, m := range op.Modes[from:to] {
				if part < len(m.Resources) {
					members = append(members, m.Resources[part])
				}
			}
			if members == nil {
				break
			}
			if part == len(parts) {
				parts = append(parts, nil)
			}
			parts[part] = append(parts[part], members...)
			add(members)
		}
	}
	for _, members := range parts {
		add(members)
	}
	return list
}
