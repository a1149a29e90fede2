package dispatch

import (
	"slices"
	"time"

	"bayline/board"
)

// step is one thing to be done to a car: an operation, an inspection or the
// wash.
type step struct {
	job    int32
	line   int
	kind   Kind
	level  board.Level
	op     *board.Operation
	before []int32 // steps that must be finished first

	trade    int // index in board.Trades
	work     int // open man-minutes times 100, for a crew of efficiencies in percent
	minutes  int // fixed clock minutes, for steps that nobody does faster
	passive  int // minutes that follow and need the bay but nobody
	size     int // people
	minGrade board.Grade
	bayType  board.BayType
	bayless  bool

	earliest int   // by parts, stop, pin
	because  cause // what earliest comes from
	bay      int32 // fixed by dispatch or pin, or none
	crew     []int32
	placed   bool    // dispatched, or its start is pinned: goes before all others
	pinned   bool    // a person fixed some of it
	wish     *wish   // what the adopted plan wants
	hold     *Reason // why it cannot be planned

	now *running // when it has started
}

// cause is what keeps a step from starting at once.
type cause uint8

const (
	causeNone cause = iota
	causeParts
	causeStop
	causePerson  // somebody named the time
	causeArrival // the car is not here yet
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
	named := slices.ContainsFunc(v.Operations, func(o board.Operation) bool { return len(o.After) > 0 })
	for i := range added {
		for k := range added {
			if slices.Contains(added[i].op.After, added[k].line) || (!named && usuallyAfter(added[i].op, added[k].op)) {
				added[i].before = append(added[i].before, int32(first+k))
			}
		}
	}
}

// usuallyAfter is the order the field keeps on an order that names none: paint
// after body work, alignment after everything that moves a wheel.
func usuallyAfter(o, before *board.Operation) bool {
	if o.Running() {
		return false
	}
	switch o.Trade {
	case board.TradePaint:
		return before.Trade == board.TradeBody
	case board.TradeAlignment:
		return before.Trade == board.TradeMechanical || before.Trade == board.TradeTyre || before.Trade == board.TradeBody
	}
	return false
}

// least is the shortest a piece of open work is taken to last, in minutes.
const least = 5

// operation reads one open line.
func (p *problem) operation(v *board.Visit, o *board.Operation, index int32) step {
	st := step{
		job: index, line: o.Line, kind: KindWork, op: o, trade: max(0, slices.Index(board.Trades, o.Trade)), passive: o.PassiveMinutes,
		size: max(o.Crew, 1), minGrade: o.MinGrade, bayType: o.BayType, earliest: p.start, bay: none,
	}
	if o.Running() {
		p.readRunning(&st)
		return st
	}
	st.work = o.StandardMinutes*100 - p.done(o, p.now)
	if over := -st.work / 100; over > 0 { // stopped beyond its time: it is no nearer its end than before the stop
		st.work = min(more(over, o.StandardMinutes), o.StandardMinutes) * 100
	}
	st.work = max(st.work, least*100)
	if at, ok := p.options.fork.comes(v.ID); ok {
		st.after(p.minute(at), causeArrival)
	}
	p.readParts(v, &st)
	p.readStop(v, &st)
	p.readWish(&st)
	p.readPlanned(&st)
	return st
}

// after moves the earliest start, remembering what asks for it.
func (st *step) after(minute int, why cause) {
	if minute > st.earliest {
		st.earliest, st.because = minute, why
	}
}

func (p *problem) readParts(v *board.Visit, st *step) {
	at, known := v.PartsReady(st.line)
	switch {
	case !known:
		st.hold = reason("waits_for_parts_undated", "part", missingPart(v, st.line))
	case !at.IsZero():
		st.after(p.expected(at), causeParts)
	}
}

// expected gives the minute of an expected event that has not happened yet.
func (p *problem) expected(at time.Time) int { return max(p.minute(at), p.start+overdue) }

// missingPart names the part that keeps a line longest; one without a date
// before all others.
func missingPart(v *board.Visit, line int) Name {
	var worst *board.Part
	for i := range v.Parts {
		part := &v.Parts[i]
		if !part.Missing() || (part.Line != line && part.Line != 0) {
			continue
		}
		if worst == nil || (!worst.ETA.IsZero() && (part.ETA.IsZero() || part.ETA.After(worst.ETA))) {
			worst = part
		}
	}
	if worst == nil {
		return Name{}
	}
	return Name{ZH: worst.NameZH, EN: worst.NameEN}
}

// readStop holds a stopped line, or a line of a stopped car, until the stop is
// expected to end.
func (p *problem) readStop(v *board.Visit, st *step) {
	stop := v.Stop
	if stop == nil {
		stop = st.op.Stop
	}
	if stop == nil {
		return
	}
	until := p.stopEnd(v, st.line, stop)
	if until == never {
		if st.hold == nil {
			st.hold = reason("stopped", "reason", string(stop.Reason))
		}
		return
	}
	st.after(until, causeStop)
}

// stopEnd gives the minute a stop is expected to end, never when nobody said.
func (p *problem) stopEnd(v *board.Visit, line int, stop *board.Stop) int {
	at, known := stopEnds(v, line, stop)
	switch {
	case !known:
		return never
	case at.IsZero():
		return p.start
	}
	return p.expected(at)
}

// readWish takes over what people decided about a line: its dispatch, and part
// by part its pin.
func (p *problem) readWish(st *step) {
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

// crewIndex gives the people named, nil when one of them is not on the staff
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
