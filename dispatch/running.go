package dispatch

import (
	"time"

	"bayline/board"
)

// running is a step that has started: its place and people are facts, its end
// a forecast.
type running struct {
	start  time.Time
	bay    int32
	crew   []int32
	busy   int // minute until which its people are needed
	finish int
	over   int // clock minutes beyond what was planned, 0 when within
	warned int // minutes its technician said it will take more
	total  int // clock minutes planned for the attended part
	spent  int // of them used
}

// leastOverrun is the shortest time a running job is still given, in minutes.
const leastOverrun = 3

// expectedOverrun returns how long work that used up its planned minutes will still take:
// the longer it is over, the longer it is likely to go on, up to as long as it
// was planned.
func expectedOverrun(over, planned int) int { return leastOverrun + min(over/2, max(planned, 30)) }

// workDone returns the work on the clock until a time, in man-minutes times 100 at
// the efficiency of who was on it.
func workDone(s *board.State, o *board.Operation, until time.Time) int {
	total, zone := 0, s.Location()
	for _, w := range o.Spans {
		end := w.End
		if end.IsZero() || end.After(until) {
			end = until
		}
		minutes := int(s.Settings.Calendar.Worked(w.Start, end, zone) / time.Minute)
		total += minutes * efficiency(s, w.Technicians)
	}
	return total
}

// efficiency returns the speed of a crew in percent of one person at book time.
func efficiency(s *board.State, ids []board.PersonID) int {
	sum := 0
	for _, id := range ids {
		sum += personEfficiency(s.People[id])
	}
	return max(sum, 20)
}

func personEfficiency(person *board.Person) int {
	if person == nil || person.Efficiency <= 0 {
		return 100
	}
	return person.Efficiency
}

// readRunning fills in a step whose people are clocked on.
func (p *problem) readRunning(st *step) {
	o := st.op
	speed := efficiency(p.state, o.Technicians)
	planned, done := o.StandardMinutes*100, workDone(p.state, o, p.now)
	r := &running{start: clockedOn(o), bay: p.bayIndex(o.Bay), crew: p.crewIndex(o.Technicians)}
	if w := o.Warning; w != nil {
		planned = max(planned, workDone(p.state, o, w.At)) + w.Minutes*speed
		r.warned = w.Minutes
	}
	r.total, r.spent = ceilDiv(planned, speed), done/speed
	left := r.total - r.spent
	if left <= 0 && st.passive > 0 {
		p.readPassive(st, r, planned)
	} else {
		r.over = max(0, -left)
		if left < leastOverrun {
			left = max(left, expectedOverrun(r.over, r.total))
		}
		r.busy = p.runOn(r.crew, left)
		r.finish = r.busy + st.passive
	}
	st.now, st.bay, st.crew = r, r.bay, r.crew
}

// clockedOn returns when the stretch of work that is running began.
func clockedOn(o *board.Operation) time.Time {
	if n := len(o.Spans); n > 0 {
		return o.Spans[n-1].Start
	}
	return o.StartedAt
}

// readPassive fills in a step whose people are done while it dries or charges.
func (p *problem) readPassive(st *step, r *running, planned int) {
	low, high := p.floor(r.start), p.floor(p.now)
	for low < high {
		if mid := low + (high-low)/2; workDone(p.state, st.op, p.clock(mid)) >= planned {
			high = mid
		} else {
			low = mid + 1
		}
	}
	r.busy, r.spent = p.start, r.total
	r.finish = low + st.passive
	if r.over = max(0, p.start-r.finish); r.finish < p.start+leastOverrun {
		r.finish = p.start + expectedOverrun(r.over, st.passive)
	}
}

// runOn returns the minute at which minutes of work from now are done, in the
// hours of the crew, else the shop's, else by the bare clock.
func (p *problem) runOn(crew []int32, minutes int) int {
	h := p.hours
	for i, w := range crew {
		if i == 0 {
			h = p.workers[w].hours
		} else {
			h = both(h, p.workers[w].hours)
		}
	}
	if _, end, ok := h.fit(p.start, minutes); ok {
		return end
	}
	if _, end, ok := p.hours.fit(p.start, minutes); ok {
		return end
	}
	return p.start + minutes
}

// readWashing fills in a wash that has begun.
func (p *problem) readWashing(v *board.Visit, st *step) {
	r := &running{start: v.WashingAt, bay: p.bayIndex(v.Bay), total: st.minutes}
	r.spent = int(p.state.Settings.Calendar.Worked(v.WashingAt, p.now, p.zone) / time.Minute)
	left := r.total - r.spent
	r.over = max(0, -left)
	if left < leastOverrun {
		left = max(left, expectedOverrun(r.over, r.total))
	}
	r.busy = p.runOn(nil, left)
	r.finish = r.busy
	st.now = r
}
