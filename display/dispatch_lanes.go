package display

import (
	"fmt"
	"slices"
	"time"

	"bayline/board"
	"bayline/dispatch"
)

// BayLane is one bay as a lane of the dispatch page.
type BayLane struct {
	ID          string          `json:"id"`
	Name        string          `json:"name"`
	Types       []board.BayType `json:"types"`
	State       board.BayState  `json:"state"`
	Team        string          `json:"team,omitempty"`
	Visit       board.VisitID   `json:"visit,omitempty"`
	Plate       string          `json:"plate,omitempty"`
	Maintenance string          `json:"maintenance,omitempty"`
	Until       time.Time       `json:"until,omitzero" doc:"end of the maintenance"`
}

// TechnicianLane is one technician as a lane of the dispatch page.
type TechnicianLane struct {
	ID       string                `json:"id"`
	Name     string                `json:"name"`
	Trades   []board.Trade         `json:"trades"`
	Grade    board.Grade           `json:"grade,omitempty"`
	Team     string                `json:"team,omitempty"`
	TeamName string                `json:"team_name,omitempty"`
	State    board.TechnicianState `json:"state"`
	Until    time.Time             `json:"until,omitzero" doc:"expected end of an absence"`
	Shifts   []board.Span          `json:"shifts"`
	Plates   []string              `json:"plates,omitempty" doc:"cars the person is clocked on to"`
}

// TeamLane names a team, so that a lane may show it.
type TeamLane struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Leader  string   `json:"leader,omitempty"`
	Members []string `json:"members"`
	Bays    []string `json:"bays"`
}

func (d desk) bayLanes() []BayLane {
	lanes := []BayLane{}
	for _, b := range d.BaysInOrder() {
		lane := BayLane{ID: string(b.ID), Name: b.Name, Types: b.Types, State: d.BayState(b), Maintenance: b.Maintenance, Until: d.local(b.MaintenanceUntil)}
		if v := d.Occupant(b.ID); v != nil {
			lane.Visit, lane.Plate = v.ID, v.Plate
		}
		for _, team := range board.Sorted(d.Teams) {
			if slices.Contains(team.Bays, b.ID) {
				lane.Team = string(team.ID)
			}
		}
		lanes = append(lanes, lane)
	}
	return lanes
}

func (d desk) technicianLanes() []TechnicianLane {
	lanes := []TechnicianLane{}
	for _, p := range board.Sorted(d.People) {
		if !p.Is(board.RoleTechnician) && !p.Is(board.RoleLeader) {
			continue
		}
		lane := TechnicianLane{ID: string(p.ID), Name: p.Name, Trades: p.Trades, Grade: p.Grade, Team: string(p.Team), State: d.TechnicianState(p), Until: d.local(p.PresenceUntil), Shifts: []board.Span{}}
		if team, ok := d.Teams[p.Team]; ok {
			lane.TeamName = team.Name
		}
		for _, s := range d.Settings.Calendar.Shifts(d.today(), p.Shift) {
			lane.Shifts = append(lane.Shifts, board.Span{Start: d.local(s.Start), End: d.local(s.End)})
		}
		for _, ref := range d.WorkOf(p.ID) {
			lane.Plates = append(lane.Plates, d.Visits[ref.Visit].Plate)
		}
		lanes = append(lanes, lane)
	}
	slices.SortStableFunc(lanes, func(a, b TechnicianLane) int {
		if a.Team != b.Team { // people without a team last
			if a.Team == "" || (b.Team != "" && b.Team < a.Team) {
				return 1
			}
			return -1
		}
		return 0
	})
	return lanes
}

func (d desk) teamLanes() []TeamLane {
	lanes := []TeamLane{}
	for _, t := range board.Sorted(d.Teams) {
		lane := TeamLane{ID: string(t.ID), Name: t.Name, Leader: string(t.Leader), Members: strs(t.Members), Bays: strs(t.Bays)}
		lanes = append(lanes, lane)
	}
	return lanes
}

func strs[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return out
}

