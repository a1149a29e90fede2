package display

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"bayline/board"
	"bayline/dispatch"
)

// BayRow is one bay on the time axis of the board. Technicians are those who
// work there now, Team the team that has the bay.
type BayRow struct {
	Bay         board.BayID    `json:"bay"`
	Name        string         `json:"name"`
	State       board.BayState `json:"state"`
	Why         string         `json:"why,omitempty" doc:"why the bay is out of use"`
	Technicians []string       `json:"technicians,omitempty"`
	Team        string         `json:"team,omitempty"`
	Jobs        []BayJob       `json:"jobs"`
}

// BayJob is one stretch on the axis. A Finish of zero means nobody knows; the
// page draws it to the present. PastPromise tells that it ends after its car
// is promised.
type BayJob struct {
	Visit       board.VisitID    `json:"visit"`
	Line        int              `json:"line,omitempty"`
	Plate       string           `json:"plate"`
	Work        board.Name       `json:"work,omitempty"`
	Task        dispatch.Kind    `json:"task" doc:"work, an inspection or the wash"`
	Kind        JobKind          `json:"kind"`
	Running     bool             `json:"running,omitempty"`
	Start       time.Time        `json:"start"`
	Finish      time.Time        `json:"finish,omitzero"`
	Health      dispatch.Health  `json:"health"`
	StopReason  board.StopReason `json:"stop_reason,omitempty"`
	PastPromise bool             `json:"past_promise,omitempty"`
}

// JobKind says how a stretch is drawn.
type JobKind string

// The kinds of a stretch: work done or going on, intended, time without people
// that holds the bay (drying, charging), and a car that stands still in it.
const (
	JobActual  JobKind = "actual"
	JobPlanned JobKind = "planned"
	JobPassive JobKind = "passive"
	JobStopped JobKind = "stopped"
)

// The stretch of the axis that is sent, in steps, so that the ticking clock
// changes nothing in between: what a page shows (2 h back, 4 h ahead) and more.
const (
	axisStep   = 30 * time.Minute
	axisBehind = 3 * time.Hour
	axisAhead  = 5 * time.Hour
)

// bayPresent is what a bay has behind it and at present.
type bayPresent struct {
	technicians []string
	jobs        []BayJob
}

// presentOfBays goes once over all visits.
func (x index) presentOfBays() map[board.BayID]*bayPresent {
	bays := map[board.BayID]*bayPresent{}
	at := func(bay board.BayID) *bayPresent {
		if bays[bay] == nil {
			bays[bay] = &bayPresent{}
		}
		return bays[bay]
	}
	for _, v := range x.visits {
		x.crews(v, at)
		x.jobsDone(v, at)
	}
	return bays
}

func (x index) bayRow(b *board.Bay, present *bayPresent) BayRow {
	row := BayRow{Bay: b.ID, Name: b.Name, State: x.BayState(b), Why: b.Maintenance, Jobs: []BayJob{}}
	if team := x.teams[b.ID]; team != nil {
		row.Team = team.Name
	}
	if present != nil {
		row.Technicians, row.Jobs = present.technicians, append(row.Jobs, present.jobs...)
	}
	row.Jobs = append(row.Jobs, x.intended(b.ID)...)
	mark := x.clock.down(x.now, axisStep)
	from, to := mark.Add(-axisBehind), mark.Add(axisAhead)
	row.Jobs = slices.DeleteFunc(row.Jobs, func(j BayJob) bool {
		return j.Start.After(to) || (!j.Finish.IsZero() && j.Finish.Before(from))
	})
	slices.SortStableFunc(row.Jobs, func(a, b BayJob) int {
		return cmp.Or(a.Start.Compare(b.Start), strings.Compare(string(a.Visit), string(b.Visit)), a.Line-b.Line)
	})
	return row
}

// crews notes who works on the visit now, at the bay where they do.
func (x index) crews(v *board.Visit, at func(board.BayID) *bayPresent) {
	for i := range v.Operations {
		o := &v.Operations[i]
		if !o.Running() {
			continue
		}
		here := at(o.Bay)
		for _, name := range x.names(o.Technicians) {
			if !slices.Contains(here.technicians, name) {
				here.technicians = append(here.technicians, name)
			}
		}
	}
}

