package simulate

import (
	"fmt"
	"math"
	"slices"
	"time"

	"bayline/board"
	"bayline/dispatch"
)

// Planner makes the plan the shop follows.
type Planner func(s *board.State, now time.Time) *dispatch.Plan

// Decide carries a command out in a shop: board.Decide, or a whole server around it.
type Decide func(s *board.State, c board.Command, meta board.Meta) (next *board.State, err error)

// way is how a day is dispatched: by a planner, which may take over plans on its
// own and with the answers of people, or by following what was foretold.
type way struct {
	plan    Planner
	adopts  bool // the planner acts on its own, as in the live shop
	answers bool // every proposal worth it is taken over
	follows *follower
	decide  Decide // nil: in memory
}

// mechanic gives a person of the shop by index.
func mechanic(i int) board.PersonID { return board.PersonID(fmt.Sprintf("M%02d", i+1)) }

// day is one simulated day, until its last car is ready.
type day struct {
	state *board.State
	now   int
	plan  *dispatch.Plan

	agenda     []event
	booked     map[*car]board.VisitID
	lives      map[board.VisitID]*life
	cars       []*life
	inspectors map[board.PersonID]int // minute each is free again
	inspected  map[board.VisitID]bool // being inspected now
	looks      map[board.VisitID]int  // inspections begun
	blocked    bool                   // something that was due could not start

	way     way // adopts, answers and decide count here
	meter   *Meter
	check   func(s *board.State, plan *dispatch.Plan) error
	refused error
	err     error
}

// life is what happens to a car.
type life struct {
	*car
	visit   board.VisitID
	signed  int
	ready   int
	promise int // in force when it was ready
	quote   *quote
	views   []view
}

// view is what a plan said about a car.
type view struct {
	at, to  int
	late    float64
	flagged bool
}

// event is something that will happen, in the order of at and of being put
// down.
type event struct {
	at int
	do func()
}

// latest is the day by which every car must be ready.
const latest = 20 * dayLong

// live plays a day in a shop that knows what the days before have taught it, if
// there were any. check, when given, sees every plan.
func live(before *day, cars []*car, upsets []upset, w way, check func(*board.State, *dispatch.Plan) error) (*day, error) {
	shop, err := newShop(w.decide)
	if err != nil {
		return nil, err
	}
	if before != nil {
		shop.Experience, shop.Record = before.state.Experience, before.state.Record
	}
	d := &day{
		state: shop, booked: map[*car]board.VisitID{}, lives: map[board.VisitID]*life{}, inspectors: map[board.PersonID]int{}, inspected: map[board.VisitID]bool{},
		meter: newMeter(), check: check, way: w, looks: map[board.VisitID]int{},
	}
	if w.follows != nil {
		w.follows.day, w.plan = d, w.follows.plan
	}
	for _, c := range cars {
		d.book(c)
		if l := (&life{car: c}); !c.gone {
			d.cars = append(d.cars, l)
			d.in(clock(worked(c.arrives)+reception), func() { d.sign(l) })
		}
	}
	for _, u := range upsets {
		d.in(u.at, func() { d.upset(u) })
	}
	d.now = opens
	for d.err == nil && len(d.agenda) > 0 {
		if d.now > latest {
			return nil, fmt.Errorf("cars are not ready after %d days: %w", latest/dayLong, d.refused)
		}
		d.happen()
		d.replan(w.plan)
		d.follow()
		d.now = d.next()
	}
	return d, d.err
}

// in puts something on the agenda.
func (d *day) in(minute int, do func()) {
	i := len(d.agenda)
	for d.agenda = append(d.agenda, event{}); i > 0 && d.agenda[i-1].at > minute; i-- {
		d.agenda[i] = d.agenda[i-1]
	}
	d.agenda[i] = event{minute, do}
}

// happen lets everything happen that is due.
func (d *day) happen() {
	for len(d.agenda) > 0 && d.agenda[0].at <= d.now {
		e := d.agenda[0]
		d.agenda = d.agenda[1:]
		e.do()
	}
}

// lifeOf gives the life of a car.
func (d *day) lifeOf(c *car) *life {
	i := slices.IndexFunc(d.cars, func(l *life) bool { return l.index == c.index })
	return d.cars[i]
}

// next gives the minute at which the dispatcher is called again: something
// happens, or the plan wants something to start.
func (d *day) next() int {
	next := latest + 1
	if len(d.agenda) > 0 {
		next = d.agenda[0].at
	}
	for i := range d.plan.Tasks {
		if t := &d.plan.Tasks[i]; !t.Running && t.Start.After(at(d.now)) {
			next = min(next, minuteOf(t.Start))
		}
	}
	if d.blocked {
		next = min(next, d.now+1)
	}
	return max(next, d.now+1)
}

