package dispatch

import (
	"slices"

	"bayline/board"
)

// visit checks what must hold across the tasks of one car, and its outlook.
func (j *judge) visit(v *board.Visit) {
	tasks := j.tasks[v.ID]
	j.precedence(v, tasks)
	for i, t := range tasks {
		for _, other := range tasks[:i] {
			sameBay := t.Bay == other.Bay && t.Bay != ""
			if !sameBay && overlap(occupied{t.Start, t.Finish, t}, occupied{other.Start, other.Finish, other}) && !(t.Running && other.Running) {
				j.fault(t, "the car is in %s for line %d at that time", other.Bay, other.Line)
			}
		}
	}
	j.complete(v, tasks)
}

// precedence checks the order of the lines, the inspections and the wash.
func (j *judge) precedence(v *board.Visit, tasks []*Task) {
	rank := func(t *Task) int {
		switch {
		case t.Kind == KindWash:
			return 3
		case t.Level == board.LevelFinal:
			return 2
		case t.Level == board.LevelPeer:
			return 1
		}
		return 0
	}
	for _, t := range tasks {
		for _, before := range tasks {
			if rank(before) < rank(t) && t.Start.Before(before.Finish) {
				j.fault(t, "starts before line %d %s ends", before.Line, before.Kind)
			}
		}
		if t.Kind != KindWork {
			if n := j.unplanned(v, tasks); n > 0 {
				j.fault(t, "is planned though %d operations are not", n)
			}
			continue
		}
		o := v.Operation(t.Line)
		if o == nil || t.Running {
			continue
		}
		for _, line := range o.After {
			before := v.Operation(line)
			if before == nil || !before.Open() || before.Trade == board.TradeWash {
				continue
			}
			i := slices.IndexFunc(tasks, func(t *Task) bool { return t.Line == line })
			if i < 0 || t.Start.Before(tasks[i].Finish) {
				j.fault(t, "starts before line %d ends", line)
			}
		}
	}
}

// unplanned counts the open operations that have no task.
func (j *judge) unplanned(v *board.Visit, tasks []*Task) int {
	n := 0
	for _, o := range v.Operations {
		planned := slices.ContainsFunc(tasks, func(t *Task) bool { return t.Line == o.Line && t.Kind == KindWork })
		if o.Open() && o.Trade != board.TradeWash && !planned {
			n++
		}
	}
	return n
}

// complete checks that a visit has everything to be ready, or a reason why
// not.
func (j *judge) complete(v *board.Visit, tasks []*Task) {
	probe := &Task{Visit: v.ID, Start: j.plan.At}
	o, ok := j.plan.Outlooks[v.ID]
	if !ok {
		j.fault(probe, "has no outlook")
		return
	}
	if o.Late < 0 || o.Late > 1 {
		j.fault(probe, "is late with probability %v", o.Late)
	}
	if v.Stage == board.StageReady || v.Stage == board.StageSettled {
		if len(tasks) > 0 {
			j.fault(probe, "is ready but has tasks")
		}
		return
	}
	if o.Ready.IsZero() {
		if len(o.Reasons) == 0 {
			j.fault(probe, "cannot be planned, and no reason is given")
		}
		if o.Health == HealthNormal || o.Health == HealthRisk || o.Health == HealthReady {
			j.fault(probe, "is %s without a ready time", o.Health)
		}
		return
	}
	if o.From.After(o.Ready) || o.To.Before(o.Ready) {
		j.fault(probe, "is ready outside its range")
	}
	if n := j.unplanned(v, tasks); n > 0 {
		j.fault(probe, "is ready though %d operations have no task", n)
	}
	washes := false
	for _, t := range tasks {
		washes = washes || t.Kind == KindWash
	}
	if v.NeedsWash(j.state.Settings) && !washes {
		j.fault(probe, "is ready without its wash")
	}
	if len(tasks) > 0 && o.Ready.Before(j.plan.At) {
		j.fault(probe, "was ready in the past")
	}
	if (o.Health == HealthRisk || o.Health == HealthLate) && len(o.Reasons) == 0 {
		j.fault(probe, "is %s for no reason", o.Health)
	}
}
