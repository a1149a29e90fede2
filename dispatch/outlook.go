package dispatch

import (
	"slices"
	"sort"
	"time"

	"bayline/board"
)

// lateProbability is the probability from which a visit counts as late before its promise has passed.
const lateProbability = 0.97

// outlooks says of every open visit when it will be ready and how sure that
// is.
func (p *problem) outlooks(sc *schedule) map[board.VisitID]Outlook {
	f := newForecast(p, sc)
	all := make(map[board.VisitID]Outlook, len(p.jobs))
	for i := range p.jobs {
		if v := p.jobs[i].visit; open(v) {
			all[v.ID] = p.outlook(sc, f, int32(i))
		}
	}
	return all
}

func (p *problem) outlook(sc *schedule, f *forecast, index int32) Outlook {
	j := &p.jobs[index]
	v := j.visit
	if v.Stage == board.StageReady || v.Stage == board.StageSettled {
		o := Outlook{Ready: v.ReadyAt, From: v.ReadyAt, To: v.ReadyAt, Health: HealthReady}
		if v.LateAt(p.now) {
			o.Late, o.Health = 1, HealthLate
			o.Reasons = []Reason{*p.passed(j)}
		}
		return o
	}
	o := Outlook{Health: HealthUnknown}
	last := p.lastStep(sc, j)
	if last != none {
		p.times(sc, f, j, last, &o)
	} else if p.tooLate(j) {
		o.Late = 1
	}
	promised := j.due != never
	switch {
	case v.LateAt(p.now), promised && o.Late >= lateProbability:
		o.Health = HealthLate
	case v.Stage == board.StageStopped:
		o.Health = HealthStopped
	case last == none:
	case promised && o.Late*100 >= float64(p.state.Settings.RiskPercent):
		o.Health = HealthRisk
	default:
		o.Health = HealthNormal
	}
	if v.LateAt(p.now) {
		o.Late = 1
	}
	if o.Health != HealthNormal {
		o.Reasons = p.reasons(sc, f, index, last, o.Ready)
	}
	return o
}

// lastStep returns the step after which the car is ready, none when not all of
// its steps could be placed.
func (p *problem) lastStep(sc *schedule, j *job) int32 {
	last := int32(none)
	for k := j.first; k < j.last; k++ {
		if !sc.placed[k].ok {
			return none
		}
		if last == none || sc.placed[k].finish >= sc.placed[last].finish {
			last = int32(k)
		}
	}
	return last
}

// times reads ready time (the median), range and probability of lateness from
// the draws. The end of the last task is the plan; it is a little sooner than
// the median, because work overruns more than it underruns, a car waits for
// the last of several things, and some come back from the inspection.
func (p *problem) times(sc *schedule, f *forecast, j *job, last int32, o *Outlook) {
	ends := slices.Clone(f.ends[last])
	for k := j.first; k < j.last; k++ {
		if sc.placed[k].finish == sc.placed[last].finish && int32(k) != last {
			for i := range ends {
				ends[i] = max(ends[i], f.ends[k][i])
			}
		}
	}
	sortMinutes(ends)
	p.addFailedInspections(j, ends)
	o.drawn = &drawnEnds{ends: ends, due: j.dueIn, gauge: p.gauge, start: p.start, origin: p.origin, zone: p.zone}
	if j.due != never {
		o.drawn.raw = quantilesAfter(ends, j.dueIn)
	}
	p.correct(j, ends)
	if j.due != never {
		o.Late = float64(len(ends)-kept(ends, j.dueIn)) / float64(len(ends))
	}
	grown := p.withAdditionalWork(j, ends)
	at := func(share float64) time.Time { return o.drawn.at(quantile(grown, share)) }
	o.From, o.Ready, o.To = at(0.2), at(0.5), at(0.8)
}

// kept returns how many of the sorted ends are not after the promise.
func kept(ends []int32, due int) int {
	return sort.Search(len(ends), func(i int) bool { return int(ends[i]) > due })
}

// tooLate reports whether a visit that cannot be planned to its end would miss
// its promise even if everything went on now.
func (p *problem) tooLate(j *job) bool {
	if j.due == never {
		return false
	}
	longest := 0
	for k := j.first; k < j.last; k++ {
		st := &p.steps[k]
		if st.now == nil {
			longest = max(longest, st.minutes+ceilDiv(st.work, 300*max(st.size, 1)))
		}
	}
	return p.gauge.worked(p.start)+longest > j.dueIn
}