// jobsDone notes the visit's past and present in its bays: its clocked work, its wash, and its standstill while it
// keeps the bay.
func (x index) jobsDone(v *board.Visit, at func(board.BayID) *bayPresent) {
	job := x.jobOf(v)
	for i := range v.Operations {
		o := &v.Operations[i]
		for _, span := range o.Spans {
			j := job(o.Line, board.Named(o.NameZH, o.NameEN), JobActual, span.Start, span.End)
			var rest []BayJob
			if span.End.IsZero() {
				j.Running = true
				rest = x.rest(&j, o)
			}
			here := at(span.Bay)
			here.jobs = append(append(here.jobs, j), rest...)
		}
	}
	if v.Stage == board.StageWashing {
		j := job(0, nil, JobActual, v.WashingAt, x.finishOf(v.ID, 0, dispatch.KindWash))
		j.Task, j.Running = dispatch.KindWash, true
		here := at(v.Bay)
		here.jobs = append(here.jobs, j)
	}
	if stop := v.Standstill(); stop != nil && v.Stage == board.StageStopped {
		j := job(0, nil, JobStopped, stop.Since, time.Time{})
		if stop.Until.After(x.now) {
			j.Finish = x.local(stop.Until)
		}
		if o := v.Current(); o != nil {
			j.Work = board.Named(o.NameZH, o.NameEN)
		}
		j.StopReason = stop.Reason
		here := at(v.Bay)
		here.jobs = append(here.jobs, j)
	}
}

// jobOf gives a maker of the visit's stretches.
func (x index) jobOf(v *board.Visit) func(int, board.Name, JobKind, time.Time, time.Time) BayJob {
	health, promise := x.outlooks[v.ID].Health, v.PromisedAt()
	return func(line int, work board.Name, kind JobKind, start, finish time.Time) BayJob {
		return BayJob{
			Visit: v.ID, Line: line, Plate: v.Plate, Work: work, Task: dispatch.KindWork, Kind: kind, Health: health,
			Start: x.local(start), Finish: x.local(finish),
			PastPromise: !promise.IsZero() && finish.After(promise),
		}
	}
}

// rest gives a running stretch its forecast end and cuts off what will pass
// without people.
func (x index) rest(j *BayJob, o *board.Operation) []BayJob {
	for _, task := range x.byCar[j.Visit] {
		if task.Kind == dispatch.KindWork && task.Line == o.Line {
			return x.lay(j, task, o)
		}
	}
	return nil
}

// intended gives what the plan puts into the bay after now.
func (x index) intended(bay board.BayID) []BayJob {
	var jobs []BayJob
	for _, task := range x.byBay[bay] {
		v, ok := x.Visits[task.Visit]
		if !ok || task.Running {
			continue
		}
		var work board.Name
		o := v.Operation(task.Line)
		if o != nil && task.Kind == dispatch.KindWork {
			work = board.Named(o.NameZH, o.NameEN)
		} else {
			o = nil
		}
		j := x.jobOf(v)(task.Line, work, JobPlanned, task.Start, task.Finish)
		j.Task = task.Kind
		passive := x.lay(&j, task, o)
		jobs = append(append(jobs, j), passive...)
	}
	return jobs
}

// lay ends a stretch where its people leave and gives the passive time after
// it as a stretch of its own.
func (x index) lay(j *BayJob, task dispatch.Task, o *board.Operation) []BayJob {
	promise := time.Time{}
	if v, ok := x.Visits[task.Visit]; ok {
		promise = v.PromisedAt()
	}
	j.Finish = x.local(task.Finish)
	j.PastPromise = !promise.IsZero() && task.Finish.After(promise)
	if o == nil || o.PassiveMinutes == 0 || len(task.Attended) == 0 {
		return nil
	}
	hands := task.Attended[len(task.Attended)-1].End
	if !hands.After(j.Start) || task.Finish.Sub(hands) < time.Minute {
		return nil
	}
	passive := *j
	passive.Kind, passive.Start, passive.Running = JobPassive, x.local(hands), false
	j.Finish, j.PastPromise = passive.Start, false
	return []BayJob{passive}
}

// finishOf gives when the plan expects a step to end, zero when it does not
// know.
func (x index) finishOf(id board.VisitID, line int, kind dispatch.Kind) time.Time {
	for _, task := range x.byCar[id] {
		if task.Line == line && task.Kind == kind {
			return task.Finish
		}
	}
	return time.Time{}
}
