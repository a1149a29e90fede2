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

func (x index) bayLanes() []BayLane {
	lanes := []BayLane{}
	for _, b := range x.BaysInOrder() {
		lane := BayLane{ID: string(b.ID), Name: b.Name, Types: b.Types, State: x.BayState(b), Maintenance: b.Maintenance, Until: x.local(b.MaintenanceUntil)}
		if v := x.Occupant(b.ID); v != nil {
			lane.Visit, lane.Plate = v.ID, v.Plate
		}
		if team := x.teams[b.ID]; team != nil {
			lane.Team = string(team.ID)
		}
		lanes = append(lanes, lane)
	}
	return lanes
}

func (x index) technicianLanes() []TechnicianLane {
	lanes := []TechnicianLane{}
	for _, p := range board.Sorted(x.People) {
		if !p.Is(board.RoleTechnician) && !p.Is(board.RoleLeader) {
			continue
		}
		lane := TechnicianLane{ID: string(p.ID), Name: p.Name, Trades: p.Trades, Grade: p.Grade, Team: string(p.Team), State: x.TechnicianState(p), Until: x.local(p.PresenceUntil), Shifts: []board.Span{}}
		if team, ok := x.Teams[p.Team]; ok {
			lane.TeamName = team.Name
		}
		for _, s := range x.Settings.Calendar.Shifts(x.today(), p.Shift) {
			lane.Shifts = append(lane.Shifts, board.Span{Start: x.local(s.Start), End: x.local(s.End)})
		}
		for _, ref := range x.WorkOf(p.ID) {
			lane.Plates = append(lane.Plates, x.Visits[ref.Visit].Plate)
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

func (x index) teamLanes() []TeamLane {
	lanes := []TeamLane{}
	for _, t := range board.Sorted(x.Teams) {
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
func (x index) bars(v *board.Visit) []LaneBar {
	var bars []LaneBar
	health := x.forecast(v).Health
	bar := func(o *board.Operation, suffix, state string) LaneBar {
		return LaneBar{
			ID: fmt.Sprintf("%s/%d/%s", v.ID, o.Line, suffix), Visit: v.ID, Line: o.Line, Kind: dispatch.KindWork, State: state, Plate: v.Plate, NameZH: o.NameZH, NameEN: o.NameEN,
			Minutes: o.StandardMinutes, PromisedAt: x.local(v.PromisedAt()), Pinned: o.Pin != nil, Pin: x.pin(o), Help: !o.HelpSince.IsZero(), Health: health,
		}
	}
	for i := range v.Operations {
		o := &v.Operations[i]
		task, planned := x.tasks[board.OperationRef{Visit: v.ID, Line: o.Line}]
		for n, w := range o.Spans {
			if !w.End.IsZero() && w.End.Before(x.today()) {
				continue
			}
			b := bar(o, fmt.Sprint(n), "actual")
			b.Bay, b.Technicians, b.Start, b.Finish = string(w.Bay), strs(w.Technicians), x.local(w.Start), x.local(w.End)
			if w.End.IsZero() {
				b.State = "running"
				if planned {
					b.Finish, b.PassiveFrom = x.local(task.Finish), x.passiveFrom(task)
				}
			}
			bars = append(bars, b)
		}
		if !v.InShop() {
			continue
		}
		switch o.State {
		case board.OperationWaiting, board.OperationDispatched, board.OperationStopped:
			if b, ok := x.ahead(v, o, task, planned, bar(o, "plan", "planned")); ok {
				bars = append(bars, b)
			}
		}
	}
	if s := v.Standstill(); s != nil && v.Bay != "" && v.InShop() {
		o := v.Current()
		b := bar(o, "stop", "blocked")
		b.Bay, b.Start, b.Stop = string(v.Bay), x.local(s.Since), x.standstill(v)
		bars = append(bars, b)
	}
	return bars
}

// ahead places work that has not started: where the plan has it, or for a
// dispatched line without a plan where it was given to.
func (x index) ahead(v *board.Visit, o *board.Operation, task dispatch.Task, planned bool, b LaneBar) (LaneBar, bool) {
	if o.State == board.OperationDispatched {
		b.State = "dispatched"
	}
	if planned {
		b.Bay, b.Technicians, b.Start, b.Finish, b.PassiveFrom = string(task.Bay), strs(task.Technicians), x.local(task.Start), x.local(task.Finish), x.passiveFrom(task)
		return b, true
	}
	if o.State != board.OperationDispatched {
		return b, false
	}
	start := o.Start
	if start.IsZero() || start.Before(x.now) {
		start = x.now.Truncate(5 * time.Minute)
	}
	b.Bay, b.Technicians, b.Start = string(o.Bay), strs(o.Technicians), x.local(start)
	b.Finish = b.Start.Add(time.Duration(o.PlannedMinutes(100)+o.PassiveMinutes) * time.Minute)
	return b, true
}

// passiveFrom gives when the attended part of a task ends, zero when nobody
// can leave before its finish.
func (x index) passiveFrom(t dispatch.Task) time.Time {
	if len(t.Attended) == 0 {
		return time.Time{}
	}
	if end := t.Attended[len(t.Attended)-1].End; end.Before(t.Finish) {
		return x.local(end)
	}
	return time.Time{}
}

// steps gives the planned inspections and washes that take a bay or people.
func (x index) steps() []LaneBar {
	var bars []LaneBar
	for _, t := range x.plan.Tasks {
		v := x.Visits[t.Visit]
		if t.Kind == dispatch.KindWork || v == nil || (t.Bay == "" && len(t.Technicians) == 0) {
			continue
		}
		b := LaneBar{
			ID: fmt.Sprintf("%s/%s%s", v.ID, t.Kind, t.Level), Visit: v.ID, Kind: t.Kind, State: "planned", Plate: v.Plate, Bay: string(t.Bay), Technicians: strs(t.Technicians),
			Start: x.local(t.Start), Finish: x.local(t.Finish), PromisedAt: x.local(v.PromisedAt()), Health: x.forecast(v).Health,
		}
		if t.Running {
			b.State = "running"
		}
		bars = append(bars, b)
	}
	return bars
}
