package dispatch

import (
	"cmp"
	"slices"
	"time"

	"bayline/board"
)

// problem is the state as the scheduler sees it: people, bays, cars and steps
// as small integers, times as whole minutes since origin. It holds nothing a
// schedule changes, so that many schedules can be made from one problem.
type problem struct {
	state   *board.State
	options Options
	now     time.Time
	zone    *time.Location
	origin  int64 // unix minute of minute 0
	start   int   // first whole minute not before now: nothing new starts earlier

	hours   hours // of the shop
	gauge   gauge // working minutes of the shop
	workers []worker
	places  []place
	jobs    []job
	steps   []step

	workerOf   map[board.PersonID]int
	placeOf    map[board.BayID]int
	byTrade    [][]int32
	byBayType  map[board.BayType][]int32
	inspectors []int32
	lists      *lists // who may do what, and where

	corrections  map[calibrationGroup]correction // of forecasts
	rolloutModel *model                          // scenarios of the rollout, once drawn
}

// job is one car: with its open steps, or only standing in a bay.
type job struct {
	visit  *board.Visit
	due    int // minute of the promise, far away without one
	dueIn  int // the same in working minutes
	weight int
	first  int // its steps are steps[first:last]
	last   int
	bay    int32   // where the car stands, or none
	worked []int32 // people who have clocked work on the car
	why    *Reason // why the car cannot be planned to the end
}

// newProblem reads the state. Steps that cannot be planned (a part without a
// date, a stop without an end) carry the reason.
func newProblem(s *board.State, now time.Time, options Options) *problem {
	p := &problem{state: s, options: options.withDefaults(), now: now, zone: s.Location(), origin: now.Unix() / 60}
	p.start = p.minute(now)
	p.corrections = corrections(s.Record)
	p.lists = &lists{}
	p.hours = p.calendarHours(nil)
	p.gauge = newGauge(p.hours)
	p.readPeople()
	p.readBays()
	visits := byArrival(s, func(v *board.Visit) bool { return open(v) || (v.InShop() && v.Bay != "") })
	p.jobs, p.steps = make([]job, 0, len(visits)), make([]step, 0, p.mostSteps())
	for _, v := range visits {
		p.readVisit(v)
	}
	return p
}

// mostSteps returns how many steps the open visits can have: their lines, a peer
// and a final inspection, and the wash.
func (p *problem) mostSteps() int {
	most := 0
	for _, v := range p.state.Visits {
		if open(v) {
			most += len(v.Operations) + 3
		}
	}
	return most
}

// byArrival returns the visits that are wanted as the cars came, so that equals
// are served in that order.
func byArrival(s *board.State, wanted func(*board.Visit) bool) []*board.Visit {
	var visits []*board.Visit
	for _, v := range s.Visits {
		if wanted(v) {
			visits = append(visits, v)
		}
	}
	slices.SortFunc(visits, func(a, b *board.Visit) int {
		return cmp.Or(a.ArrivedAt.Compare(b.ArrivedAt),
			cmp.Compare(a.ID, b.ID))
	})
	return visits
}

// open reports whether the plan speaks about the visit: signed, and the car
// not handed over.
func open(v *board.Visit) bool { return v.InShop() && !v.SignedAt.IsZero() }

// minute returns the first whole minute not before t.
func (p *problem) minute(t time.Time) int {
	seconds := t.Unix()
	if t.Nanosecond() > 0 {
		seconds++ // what began within a second has not ended with the one before
	}
	return int(-floorDiv(-seconds, 60) - p.origin)
}

// minuteFrom returns the minute of a time things are possible from: the start of
// the plan for the zero time.
func (p *problem) minuteFrom(t time.Time) int {
	if t.IsZero() {
		return p.start
	}
	return max(p.start, p.minute(t))
}

// floor returns the last whole minute not after t.
func (p *problem) floor(t time.Time) int { return int(floorDiv(t.Unix(), 60) - p.origin) }

// clock returns the time of a minute in the shop's zone.
func (p *problem) clock(minute int) time.Time {
	return time.Unix((p.origin+int64(minute))*60, 0).In(p.zone)
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// ceilDiv returns a / b rounded up, for positive numbers.
func ceilDiv(a, b int) int { return (a + b - 1) / b }

// never is a minute beyond every horizon.
const never = 1 << 30
