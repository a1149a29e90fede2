package validate

import (
	"slices"

	"bayline/board"
	"bayline/dispatch/internal/plan"
)

// visit checks what must hold across the tasks of one car, and its outlook.
func (c *validator) visit(v *board.Visit) {
	tasks := c.tasks[v.ID]
	c.precedence(v, tasks)
	for i, t := range tasks {
		for _, other := range tasks[:i] {
			sameBay := t.Bay == other.Bay && t.Bay != ""
			if !sameBay && overlap(occupied{t.Start, t.Finish, t}, occupied{other.Start, other.Finish, other}) &&
				!(t.Running && other.Running) {
				c.fault(t, "car_elsewhere", "the car is in %s for line %d at that time", other.Bay, other.Line)
			}
		}
	}
	c.complete(v, tasks)
}

// precedence checks the order of the lines, the inspections and the wash.
func (c *validator) precedence(v *board.Visit, tasks []*plan.Task) {
	rank := func(t *plan.Task) int {
		switch {
		case t.Kind == plan.KindWash:
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
				c.fault(t, "precedence", "starts before line %d %s ends", before.Line, before.Kind)
			}
		}
		if t.Kind != plan.KindWork {
			if n := c.unplanned(v, tasks); n > 0 {
				c.fault(t, "precedence", "is planned though %d operations are not", n)
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
			i := slices.IndexFunc(tasks, func(t *plan.Task) bool { return t.Line == line })
			if i < 0 || t.Start.Before(tasks[i].Finish) {
				c.fault(t, "precedence", "starts before line %d ends", line)
			}
		}
	}
}

// unplanned counts the open operations that have no task.
func (c *validator) unplanned(v *board.Visit, tasks []*plan.Task) int {
	n := 0
	for _, o := range v.Operations {
		planned := slices.ContainsFunc(tasks, func(t *plan.Task) bool { return t.Line == o.Line && t.Kind == plan.KindWork })
		if o.Open() && o.Trade != board.TradeWash && !planned {
			n++
		}
	}
	return n
}

// complete checks that a visit has everything to be ready, or a reason why
// not.
func (c *validator) complete(v *board.Visit, tasks []*plan.Task) {
	probe := &plan.Task{Visit: v.ID, Start: c.plan.At}
	o, ok := c.plan.Outlooks[v.ID]
	if !ok {
		c.fault(probe, "outlook", "has no outlook")
		return
	}
	if o.Late < 0 || o.Late > 1 {
		c.fault(probe, "outlook", "is late with probability %v", o.Late)
	}
	if v.Stage == board.StageReady || v.Stage == board.StageSettled {
		if len(tasks) > 0 {
			c.fault(probe, "outlook", "is ready but has tasks")
		}
		return
	}
	if o.Ready.IsZero() {
		if o.Reasons == 0 {
			c.fault(probe, "outlook", "cannot be planned, and no reason is given")
		}
		if o.Health == plan.HealthNormal || o.Health == plan.HealthRisk || o.Health == plan.HealthReady {
			c.fault(probe, "outlook", "is %s without a ready time", o.Health)
		}
		return
	}
	if o.From.After(o.Ready) || o.To.Before(o.Ready) {
		c.fault(probe, "outlook", "is ready outside its range")
	}
	if n := c.unplanned(v, tasks); n > 0 {
		c.fault(probe, "complete", "is ready though %d operations have no task", n)
	}
	washes := false
	for _, t := range tasks {
		washes = washes || t.Kind == plan.KindWash
	}
	if v.NeedsWash(c.state.Settings) && !washes {
		c.fault(probe, "complete", "is ready without its wash")
	}
	for _, level := range c.needed(v) {
		if !slices.ContainsFunc(tasks, func(t *plan.Task) bool { return t.Kind == plan.KindInspection && t.Level == level }) {
			c.fault(probe, "complete", "is ready without its %s inspection", level)
		}
	}
	if len(tasks) > 0 && o.Ready.Before(c.plan.At) {
		c.fault(probe, "outlook", "was ready in the past")
	}
	if (o.Health == plan.HealthRisk || o.Health == plan.HealthLate) && o.Reasons == 0 {
		c.fault(probe, "outlook", "is %s for no reason", o.Health)
	}
}

// needed reads from the order which inspections are still to be done: those it
// was signed with that nobody has passed, but for a final one the shop's
// sampling spares it.
func (c *validator) needed(v *board.Visit) []board.Level {
	var list []board.Level
	for _, level := range v.Levels {
		passed := false
		for _, i := range v.Inspections {
			passed = passed || (i.Level == level && i.Passed && !i.Void)
		}
		if level != board.LevelSelf && !passed {
			list = append(list, level)
		}
	}
	spared := v.SelfCheckedAt.IsZero() && v.ReworkRuns == 0 && !c.state.FinalSampled(v)
	if spared && slices.Equal(list, []board.Level{board.LevelFinal}) {
		return nil
	}
	return list
}
