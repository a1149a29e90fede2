package display

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"bayline/board"
	"bayline/dispatch"
)

var _ = register(Screen{
	Name: "tech", Params: []string{"technician"}, Empty: &TechView{}, View: viewTech,
	Place: 6, Group: "workshop", Role: "technician", Icon: "wrench",
})

// jobsAhead is how many next jobs a technician sees.
const jobsAhead = 3

// TechView is one technician's tablet: what they work on, what of theirs
// stands still, and what comes next. Without a technician it only lists the
// people to choose from.
type TechView struct {
	Technician *TechnicianLane  `json:"technician"`
	People     []TechnicianPick `json:"people"`
	Now        []Job            `json:"now"`
	Stopped    []Job            `json:"stopped"`
	Unsigned   []Job            `json:"unsigned" doc:"all work done, the self-check is not signed"`
	Next       []Job            `json:"next"`
}

// TechnicianPick is a technician in the list to choose from.
type TechnicianPick struct {
	ID    string                `json:"id"`
	Name  string                `json:"name"`
	Team  string                `json:"team,omitempty"`
	State board.TechnicianState `json:"state"`
}

// Job is one operation as its technician sees it. It never carries the
// customer's name or phone. Sold are the minutes the crew is given on the
// clock; Worked are those used up to Since, from when on the time runs; Since is
// zero while nobody works or everybody has a break.
type Job struct {
	Key        string               `json:"key"`
	Visit      board.VisitID        `json:"visit"`
	Line       int                  `json:"line"`
	OrderNo    string               `json:"order_no,omitempty"`
	Plate      string               `json:"plate"`
	Model      string               `json:"model,omitempty"`
	VIN        string               `json:"vin,omitempty"`
	Class      board.Class          `json:"class"`
	Flags      []board.Flag         `json:"flags,omitempty"`
	Purpose    string               `json:"purpose,omitempty"`
	Wishes     string               `json:"wishes,omitempty"`
	Notes      []string             `json:"notes,omitempty"`
	Code       string               `json:"code,omitempty"`
	NameZH     string               `json:"name_zh"`
	NameEN     string               `json:"name_en"`
	Trade      board.Trade          `json:"trade"`
	State      board.OperationState `json:"state"`
	Bay        *Named               `json:"bay,omitempty"`
	Crew       []Named              `json:"crew,omitempty"`
	Sold       int                  `json:"sold"`
	Worked     int                  `json:"worked"`
	Running    bool                 `json:"running,omitempty"`
	Since      time.Time            `json:"since,omitzero"`
	Start      time.Time            `json:"start,omitzero"`
	Finish     time.Time            `json:"finish,omitzero"`
	PromisedAt time.Time            `json:"promised_at,omitzero"`
	Health     dispatch.Health      `json:"health"`
	Parts      []PartShown          `json:"parts,omitempty"`
	HeldBy     []int                `json:"held_by,omitempty"`
	Last       bool                 `json:"last,omitempty" doc:"finishing it completes the repair"`
	Others     []OrderLine          `json:"others,omitempty" doc:"the other lines of the order"`
	Stop       *Standstill          `json:"stop,omitempty"`
	Warning    *WarnedLate          `json:"warning,omitempty"`
	HelpSince  time.Time            `json:"help_since,omitzero"`
	Rework     bool                 `json:"rework,omitempty"`
}

// PartShown is one part of a job.
type PartShown struct {
	NameZH string          `json:"name_zh"`
	NameEN string          `json:"name_en"`
	State  board.PartState `json:"state"`
	ETA    time.Time       `json:"eta,omitzero"`
}

func viewTech(scene Scene, query url.Values) (View, error) {
	x := newIndex(scene)
	view := &TechView{People: []TechnicianPick{}, Now: []Job{}, Stopped: []Job{}, Unsigned: []Job{}, Next: []Job{}}
	id := query.Get("technician")
	for _, lane := range x.technicianLanes() {
		view.People = append(view.People, TechnicianPick{lane.ID, lane.Name, lane.TeamName, lane.State})
		if lane.ID == id {
			view.Technician = &lane
		}
	}
	if id == "" {
		return view, nil
	}
	if view.Technician == nil {
		return nil, &ParamError{"technician", id}
	}
	x.jobs(view, board.PersonID(id))
	return view, nil
}