// replan asks the planner and notes what it says.
func (d *day) replan(planner Planner) {
	if d.err != nil {
		return
	}
	before, began := d.plan, time.Now()
	d.plan = planner(d.state, at(d.now))
	d.adopt(planner)
	d.meter.replanned(time.Since(began), before, d.plan)
	if d.check != nil {
		d.err = d.check(d.state, d.plan)
	}
	for _, note := range dispatch.Notes(d.state, d.plan) {
		d.must(note)
	}
	for id, o := range d.plan.Outlooks {
		if l := d.lives[id]; l.ready == 0 && !o.To.IsZero() {
			l.views = append(l.views, view{d.now, minuteOf(o.To), o.Late, o.Health == dispatch.HealthRisk || o.Health == dispatch.HealthLate})
		}
	}
}

// adopt takes over what the live planner would: its own places, and what it
// proposes where somebody answers.
func (d *day) adopt(planner Planner) {
	if !d.way.adopts {
		return
	}
	var better *dispatch.Proposal
	if d.way.answers {
		better = dispatch.FindBetter(d.state, d.plan, at(d.now))
	}
	if c, _ := dispatch.Adoption(d.state, d.plan, better); len(c.Lines) > 0 {
		d.mustAs(board.Actor{Name: dispatch.Planner}, c)
		if better != nil && better.Gain.Notify() {
			d.plan = planner(d.state, at(d.now))
		}
	}
}

// follow starts what the plan wants to start now.
func (d *day) follow() {
	d.blocked = false
	if d.err != nil {
		return
	}
	for i := range d.plan.Tasks {
		if t := &d.plan.Tasks[i]; !t.Running && !t.Start.After(at(d.now)) {
			d.begin(t)
		}
	}
}

// begin starts one task, after moving a car that waits out of the way.
func (d *day) begin(t *dispatch.Task) {
	if t.Kind == dispatch.KindInspection {
		d.inspect(t)
		return
	}
	if other := d.state.Occupant(t.Bay); other != nil && other.ID != t.Visit && !d.do(board.MoveCar{Visit: other.ID, Parking: "P"}) {
		d.blocked = true
		return
	}
	l := d.lives[t.Visit]
	if t.Kind == dispatch.KindWash {
		if !d.do(board.StartWash{Visit: t.Visit, Bay: t.Bay}) {
			d.blocked = true
			return
		}
		d.in(clock(worked(d.now)+d.state.Visits[t.Visit].WashMinutes(d.state.Settings)), func() {
			d.must(board.FinishWash{Visit: l.visit})
			d.done(l)
		})
		return
	}
	if !d.do(board.StartWork{Visit: t.Visit, Line: t.Line, Bay: t.Bay, Technicians: t.Technicians}) {
		d.blocked = true
		return
	}
	d.in(clock(worked(d.now)+d.length(l, t.Line)), func() { d.finish(l, t.Line) })
}

// length gives how many minutes an operation really takes its people.
func (d *day) length(l *life, line int) int {
	o := d.state.Visits[l.visit].Operation(line)
	speed := 0
	for _, id := range o.Technicians {
		speed += d.state.People[id].Efficiency
	}
	return max(1, int(math.Round(float64(o.StandardMinutes*100)/float64(max(speed, 20))*l.ratio(line))))
}

// finish ends an operation, with what was found on the way.
func (d *day) finish(l *life, line int) {
	if l.found != "" {
		d.find(l)
	}
	d.must(board.FinishWork{Visit: l.visit, Line: line, SelfCheck: true})
}

// find adds work that the customer agrees to, with a new promise; at times it
// waits for a part.
func (d *day) find(l *life) {
	code := l.found
	l.found = ""
	d.must(board.AddOperation{Visit: l.visit, NewOperation: board.NewOperation{Code: code}})
	v := d.state.Visits[l.visit]
	if l.parts > 0 && d.err == nil {
		come, line := clock(worked(d.now)+l.parts), v.Operations[len(v.Operations)-1].Line
		d.must(board.SetPart{Visit: l.visit, Part: "配件", Line: line, State: board.PartInTransit, ETA: at(come)})
		parts := d.state.Visits[l.visit].Parts
		id := parts[len(parts)-1].ID
		d.in(come, func() { d.must(board.SetPart{Visit: l.visit, ID: id, State: board.PartArrived}) })
	}
	promise := clock(worked(minuteOf(v.PromisedAt())) + standard(code).StandardMinutes + l.parts + 30)
	if promise <= d.now {
		return // late already: more work does not excuse it
	}
	d.must(board.RePromise{Visit: l.visit, PromisedAt: at(promise), Cause: board.CauseAdditional, Confirmed: true, ConfirmedBy: "客户", How: board.HowPhone})
}

