package dispatch

import (
	"cmp"
	"slices"
	"time"

	"bayline/board"
	"bayline/dispatch/internal/rules"
)

// Assignment is a choice a person makes: an operation of a visit, or its next
// step after the repair (Line 0), with a bay, people and a start. What is left
// empty is not checked; a zero Start means as soon as it can be.
type Assignment struct {
	Visit       board.VisitID    `json:"visit"`
	Line        int              `json:"line,omitempty"`
	Bay         board.BayID      `json:"bay,omitempty"`
	Technicians []board.PersonID `json:"technicians,omitempty"`
	Start       time.Time        `json:"start,omitzero"`
}

// Violation is a rule an assignment breaks. An impossible one cannot happen in
// the workshop; any other may be overridden by somebody who says why.
type Violation struct {
	Reason
	Impossible bool `json:"impossible"`
}

// Check names every rule a choice breaks, the impossible ones first. plan says
// how long running, dispatched and pinned work will take and may be nil; work
// the planner may still move is no obstacle.
func Check(s *board.State, plan *Plan, now time.Time, a Assignment) []Violation {
	v := s.Visits[a.Visit]
	c := &check{Case: rules.Case{State: s, Now: now, Start: a.Start}, plan: plan, zone: s.Location(), a: a, visit: v}
	if v == nil || !open(v) {
		c.add(true, "visit_closed")
		return c.found
	}
	c.op = v.Operation(a.Line)
	if a.Line != 0 && (c.op == nil || !c.op.Open()) {
		c.add(true, "visit_closed")
		return c.found
	}
	if c.op != nil && c.op.Running() {
		c.add(true, "running", "line", a.Line)
	}
	c.Task = c.task()
	c.finish()
	c.place()
	c.people()
	if c.op != nil && !c.op.Running() {
		c.ask(rules.Work)
		c.precedence()
	}
	c.car()
	slices.SortStableFunc(c.found, func(x, y Violation) int { return cmp.Compare(rank(x), rank(y)) })
	return c.found
}

func rank(v Violation) int {
	if v.Impossible {
		return 0
	}
	return 1
}

// check is one assignment under examination.
type check struct {
	rules.Case
	plan   *Plan
	zone   *time.Location
	a      Assignment
	visit  *board.Visit
	op     *board.Operation // nil for inspection and wash
	busyTo time.Time        // about when its people would be done
	end    time.Time        // and its passive time
	found  []Violation
}

// add notes what is wrong.
func (c *check) add(impossible bool, code string, pairs ...any) {
	c.found = append(c.found, Violation{Reason: *reason(code, pairs...), Impossible: impossible})
}

// breaks notes a rule of the table that is broken, under a code of its own when
// it is not the rule's.
func (c *check) breaks(code, as string, pairs ...any) {
	c.add(rules.Named(code).Impossible(&c.Case), cmp.Or(as, code), pairs...)
}

// ask puts the rules of a scope to the choice. What binds the plan alone is left
// out. An open start waits for the work, not for a person or bay.
func (c *check) ask(scope rules.Scope) {
	for _, r := range rules.Of(scope) {
		code, broken := r.Code, false
		switch {
		case r.Force == rules.PlanOnly:
		case r.Allows != nil:
			broken = !r.Allows(&c.Case)
		case r.Until != nil:
			until, known := r.Until(&c.Case)
			c.Over = rules.Expected(until, c.Now)
			switch {
			case !known:
				code, broken = cmp.Or(r.Undated, r.Code), true
			case c.Start.IsZero():
				broken = scope != rules.Work && !until.IsZero()
			default:
				broken = c.Start.Before(c.Over)
			}
		}
		if broken {
			var pairs []any
			if r.Args != nil {
				pairs = r.Args(&c.Case)
			}
			c.add(r.Impossible(&c.Case), code, pairs...)
		}
		if broken && r.Until != nil && scope == rules.Person {
			return // who is not there is not asked for the shift
		}
	}
}

// task is the work that is given out: a line, or the next step of the car.
func (c *check) task() rules.Task {
	switch {
	case c.op != nil:
		return workOf(c.visit, c.op)
	case len(c.State.InspectionsLeft(c.visit)) > 0:
		return inspectionOf(c.visit)
	}
	return washOf(c.visit)
}

