package dispatch

import (
	"slices"

	"bayline/dispatch/internal/rules"
	"bayline/dispatch/rollout"
)

// model is the problem as package rollout takes it, with drawn scenarios.
type model struct {
	shop      rollout.Shop
	speed     rollout.Speed
	running   []rollout.Start
	scenarios []rollout.Scenario
}

// model reads the problem; nil when the shop has more people or bays than a
// rollout can hold.
func (p *problem) model(futures int) *model {
	if len(p.workers) > rollout.Most || len(p.places) > rollout.Most {
		return nil
	}
	m := &model{speed: make(rollout.Speed, len(p.workers))}
	now := p.gauge.worked(p.start)
	after := func(minute int) int32 {
		if minute >= never {
			return rollout.Never
		}
		return int32(p.gauge.worked(minute) - now)
	}
	for i := range p.workers {
		w := &p.workers[i]
		from := int32(rollout.Never)
		if len(w.hours) > 0 {
			from = after(w.hours[0].from)
		}
		m.shop.People = append(m.shop.People, from)
		m.speed[i] = int32(personEfficiency(w.person))
	}
	for i := range p.places {
		m.shop.Bays = append(m.shop.Bays, after(p.places[i].closed))
	}
	for i := range p.jobs {
		j := &p.jobs[i]
		job := rollout.Job{First: int32(j.first), Last: int32(j.last), Due: rollout.Never, Weight: int32(j.weight),
			Worked: bitsOf(j.worked), Skip: j.why != nil}
		if j.due != never {
			job.Due = int32(j.dueIn - now)
			if j.due < p.start { // late already, by what the gauge does not know
				job.Due = int32(-p.gauge.worked(2*p.start - j.due))
			}
		}
		m.shop.Jobs = append(m.shop.Jobs, job)
	}
	m.shop.Works = make([]rollout.Work, len(p.steps))
	for k := range p.steps {
		st := &p.steps[k]
		m.shop.Works[k] = p.work(st, after(st.earliest))
		if st.now != nil {
			m.running = append(m.running, rollout.Start{Work: int32(k), People: bitsOf(st.now.crew), Bay: st.now.bay,
				Runs: true})
		}
	}
	m.draw(p, futures)
	return m
}

func bitsOf(list []int32) (set uint64) {
	for _, i := range list {
		set |= 1 << i
	}
	return set
}

// work reads one step.
func (p *problem) work(st *step, release int32) rollout.Work {
	w := rollout.Work{
		Job: st.job, Before: st.before, Release: release, Size: st.size, Amount: int32(st.work),
		Minutes: int32(st.minutes), Passive: int32(st.passive),
		First: st.placed, Fresh: rules.FreshEyes(st.Kind), Skip: st.hold != nil,
	}
	w.Usual = max(1, int32(st.minutes+ceilDiv(st.work, 100*max(st.size, 1))+st.passive))
	if r := st.now; r != nil {
		w.Size, w.Usual = len(r.crew), 0
		if r.busy < r.finish {
			w.Passive = int32(p.gauge.worked(r.finish) - p.gauge.worked(r.busy))
		} else {
			w.Passive = 0
		}
		return w
	}
	switch {
	case st.crew != nil:
		w.Ranking, w.Size = st.crew, len(st.crew)
		w.Able = bitsOf(st.crew)
		w.Graded = w.Able
	case st.size > 0:
		for _, c := range st.people {
			graded := st.leads(c)
			if st.size > 1 || graded {
				w.Ranking = append(w.Ranking, c)
				w.Able |= 1 << c
			}
			if graded {
				w.Graded |= 1 << c
			}
		}
		slices.SortStableFunc(w.Ranking, func(a, b int32) int { return p.staticCost(st, a) - p.staticCost(st, b) })
	}
	switch {
	case st.bay != none:
		w.Bays = 1 << st.bay
	case !st.bayless:
		w.Bays = bitsOf(st.bays)
	}
	w.Skip = w.Skip || (w.Size > 0 && w.Able == 0)
	return w
}

// staticCost says what speaks against a person for a step, whatever the hour:
// slowness, and skills the step does not need.
func (p *problem) staticCost(st *step, w int32) int {
	worker := &p.workers[w]
	sight := &p.lists.sight
	*sight = rules.Sight{Task: &st.Task, Level: st.level, Person: worker.person, Trades: worker.skills}
	cost := 0
	for i := range rules.Costs {
		if row := &rules.Costs[i]; row.Lasting {
			cost += row.Minutes * row.Units(sight)
		}
	}
	return cost + st.work/max(personEfficiency(worker.person), 20)/max(st.size, 1)
}

// draw draws how long every step takes in each scenario. The numbers depend on the step alone (common random
// numbers), so that two plans are compared in the same scenarios.
func (m *model) draw(p *problem, futures int) {
	m.scenarios = make([]rollout.Scenario, futures)
	all := make([]int32, futures*len(p.steps))
	for i := range m.scenarios {
		m.scenarios[i] = all[i*len(p.steps) : (i+1)*len(p.steps)]
	}
	left := make([]int32, futures)
	for k := range p.steps {
		st := &p.steps[k]
		d := seeded(p.jobs[st.job].visit.ID, st.Line, string(st.Kind), string(st.level))
		if st.now != nil {
			p.paceOf(st, st.now.crew).left(st.now, &d, left)
			for i := range m.scenarios {
				m.scenarios[i][k] = left[i]
			}
			continue
		}
		pace := p.paceOf(st, st.crew)
		for i := range m.scenarios {
			m.scenarios[i][k] = pace.minutes(rollout.Scale, &d)
		}
	}
}
