package dispatch

import (
	"slices"
	"time"

	"bayline/board"
	"bayline/dispatch/internal/rules"
)

// The chain behind a risk is followed so far, and so many reasons are told.
const (
	delayChainLimit = 12
	reasonLimit     = 4
)

// leastToldMinutes is the shortest wait worth telling, in working minutes.
const leastToldMinutes = 4

// reasons returns why a visit is at risk: what stands against the promise, then the delay chain from its last step
// back to its root.
func (p *problem) reasons(sc *schedule, f *forecast, index, last int32, ready time.Time) []Reason {
	j := &p.jobs[index]
	var list []Reason
	add := func(r *Reason) {
		if r != nil && len(list) < reasonLimit && !slices.ContainsFunc(list, r.Equal) {
			list = append(list, *r)
		}
	}
	switch {
	case j.visit.LateAt(p.now):
		add(p.passed(j))
	case !ready.IsZero() && j.due != never && p.floor(ready) > j.due:
		add(reason("past_promise", "minutes", p.floor(ready)-j.due))
	}
	if last == none {
		add(p.unplanned(sc, j))
	}
	for k := j.first; k < j.last; k++ {
		add(p.startsLate(&p.steps[k], j))
	}
	for k := j.first; k < j.last && last == none; k++ {
		if sc.placed[k].ok && (last == none || sc.placed[k].finish > sc.placed[last].finish) {
			last = int32(k)
		}
	}
	if last != none {
		p.follow(sc, f, index, last, add)
	}
	if len(list) < 2 && !ready.IsZero() && p.overnight(j, ready) {
		add(reason("no_shift_left", "until", ready))
	}
	if len(list) == 1 && list[0].Code == "past_promise" {
		add(reason("work_left", "minutes", p.gauge.worked(sc.placed[last].finish)-p.gauge.worked(p.start)))
	}
	if len(list) == 0 && last != none && j.due != never {
		add(reason("tight", "minutes", max(0, j.dueIn-p.gauge.worked(sc.placed[last].finish))))
	}
	return list
}

// passed says how long the promise has been broken.
func (p *problem) passed(j *job) *Reason {
	at := j.visit.PromisedAt()
	end := p.now
	if !j.visit.SettledAt.IsZero() {
		end = j.visit.SettledAt
	}
	return reason("promise_passed", "promise", at, "minutes", int(end.Sub(at)/time.Minute))
}

// startsLate tells of a dispatched line whose time has come and gone.
func (p *problem) startsLate(st *step, j *job) *Reason {
	if st.op == nil || st.op.State != board.OperationDispatched || st.op.Start.IsZero() {
		return nil
	}
	late := int(p.now.Sub(st.op.Start) / time.Minute)
	if late < leastToldMinutes {
		return nil
	}
	return reason("starts_late", "line", st.Line, "planned", st.op.Start, "minutes", late)
}

// follow tells the waits on the way back from a step: those of its own car,
// and what started it all.
func (p *problem) follow(sc *schedule, f *forecast, index, k int32, add func(*Reason)) {
	for _, n := range p.delayChain(sc, f, index, k) {
		if p.steps[n.step].job == index || n.root {
			add(n.why)
		}
	}
}

// delayCause is one step of a delay chain and why it did not start sooner; the root is the one that waits for no
// other step.
type delayCause struct {
	step int32
	wait int // working minutes between what was before it on its car and its start
	why  *Reason
	root bool
}

// delayChain walks back from a step of the car at index along the binding predecessors of the schedule (its critical
// path), up to delayChainLimit steps.
func (p *problem) delayChain(sc *schedule, f *forecast, index, k int32) []delayCause {
	var list []delayCause
	for range delayChainLimit {
		next, n := p.waitedFor(sc, f, index, k)
		list = append(list, n)
		if n.root {
			break
		}
		k = next
	}
	return list
}

// waitedFor returns the binding predecessor of a step, none at the root of the chain, and the wait.
func (p *problem) waitedFor(sc *schedule, f *forecast, index, k int32) (next int32, n delayCause) {
	st, pl := &p.steps[k], &sc.placed[k]
	n = delayCause{step: k, root: true}
	if st.now != nil {
		n.why = p.runningLong(st)
		return none, n
	}
	car, other := p.binding(sc, f, k)
	ready := p.gauge.worked(st.earliest)
	if car != nil {
		ready = max(ready, p.gauge.worked(sc.placed[car.step].finish))
	}
	n.wait = p.gauge.worked(pl.start) - ready
	switch {
	case n.wait >= leastToldMinutes && other != nil:
		n.why, n.root = p.waiting(sc, other, pl), false
		return other.step, n
	case n.wait >= leastToldMinutes:
		n.why = p.blocked(sc, k)
	case car != nil && sc.placed[car.step].finish >= st.earliest:
		n.root = false
		return car.step, n
	case st.because != "":
		n.why = p.held(st, st.job == index)
	case pl.start-st.earliest > 60:
		n.why = reason("waits_for_shift", "until", p.clock(pl.start))
	}
	return none, n
}

// binding returns the dependency on the car, and the one on bay or people, that ended last before a step could start;
// nil when there is none.
func (p *problem) binding(sc *schedule, f *forecast, k int32) (car, other *dependency) {
	release := func(l *dependency) int {
		if l.by == byPerson {
			return sc.placed[l.step].busy
		}
		return sc.placed[l.step].finish
	}
	later := func(a *dependency, b *dependency) bool { // people are what is scarce: name them first
		return a == nil || release(b) > release(a) || (release(b) == release(a) && b.by == byPerson)
	}
	for i := range f.prev[k] {
		l := &f.prev[k][i]
		if p.steps[l.step].job == p.steps[k].job {
			if later(car, l) {
				car = l
			}
		} else if later(other, l) {
			other = l
		}
	}
	if other != nil && p.gauge.worked(sc.placed[k].start)-p.gauge.worked(release(other)) >= leastToldMinutes {
		other = nil
	}
	return car, other
}

