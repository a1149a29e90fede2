package dispatch

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"bayline/board"
)

// expectWithin is how far ahead a rollout counts with cars that are not signed yet. What begins now is seldom still
// going on later.
const expectWithin = 90 * time.Minute

// withExpectedCars returns the problem with the cars that will be signed soon: those at the write-up and those that
// are booked, each with the work it has, or else that of a typical car of its class, and the usual time to stay. They
// are not planned, but what begins now may be in their way.
func (p *problem) withExpectedCars() *problem {
	cars := p.expectedCars()
	if len(cars) == 0 {
		return p
	}
	q := *p
	f := whatIf{state: p.state, now: p.now, from: map[board.VisitID]time.Time{}}
	if p.options.whatIf != nil {
		f = *p.options.whatIf
		f.from = maps.Clone(f.from)
	}
	q.options.whatIf = &f
	q.jobs, q.steps = slices.Clone(p.jobs), slices.Clone(p.steps)
	for _, v := range cars {
		f.from[v.ID] = v.SignedAt
		q.readVisit(v)
	}
	return &q
}

// expectedCars returns the cars as they will be when they have been signed, the first
// to be signed first.
func (p *problem) expectedCars() []*board.Visit {
	var cars []*board.Visit
	reception := time.Duration(p.state.Settings.ReceptionMinutes) * time.Minute
	work, usually := map[board.Class][]board.Operation{}, generosity(p.state)
	for _, v := range p.state.Visits {
		comes := p.now
		switch {
		case v.Stage == board.StageArrived, v.Stage == board.StageReception:
		case v.Stage == board.StageBooked, v.Stage == board.StageConfirmed:
			if v.AppointmentAt.Before(p.now.Add(-noShowAfter)) ||
				v.AppointmentAt.Add(reception).After(p.now.Add(expectWithin)) {
				continue
			}
			comes = later(v.AppointmentAt, p.now)
		default:
			continue
		}
		lines := v.Operations
		if len(lines) == 0 {
			known, ok := work[v.Class]
			if !ok {
				known = untouchedLines(typicalLines(p.state, v.Class))
				work[v.Class] = known
			}
			lines = known
		}
		if len(lines) == 0 {
			continue // nothing is known of such cars
		}
		car := *v
		car.Stage, car.ArrivedAt, car.SignedAt, car.Operations = board.StageWaitDispatch, comes, comes.Add(reception),
			lines
		car.Promises = []board.Promise{{At: comes.Add(usualStay(&car, usually)), Confirmed: true}}
		cars = append(cars, &car)
	}
	slices.SortStableFunc(cars, func(a, b *board.Visit) int {
		return cmp.Or(a.SignedAt.Compare(b.SignedAt),
			cmp.Compare(a.ID, b.ID))
	})
	return cars
}

// untouchedLines returns lines as they were before any work on them.
func untouchedLines(lines []board.Operation) []board.Operation {
	list := make([]board.Operation, len(lines))
	for i, o := range lines {
		list[i] = board.Operation{
			Line: o.Line, Code: o.Code, Trade: o.Trade, StandardMinutes: o.StandardMinutes,
			PassiveMinutes: o.PassiveMinutes, Crew: o.Crew,
			MinGrade: o.MinGrade, BayType: o.BayType, After: o.After, State: board.OperationWaiting,
		}
	}
	return list
}
