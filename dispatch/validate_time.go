package dispatch

import (
	"slices"
	"time"

	"bayline/board"
)

// attended checks the calendar: people work only in their shifts and when they
// are there, work is split only where a shift or break ends, and it takes as
// long as the standard time says.
func (j *judge) attended(t *Task) {
	var total time.Duration
	last := t.Start
	for i, a := range t.Attended {
		if !a.End.After(a.Start) || a.Start.Before(last) {
			j.fault(t, "has a crooked stretch %s", a.Start)
		}
		if a.Start.Before(t.Start) || a.End.After(t.Finish) {
			j.fault(t, "has a stretch outside itself, %s", a.Start)
		}
		total += a.End.Sub(a.Start)
		last = a.End
		if t.Running {
			continue
		}
		for _, id := range t.Technicians {
			if !j.present(id, a) {
				j.fault(t, "%s is not there at %s", id, a.Start.In(j.zone).Format("01-02 15:04"))
			}
		}
		if len(t.Technicians) == 0 && !j.inShifts(nil, a) {
			j.fault(t, "is outside the shop's hours at %s", a.Start)
		}
		if i > 0 && j.couldWork(t, board.Span{Start: t.Attended[i-1].End, End: a.Start}) {
			j.fault(t, "is split at %s though everybody is there", a.Start.In(j.zone).Format("01-02 15:04"))
		}
	}
	if t.Running {
		return
	}
	if len(t.Attended) == 0 || !t.Attended[0].Start.Equal(t.Start) {
		j.fault(t, "does not start with work")
		return
	}
	want, passive, exact := j.length(t)
	if got := int(total / time.Minute); got != want && exact || got < 1 {
		j.fault(t, "works %d minutes instead of %d", got, want)
	}
	if end := last.Add(passive); !end.Equal(t.Finish) {
		j.fault(t, "ends %s, not %s", t.Finish, end)
	}
}

// length gives the minutes a task that has not begun takes by the book; not
// exact when some of it has been done before.
func (j *judge) length(t *Task) (minutes int, passive time.Duration, exact bool) {
	v := j.state.Visits[t.Visit]
	switch t.Kind {
	case KindInspection:
		return j.state.Settings.InspectionMinutes, 0, true
	case KindWash:
		return v.WashMinutes(j.state.Settings), 0, true
	}
	o := v.Operation(t.Line)
	if o == nil {
		return 0, 0, false
	}
	speed := 0
	for _, id := range t.Technicians {
		speed += j.state.People[id].Efficiency
	}
	if speed == 0 {
		return 0, 0, false
	}
	minutes = (max(o.StandardMinutes, 5)*100 + speed - 1) / speed
	return minutes, time.Duration(o.PassiveMinutes) * time.Minute, len(o.Spans) == 0
}

// present reports whether a person works through a stretch.
func (j *judge) present(id board.PersonID, a board.Span) bool {
	p := j.state.People[id]
	switch p.Presence {
	case board.PresencePresent, board.PresenceExpected, "":
	default:
		if a.Start.Before(p.PresenceUntil) || (p.PresenceUntil.IsZero() && !a.Start.After(j.plan.At)) {
			return false
		}
	}
	return j.inShifts(p.Shift, a)
}

// inShifts reports whether a stretch lies within one of the shifts.
func (j *judge) inShifts(own []board.Window, a board.Span) bool {
	for _, s := range j.state.Settings.Calendar.Shifts(a.Start.In(j.zone), own) {
		if !a.Start.Before(s.Start) && !a.End.After(s.End) {
			return true
		}
	}
	return false
}

// couldWork reports whether everybody on a task is in a shift at some minute
// of a gap.
func (j *judge) couldWork(t *Task, gap board.Span) bool {
	var own []board.Window // of the first on the task, else the shop's
	if len(t.Technicians) > 0 {
		own = j.state.People[t.Technicians[0]].Shift
	}
	for day := gap.Start.In(j.zone); !day.After(gap.End.In(j.zone).AddDate(0, 0, 1)); day = day.AddDate(0, 0, 1) {
		for _, shift := range j.state.Settings.Calendar.Shifts(day, own) {
			for at := latest(shift.Start, gap.Start); at.Before(gap.End) && at.Before(shift.End); at = at.Add(time.Minute) {
				if j.everybody(t, board.Span{Start: at, End: at.Add(time.Minute)}) {
					return true
				}
			}
		}
	}
	return false
}

