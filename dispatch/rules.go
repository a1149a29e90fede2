package dispatch

import (
	"cmp"
	"slices"
	"time"

	"bayline/board"
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
	c := &check{state: s, plan: plan, now: now, zone: s.Location(), a: a, visit: v, atOnce: !a.Start.IsZero() && !a.Start.After(now)}
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
	c.end = c.finish()
	c.bay()
	for _, id := range a.Technicians {
		if p := s.People[id]; p != nil {
			c.person(p)
		}
	}
	c.crew()
	if c.op != nil && !c.op.Running() {
		c.parts()
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
	state  *board.State
	plan   *Plan
	now    time.Time
	zone   *time.Location
	a      Assignment
	visit  *board.Visit
	op     *board.Operation // nil for inspection and wash
	end    time.Time        // about when it would finish
	atOnce bool             // it starts now: what is so now counts, not what is planned
	found  []Violation
}

func (c *check) add(impossible bool, code string, pairs ...any) {
	c.found = append(c.found, Violation{Reason: *reason(code, pairs...), Impossible: impossible})
}

// inspecting reports whether the assignment is an inspection.
func (c *check) inspecting() bool { return c.op == nil && c.visit.Stage == board.StageWaitInspection }

// finish guesses the end by the bare clock.
func (c *check) finish() time.Time {
	minutes := c.state.Settings.InspectionMinutes
	if c.op != nil {
		speed := 0
		for _, id := range c.a.Technicians {
			speed += personEfficiency(c.state.People[id])
		}
		minutes = ceilDiv(c.op.StandardMinutes*100, cmp.Or(speed, 100*max(1, c.op.Crew))) + c.op.PassiveMinutes
	}
	return c.a.Start.Add(time.Duration(minutes) * time.Minute)
}

// bay checks the place: its kind, and whether it is free.
func (c *check) bay() {
	if c.a.Bay == "" {
		return
	}
	bay := c.state.Bays[c.a.Bay]
	if bay == nil {
		c.add(true, "bay_unknown")
		return
	}
	need := board.BayType("")
	switch {
	case c.op != nil:
		need = c.op.BayType
	case c.inspecting():
		need = board.BayQC
	default:
		need = board.BayWash
	}
	if !bay.Serves(need) {
		c.add(c.op == nil && !c.inspecting(), "bay_type", "bay", bay.Name, "bay_type", string(need))
	}
	if bay.Maintenance != "" && (bay.MaintenanceUntil.IsZero() || c.a.Start.Before(bay.MaintenanceUntil)) {
		c.add(true, "bay_maintenance", "bay", bay.Name, "why", bay.Maintenance)
	}
	c.bayFree(bay)
}

// bayFree checks the bay against the car that stands in it and against work
// that is fixed there.
func (c *check) bayFree(bay *board.Bay) {
	if car := c.state.Occupant(bay.ID); car != nil && car.ID != c.visit.ID {
		until, known := c.leaves(car)
		switch plate := board.ShowPlate(car.Plate); {
		case !known:
			c.add(c.atOnce, "bay_held", "bay", bay.Name, "plate", plate)
			return
		case c.atOnce, !c.a.Start.IsZero() && c.a.Start.Before(until):
			c.add(c.atOnce, "bay_busy", "bay", bay.Name, "plate", plate, "until", when(until, c.now, c.zone))
			return
		}
	}
	if c.a.Start.IsZero() {
		return
	}
	for _, t := range c.fixed() {
		if t.Bay == bay.ID && t.Visit != c.visit.ID && t.Start.Before(c.end) && t.Finish.After(c.a.Start) && !t.Running {
			c.add(false, "bay_busy", "bay", bay.Name, "plate", c.plate(t.Visit), "until", when(t.Finish, c.now, c.zone))
			return
		}
	}
}

// leaves gives when a car in a bay can be out of it: when its running work is
// planned to end, its stop ends, or else as soon as it is moved.
func (c *check) leaves(car *board.Visit) (until time.Time, known bool) {
	until, known = c.now.Add(time.Duration(c.state.Settings.MoveMinutes)*time.Minute), true
	stop := func(line int, stop *board.Stop) {
		if stop == nil || !stop.KeepsBay {
			return
		}
		end, told := stopEnds(car, line, stop)
		until, known = latest(until, end), known && told
	}
	stop(0, car.Stop)
	for i := range car.Operations {
		if o := &car.Operations[i]; o.State == board.OperationStopped {
			stop(o.Line, o.Stop)
		}
	}
	for _, t := range c.fixed() {
		if t.Running && t.Visit == car.ID {
			until = latest(until, t.Finish)
		}
	}
	return until, known
}

// fixed gives the tasks the planner will not move away: running, pinned or
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
		v := c.state.Visits[t.Visit]
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
	if v := c.state.Visits[id]; v != nil {
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
