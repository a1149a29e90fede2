package dispatch

import (
	"math"
	"slices"

	"bayline/board"
)

// Rule is a priority rule of the list schedule.
type Rule string

// The rules: apparent tardiness cost, earliest due date, modified due date,
// first come first served.
const (
	RuleATC  Rule = "atc"
	RuleEDD  Rule = "edd"
	RuleMDD  Rule = "mdd"
	RuleFIFO Rule = "fifo"
)

// The numbers of the ATC rule: how far it looks ahead, in mean step lengths;
// and how long a later step is expected to wait, in percent of its own length.
// The weight is set against all work left on the car, not the step alone: on
// random full shops that gave a sixth less weighted tardiness, because a short
// inspection does not save a car that is far from ready.
const (
	lookAhead   = 3
	waitPercent = 50
)

// competeWithin is how many minutes apart two steps may become startable and still compete for the same people and
// bays.
const competeWithin = 15

// byRule makes a list schedule: again and again it places the most urgent of the steps that could start soonest.
// Dispatched work and pinned starts go first.
func byRule(p *problem, rule Rule) *schedule {
	s, _ := byRuleUntil(p, rule, none)
	return s
}

// byRuleAfter places some steps first and goes on by the rule.
func byRuleAfter(p *problem, rule Rule, first []int32) *schedule {
	s := newSchedule(p)
	d := newReadyQueue(s)
	for _, k := range first {
		i := slices.IndexFunc(d.waiting, func(r queuedStep) bool { return r.step == k })
		if i < 0 {
			continue
		}
		d.waiting = append(d.waiting[:i], d.waiting[i+1:]...)
		if s.place(k) {
			d.notePlaced(k)
		}
	}
	d.finish(rule, none)
	return s
}

// byRuleUntil stops when it is a step's turn, before placing it, and reports
// whether that turn came.
func byRuleUntil(p *problem, rule Rule, until int32) (s *schedule, came bool) {
	s = newSchedule(p)
	return s, newReadyQueue(s).finish(rule, until)
}

// finish places what is queued, until it is a step's turn, and reports whether that turn came.
func (d *readyQueue) finish(rule Rule, until int32) (came bool) {
	s := d.s
	for {
		i := d.next(rule)
		if i == none {
			return false
		}
		k := d.waiting[i].step
		if k == until {
			return true
		}
		d.waiting = append(d.waiting[:i], d.waiting[i+1:]...)
		if s.place(k) {
			d.notePlaced(k)
		}
	}
}

// readyQueue orders the unplaced steps whose predecessors are placed by the priority rule. A step's earliest start is
// estimated from the last booking of each bay and person, which saves a search per step; the placement computes it
// exactly.
type readyQueue struct {
	s              *schedule
	waiting        []queuedStep // what could be placed now, in order of the steps
	size           []int        // of each step, in minutes at book speed
	openMinutes    []int        // of each job, minutes still to place
	unplacedBefore []int        // of each step, how many before it are not placed
	mean           int

	people []int // by trade, when the first of its people is free
	bays   []int // by bay type, when the first of its bays is free
}

// logs are the logarithms up to a few hours of work.
var logs = func() (table [1024]int) {
	for n := range table {
		table[n] = int(math.Round(math.Log(float64(max(n, 1))) * logUnit))
	}
	return table
}()

// queuedStep is a step whose predecessors are placed, and the earliest start they allow.
type queuedStep struct {
	step    int32
	from    int
	start   int // by bays and people too
	bayType int
}

func newReadyQueue(s *schedule) *readyQueue {
	p := s.p
	d := &readyQueue{
		s: s, size: make([]int, len(p.steps)), openMinutes: make([]int, len(p.jobs)),
		unplacedBefore: make([]int, len(p.steps)),
		people:         make([]int, len(board.Trades)), bays: make([]int, len(board.BayTypes)+1),
	}
	total := 0
	for k := range p.steps {
		st := &p.steps[k]
		d.size[k] = max(1, st.minutes+ceilDiv(st.work, 100*max(st.size, 1))+st.passive)
		if !s.placed[k].ok {
			d.openMinutes[st.job] += d.size[k]
			total += d.size[k]
		}
		for _, b := range st.before {
			if !s.placed[b].ok {
				d.unplacedBefore[k]++
			}
		}
	}
	d.mean = max(1, total/max(1, len(p.steps)))
	for k := range p.steps {
		if !s.placed[k].ok && d.unplacedBefore[k] == 0 {
			d.push(int32(k))
		}
	}
	return d
}