// inspect lets a free inspector look at a car. The board learns of it when it
// is over.
func (d *day) inspect(t *dispatch.Task) {
	l := d.lives[t.Visit]
	v := d.state.Visits[t.Visit]
	who := d.inspector(v, t.Technicians)
	if d.inspected[t.Visit] || who == "" || v.Stage != board.StageWaitInspection {
		return // the plan is made anew when one is free
	}
	end := clock(worked(d.now) + d.state.Settings.InspectionMinutes)
	d.inspectors[who], d.inspected[t.Visit] = end, true
	d.looks[t.Visit]++
	d.in(end, func() {
		delete(d.inspected, l.visit)
		c := board.Inspect{Visit: l.visit, Inspector: who, Passed: !l.fails || t.Level != board.LevelFinal}
		if !c.Passed {
			c.Item, c.Cause, l.fails = "异响", "螺栓未紧", false
		}
		d.must(c)
		if v := d.state.Visits[l.visit]; v.Stage == board.StageRework {
			d.must(board.ReleaseRework{Visit: l.visit})
		}
		d.done(l)
	})
}

// inspector gives who looks at the car: the one planned, or another who is
// free.
func (d *day) inspector(v *board.Visit, planned []board.PersonID) board.PersonID {
	for _, id := range append(slices.Clone(planned), "Q01", "Q02") {
		if d.inspectors[id] <= d.now && !v.Worker(id) {
			return id
		}
	}
	return ""
}

// sign brings a car in.
func (d *day) sign(l *life) {
	if l.car.quote > 0 {
		d.quoted(l)
	}
	d.must(board.ImportOrder{
		Details: l.car.details(),
		// the customer signed now; the rules of a shop date an import by the car's arrival
		ArrivedAt: at(l.arrives), PromisedAt: at(l.car.promise), Operations: l.codes,
	})
	l.visit, l.signed = d.booked[l.car], d.now
	d.lives[l.visit] = l
}

// book makes the appointment of a car, before the shop opens.
func (d *day) book(c *car) {
	d.now = opens
	before := d.state.Seq
	d.must(board.Book{Details: c.details(), At: at(c.booked), Override: "约好"})
	d.booked[c] = board.VisitID(fmt.Sprintf("V%d", before+1))
}

// details gives what is known of a car before it comes.
func (c *car) details() board.Details {
	return board.Details{OrderNo: fmt.Sprintf("R%03d", c.index), Plate: fmt.Sprintf("粤A%05d", 10000+c.index), Class: c.kind.class, Waiter: c.waits, Customer: "客户"}
}

// done hands over a car that is ready.
func (d *day) done(l *life) {
	v := d.state.Visits[l.visit]
	if d.err != nil || v.Stage != board.StageReady {
		return
	}
	l.ready, l.promise = d.now, minuteOf(v.PromisedAt())
	d.must(board.Settle{Visit: l.visit, Checked: true})
	d.must(board.Deliver{Visit: l.visit})
}

// upset lets something disturb the shop; what cannot be now, because somebody
// is at work, happens a little later.
func (d *day) upset(u upset) {
	again := func() { d.in(d.now+5, func() { d.upset(u) }) }
	switch {
	case u.car >= 0:
		d.drag(u)
	case u.bay >= 0:
		bay := d.state.BaysInOrder()[u.bay]
		if d.state.Occupant(bay.ID) != nil {
			again()
			return
		}
		d.must(board.SetMaintenance{Bay: bay.ID, Reason: "举升机故障", Until: at(d.now + u.minutes)})
		d.in(d.now+u.minutes, func() { d.must(board.SetMaintenance{Bay: bay.ID}) })
	default:
		id := mechanic(u.person)
		if len(d.state.WorkOf(id)) > 0 {
			again()
			return
		}
		d.must(board.SetPresence{Person: id, Presence: board.PresenceRescue, Until: at(d.now + u.minutes)})
		d.in(d.now+u.minutes, func() { d.must(board.SetPresence{Person: id, Presence: board.PresencePresent}) })
	}
}

// drag pins the next operation of a car to a person who can do it.
func (d *day) drag(u upset) {
	person := d.state.People[mechanic(u.person)]
	for _, l := range d.cars {
		if l.index != u.car || l.visit == "" || l.ready > 0 {
			continue
		}
		for _, o := range d.state.Visits[l.visit].Operations {
			if o.State == board.OperationWaiting && o.Crew == 1 && person.Can(o.Trade) && person.Grade.Rank() >= o.MinGrade.Rank() {
				d.must(board.SetPin{Visit: l.visit, Line: o.Line, Technicians: []board.PersonID{person.ID}})
				return
			}
		}
	}
}
