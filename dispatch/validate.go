package dispatch

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"bayline/board"
)

// Validate checks a plan against every hard rule, from the state alone: it
// shares no code with what makes plans, so that a fault there cannot hide
// here. It gives one error for each broken rule, nil for a sound plan.
func Validate(s *board.State, plan *Plan) []error {
	j := &judge{state: s, plan: plan, zone: s.Location(), tasks: map[board.VisitID][]*Task{}, floor: plan.At.Truncate(time.Minute)}
	for i := range plan.Tasks {
		t := &plan.Tasks[i]
		j.tasks[t.Visit] = append(j.tasks[t.Visit], t)
	}
	j.order()
	for i := range plan.Tasks {
		j.task(&plan.Tasks[i])
	}
	for _, v := range board.Sorted(s.Visits) {
		if v.InShop() && !v.SignedAt.IsZero() {
			j.visit(v)
		}
	}
	j.bays()
	j.people()
	return j.errors
}

// judge collects what is wrong with a plan.
type judge struct {
	state  *board.State
	plan   *Plan
	zone   *time.Location
	tasks  map[board.VisitID][]*Task
	floor  time.Time // start of the plan's minute
	errors []error
}

func (j *judge) fault(t *Task, format string, args ...any) {
	name := fmt.Sprintf("%s/%d %s%s at %s: ", t.Visit, t.Line, t.Kind, t.Level, t.Start.In(j.zone).Format("01-02 15:04"))
	j.errors = append(j.errors, fmt.Errorf(name+format, args...))
}

// order checks that the tasks are sorted and none is there twice.
func (j *judge) order() {
	seen := map[string]bool{}
	for i := range j.plan.Tasks {
		t := &j.plan.Tasks[i]
		name := fmt.Sprint(t.Visit, t.Line, t.Kind, t.Level)
		if seen[name] {
			j.fault(t, "is planned twice")
		}
		seen[name] = true
		if i == 0 {
			continue
		}
		before := &j.plan.Tasks[i-1]
		if cmp.Or(before.Start.Compare(t.Start), cmp.Compare(before.Visit, t.Visit), cmp.Compare(before.Line, t.Line)) > 0 {
			j.fault(t, "is out of order")
		}
	}
}

// task checks what can be said of one task alone.
func (j *judge) task(t *Task) {
	v, ok := j.state.Visits[t.Visit]
	if !ok || !v.InShop() || v.SignedAt.IsZero() {
		j.fault(t, "belongs to no open visit")
		return
	}
	if !t.Finish.After(t.Start) {
		j.fault(t, "does not end after it starts")
	}
	if !t.Finish.After(j.plan.At) {
		j.fault(t, "ends in the past")
	}
	if !t.Running && t.Start.Before(j.plan.At) {
		j.fault(t, "starts in the past")
	}
	if t.Bay != "" && j.state.Bays[t.Bay] == nil {
		j.fault(t, "is in an unknown bay")
		return
	}
	for i, id := range t.Technicians {
		if j.state.People[id] == nil || slices.Contains(t.Technicians[:i], id) {
			j.fault(t, "names %s wrongly", id)
			return
		}
	}
	switch t.Kind {
	case KindWork:
		j.work(v, t)
	case KindInspection:
		j.inspection(v, t)
	case KindWash:
		j.wash(v, t)
	default:
		j.fault(t, "is of an unknown kind")
	}
	j.attended(t)
}

// work checks an operation: what it needs and what people fixed about it.
func (j *judge) work(v *board.Visit, t *Task) {
	o := v.Operation(t.Line)
	if o == nil || !o.Open() || o.Trade == board.TradeWash {
		j.fault(t, "is no open operation")
		return
	}
	if o.Running() != t.Running {
		j.fault(t, "is running: %v, but the plan says %v", o.Running(), t.Running)
		return
	}
	if o.Running() {
		if !t.Start.Equal(o.Spans[len(o.Spans)-1].Start) || t.Bay != o.Bay || !slices.Equal(t.Technicians, o.Technicians) {
			j.fault(t, "was moved though it is running")
		}
		return
	}
	j.wish(o, t)
	j.held(v, o, t)
	if n := len(t.Technicians); n < 1 || n > 3 {
		j.fault(t, "has %d people", n)
	}
	if !j.bayGiven(o) && !j.state.Bays[t.Bay].Serves(o.BayType) {
		j.fault(t, "needs a %s bay, not %s", o.BayType, t.Bay)
	}
	if j.crewGiven(o) {
		return
	}
	if len(t.Technicians) != max(o.Crew, 1) {
		j.fault(t, "needs %d people", o.Crew)
	}
	graded := o.MinGrade.Rank() == 0
	for _, id := range t.Technicians {
		p := j.state.People[id]
		if !p.Can(o.Trade) {
			j.fault(t, "%s does no %s", id, o.Trade)
		}
		graded = graded || p.Grade.Rank() >= o.MinGrade.Rank()
	}
	if !graded {
		j.fault(t, "needs a %s", o.MinGrade)
	}
}

