package dispatch

import (
	"cmp"
	"math"
	"slices"

	"bayline/dispatch/rollout"
)

// The size of a rollout: scenarios, fewer in a shop so full that more works than mostSimulatedWorks would be
// simulated; the other choices compared; and the mean gain a choice needs to be taken, in the cost of a late car.
const (
	mostScenarios      = 48
	fewestScenarios    = 12
	mostSimulatedWorks = 36_000
	mostChoices        = 10
	leastChoiceGain    = rollout.LateCost / 50
)

// simulationsPerScenario is how many simulations a comparison takes for one scenario, on average over the race.
const simulationsPerScenario = 4

// scenarioCount returns in how many scenarios choices are simulated, 0: no rollout.
func (p *problem) scenarioCount() int {
	n := min(mostScenarios, mostSimulatedWorks/(simulationsPerScenario*max(1, len(p.steps))))
	if n < fewestScenarios {
		return 0
	}
	return n
}

// rolloutSchedule makes a list schedule whose choice of what begins now is compared with others by rollout: 48
// scenarios with common random numbers, the priority rule as base policy. Another choice than the rule's is taken
// only where the lower bound of its gain is positive.
func rolloutSchedule(p *problem, rule Rule) *schedule {
	base := byRule(p, rule)
	if p.scenarioCount() == 0 {
		return base
	}
	begin := p.beginning(base, base.order)
	others := p.choices(base, begin)
	if len(others) == 0 {
		return base
	}
	if p.rolloutModel == nil {
		with := p.withExpectedCars()
		p.rolloutModel = with.model(with.scenarioCount())
	}
	m := p.rolloutModel
	if m == nil || len(m.scenarios) == 0 {
		return base
	}
	if best := m.compare(begin, others); best >= 0 {
		return byRuleAfter(p, rule, others[best].first)
	}
	return base
}

// choice is one decision of the rollout: the steps that begin now in the order they are placed, and where and with
// whom each begins.
type choice struct {
	first  []int32
	starts []rollout.Start
}

// beginning returns what of an order begins now in a schedule.
func (p *problem) beginning(s *schedule, order []int32) choice {
	var c choice
	for _, k := range order {
		pl := &s.placed[k]
		if p.steps[k].now != nil || !pl.ok || pl.start > p.start {
			continue
		}
		c.first = append(c.first, k)
		c.starts = append(c.starts, rollout.Start{Work: k, People: bitsOf(pl.people()), Bay: pl.bay})
	}
	return c
}

// choices lists what else could begin now than what the rule begins.
func (p *problem) choices(base *schedule, begin choice) []choice {
	var list []choice
	seen := [][]int32{sorted(begin.first)}
	try := func(order []int32) {
		s := newSchedule(p)
		for _, k := range order {
			if _, ok := s.ready(k); ok {
				s.place(k)
			}
		}
		c := p.beginning(s, order)
		if set := sorted(c.first); len(list) < mostChoices && len(set) > 0 &&
			!slices.ContainsFunc(seen, func(o []int32) bool { return slices.Equal(o, set) }) {
			list, seen = append(list, c), append(seen, set)
		}
	}
	var waiting []int32
	for _, k := range base.order {
		st := &p.steps[k]
		if st.now != nil || st.placed || st.earliest > p.start || slices.Contains(begin.first, k) {
			continue
		}
		if t, ok := startsAfterPredecessors(base, k); ok && t <= p.start {
			waiting = append(waiting, k)
		}
	}
	if len(waiting) == 0 {
		return nil
	}
	try(append(slices.Clone(begin.first), waiting...))
	for _, k := range waiting[:min(len(waiting), mostChoices)] {
		try(append([]int32{k}, begin.first...))
	}
	return list
}

// startsAfterPredecessors returns when a step could begin by its predecessors; ok is false when one of them has not
// finished.
func startsAfterPredecessors(s *schedule, k int32) (int, bool) {
	for _, b := range s.p.steps[k].before {
		if s.placed[b].finish > s.p.start {
			return 0, false
		}
	}
	return s.p.start, true
}

func sorted(list []int32) []int32 {
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}

// compare races the choices over more and more scenarios, keeping the better ones each round, and returns the best;
// -1 when none is better than the rule's.
func (m *model) compare(begin choice, others []choice) int {
	t := choiceRace{m: m, r: rollout.NewSimulator(&m.shop, m.speed), gains: make([][]float64, len(others))}
	alive := make([]int, len(others))
	for n := range others {
		alive[n] = n
	}
	for _, round := range racingRounds {
		played := len(m.scenarios) * round.part / racingRounds[len(racingRounds)-1].part
		for i := len(t.base); i < played && len(alive) > 0; i++ {
			t.base = append(t.base, t.simulate(begin, i))
		}
		for _, n := range alive {
			for i := len(t.gains[n]); i < played; i++ {
				t.gains[n] = append(t.gains[n], t.base[i]-t.simulate(others[n], i))
			}
		}
		slices.SortStableFunc(alive, func(a, b int) int { return cmp.Compare(t.lowerBound(b), t.lowerBound(a)) })
		for alive = alive[:min(len(alive), round.keep)]; len(alive) > 0 && t.lowerBound(alive[len(alive)-1]) <= 0; {
			alive = alive[:len(alive)-1]
		}
	}
	if len(alive) > 0 && t.lowerBound(alive[0]) > leastChoiceGain {
		return alive[0]
	}
	return -1
}

// racingRounds are how many of the choices go on after which part of the scenarios.
var racingRounds = []struct{ part, keep int }{{1, 3}, {3, 1}, {6, 1}}

// choiceRace holds the simulated costs of one comparison.
type choiceRace struct {
	m      *model
	r      *rollout.Simulator
	base   []float64
	gains  [][]float64 // of each choice in each future it was played in
	starts []rollout.Start
}

func (t *choiceRace) simulate(c choice, future int) float64 {
	t.starts = append(append(t.starts[:0], t.m.running...), c.starts...)
	return float64(t.r.Simulate(t.starts, t.m.scenarios[future]))
}

// lowerBound returns the mean gain of a choice less 1.5 standard errors: of several choices one would else win by
// luck.
func (t *choiceRace) lowerBound(n int) float64 {
	gains := t.gains[n]
	mean, square := 0.0, 0.0
	for _, g := range gains {
		mean += g / float64(len(gains))
	}
	for _, g := range gains {
		square += (g - mean) * (g - mean)
	}
	return mean - 1.5*math.Sqrt(square)/float64(len(gains))
}