// jobs sorts the operations of the shop into the person's lists: first what was
// dispatched to them by its start, then what the plan holds ready for them.
func (x index) jobs(view *TechView, who board.PersonID) {
	for _, v := range x.visits {
		if !v.InShop() {
			continue
		}
		for i := range v.Operations {
			o := &v.Operations[i]
			task, planned := x.tasks[board.OperationRef{Visit: v.ID, Line: o.Line}]
			mine := slices.Contains(o.Technicians, who)
			switch {
			case o.Running() && mine:
				view.Now = append(view.Now, x.job(v, o))
			case o.State == board.OperationStopped && mine:
				view.Stopped = append(view.Stopped, x.job(v, o))
			case o.State == board.OperationDispatched && mine,
				o.State == board.OperationWaiting && planned && v.Stop == nil && slices.Contains(task.Technicians, who):
				view.Next = append(view.Next, x.job(v, o))
			}
		}
		if o := lastWorked(v, who); o != nil && v.Stage == board.StageInRepair && v.SelfCheckedAt.IsZero() && !openRepair(v) {
			view.Unsigned = append(view.Unsigned, x.job(v, o))
		}
	}
	slices.SortStableFunc(view.Now, func(a, b Job) int { return a.Since.Compare(b.Since) })
	slices.SortStableFunc(view.Next, func(a, b Job) int {
		if (a.State == board.OperationDispatched) != (b.State == board.OperationDispatched) {
			if a.State == board.OperationDispatched {
				return -1
			}
			return 1
		}
		return soonest(a.Start, b.Start)
	})
	view.Next = view.Next[:min(len(view.Next), jobsAhead)]
}

func openRepair(v *board.Visit) bool {
	return slices.ContainsFunc(v.Operations, func(o board.Operation) bool { return o.Open() && o.Trade != board.TradeWash })
}

// lastWorked gives the operation of the visit the person finished last.
func lastWorked(v *board.Visit, who board.PersonID) *board.Operation {
	var last *board.Operation
	for i := range v.Operations {
		o := &v.Operations[i]
		for _, w := range o.Spans {
			if slices.Contains(w.Technicians, who) && (last == nil || o.FinishedAt.After(last.FinishedAt)) {
				last = o
			}
		}
	}
	return last
}

func (x index) job(v *board.Visit, o *board.Operation) Job {
	task, planned := x.tasks[board.OperationRef{Visit: v.ID, Line: o.Line}]
	place, crew := o.Bay, o.Technicians
	if planned && (place == "" || o.State == board.OperationWaiting) {
		place, crew = task.Bay, task.Technicians
	}
	j := Job{
		Key: string(v.ID) + "/" + strconv.Itoa(o.Line), Visit: v.ID, Line: o.Line, OrderNo: v.OrderNo, Plate: v.Plate, Model: v.Model, VIN: v.VIN, Class: v.Class, Flags: v.Flags(), Purpose: v.Purpose, Wishes: v.Wishes,
		Code: o.Code, NameZH: o.NameZH, NameEN: o.NameEN, Trade: o.Trade, State: o.State, Bay: x.bay(place), Crew: x.persons(crew), Sold: o.PlannedMinutes(100),
		Start: x.local(o.Start), PromisedAt: x.local(v.PromisedAt()), Health: x.forecast(v).Health, HeldBy: heldBy(v, o), Stop: x.stop(o.Line, o.Stop), Warning: x.warning(o.Warning),
		HelpSince: x.local(o.HelpSince), Rework: o.Rework, Running: o.Running(), Last: true,
	}
	if planned {
		j.Start, j.Finish = x.local(task.Start), x.local(task.Finish)
	}
	worked := o.Worked(x.now, x.Settings.Calendar, x.zone)
	if since := x.running(o); !since.IsZero() {
		worked -= x.now.Sub(since)
		j.Since = x.local(since)
	}
	j.Worked = int(worked / time.Minute)
	for _, p := range v.Parts {
		if p.Line == o.Line || p.Line == 0 {
			j.Parts = append(j.Parts, PartShown{p.NameZH, p.NameEN, p.State, x.local(p.ETA)})
		}
	}
	for i := range v.Operations {
		other := &v.Operations[i]
		if other.Line == o.Line || other.State == board.OperationCancelled {
			continue
		}
		j.Others = append(j.Others, OrderLine{Line: other.Line, NameZH: other.NameZH, NameEN: other.NameEN, Trade: other.Trade, StandardMinutes: other.StandardMinutes, State: other.State})
		if other.Open() && other.Trade != board.TradeWash {
			j.Last = false
		}
	}
	for _, n := range v.Notes[max(0, len(v.Notes)-3):] {
		j.Notes = append(j.Notes, n.Text)
	}
	return j
}

// Parts implements View.
func (v *TechView) Parts() map[string]any {
	parts := map[string]any{"technician": v.Technician, "people": v.People}
	for name, jobs := range map[string][]Job{"now": v.Now, "stopped": v.Stopped, "unsigned": v.Unsigned, "next": v.Next} {
		keys := []string{}
		for _, j := range jobs {
			keys = append(keys, j.Key)
			parts["jobs/"+j.Key] = j
		}
		parts["order/"+name] = keys
	}
	return parts
}