// bars gives what a visit has on the time axis: the clocked work of today, the
// work in progress up to its expected end, what was dispatched or is planned,
// and a stopped car that holds its bay.
func (d desk) bars(v *board.Visit) []LaneBar {
	var bars []LaneBar
	health := d.outlook(v).Health
	bar := func(o *board.Operation, suffix, state string) LaneBar {
		return LaneBar{
			ID: fmt.Sprintf("%s/%d/%s", v.ID, o.Line, suffix), Visit: v.ID, Line: o.Line, Kind: dispatch.KindWork, State: state, Plate: v.Plate, NameZH: o.NameZH, NameEN: o.NameEN,
			Minutes: o.StandardMinutes, PromisedAt: d.local(v.PromisedAt()), Pinned: o.Pin != nil, Pin: d.pin(o), Help: !o.HelpSince.IsZero(), Health: health,
		}
	}
	for i := range v.Operations {
		o := &v.Operations[i]
		task, planned := d.tasks[board.OperationRef{Visit: v.ID, Line: o.Line}]
		for n, w := range o.Spans {
			if !w.End.IsZero() && w.End.Before(d.today()) {
				continue
			}
			b := bar(o, fmt.Sprint(n), "actual")
			b.Bay, b.Technicians, b.Start, b.Finish = string(w.Bay), strs(w.Technicians), d.local(w.Start), d.local(w.End)
			if w.End.IsZero() {
				b.State = "running"
				if planned {
					b.Finish, b.PassiveFrom = d.local(task.Finish), d.passiveFrom(task)
				}
			}
			bars = append(bars, b)
		}
		if !v.InShop() {
			continue
		}
		switch o.State {
		case board.OperationWaiting, board.OperationDispatched, board.OperationStopped:
			if b, ok := d.ahead(v, o, task, planned, bar(o, "plan", "planned")); ok {
				bars = append(bars, b)
			}
		}
	}
	if s := v.Standstill(); s != nil && v.Bay != "" && v.InShop() {
		o := v.Current()
		b := bar(o, "stop", "blocked")
		b.Bay, b.Start, b.Stop = string(v.Bay), d.local(s.Since), d.standstill(v)
		bars = append(bars, b)
	}
	return bars
}

// ahead places work that has not started: where the plan has it, or for a
// dispatched line without a plan where it was given to.
func (d desk) ahead(v *board.Visit, o *board.Operation, task dispatch.Task, planned bool, b LaneBar) (LaneBar, bool) {
	if o.State == board.OperationDispatched {
		b.State = "dispatched"
	}
	if planned {
		b.Bay, b.Technicians, b.Start, b.Finish, b.PassiveFrom = string(task.Bay), strs(task.Technicians), d.local(task.Start), d.local(task.Finish), d.passiveFrom(task)
		return b, true
	}
	if o.State != board.OperationDispatched {
		return b, false
	}
	start := o.Start
	if start.IsZero() || start.Before(d.now) {
		start = d.now.Truncate(5 * time.Minute)
	}
	b.Bay, b.Technicians, b.Start = string(o.Bay), strs(o.Technicians), d.local(start)
	b.Finish = b.Start.Add(time.Duration(o.PlannedMinutes(100)+o.PassiveMinutes) * time.Minute)
	return b, true
}

// passiveFrom gives when the attended part of a task ends, zero when nobody
// can leave before its finish.
func (d desk) passiveFrom(t dispatch.Task) time.Time {
	if len(t.Attended) == 0 {
		return time.Time{}
	}
	if end := t.Attended[len(t.Attended)-1].End; end.Before(t.Finish) {
		return d.local(end)
	}
	return time.Time{}
}

// steps gives the planned inspections and washes that take a bay or people.
func (d desk) steps() []LaneBar {
	var bars []LaneBar
	for _, t := range d.plan.Tasks {
		v := d.Visits[t.Visit]
		if t.Kind == dispatch.KindWork || v == nil || (t.Bay == "" && len(t.Technicians) == 0) {
			continue
		}
		b := LaneBar{
			ID: fmt.Sprintf("%s/%s%s", v.ID, t.Kind, t.Level), Visit: v.ID, Kind: t.Kind, State: "planned", Plate: v.Plate, Bay: string(t.Bay), Technicians: strs(t.Technicians),
			Start: d.local(t.Start), Finish: d.local(t.Finish), PromisedAt: d.local(v.PromisedAt()), Health: d.outlook(v).Health,
		}
		if t.Running {
			b.State = "running"
		}
		bars = append(bars, b)
	}
	return bars
}