// push adds a step, in the order of the steps.
func (d *readyQueue) push(k int32) {
	p := d.s.p
	from, ok := d.s.ready(k)
	if !ok {
		return
	}
	st := &p.steps[k]
	r := queuedStep{step: k, from: from}
	for i, offer := range board.BayTypes {
		if offer == st.BayType {
			r.bayType = i + 1
		}
	}
	i := len(d.waiting)
	for d.waiting = append(d.waiting, r); i > 0 && d.waiting[i-1].step > k; i-- {
		d.waiting[i] = d.waiting[i-1]
	}
	d.waiting[i] = r
}

// notePlaced records that a step has been placed, and pushes the successors it released.
func (d *readyQueue) notePlaced(k int32) {
	p := d.s.p
	j := &p.jobs[p.steps[k].job]
	d.openMinutes[p.steps[k].job] -= d.size[k]
	for n := j.first; n < j.last; n++ {
		for _, b := range p.steps[n].before {
			if b == k {
				if d.unplacedBefore[n]--; d.unplacedBefore[n] == 0 {
					d.push(int32(n))
				}
			}
		}
	}
}

// next returns the index of the step to place now, none when the queue is empty.
func (d *readyQueue) next(rule Rule) int {
	d.noteFreeTimes()
	soonest := never
	for i := range d.waiting {
		r := &d.waiting[i]
		if d.s.p.steps[r.step].placed {
			return i
		}
		r.start = min(max(r.from, d.free(r)), never-1)
		soonest = min(soonest, r.start)
	}
	best, top := none, math.MinInt
	for i := range d.waiting {
		if r := &d.waiting[i]; r.start <= soonest+competeWithin {
			if u := d.urgency(rule, r); u > top {
				best, top = i, u
			}
		}
	}
	return best
}

// noteFreeTimes records when the first person of each trade and the first bay of each type are free.
func (d *readyQueue) noteFreeTimes() {
	p := d.s.p
	for i := range d.people {
		list := p.byTrade[i]
		if board.Trades[i] == board.TradeInspection && len(p.inspectors) > 0 {
			list = p.inspectors
		}
		d.people[i] = first(d.s.personEnd, list)
	}
	d.bays[0] = first(d.s.bayEnd, p.byBayType[""])
	for i, offer := range board.BayTypes {
		d.bays[i+1] = first(d.s.bayEnd, p.byBayType[offer])
	}
}

// first returns the least of the ends that are listed, never of none.
func first(ends []int, list []int32) int {
	least := never
	for _, i := range list {
		least = min(least, ends[i])
	}
	return least
}

// free estimates when a bay and people for a step are free.
func (d *readyQueue) free(r *queuedStep) int {
	st := &d.s.p.steps[r.step]
	bay, people := 0, 0
	switch {
	case st.bay != none:
		bay = d.s.bayEnd[st.bay]
	case !st.bayless:
		bay = d.bays[r.bayType]
	}
	switch {
	case st.crew != nil:
		people = first(d.s.personEnd, st.crew)
	case st.size > 0:
		people = d.people[st.trade]
	}
	return max(bay, people)
}

// urgency returns the priority of a step by a rule, greater for sooner. Steps of one urgency go in the order of the
// visits and lines.
func (d *readyQueue) urgency(rule Rule, r *queuedStep) int {
	p := d.s.p
	job := p.steps[r.step].job
	j := &p.jobs[job]
	switch rule {
	case RuleFIFO:
		return -int(j.visit.ArrivedAt.Unix())
	case RuleEDD:
		return -j.due
	}
	in, left := p.gauge.worked(r.start), d.openMinutes[job]
	if rule == RuleMDD {
		return -max(j.dueIn, in+left)
	}
	later := left - d.size[r.step]
	slack := max(0, j.dueIn-in-left-later*waitPercent/100)
	return logarithm(j.weight) - logarithm(left) - min(slack, never)*logUnit/(lookAhead*d.mean)
}

// logUnit is one in the scale of logarithm, logTen the logarithm of ten.
const (
	logUnit = 1024
	logTen  = 2358
)

// logarithm returns the natural logarithm in whole units, so that comparing two
// urgencies gives the same answer on every machine. Beyond the table the
// logarithm of the tenth will do.
func logarithm(n int) int {
	shift := 0
	for n >= len(logs) {
		n /= 10
		shift += logTen
	}
	return logs[max(n, 0)] + shift
}
