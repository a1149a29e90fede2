package display

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"time"

	"bayline/board"
	"bayline/dispatch"
)

var _ = register(Screen{
	Name: "dispatch", Empty: &DispatchView{}, View: viewDispatch,
	Place: 2, Group: "desk", Role: "supervisor", Icon: "gantt-chart",
})

// DispatchView is the dispatcher's page: what waits to be given out, the lanes
// of bays and technicians with what is on them, and the load of each trade.
type DispatchView struct {
	Day         DispatchDay          `json:"day"`
	Waiting     []WaitingOperation   `json:"waiting"`
	Stopped     []WaitingOperation   `json:"stopped"`
	Bays        []BayLane            `json:"bays"`
	Technicians []TechnicianLane     `json:"technicians"`
	Teams       []TeamLane           `json:"teams"`
	Bars        []LaneBar            `json:"bars"`
	Load        []dispatch.TradeLoad `json:"load"`
	Plan        PlanShown            `json:"plan"`
}

// DispatchDay is the frame of the time axis: the working spans of today and
// tomorrow, and how far the planner may act on its own.
type DispatchDay struct {
	Shifts   []board.Span   `json:"shifts"`
	PlanMode board.PlanMode `json:"plan_mode"`
}

// WaitingOperation is one line of an order that nobody works on. Proposal is
// where the plan would put it. HeldBy are the lines that come first.
type WaitingOperation struct {
	Key             string        `json:"key"`
	Visit           board.VisitID `json:"visit"`
	Line            int           `json:"line"`
	Plate           string        `json:"plate"`
	Model           string        `json:"model,omitempty"`
	Class           board.Class   `json:"class"`
	Flags           []board.Flag  `json:"flags,omitempty"`
	Code            string        `json:"code,omitempty"`
	NameZH          string        `json:"name_zh"`
	NameEN          string        `json:"name_en"`
	Purpose         string        `json:"purpose,omitempty"`
	Wishes          string        `json:"wishes,omitempty"`
	Trade           board.Trade   `json:"trade"`
	BayType         board.BayType `json:"bay_type,omitempty"`
	MinGrade        board.Grade   `json:"min_grade,omitempty"`
	Crew            int           `json:"crew"`
	StandardMinutes int           `json:"standard_minutes"`
	PassiveMinutes  int           `json:"passive_minutes,omitempty"`
	Parts           PartsState    `json:"parts"`
	PartsAt         time.Time     `json:"parts_at,omitzero"`
	HeldBy          []int         `json:"held_by,omitempty"`
	Stage           board.Stage   `json:"stage"`
	Since           time.Time     `json:"since"`
	Bay             *Named        `json:"bay,omitempty"`
	PromisedAt      time.Time     `json:"promised_at,omitzero"`
	Slack           *int          `json:"slack,omitempty" doc:"minutes of the shop's hours from the expected finish to the promise; below zero: the overtime that would keep it"`
	Proposal        *Proposal     `json:"proposal,omitempty"`
	Pin             *PinShown     `json:"pin,omitempty"`
	Stop            *Standstill   `json:"stop,omitempty"`
	HelpSince       time.Time     `json:"help_since,omitzero"`
	Additional      int           `json:"additional,omitempty"`
	Rework          bool          `json:"rework,omitempty"`
	Forecast
}

// Proposal is a bay, people and time for an operation.
type Proposal struct {
	Bay         *Named    `json:"bay,omitempty"`
	Technicians []Named   `json:"technicians,omitempty"`
	Start       time.Time `json:"start"`
	Finish      time.Time `json:"finish"`
}

// PinShown is what a person fixed for an operation.
type PinShown struct {
	Bay         *Named    `json:"bay,omitempty"`
	Technicians []Named   `json:"technicians,omitempty"`
	Start       time.Time `json:"start,omitzero"`
	Note        string    `json:"note,omitempty"`
	By          string    `json:"by"`
}

// LaneBar is one stretch on the time axis. It lies in the lane of its bay and
// in those of its technicians. State is actual, running, dispatched, planned
// or blocked (a stopped car that holds its bay; it has no finish). From
// PassiveFrom on nobody is needed.
type LaneBar struct {
	ID          string          `json:"id"`
	Visit       board.VisitID   `json:"visit"`
	Line        int             `json:"line,omitempty"`
	Kind        dispatch.Kind   `json:"kind"`
	State       string          `json:"state"`
	Plate       string          `json:"plate"`
	NameZH      string          `json:"name_zh,omitempty"`
	NameEN      string          `json:"name_en,omitempty"`
	Bay         string          `json:"bay,omitempty"`
	Technicians []string        `json:"technicians,omitempty"`
	Start       time.Time       `json:"start"`
	Finish      time.Time       `json:"finish,omitzero"`
	PassiveFrom time.Time       `json:"passive_from,omitzero"`
	Minutes     int             `json:"minutes,omitempty" doc:"standard minutes"`
	PromisedAt  time.Time       `json:"promised_at,omitzero"`
	Pinned      bool            `json:"pinned,omitempty"`
	Pin         *PinShown       `json:"pin,omitempty"`
	Help        bool            `json:"help,omitempty"`
	Stop        *Standstill     `json:"stop,omitempty"`
	Health      dispatch.Health `json:"health"`
}

