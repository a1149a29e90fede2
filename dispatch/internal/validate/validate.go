// Package validate checks plans against every hard rule, from the state alone: it shares no code with what makes plans,
// so that a fault there cannot hide here.
package validate

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"bayline/board"
	"bayline/dispatch/internal/plan"
)

// Plan is what the validator reads of a plan.
type Plan struct {
	At       time.Time
	Tasks    []plan.Task
	Outlooks map[board.VisitID]Outlook
}

// Outlook is what it reads of a visit's outlook; Reasons is how many reasons are given.
type Outlook struct {
	Ready, From, To time.Time
	Late            float64
	Health          plan.Health
	Reasons         int
}

// Check returns one error for each hard rule a plan breaks, nil for a sound plan.
func Check(s *board.State, made *Plan) []error {
	c := &validator{state: s, plan: made, zone: s.Location(), tasks: map[board.VisitID][]*plan.Task{},
		floor: made.At.Truncate(time.Minute)}
	for i := range made.Tasks {
		t := &made.Tasks[i]
		c.tasks[t.Visit] = append(c.tasks[t.Visit], t)
	}
	c.order()
	for i := range made.Tasks {
		c.task(&made.Tasks[i])
	}
	for _, v := range board.Sorted(s.Visits) {
		if v.InShop() && !v.SignedAt.IsZero() {
			c.visit(v)
		}
	}
	c.bays()
	c.people()
	return c.errors
}

// validator collects what is wrong with a plan.
type validator struct {
	state  *board.State
	plan   *Plan
	zone   *time.Location
	tasks  map[board.VisitID][]*plan.Task
	floor  time.Time // start of the plan's minute
	errors []error
}

// Fault is one broken rule of a plan. Code is the rule's code where a person's
// choice can break it too, as Check names it.
type Fault struct {
	Code string
	Task plan.Task
	Text string
}

// Error implements error.
func (f *Fault) Error() string { return f.Text }

func (c *validator) fault(t *plan.Task, code, format string, args ...any) {
	name := fmt.Sprintf("%s/%d %s%s at %s: ", t.Visit, t.Line, t.Kind, t.Level,
		t.Start.In(c.zone).Format("01-02 15:04"))
	c.errors = append(c.errors, &Fault{code, *t, fmt.Sprintf(name+format, args...)})
}

// order checks that the tasks are sorted and none is there twice.
func (c *validator) order() {
	seen := map[string]bool{}
	for i := range c.plan.Tasks {
		t := &c.plan.Tasks[i]
		name := fmt.Sprint(t.Visit, t.Line, t.Kind, t.Level)
		if seen[name] {
			c.fault(t, "shape", "is planned twice")
		}
		seen[name] = true
		if i == 0 {
			continue
		}
		before := &c.plan.Tasks[i-1]
		if cmp.Or(before.Start.Compare(t.Start), cmp.Compare(before.Visit, t.Visit),
			cmp.Compare(before.Line, t.Line)) > 0 {
			c.fault(t, "shape", "is out of order")
		}
	}
}

// task checks what can be said of one task alone.
func (c *validator) task(t *plan.Task) {
	v, ok := c.state.Visits[t.Visit]
	if !ok || !v.InShop() || v.SignedAt.IsZero() {
		c.fault(t, "shape", "belongs to no open visit")
		return
	}
	if !t.Finish.After(t.Start) {
		c.fault(t, "shape", "does not end after it starts")
	}
	if !t.Finish.After(c.plan.At) {
		c.fault(t, "shape", "ends in the past")
	}
	if !t.Running && t.Start.Before(c.plan.At) {
		c.fault(t, "shape", "starts in the past")
	}
	if t.Bay != "" && c.state.Bays[t.Bay] == nil {
		c.fault(t, "bay_unknown", "is in an unknown bay")
		return
	}
	for i, id := range t.Technicians {
		if c.state.People[id] == nil || slices.Contains(t.Technicians[:i], id) {
			c.fault(t, "person_unknown", "names %s wrongly", id)
			return
		}
	}
	switch t.Kind {
	case plan.KindWork:
		c.work(v, t)
	case plan.KindInspection:
		c.inspection(v, t)
	case plan.KindWash:
		c.wash(v, t)
	default:
		c.fault(t, "shape", "is of an unknown kind")
	}
	c.attended(t)
}

// work checks an operation: what it needs and what people fixed about it.
func (c *validator) work(v *board.Visit, t *plan.Task) {
	o := v.Operation(t.Line)
	if o == nil || !o.Open() || o.Trade == board.TradeWash {
		c.fault(t, "shape", "is no open operation")
		return
	}
	if o.Running() != t.Running {
		c.fault(t, "running", "is running: %v, but the plan says %v", o.Running(), t.Running)
		return
	}
	if o.Running() {
		if !t.Start.Equal(o.Spans[len(o.Spans)-1].Start) || t.Bay != o.Bay ||
			!slices.Equal(t.Technicians, o.Technicians) {
			c.fault(t, "running", "was moved though it is running")
		}
		return
	}
	c.decided(o, t)
	c.held(v, o, t)
	if n := len(t.Technicians); n < 1 || n > 3 {
		c.fault(t, "crew_limit", "has %d people", n)
	}
	if !c.bayGiven(o) && !c.state.Bays[t.Bay].Serves(o.BayType) {
		c.fault(t, "bay_type", "needs a %s bay, not %s", o.BayType, t.Bay)
	}
	if c.crewGiven(o) {
		return
	}
	if len(t.Technicians) != max(o.Crew, 1) {
		c.fault(t, "crew_size", "needs %d people", o.Crew)
	}
	graded := o.MinGrade.Rank() == 0
	for _, id := range t.Technicians {
		p := c.state.People[id]
		if !p.Can(o.Trade) {
			c.fault(t, "trade", "%s does no %s", id, o.Trade)
		}
		graded = graded || p.Grade.Rank() >= o.MinGrade.Rank()
	}
	if !graded {
		c.fault(t, "grade", "needs a %s", o.MinGrade)
	}
}