// bayGiven and crewGiven report whether a person chose the bay or the people,
// against the rules or not.
func (j *judge) bayGiven(o *board.Operation) bool {
	return (o.State == board.OperationDispatched && j.state.Bays[o.Bay] != nil) || (o.Pin != nil && j.state.Bays[o.Pin.Bay] != nil)
}

func (j *judge) crewGiven(o *board.Operation) bool {
	return o.State == board.OperationDispatched || (o.Pin != nil && len(o.Pin.Technicians) > 0)
}

// wish checks that dispatch and pin are kept part by part; a dispatch is the
// stronger of the two.
func (j *judge) wish(o *board.Operation, t *Task) {
	if o.State == board.OperationDispatched {
		if j.state.Bays[o.Bay] != nil && t.Bay != o.Bay {
			j.fault(t, "was dispatched to %s, not %s", o.Bay, t.Bay)
		}
		if !slices.Equal(t.Technicians, o.Technicians) && j.onStaff(o.Technicians) {
			j.fault(t, "was dispatched to %v, not %v", o.Technicians, t.Technicians)
		}
		if t.Start.Before(o.Start) {
			j.fault(t, "starts before the dispatcher said, %s", o.Start)
		}
	} else if o.Pin != nil {
		if o.Pin.Bay != "" && j.state.Bays[o.Pin.Bay] != nil && t.Bay != o.Pin.Bay {
			j.fault(t, "is pinned to %s, not %s", o.Pin.Bay, t.Bay)
		}
		if len(o.Pin.Technicians) > 0 && j.onStaff(o.Pin.Technicians) && !slices.Equal(t.Technicians, o.Pin.Technicians) {
			j.fault(t, "is pinned to %v, not %v", o.Pin.Technicians, t.Technicians)
		}
	}
	if o.Pin != nil && t.Start.Before(o.Pin.Start) {
		j.fault(t, "starts before its pin, %s", o.Pin.Start)
	}
}

func (j *judge) onStaff(ids []board.PersonID) bool {
	return !slices.ContainsFunc(ids, func(id board.PersonID) bool { return j.state.People[id] == nil })
}

// held checks that missing parts and stops are waited for.
func (j *judge) held(v *board.Visit, o *board.Operation, t *Task) {
	if at, ok := v.PartsReady(o.Line); !ok || t.Start.Before(at) {
		j.fault(t, "starts before its parts are there")
	}
	stop := v.Stop
	if stop == nil {
		stop = o.Stop
	}
	if stop != nil && t.Start.Before(stop.Until) {
		j.fault(t, "starts before its stop ends, %s", stop.Until)
	}
}

// inspection checks who inspects, and where.
func (j *judge) inspection(v *board.Visit, t *Task) {
	if len(t.Technicians) > 1 {
		j.fault(t, "has %d inspectors", len(t.Technicians))
	}
	lanes := false
	for _, b := range j.state.Bays {
		lanes = lanes || slices.Contains(b.Types, board.BayQC)
	}
	if lanes != (t.Bay != "") || (lanes && !j.state.Bays[t.Bay].Serves(board.BayQC)) {
		j.fault(t, "is in bay %q", t.Bay)
	}
	for _, id := range t.Technicians {
		p := j.state.People[id]
		if !p.Is(board.RoleInspector) && !p.Is(board.RoleLeader) && !p.Can(board.TradeInspection) {
			j.fault(t, "%s is no inspector", id)
		}
		worked := v.Worker(id)
		for _, other := range j.tasks[t.Visit] {
			worked = worked || (other.Kind == KindWork && slices.Contains(other.Technicians, id))
		}
		if worked {
			j.fault(t, "%s works on the car", id)
		}
	}
}

// wash checks who washes, and where.
func (j *judge) wash(v *board.Visit, t *Task) {
	if t.Running {
		if v.Stage != board.StageWashing || !t.Start.Equal(v.WashingAt) || t.Bay != v.Bay {
			j.fault(t, "is not the wash that is running")
		}
		return
	}
	for _, id := range t.Technicians {
		if !j.state.People[id].Can(board.TradeWash) {
			j.fault(t, "%s does not wash", id)
		}
	}
	if t.Bay != "" && !j.state.Bays[t.Bay].Serves(board.BayWash) {
		j.fault(t, "is in bay %s", t.Bay)
	}
}
