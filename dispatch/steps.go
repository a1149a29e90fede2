package dispatch

import (
	"cmp"
	"slices"
	"time"

	"bayline/board"
	"bayline/dispatch/internal/rules"
)

// step is one thing to be done to a car: an operation, an inspection or the
// wash.
type step struct {
	rules.Task
	job    int32
	level  board.Level
	op     *board.Operation
	before []int32 // steps that must be finished first

	trade   int // index in board.Trades
	work    int // open man-minutes times 100, for a crew of efficiencies in percent
	minutes int // fixed clock minutes, for steps that nobody does faster
	passive int // minutes that follow and need the bay but nobody
	size    int // people
	bayless bool
	people  []int32 // who may do it, by all rules about one person but those about the car
	barred  []int32 // of them, who may not on this car
	leaders []int32 // of the people, one of whom at least must be on it
	bays    []int32 // where it may be done

	earliest int    // by parts, stop, pin
	because  string // the rule that earliest comes from, or one of the causes
	bay      int32  // fixed by dispatch or pin, or none
	crew     []int32
	placed   bool           // dispatched, or its start is pinned: goes before all others
	pinned   bool           // a person fixed some of it
	adopted  *adoptedChoice // what the adopted plan wants
	hold     *Reason        // why it cannot be planned

	now *running // when it has started
}

// What else than a rule keeps a step from starting at once.
const (
	causePerson  = "planned_start" // somebody named the time
	causeArrival = "arrival"       // the car is not here yet
)

// readVisit adds the open steps of a visit, and what its car blocks.
func (p *problem) readVisit(v *board.Visit) {
	j := job{visit: v, due: never, dueIn: never, weight: weight(v), first: len(p.steps), bay: none}
	if at := v.PromisedAt(); !at.IsZero() {
		j.due = p.floor(at)
		j.dueIn = p.gauge.worked(max(j.due, p.start))
	}
	if i, ok := p.placeOf[v.Bay]; ok {
		j.bay = int32(i)
	}
	for i := range p.workers {
		if v.Worker(p.workers[i].person.ID) {
			j.worked = append(j.worked, int32(i))
		}
	}
	index := int32(len(p.jobs))
	if open(v) && v.Stage != board.StageReady && v.Stage != board.StageSettled {
		p.addOperations(v, index)
		p.addInspections(v, index)
		p.addWash(v, index)
	}
	j.last = len(p.steps)
	for i := j.first; i < j.last && j.why == nil; i++ {
		j.why = p.steps[i].hold
	}
	p.jobs = append(p.jobs, j)
}

// weight says how much a late car costs: a customer who waits in the lounge
// counts double, one who came back or was re-promised already three times.
func weight(v *board.Visit) int {
	switch {
	case v.Comeback, len(v.Promises) > 1:
		return 3
	case v.Waiter:
		return 2
	}
	return 1
}

func (p *problem) addOperations(v *board.Visit, index int32) {
	first := len(p.steps)
	for i := range v.Operations {
		if o := &v.Operations[i]; o.Open() && o.Trade != board.TradeWash {
			p.steps = append(p.steps, p.operation(v, o, index))
		}
	}
	added := p.steps[first:]
	for i := range added {
		for k := range added {
			if o, before := added[i].op, added[k].op; rules.Precedes(before, o) || rules.UsuallyPrecedes(v, before, o) {
				added[i].before = append(added[i].before, int32(first+k))
			}
		}
	}
}

// leastWorkMinutes is the shortest a piece of open work is taken to last, in minutes.
const leastWorkMinutes = 5

// operation reads one open line.
func (p *problem) operation(v *board.Visit, o *board.Operation, index int32) step {
	st := step{
		Task: workOf(v, o),
		job:  index, op: o, trade: max(0, slices.Index(board.Trades, o.Trade)), passive: o.PassiveMinutes,
		size: max(o.Crew, 1), earliest: p.start, bay: none,
	}
	p.compile(&st)
	if o.Running() {
		p.readRunning(&st)
		return st
	}
	st.work = workLeft(p.state, o, p.now)
	if at, ok := p.options.whatIf.hypotheticalArrival(v.ID); ok {
		st.after(p.minute(at), causeArrival)
	}
	p.readWaits(&st)
	p.readDecided(&st)
	p.readAdopted(&st)
	return st
}

// workLeft returns the man-minutes times 100 of an open line that is not running.
func workLeft(s *board.State, o *board.Operation, now time.Time) int {
	left := o.StandardMinutes*100 - workDone(s, o, now)
	if over := -left / 100; over > 0 { // stopped beyond its time: it is no nearer its end than before the stop
		left = min(expectedOverrun(over, o.StandardMinutes), o.StandardMinutes) * 100
	}
	return max(left, leastWorkMinutes*100)
}

// after moves the earliest start, remembering what asks for it.
func (st *step) after(minute int, why string) {
	if minute > st.earliest {
		st.earliest, st.because = minute, why
	}
}

// readWaits holds a step until what it waits for is there: parts, the end of a
// stop. Without a date the step cannot be planned.
func (p *problem) readWaits(st *step) {
	c := p.caseOf(st)
	for _, r := range rules.Of(rules.Work) {
		switch at, known := r.Until(c); {
		case known && !at.IsZero():
			st.after(p.minute(rules.Expected(at, p.now)), r.Code)
		case !known && st.hold == nil:
			st.hold = reason(cmp.Or(r.Hold, r.Undated, r.Code), r.Args(c)...)
		}
	}
}

// readDecided takes over what people decided about a line: its dispatch, and part
// by part its pin.
func (p *problem) readDecided(st *step) {
	o := st.op
	if o.State == board.OperationDispatched {
		st.placed = true
		st.bay, st.crew = p.bayIndex(o.Bay), p.crewIndex(o.Technicians)
		if !o.Start.IsZero() {
			st.after(p.minute(o.Start), causePerson)
		}
	}
	if o.Pin == nil {
		return
	}
	st.pinned = true
	if st.bay == none {
		st.bay = p.bayIndex(o.Pin.Bay)
	}
	if st.crew == nil {
		st.crew = p.crewIndex(o.Pin.Technicians)
	}
	if !o.Pin.Start.IsZero() {
		st.placed = true
		st.after(p.minute(o.Pin.Start), causePerson)
	}
}

func (p *problem) bayIndex(id board.BayID) int32 {
	if i, ok := p.placeOf[id]; ok {
		return int32(i)
	}
	return none
}

// crewIndex returns the people named, nil when one of them is not on the staff
// any more.
func (p *problem) crewIndex(ids []board.PersonID) []int32 {
	var crew []int32
	for _, id := range ids[:min(len(ids), 3)] {
		i, ok := p.workerOf[id]
		if !ok {
			return nil
		}
		crew = append(crew, int32(i))
	}
	return crew
}
