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
	Work        Words            `json:"work"`
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

func (w workshop) bayRow(b *board.Bay) BayRow {
	row := BayRow{Bay: b.ID, Name: b.Name, State: w.State.BayState(b), Why: b.Maintenance, Jobs: []BayJob{}}
	for _, team := range board.Sorted(w.State.Teams) {
		if slices.Contains(team.Bays, b.ID) {
			row.Team = team.Name
			break
		}
	}
	for _, v := range w.visits {
		row.Technicians = append(row.Technicians, w.crewIn(v, b.ID)...)
		row.Jobs = append(row.Jobs, w.done(v, b.ID)...)
	}
	row.Jobs = append(row.Jobs, w.intended(b.ID)...)
	mark := w.clock.down(w.Now, axisStep)
	from, to := mark.Add(-axisBehind), mark.Add(axisAhead)
	row.Jobs = slices.DeleteFunc(row.Jobs, func(j BayJob) bool {
		return j.Start.After(to) || (!j.Finish.IsZero() && j.Finish.Before(from))
	})
	slices.SortStableFunc(row.Jobs, func(a, b BayJob) int {
		return cmp.Or(a.Start.Compare(b.Start), strings.Compare(string(a.Visit), string(b.Visit)), a.Line-b.Line)
	})
	return row
}

// crewIn gives who works on the visit in the bay now.
func (w workshop) crewIn(v *board.Visit, bay board.BayID) []string {
	var names []string
	for i := range v.Operations {
		if o := &v.Operations[i]; o.Running() && o.Bay == bay {
			for _, name := range w.names(o.Technicians) {
				if !slices.Contains(names, name) {
					names = append(names, name)
				}
			}
		}
	}
	return names
}

// done gives the visit's past and present in the bay: its clocked work, its
// wash, and its standstill while it keeps the bay.
func (w workshop) done(v *board.Visit, bay board.BayID) []BayJob {
	var jobs []BayJob
	job := w.jobOf(v)
	for i := range v.Operations {
		o := &v.Operations[i]
		for _, span := range o.Spans {
			if span.Bay != bay {
				continue
			}
			j := job(o.Line, bothWays(o.NameZH, o.NameEN), JobActual, span.Start, span.End)
			if span.End.IsZero() {
				j.Running = true
				rest := w.rest(&j, o)
				jobs = append(jobs, j)
				jobs = append(jobs, rest...)
				continue
			}
			jobs = append(jobs, j)
		}
	}
	if v.Stage == board.StageWashing && v.Bay == bay {
		j := job(0, washWords, JobActual, v.WashingAt, w.finishOf(v.ID, 0, dispatch.KindWash))
		j.Running = true
		jobs = append(jobs, j)
	}
	if stop := v.Standstill(); stop != nil && v.Stage == board.StageStopped && v.Bay == bay {
		j := job(0, Words{}, JobStopped, stop.Since, time.Time{})
		if stop.Until.After(w.Now) {
			j.Finish = w.clock.at(stop.Until)
		}
		if o := v.Current(); o != nil {
			j.Work = bothWays(o.NameZH, o.NameEN)
		}
		j.StopReason = stop.Reason
		jobs = append(jobs, j)
	}
	return jobs
}

var washWords = Words{ZH: "洗车", EN: "Wash"}

// jobOf gives a maker of the visit's stretches.
func (w workshop) jobOf(v *board.Visit) func(int, Words, JobKind, time.Time, time.Time) BayJob {
	health, promise := w.outlooks[v.ID].Health, v.PromisedAt()
	return func(line int, work Words, kind JobKind, start, finish time.Time) BayJob {
		return BayJob{
			Visit: v.ID, Line: line, Plate: v.Plate, Work: work, Kind: kind, Health: health,
			Start: w.clock.at(start), Finish: w.clock.at(finish),
			PastPromise: !promise.IsZero() && finish.After(promise),
		}
	}
}

// rest gives a running stretch its forecast end and cuts off what will pass
// without people.
func (w workshop) rest(j *BayJob, o *board.Operation) []BayJob {
	for _, task := range w.byCar[j.Visit] {
		if task.Kind == dispatch.KindWork && task.Line == o.Line {
			return w.lay(j, task, o)
		}
	}
	return nil
}

// intended gives what the plan puts into the bay after now.
func (w workshop) intended(bay board.BayID) []BayJob {
	var jobs []BayJob
	for _, task := range w.byBay[bay] {
		v, ok := w.State.Visits[task.Visit]
		if !ok || task.Running {
			continue
		}
		var work Words
		o := v.Operation(task.Line)
		switch {
		case o != nil && task.Kind == dispatch.KindWork:
			work = bothWays(o.NameZH, o.NameEN)
		case task.Kind == dispatch.KindWash:
			work, o = washWords, nil
		default:
			work, o = inspectionWords, nil
		}
		j := w.jobOf(v)(task.Line, work, JobPlanned, task.Start, task.Finish)
		passive := w.lay(&j, task, o)
		jobs = append(append(jobs, j), passive...)
	}
	return jobs
}

var inspectionWords = Words{ZH: "检验", EN: "Inspection"}

// lay ends a stretch where its people leave and gives the passive time after
// it as a stretch of its own.
func (w workshop) lay(j *BayJob, task dispatch.Task, o *board.Operation) []BayJob {
	promise := time.Time{}
	if v, ok := w.State.Visits[task.Visit]; ok {
		promise = v.PromisedAt()
	}
	j.Finish = w.clock.at(task.Finish)
	j.PastPromise = !promise.IsZero() && task.Finish.After(promise)
	if o == nil || o.PassiveMinutes == 0 || len(task.Attended) == 0 {
		return nil
	}
	hands := task.Attended[len(task.Attended)-1].End
	if !hands.After(j.Start) || task.Finish.Sub(hands) < time.Minute {
		return nil
	}
	passive := *j
	passive.Kind, passive.Start, passive.Running = JobPassive, w.clock.at(hands), false
	j.Finish, j.PastPromise = passive.Start, false
	return []BayJob{passive}
}

// finishOf gives when the plan expects a step to end, zero when it does not
// know.
func (w workshop) finishOf(id board.VisitID, line int, kind dispatch.Kind) time.Time {
	for _, task := range w.byCar[id] {
		if task.Line == line && task.Kind == kind {
			return task.Finish
		}
	}
	return time.Time{}
}