// waiting names the bay or the person a step waits for, and the car that has
// them first.
func (p *problem) waiting(sc *schedule, l *dependency, pl *placement) *Reason {
	plate := board.ShowPlate(p.jobs[p.steps[l.step].job].visit.Plate)
	if l.by == byBay {
		return reason("waits_for_bay", "bay", p.places[pl.bay].bay.Name, "plate", plate)
	}
	for _, w := range pl.people() {
		if slices.Contains(sc.placed[l.step].people(), w) {
			return reason("waits_for_technician", "person", p.workers[w].person.Name, "plate", plate)
		}
	}
	return nil
}

// blocked says why a step started late though no other step was in its way.
func (p *problem) blocked(sc *schedule, k int32) *Reason {
	pl := &sc.placed[k]
	if pl.bay != none {
		for _, b := range sc.bays[pl.bay] {
			if b.step == none && b.job != p.steps[k].job && b.to <= pl.start {
				return reason("waits_for_bay", "bay", p.places[pl.bay].bay.Name, "plate",
					board.ShowPlate(p.jobs[b.job].visit.Plate))
			}
		}
	}
	for _, w := range pl.people() {
		person := p.workers[w].person
		if back := rules.Back(person, p.now, p.zone); back.After(p.now) && p.minute(back) <= pl.start {
			return reason("waits_for_person", "person", person.Name, "until", back)
		}
	}
	if i := p.hours.after(pl.start); i < len(p.hours) && p.hours[i].from != pl.start {
		return reason("no_gap", "until", p.clock(pl.start))
	}
	return reason("waits_for_shift", "until", p.clock(pl.start))
}

// runningLong tells of running work that is over its time, or will be.
func (p *problem) runningLong(st *step) *Reason {
	plate := board.ShowPlate(p.jobs[st.job].visit.Plate)
	switch r := st.now; {
	case r.over > 0:
		if r.bay == none {
			return reason("wash_overrun", "plate", plate, "minutes", r.over)
		}
		return reason("overrun", "plate", plate, "bay", p.places[r.bay].bay.Name, "minutes", r.over)
	case r.warned > 0:
		return reason("warned", "plate", plate, "minutes", r.warned)
	}
	return nil
}

// held says what a step could not start before.
func (p *problem) held(st *step, own bool) *Reason {
	v := p.jobs[st.job].visit
	plate := board.ShowPlate(v.Plate)
	until := p.clock(st.earliest)
	switch st.because {
	case "parts":
		if own {
			return reason("waits_for_parts", "part", rules.MissingPart(v, st.Line), "eta", until)
		}
		return reason("behind_parts", "plate", plate, "part", rules.MissingPart(v, st.Line), "eta", until)
	case "stopped_until":
		stop := v.Stop
		if stop == nil {
			stop = st.op.Stop
		}
		if own {
			return reason("stopped_until", "reason", string(stop.Reason), "until", until)
		}
		return reason("behind_stop", "plate", plate, "reason", string(stop.Reason), "until", until)
	case causePerson:
		if own {
			return reason("planned_start", "until", until)
		}
	}
	return nil
}

// overnight reports whether a car promised for today is ready on a later day.
func (p *problem) overnight(j *job, ready time.Time) bool {
	today := p.now.In(p.zone).Format(time.DateOnly)
	return j.visit.PromisedAt().In(p.zone).Format(time.DateOnly) == today &&
		ready.In(p.zone).Format(time.DateOnly) > today
}

// unplanned says why a car cannot be planned to the end.
func (p *problem) unplanned(sc *schedule, j *job) *Reason {
	if j.why != nil {
		return j.why
	}
	for k := j.first; k < j.last; k++ {
		if _, ok := sc.ready(int32(k)); ok && !sc.placed[k].ok {
			return p.noPlace(sc, int32(k))
		}
	}
	return reason("beyond_horizon", "days", p.options.Days)
}

// noPlace says why a step that could start has no place.
func (p *problem) noPlace(sc *schedule, k int32) *Reason {
	st := &p.steps[k]
	trade := string(board.Trades[st.trade])
	if st.crew == nil && st.size > 0 {
		able := 0
		graded := false
		for _, w := range st.people {
			if sc.may(k, w) {
				able++
				graded = graded || st.leads(w)
			}
		}
		if able < st.size {
			return reason("no_technician", "trade", trade, "line", st.Line)
		}
		if !graded {
			return reason("no_grade", "trade", trade, "grade", string(st.MinGrade), "line", st.Line)
		}
	}
	bays := 0
	var obstacle *Reason // a car in the way is told before a closed bay: it can be moved
	look := func(bay int32) {
		bays++
		place := &p.places[bay]
		if place.closed >= never && obstacle == nil {
			obstacle = reason("bay_closed", "bay", place.bay.Name)
		}
		for _, b := range sc.bays[bay] {
			if b.to >= never && b.job != st.job {
				obstacle = reason("bay_blocked", "bay", place.bay.Name, "plate",
					board.ShowPlate(p.jobs[b.job].visit.Plate))
			}
		}
	}
	if st.bay != none {
		look(st.bay)
	} else {
		for _, bay := range st.bays {
			look(bay)
		}
	}
	switch {
	case obstacle != nil:
		return obstacle
	case bays == 0 && !st.bayless:
		if st.BayType == "" {
			return reason("no_plain_bay")
		}
		return reason("no_bay", "bay_type", string(st.BayType))
	}
	return reason("beyond_horizon", "days", p.options.Days)
}