func viewDispatch(scene Scene, _ url.Values) (View, error) {
	x := newIndex(scene)
	view := &DispatchView{
		Day: DispatchDay{PlanMode: x.Settings.PlanMode}, Waiting: []WaitingOperation{}, Stopped: []WaitingOperation{},
		Bays: x.bayLanes(), Technicians: x.technicianLanes(), Teams: x.teamLanes(), Bars: []LaneBar{}, Load: slices.Clone(x.plan.Load),
	}
	if scene.Proposal != nil && x.Settings.PlanMode == board.PlanApprove {
		view.Plan = x.planShown(scene.Proposal())
	} else {
		view.Plan = x.planShown(nil)
	}
	for day := range 2 {
		for _, s := range x.Settings.Calendar.Shifts(x.today().AddDate(0, 0, day), nil) {
			view.Day.Shifts = append(view.Day.Shifts, board.Span{Start: x.local(s.Start), End: x.local(s.End)})
		}
	}
	for _, v := range x.visits {
		view.Bars = append(view.Bars, x.bars(v)...)
		if !v.InShop() || v.SignedAt.IsZero() {
			continue
		}
		for i := range v.Operations {
			o := &v.Operations[i]
			if o.Trade == board.TradeWash {
				continue
			}
			if o.State == board.OperationStopped || (v.Stop != nil && o.State == board.OperationWaiting) {
				view.Stopped = append(view.Stopped, x.waiting(v, o))
			} else if o.State == board.OperationWaiting {
				view.Waiting = append(view.Waiting, x.waiting(v, o))
			}
		}
	}
	view.Bars = append(view.Bars, x.steps()...)
	slices.SortStableFunc(view.Waiting, func(a, b WaitingOperation) int {
		return cmp.Or(cmp.Compare(room(a), room(b)), soonest(a.PromisedAt, b.PromisedAt), cmp.Compare(a.Line, b.Line))
	})
	slices.SortStableFunc(view.Stopped, func(a, b WaitingOperation) int { return soonest(a.PromisedAt, b.PromisedAt) })
	return view, nil
}

// room is the slack to sort by; unknown slack comes last.
func room(w WaitingOperation) int {
	if w.Slack == nil {
		return 1 << 30
	}
	return *w.Slack
}

func (x index) waiting(v *board.Visit, o *board.Operation) WaitingOperation {
	w := WaitingOperation{
		Key: fmt.Sprintf("%s/%d", v.ID, o.Line), Visit: v.ID, Line: o.Line, Plate: v.Plate, Model: v.Model, Class: v.Class, Flags: v.Flags(),
		Code: o.Code, NameZH: o.NameZH, NameEN: o.NameEN, Purpose: v.Purpose, Wishes: v.Wishes, Trade: o.Trade, BayType: o.BayType, MinGrade: o.MinGrade,
		Crew: o.Crew, StandardMinutes: o.StandardMinutes, PassiveMinutes: o.PassiveMinutes, HeldBy: heldBy(v, o), Stage: v.Stage, Since: x.local(v.StageSince),
		Bay: x.bay(v.Bay), PromisedAt: x.local(v.PromisedAt()), HelpSince: x.local(o.HelpSince), Additional: o.Additional, Rework: o.Rework, Forecast: x.forecast(v),
	}
	w.Parts, w.PartsAt = x.partsOf(v, o.Line)
	if !w.PromisedAt.IsZero() && !w.Ready.IsZero() {
		slack := x.MinutesAfter(w.Ready, w.PromisedAt)
		w.Slack = &slack
	}
	if t, ok := x.tasks[board.OperationRef{Visit: v.ID, Line: o.Line}]; ok {
		w.Proposal = &Proposal{x.bay(t.Bay), x.persons(t.Technicians), x.local(t.Start), x.local(t.Finish)}
	}
	w.Pin = x.pin(o)
	switch {
	case o.Stop != nil:
		w.Stop = x.stop(o.Line, o.Stop)
	case v.Stop != nil:
		w.Stop = x.stop(0, v.Stop)
	}
	return w
}

func (x index) pin(o *board.Operation) *PinShown {
	p := o.Pin
	if p == nil {
		return nil
	}
	return &PinShown{x.bay(p.Bay), x.persons(p.Technicians), x.local(p.Start), p.Note, p.By}
}

// Parts implements View.
func (v *DispatchView) Parts() map[string]any {
	parts := map[string]any{"day": v.Day, "load": v.Load, "teams": v.Teams, "plan": v.Plan}
	order := func(name string, keys []string) { parts["order/"+name] = keys }
	var waiting, stopped, bays, technicians []string
	for _, w := range v.Waiting {
		waiting = append(waiting, w.Key)
		parts["waiting/"+w.Key] = w
	}
	for _, w := range v.Stopped {
		stopped = append(stopped, w.Key)
		parts["stopped/"+w.Key] = w
	}
	for _, b := range v.Bays {
		bays = append(bays, b.ID)
		parts["bays/"+b.ID] = b
	}
	for _, t := range v.Technicians {
		technicians = append(technicians, t.ID)
		parts["technicians/"+t.ID] = t
	}
	for _, b := range v.Bars {
		parts["bars/"+b.ID] = b
	}
	order("waiting", waiting)
	order("stopped", stopped)
	order("bays", bays)
	order("technicians", technicians)
	return parts
}