// bayGiven and crewGiven report whether a person chose the bay or the people,
// against the rules or not.
func (c *validator) bayGiven(o *board.Operation) bool {
	return (o.State == board.OperationDispatched && c.state.Bays[o.Bay] != nil) ||
		(o.Pin != nil && c.state.Bays[o.Pin.Bay] != nil)
}

func (c *validator) crewGiven(o *board.Operation) bool {
	return o.State == board.OperationDispatched || (o.Pin != nil && len(o.Pin.Technicians) > 0)
}

// decided checks that dispatch and pin are kept part by part; a dispatch is the
// stronger of the two.
func (c *validator) decided(o *board.Operation, t *plan.Task) {
	if o.State == board.OperationDispatched {
		if c.state.Bays[o.Bay] != nil && t.Bay != o.Bay {
			c.fault(t, "fixed", "was dispatched to %s, not %s", o.Bay, t.Bay)
		}
		if !slices.Equal(t.Technicians, o.Technicians) && c.onStaff(o.Technicians) {
			c.fault(t, "fixed", "was dispatched to %v, not %v", o.Technicians, t.Technicians)
		}
		if t.Start.Before(o.Start) {
			c.fault(t, "fixed", "starts before the dispatcher said, %s", o.Start)
		}
	} else if o.Pin != nil {
		if o.Pin.Bay != "" && c.state.Bays[o.Pin.Bay] != nil && t.Bay != o.Pin.Bay {
			c.fault(t, "fixed", "is pinned to %s, not %s", o.Pin.Bay, t.Bay)
		}
		if len(o.Pin.Technicians) > 0 && c.onStaff(o.Pin.Technicians) &&
			!slices.Equal(t.Technicians, o.Pin.Technicians) {
			c.fault(t, "fixed", "is pinned to %v, not %v", o.Pin.Technicians, t.Technicians)
		}
	}
	if o.Pin != nil && t.Start.Before(o.Pin.Start) {
		c.fault(t, "fixed", "starts before its pin, %s", o.Pin.Start)
	}
}

func (c *validator) onStaff(ids []board.PersonID) bool {
	return !slices.ContainsFunc(ids, func(id board.PersonID) bool { return c.state.People[id] == nil })
}

// held checks that missing parts and stops are waited for.
func (c *validator) held(v *board.Visit, o *board.Operation, t *plan.Task) {
	if at, ok := v.PartsReady(o.Line); !ok || t.Start.Before(c.due(at)) {
		c.fault(t, "parts", "starts before its parts are there")
	}
	stop := v.Stop
	if stop == nil {
		stop = o.Stop
	}
	if stop == nil {
		return
	}
	if until, known := c.stopEnd(v, o.Line, stop); !known || t.Start.Before(until) {
		c.fault(t, "stopped_until", "starts before its stop ends, %s", until)
	}
}

// inspection checks who inspects, and where.
func (c *validator) inspection(v *board.Visit, t *plan.Task) {
	if len(t.Technicians) > 1 {
		c.fault(t, "crew_size", "has %d inspectors", len(t.Technicians))
	}
	if !slices.Contains(c.needed(v), t.Level) {
		c.fault(t, "complete", "is an inspection the visit does not need")
	}
	lanes := false
	for _, b := range c.state.Bays {
		lanes = lanes || slices.Contains(b.Types, board.BayQC)
	}
	if lanes != (t.Bay != "") || (lanes && !c.state.Bays[t.Bay].Serves(board.BayQC)) {
		c.fault(t, "bay_type", "is in bay %q", t.Bay)
	}
	for _, id := range t.Technicians {
		p := c.state.People[id]
		if !p.Is(board.RoleInspector) && !p.Is(board.RoleLeader) && !p.Can(board.TradeInspection) {
			c.fault(t, "not_inspector", "%s is no inspector", id)
		}
		worked := v.Worker(id)
		for _, other := range c.tasks[t.Visit] {
			worked = worked || (other.Kind == plan.KindWork && slices.Contains(other.Technicians, id))
		}
		if worked {
			c.fault(t, "inspector_worked", "%s works on the car", id)
		}
	}
}

// wash checks who washes, and where.
func (c *validator) wash(v *board.Visit, t *plan.Task) {
	if t.Running {
		if v.Stage != board.StageWashing || !t.Start.Equal(v.WashingAt) || t.Bay != v.Bay {
			c.fault(t, "running", "is not the wash that is running")
		}
		return
	}
	for _, id := range t.Technicians {
		if !c.state.People[id].Can(board.TradeWash) {
			c.fault(t, "trade", "%s does not wash", id)
		}
	}
	if t.Bay != "" && !c.state.Bays[t.Bay].Serves(board.BayWash) {
		c.fault(t, "bay_type", "is in bay %s", t.Bay)
	}
}