func (j *judge) everybody(t *Task, minute board.Span) bool {
	if len(t.Technicians) == 0 {
		return j.inShifts(nil, minute)
	}
	return !slices.ContainsFunc(t.Technicians, func(id board.PersonID) bool { return !j.present(id, minute) })
}

// occupied is a stretch of a bay or a person as the plan uses it.
type occupied struct {
	from, to time.Time
	task     *Task
}

func overlap(a, b occupied) bool { return a.from.Before(b.to) && b.from.Before(a.to) }

// bays checks that a bay holds one car at a time: the planned ones, those that
// stand there now, and none while it is under maintenance.
func (j *judge) bays() {
	held := map[board.BayID][]occupied{}
	for i := range j.plan.Tasks {
		if t := &j.plan.Tasks[i]; t.Bay != "" {
			held[t.Bay] = append(held[t.Bay], occupied{t.Start, t.Finish, t})
		}
	}
	for _, bay := range board.Sorted(j.state.Bays) {
		list := held[bay.ID]
		for i := range list {
			for k := range list[:i] {
				if list[i].task.Visit != list[k].task.Visit && overlap(list[i], list[k]) {
					j.fault(list[i].task, "shares %s with %s/%d", bay.ID, list[k].task.Visit, list[k].task.Line)
				}
			}
			j.standing(bay, list[i].task)
		}
	}
}

// standing checks a planned task against the car that stands in its bay, and
// against maintenance.
func (j *judge) standing(bay *board.Bay, t *Task) {
	if t.Running {
		return
	}
	if bay.Maintenance != "" && (bay.MaintenanceUntil.IsZero() || t.Start.Before(bay.MaintenanceUntil)) {
		j.fault(t, "uses %s during maintenance", bay.ID)
	}
	car := j.state.Occupant(bay.ID)
	if car == nil || car.ID == t.Visit {
		return
	}
	working := slices.ContainsFunc(car.Operations, func(o board.Operation) bool { return o.Running() && o.Bay == bay.ID })
	if working || car.Stage == board.StageWashing {
		return // its running task holds the bay
	}
	free := j.plan.At.Add(time.Duration(j.state.Settings.MoveMinutes) * time.Minute)
	stops := []*board.Stop{car.Stop}
	for _, o := range car.Operations {
		if o.State == board.OperationStopped {
			stops = append(stops, o.Stop)
		}
	}
	for _, stop := range stops {
		if stop != nil && stop.KeepsBay && stop.Until.After(free) {
			free = stop.Until
		}
	}
	if t.Start.Before(free) {
		j.fault(t, "uses %s while %s stands there", bay.ID, car.ID)
	}
}

// people checks that nobody does two things at once, but for members of a team
// at work in both its bays.
func (j *judge) people() {
	busy := map[board.PersonID][]occupied{}
	for i := range j.plan.Tasks {
		t := &j.plan.Tasks[i]
		n := len(t.Attended)
		if n == 0 {
			continue
		}
		for _, id := range t.Technicians {
			busy[id] = append(busy[id], occupied{t.Attended[0].Start, t.Attended[n-1].End, t})
		}
	}
	for _, p := range board.Sorted(j.state.People) {
		list := busy[p.ID]
		for i := range list {
			for k := range list[:i] {
				a, b := list[i].task, list[k].task
				if overlap(list[i], list[k]) && !j.shared(p, a, b) && !(a.Running && b.Running) {
					j.fault(a, "%s is also on %s/%d", p.ID, b.Visit, b.Line)
				}
			}
		}
	}
}

// shared reports whether a person may do two tasks at once: in the two bays of
// the team, and with others.
func (j *judge) shared(p *board.Person, a, b *Task) bool {
	team, ok := j.state.Teams[p.Team]
	return ok && a.Bay != b.Bay && slices.Contains(team.Bays, a.Bay) && slices.Contains(team.Bays, b.Bay) &&
		len(a.Technicians) > 1 && len(b.Technicians) > 1
}
