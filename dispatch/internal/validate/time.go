package validate

import (
	"slices"
	"time"

	"bayline/board"
	"bayline/dispatch/internal/plan"
)

// attended checks the calendar: people work only in their shifts and when they
// are there, work is split only where a shift or break ends, and it takes as
// long as the standard time says.
func (c *validator) attended(t *plan.Task) {
	var total time.Duration
	last := t.Start
	for i, a := range t.Attended {
		if !a.End.After(a.Start) || a.Start.Before(last) {
			c.fault(t, "shape", "has a crooked stretch %s", a.Start)
		}
		if a.Start.Before(t.Start) || a.End.After(t.Finish) {
			c.fault(t, "shape", "has a stretch outside itself, %s", a.Start)
		}
		total += a.End.Sub(a.Start)
		last = a.End
		if t.Running {
			continue
		}
		for _, id := range t.Technicians {
			if !c.present(id, a) {
				c.fault(t, "absent", "%s is not there at %s", id, a.Start.In(c.zone).Format("01-02 15:04"))
			}
		}
		if len(t.Technicians) == 0 && !c.inShifts(nil, a) {
			c.fault(t, "off_shift", "is outside the shop's hours at %s", a.Start)
		}
		if i > 0 && c.couldWork(t, board.Span{Start: t.Attended[i-1].End, End: a.Start}) {
			c.fault(t, "shape", "is split at %s though everybody is there", a.Start.In(c.zone).Format("01-02 15:04"))
		}
	}
	if t.Running {
		return
	}
	if len(t.Attended) == 0 || !t.Attended[0].Start.Equal(t.Start) {
		c.fault(t, "shape", "does not start with work")
		return
	}
	want, passive, exact := c.length(t)
	if got := int(total / time.Minute); got != want && exact || got < 1 {
		c.fault(t, "shape", "works %d minutes instead of %d", got, want)
	}
	if end := last.Add(passive); !end.Equal(t.Finish) {
		c.fault(t, "shape", "ends %s, not %s", t.Finish, end)
	}
}

// length returns the minutes a task that has not begun takes by the book; not
// exact when some of it has been done before.
func (c *validator) length(t *plan.Task) (minutes int, passive time.Duration, exact bool) {
	v := c.state.Visits[t.Visit]
	switch t.Kind {
	case plan.KindInspection:
		return c.state.Settings.InspectionMinutes, 0, true
	case plan.KindWash:
		return v.WashMinutes(c.state.Settings), 0, true
	}
	o := v.Operation(t.Line)
	if o == nil {
		return 0, 0, false
	}
	speed := 0
	for _, id := range t.Technicians {
		speed += c.state.People[id].Efficiency
	}
	if speed == 0 {
		return 0, 0, false
	}
	minutes = (max(o.StandardMinutes, 5)*100 + speed - 1) / speed
	return minutes, time.Duration(o.PassiveMinutes) * time.Minute, len(o.Spans) == 0
}

// present reports whether a person works through a stretch.
func (c *validator) present(id board.PersonID, a board.Span) bool {
	p := c.state.People[id]
	switch p.Presence {
	case board.PresencePresent, board.PresenceExpected, "":
	default:
		if a.Start.Before(c.due(p.PresenceUntil)) || (p.PresenceUntil.IsZero() && a.Start.Before(c.away(p))) {
			return false
		}
	}
	return c.inShifts(p.Shift, a)
}

// away is until when somebody is taken to be away who named no end.
func (c *validator) away(p *board.Person) time.Time {
	switch p.Presence {
	case board.PresenceBreak:
		return c.plan.At.Add(15 * time.Minute)
	case board.PresenceRescue:
		return c.plan.At.Add(2 * time.Hour)
	}
	today := c.plan.At.In(c.zone)
	return time.Date(today.Year(), today.Month(), today.Day()+1, 0, 0, 0, 0, c.zone)
}

// inShifts reports whether a stretch lies within one of the shifts.
func (c *validator) inShifts(own []board.Window, a board.Span) bool {
	for _, s := range c.state.Settings.Calendar.Shifts(a.Start.In(c.zone), own) {
		if !a.Start.Before(s.Start) && !a.End.After(s.End) {
			return true
		}
	}
	return false
}

// couldWork reports whether everybody on a task is in a shift at some minute
// of a gap.
func (c *validator) couldWork(t *plan.Task, gap board.Span) bool {
	var own []board.Window // of the first on the task, else the shop's
	if len(t.Technicians) > 0 {
		own = c.state.People[t.Technicians[0]].Shift
	}
	for day := gap.Start.In(c.zone); !day.After(gap.End.In(c.zone).AddDate(0, 0, 1)); day = day.AddDate(0, 0, 1) {
		for _, shift := range c.state.Settings.Calendar.Shifts(day, own) {
			for at := latest(shift.Start, gap.Start); at.Before(gap.End) &&
				at.Before(shift.End); at = at.Add(time.Minute) {
				if c.everybody(t, board.Span{Start: at, End: at.Add(time.Minute)}) {
					return true
				}
			}
		}
	}
	return false
}

func (c *validator) everybody(t *plan.Task, minute board.Span) bool {
	if len(t.Technicians) == 0 {
		return c.inShifts(nil, minute)
	}
	return !slices.ContainsFunc(t.Technicians, func(id board.PersonID) bool { return !c.present(id, minute) })
}

// occupied is a stretch of a bay or a person as the plan uses it.
type occupied struct {
	from, to time.Time
	task     *plan.Task
}

