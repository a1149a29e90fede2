package search

// pool is the set of good and different solutions that new ones are bred from.
type pool struct {
	*tabu
	plans []plan
	keys  []float64
	child plan
}

const poolSize = 8

// searchSpan minimises the makespan of a plain shop: tabu search from varied starts, then from
// recombinations of two good solutions.
func searchSpan(s *shop, seed uint64, target int32, b *budget) plan {
	rnd := &random{state: seed}
	p := &pool{tabu: newTabu(s, rnd), keys: make([]float64, s.n)}
	p.target = target
	p.child = plan{order: make([]int32, s.n), mode: make([]int32, s.n)}
	best := plan{span: 1<<31 - 1}
	// Iterations of a run without progress. With two chains they are dearer and progress is quicker.
	patience := 400 + 10*s.n
	if s.chains == 2 {
		patience = 400 + 6*s.n
	}
	for {
		p.plans = p.plans[:0]
		for len(p.plans) < poolSize && !b.spent() && best.span > target {
			construct(s, rnd, p.child.order, p.child.mode)
			p.load(p.child.order, p.child.mode)
			p.run(patience, b)
			p.add()
			best = better(best, p.best)
		}
		for stale := 0; stale < 6*poolSize && len(p.plans) > 1; stale++ {
			if b.spent() || best.span <= target {
				return best
			}
			p.breed()
			p.run(patience, b)
			if p.add() {
				stale = 0
			}
			best = better(best, p.best)
		}
		if b.spent() || best.span <= target {
			return best
		}
	}
}

func better(a, b plan) plan {
	if b.span < a.span {
		return plan{append([]int32(nil), b.order...), append([]int32(nil), b.mode...), b.span}
	}
	return a
}

// breed loads a mixture of two elite plans. Positions in the two global orders are averaged with
// random weight, which keeps every job's order, and modes are drawn from either parent.
func (p *pool) breed() {
	i := p.rnd.below(len(p.plans))
	j := p.rnd.below(len(p.plans) - 1)
	if j >= i {
		j++
	}
	a, b := &p.plans[i], &p.plans[j]
	w := 0.3 + 0.4*p.rnd.unit()
	for k, v := range a.order {
		p.keys[v] = (1 - w) * float64(k)
	}
	for k, v := range b.order {
		p.keys[v] += w * float64(k)
		if p.rnd.unit() < w {
			p.child.mode[v] = b.mode[v]
		} else {
			p.child.mode[v] = a.mode[v]
		}
	}
	sortByKey(p.child.order, p.keys, p.shop)
	p.load(p.child.order, p.child.mode)
}

// add takes the last run's best into the pool in place of the worst, unless it is worse or
// equal to one that is there.
func (p *pool) add() bool {
	worst := 0
	for i := range p.plans {
		if p.plans[i].span == p.best.span && p.distance(&p.plans[i]) == 0 {
			return false
		}
		if p.plans[i].span > p.plans[worst].span {
			worst = i
		}
	}
	fresh := plan{append([]int32(nil), p.best.order...), append([]int32(nil), p.best.mode...), p.best.span}
	if len(p.plans) < poolSize {
		p.plans = append(p.plans, fresh)
		return true
	}
	if p.plans[worst].span <= p.best.span {
		return false
	}
	p.plans[worst] = fresh
	return true
}

// distance counts the operations whose mode differs between the last run's best and another plan.
func (p *pool) distance(o *plan) int {
	d := 0
	for v, m := range p.best.mode {
		if o.mode[v] != m {
			d++
		}
	}
	return d
}
