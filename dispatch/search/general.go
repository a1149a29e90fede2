package search

import (
	"math"
	"sort"
)

// general anneals plans of any problem through the decoder.
type general struct {
	p        *Problem
	rnd      *random
	dec      *Decoder
	next     [][]int
	plan     Plan
	pos      []int
	sch      Schedule
	ends     []int64
	movable  []int // operations with a free start
	best     Schedule
	bestPlan Plan
	value    int64
}

func newGeneral(p *Problem, seed uint64) *general {
	n := len(p.Operations)
	g := &general{
		p: p, rnd: &random{state: seed}, dec: NewDecoder(p), next: p.successors(),
		pos: make([]int, n), sch: make(Schedule, n), ends: make([]int64, len(p.Jobs)),
		best: make(Schedule, n), value: math.MaxInt64,
	}
	for i := range p.Operations {
		if pin := p.Operations[i].Pin; pin == nil || pin.Start < 0 {
			g.movable = append(g.movable, i)
		}
	}
	g.plan = Plan{Order: g.byUrgency(), Mode: make([]int, n)}
	for i := range g.plan.Mode {
		g.plan.Mode[i] = -1
	}
	return g
}

// byUrgency is a precedence-feasible order: among the operations that could be next, the one
// whose job is due first, then the one with the lower index.
func (g *general) byUrgency() []int {
	topological := g.p.precedenceOrder()
	depth := make([]int, len(topological))
	for _, i := range topological {
		for _, a := range g.p.Operations[i].After {
			depth[i] = max(depth[i], depth[a]+1)
		}
	}
	order := topological
	sort.SliceStable(order, func(a, b int) bool {
		x, y := order[a], order[b]
		if g.p.Objective == Makespan && depth[x] != depth[y] {
			return depth[x] < depth[y]
		}
		dx, dy := g.p.Jobs[g.p.Operations[x].Job].Due, g.p.Jobs[g.p.Operations[y].Job].Due
		if dx != dy {
			return dx < dy
		}
		return depth[x] < depth[y]
	})
	return g.repair(order)
}

// repair lets every operation wait for those it comes after and otherwise keeps the wished order.
func (g *general) repair(wish []int) []int {
	rank := make([]int, len(wish))
	for k, i := range wish {
		rank[i] = k
	}
	open := make([]int, len(wish))
	done := make([]bool, len(wish))
	for i := range open {
		open[i] = len(g.p.Operations[i].After)
	}
	order := make([]int, 0, len(wish))
	for from := 0; len(order) < len(wish); {
		for done[wish[from]] {
			from++
		}
		for k := from; k < len(wish); k++ {
			i := wish[k]
			if done[i] || open[i] > 0 {
				continue
			}
			done[i] = true
			order = append(order, i)
			for _, s := range g.next[i] {
				open[s]--
			}
			break
		}
	}
	return order
}

// run anneals in rounds until the budget or the target is reached.
func (g *general) run(target int64, b *budget) {
	hot := 3 * g.meanDuration()
	cost := g.evaluate()
	for i := range g.plan.Mode {
		g.plan.Mode[i] = g.sch[i].Mode
	}
	for k, i := range g.plan.Order {
		g.pos[i] = k
	}
	g.keep(cost)
	length := int64(100 * len(g.p.Operations))
	for len(g.movable) > 0 && g.value > target && !b.spent() {
		temperature := hot
		for range length {
			if g.value <= target || !b.spend() {
				return
			}
			cost = g.step(cost, temperature)
			temperature = max(temperature*math.Pow(0.01, 1/float64(length)), 0.01)
		}
		length *= 2
		copy(g.plan.Order, g.bestPlan.Order)
		copy(g.plan.Mode, g.bestPlan.Mode)
		for k, i := range g.plan.Order {
			g.pos[i] = k
		}
		cost = g.value
	}
}

func (g *general) evaluate() int64 {
	g.dec.Decode(g.plan, g.sch)
	clear(g.ends)
	for i := range g.sch {
		j := g.p.Operations[i].Job
		g.ends[j] = max(g.ends[j], g.sch[i].End)
	}
	return g.p.value(g.ends)
}

func (g *general) keep(cost int64) {
	if cost < g.value {
		g.value = cost
		copy(g.best, g.sch)
		g.bestPlan = Plan{append(g.bestPlan.Order[:0], g.plan.Order...), append(g.bestPlan.Mode[:0], g.plan.Mode...)}
	}
}

// step moves one operation in the order, or to another mode, and returns the cost after it.
func (g *general) step(cost int64, temperature float64) int64 {
	i := g.movable[g.rnd.below(len(g.movable))]
	was, mode := g.pos[i], g.plan.Mode[i]
	from, to := g.p.Operations[i].modes()
	if to-from > 1 && g.rnd.below(2) == 0 {
		g.plan.Mode[i] = from + g.rnd.below(to-from)
	}
	if g.plan.Mode[i] == mode || g.rnd.below(2) == 0 {
		lo, hi := g.room(i)
		lo, hi = max(lo, was-12), min(hi, was+12)
		g.shift(i, lo+g.rnd.below(hi-lo+1))
	}
	now := g.evaluate()
	if now <= cost || g.rnd.unit() < math.Exp(float64(cost-now)/temperature) {
		g.keep(now)
		return now
	}
	g.plan.Mode[i] = mode
	g.shift(i, was)
	return cost
}

// room is the range of positions operation i may take without passing one it depends on.
func (g *general) room(i int) (lo, hi int) {
	hi = len(g.plan.Order) - 1
	for _, a := range g.p.Operations[i].After {
		lo = max(lo, g.pos[a]+1)
	}
	for _, s := range g.next[i] {
		hi = min(hi, g.pos[s]-1)
	}
	return lo, hi
}

func (g *general) shift(i, to int) {
	o := g.plan.Order
	for k := g.pos[i]; k < to; k++ {
		o[k] = o[k+1]
		g.pos[o[k]] = k
	}
	for k := g.pos[i]; k > to; k-- {
		o[k] = o[k-1]
		g.pos[o[k]] = k
	}
	o[to] = i
	g.pos[i] = to
}

func (g *general) meanDuration() float64 {
	var sum, n float64
	for i := range g.p.Operations {
		for _, m := range g.p.Operations[i].Modes {
			sum, n = sum+float64(m.Duration), n+1
		}
	}
	return max(1, sum/max(1, n))
}