func overlap(a, b occupied) bool { return a.from.Before(b.to) && b.from.Before(a.to) }

// bays checks that a bay holds one car at a time: the planned ones, those that
// stand there now, and none while it is under maintenance.
func (c *validator) bays() {
	held := map[board.BayID][]occupied{}
	for i := range c.plan.Tasks {
		if t := &c.plan.Tasks[i]; t.Bay != "" {
			held[t.Bay] = append(held[t.Bay], occupied{t.Start, t.Finish, t})
		}
	}
	for _, bay := range board.Sorted(c.state.Bays) {
		list := held[bay.ID]
		for i := range list {
			for k := range list[:i] {
				if list[i].task.Visit != list[k].task.Visit && overlap(list[i], list[k]) {
					c.fault(list[i].task, "bay_busy", "shares %s with %s/%d", bay.ID, list[k].task.Visit,
						list[k].task.Line)
				}
			}
			c.standing(bay, list[i].task)
		}
	}
}

// standing checks a planned task against the car that stands in its bay, and
// against maintenance. A car with a stopped line that keeps the bay stands there
// until the stop ends, also while other lines of it are worked on.
func (c *validator) standing(bay *board.Bay, t *plan.Task) {
	if t.Running {
		return
	}
	if bay.Maintenance != "" && (bay.MaintenanceUntil.IsZero() || t.Start.Before(c.due(bay.MaintenanceUntil))) {
		c.fault(t, "bay_maintenance", "uses %s during maintenance", bay.ID)
	}
	car := c.state.Occupant(bay.ID)
	if car == nil || car.ID == t.Visit {
		return
	}
	move := time.Duration(c.state.Settings.MoveMinutes) * time.Minute
	working := car.Stage == board.StageWashing
	free := c.plan.At
	hold := func(line int, stop *board.Stop) {
		if stop == nil || !stop.KeepsBay {
			return
		}
		working = false
		until, known := c.stopEnd(car, line, stop)
		if !known {
			c.fault(t, "bay_held", "uses %s, which %s keeps and nobody knows until when", bay.ID, car.ID)
		}
		if until.After(free) {
			free = until
		}
	}
	for _, o := range car.Operations {
		working = working || o.Running() // its running task holds the bay
	}
	hold(0, car.Stop)
	for _, o := range car.Operations {
		if o.State == board.OperationStopped {
			hold(o.Line, o.Stop)
		}
	}
	if !working && t.Start.Before(free.Add(move)) {
		c.fault(t, "bay_held", "uses %s while %s stands there", bay.ID, car.ID)
	}
}

// stopEnd reads from the order when a stop ends: when somebody said, when its
// part comes, at once when it only waits for people; known is false otherwise.
func (c *validator) stopEnd(v *board.Visit, line int, stop *board.Stop) (until time.Time, known bool) {
	if !stop.Until.IsZero() {
		return c.due(stop.Until), true
	}
	if stop.Reason == board.StopShift || stop.Reason == board.StopCrew {
		return until, true
	}
	if stop.Reason != board.StopParts {
		return until, false
	}
	for _, part := range v.Parts {
		if (part.Line != 0 && part.Line != line) || !part.Missing() {
			continue
		}
		if part.ETA.IsZero() {
			return until, false
		}
		if part.ETA.After(until) {
			until = part.ETA
		}
	}
	return c.due(until), !until.IsZero()
}

// due is the hour something told is expected at: not within the next ten minutes
// when it should have happened already.
func (c *validator) due(at time.Time) time.Time {
	if soon := c.plan.At.Add(10 * time.Minute); at.Before(soon) && !at.IsZero() {
		return soon
	}
	return at
}

// people checks that nobody does two things at once, but for members of a team
// at work in both its bays, and nobody three.
func (c *validator) people() {
	busy := map[board.PersonID][]occupied{}
	for i := range c.plan.Tasks {
		t := &c.plan.Tasks[i]
		from, to := t.Start, t.Finish // of work that goes on outside the shop's hours
		if n := len(t.Attended); n > 0 {
			to = t.Attended[n-1].End
		}
		for _, id := range t.Technicians {
			busy[id] = append(busy[id], occupied{from, to, t})
		}
	}
	for _, p := range board.Sorted(c.state.People) {
		list := busy[p.ID]
		for i := range list {
			at := 0 // of what began before, how much goes on when this begins
			for k := range list {
				a, b := list[i].task, list[k].task
				if k == i || !overlap(list[i], list[k]) {
					continue
				}
				if !list[k].from.After(list[i].from) && !(a.Running && b.Running) {
					at++
				}
				if k < i && !c.shared(p, a, b) && !(a.Running && b.Running) {
					c.fault(a, "busy", "%s is also on %s/%d", p.ID, b.Visit, b.Line)
				}
			}
			if at > 1 {
				c.fault(list[i].task, "busy", "%s is on %d works at once", p.ID, at+1)
			}
		}
	}
}

// shared reports whether a person may do two tasks at once: on two cars in the
// two bays of the team, and with others.
func (c *validator) shared(p *board.Person, a, b *plan.Task) bool {
	team, ok := c.state.Teams[p.Team]
	return ok && a.Visit != b.Visit && a.Bay != b.Bay && slices.Contains(team.Bays, a.Bay) &&
		slices.Contains(team.Bays, b.Bay) &&
		len(a.Technicians) > 1 && len(b.Technicians) > 1
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
