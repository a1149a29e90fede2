package dispatch

import (
	"cmp"
	"math"
	"slices"

	"bayline/dispatch/rollout"
)

// How a decision is rehearsed: in so many futures, fewer in a shop so full that
// more works than worksMost would be played; against so many other choices at
// most; and how much better than the rule's, in the cost of a late car, another
// choice must be to be taken.
const (
	futuresMost  = 48
	futuresLeast = 12
	worksMost    = 36_000
	choicesMost  = 10
	choiceGain   = rollout.LateCost / 50
)

// playsPer is how many plays a comparison takes for one future.
const playsPer = 4

// futuresFor gives in how many futures a decision is rehearsed, 0: not at all.
func (p *problem) futuresFor() int {
	n := min(futuresMost, worksMost/(playsPer*max(1, len(p.steps))))
	if n < futuresLeast {
		return 0
	}
	return n
}

// rehearsed makes a schedule by a rule, after asking whether something else
// than the rule's choice should begin now: each choice is lived to the end in
// many futures in which the rule goes on to decide, and another one is taken
// only where it is better on average.
func rehearsed(p *problem, rule Rule) *schedule {
	base := byRule(p, rule)
	if p.futuresFor() == 0 {
		return base
	}
	begin := p.beginning(base, base.order)
	others := p.choices(base, begin)
	if len(others) == 0 {
		return base
	}
	if p.ahead == nil {
		with := p.expecting()
		p.ahead = with.model(with.futuresFor())
	}
	m := p.ahead
	if m == nil || len(m.futures) == 0 {
		return base
	}
	if best := m.compare(begin, others); best >= 0 {
		return byRuleAfter(p, rule, others[best].first)
	}
	return base
}

// choice is what could begin now: the steps in the order they are placed, and
// where and with whom each begins.
type choice struct {
	first  []int32
	starts []rollout.Start
}

// beginning gives what of an order begins now in a schedule.
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
		if set := sorted(c.first); len(list) < choicesMost && len(set) > 0 && !slices.ContainsFunc(seen, func(o []int32) bool { return slices.Equal(o, set) }) {
			list, seen = append(list, c), append(seen, set)
		}
	}
	var waiting []int32
	for _, k := range base.order {
		st := &p.steps[k]
		if st.now != nil || st.placed || st.earliest > p.start || slices.Contains(begin.first, k) {
			continue
		}
		if t, ok := newly(base, k); ok && t <= p.start {
			waiting = append(waiting, k)
		}
	}
	if len(waiting) == 0 {
		return nil
	}
	try(append(slices.Clone(begin.first), waiting...))
	for _, k := range waiting[:min(len(waiting), choicesMost)] {
		try(append([]int32{k}, begin.first...))
	}
	return list
}

// newly gives when a step could begin by what precedes it; ok is false when
// something does that has not finished.
func newly(s *schedule, k int32) (int, bool) {
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

// compare plays the choices in more and more futures, the better of them each
// time, and gives the best one; -1 when none is better than the rule's.
func (m *model) compare(begin choice, others []choice) int {
	t := trials{m: m, r: rollout.NewRunner(&m.shop, m.speed), gains: make([][]float64, len(others))}
	alive := make([]int, len(others))
	for n := range others {
		alive[n] = n
	}
	for _, round := range rounds {
		played := len(m.futures) * round.part / rounds[len(rounds)-1].part
		for i := len(t.base); i < played && len(alive) > 0; i++ {
			t.base = append(t.base, t.play(begin, i))
		}
		for _, n := range alive {
			for i := len(t.gains[n]); i < played; i++ {
				t.gains[n] = append(t.gains[n], t.base[i]-t.play(others[n], i))
			}
		}
		slices.SortStableFunc(alive, func(a, b int) int { return cmp.Compare(t.sure(b), t.sure(a)) })
		for alive = alive[:min(len(alive), round.keep)]; len(alive) > 0 && t.sure(alive[len(alive)-1]) <= 0; {
			alive = alive[:len(alive)-1]
		}
	}
	if len(alive) > 0 && t.sure(alive[0]) > choiceGain {
		return alive[0]
	}
	return -1
}

// rounds say how many of the choices go on after which part of the futures.
var rounds = []struct{ part, keep int }{{1, 3}, {3, 1}, {6, 1}}

// trials are the plays of one comparison.
type trials struct {
	m      *model
	r      *rollout.Runner
	base   []float64
	gains  [][]float64 // of each choice in each future it was played in
	starts []rollout.Start
}

func (t *trials) play(c choice, future int) float64 {
	t.starts = append(append(t.starts[:0], t.m.running...), c.starts...)
	return float64(t.r.Play(t.starts, t.m.futures[future]))
}

// sure gives what a choice gains on average, less one and a half times its
// standard error: of several, one would else win by luck.
func (t *trials) sure(n int) float64 {
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