// finish guesses the end by the bare clock.
func (c *check) finish() {
	minutes, passive := c.State.Settings.InspectionMinutes, 0
	if c.op != nil {
		speed := 0
		for _, id := range c.a.Technicians {
			speed += personEfficiency(c.State.People[id])
		}
		minutes = ceilDiv(workLeft(c.State, c.op, c.Now), cmp.Or(speed, 100*max(1, c.op.Crew)))
		passive = c.op.PassiveMinutes
	}
	c.busyTo = c.a.Start.Add(time.Duration(minutes) * time.Minute)
	c.end = c.busyTo.Add(time.Duration(passive) * time.Minute)
}

// place checks the bay: its kind, and whether it is free.
func (c *check) place() {
	if c.a.Bay == "" {
		return
	}
	if c.Bay = c.State.Bays[c.a.Bay]; c.Bay == nil {
		c.add(true, "bay_unknown")
		return
	}
	c.ask(rules.Bay)
	c.bayFree(c.Bay)
}

// people checks each of the people, then all together.
func (c *check) people() {
	ids := c.a.Technicians
	if len(ids) == 0 {
		return
	}
	unknown := 0
	leads := false
	for i, id := range ids {
		p := c.State.People[id]
		if p == nil || slices.Contains(ids[:i], id) {
			unknown++
		}
		if p == nil {
			continue
		}
		c.Person = p
		c.People = append(c.People, p)
		c.ask(rules.Person)
		c.busy(p)
		leads = leads || rules.Leads(&c.Case)
	}
	for range unknown {
		c.add(true, "person_unknown")
	}
	c.ask(rules.Crew)
	if leads || len(c.People) == 0 {
		return
	}
	for _, r := range rules.Of(rules.Crew) {
		if r.OneOf != nil && !slices.ContainsFunc(c.People,
			func(p *board.Person) bool { c.Person = p; return r.OneOf(&c.Case) }) {
			c.add(r.Impossible(&c.Case), r.Code, r.Args(&c.Case)...)
		}
	}
}

// bayFree checks the bay against the car that stands in it and against work
// that is fixed there.
func (c *check) bayFree(bay *board.Bay) {
	if car := c.State.Occupant(bay.ID); car != nil && car.ID != c.visit.ID {
		until, known := c.leaves(car)
		switch plate := board.ShowPlate(car.Plate); {
		case !known:
			c.breaks("bay_busy", "bay_held", "bay", bay.Name, "plate", plate)
			return
		case c.AtOnce(), !c.a.Start.IsZero() && c.a.Start.Before(until):
			c.breaks("bay_busy", "", "bay", bay.Name, "plate", plate, "until", until)
			return
		}
	}
	if c.a.Start.IsZero() {
		return
	}
	for _, t := range c.fixed() {
		if t.Bay == bay.ID && t.Visit != c.visit.ID && t.Start.Before(c.end) && t.Finish.After(c.a.Start) &&
			!t.Running {
			c.add(false, "bay_busy", "bay", bay.Name, "plate", c.plate(t.Visit), "until", t.Finish)
			return
		}
	}
}

// leaves returns when a car in a bay can be out of it: when its running work is
// planned to end, its stop ends, or else as soon as it is moved.
func (c *check) leaves(car *board.Visit) (until time.Time, known bool) {
	until, known = rules.Leaves(c.State, car, c.Now)
	for _, t := range c.fixed() {
		if t.Running && t.Visit == car.ID {
			until = latest(until, t.Finish)
		}
	}
	return until, known
}

// fixed returns the tasks the planner will not move away: running, pinned or
// dispatched.
func (c *check) fixed() []*Task {
	if c.plan == nil {
		return nil
	}
	var tasks []*Task
	for i := range c.plan.Tasks {
		t := &c.plan.Tasks[i]
		if t.Visit == c.visit.ID && t.Line == c.a.Line {
			continue
		}
		v := c.State.Visits[t.Visit]
		if v == nil {
			continue
		}
		o := v.Operation(t.Line)
		if t.Running || t.Pinned || (t.Kind == KindWork && o != nil && o.State == board.OperationDispatched) {
			tasks = append(tasks, t)
		}
	}
	return tasks
}

func (c *check) plate(id board.VisitID) string {
	if v := c.State.Visits[id]; v != nil {
		return board.ShowPlate(v.Plate)
	}
	return string(id)
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
