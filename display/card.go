package display

import (
	"math"
	"time"

	"bayline/board"
	"bayline/dispatch"
)

// Card is one car on the workshop board. Bay and Technicians are where it
// stands and who works on it, or, with Planned, what the plan intends from
// Start on. StandardMinutes are the clock minutes its order allows, UsedMinutes
// those worked up to RunningSince; while somebody is clocked on, the time since
// RunningSince comes on top. Since is when the car came to its stage.
// LateProbability is in steps of 0.05, so that noise moves nothing.
type Card struct {
	Visit           board.VisitID    `json:"visit"`
	Plate           string           `json:"plate"`
	Stage           board.Stage      `json:"stage"`
	Column          string           `json:"column"`
	Class           board.Class      `json:"class"`
	Work            Words            `json:"work"`
	MoreWork        int              `json:"more_work,omitempty" doc:"open lines besides the one shown"`
	Level           board.Level      `json:"level,omitempty" doc:"inspection that is next"`
	Bay             board.BayID      `json:"bay,omitempty"`
	BayName         string           `json:"bay_name,omitempty"`
	Technicians     []string         `json:"technicians,omitempty"`
	Planned         bool             `json:"planned,omitempty"`
	Start           time.Time        `json:"start,omitzero"`
	Finish          time.Time        `json:"finish,omitzero"`
	UsedMinutes     int              `json:"used_minutes"`
	RunningSince    time.Time        `json:"running_since,omitzero"`
	StandardMinutes int              `json:"standard_minutes"`
	PromisedAt      time.Time        `json:"promised_at,omitzero"`
	Eta             time.Time        `json:"eta,omitzero"`
	Risk            dispatch.Health  `json:"risk"`
	LateProbability float64          `json:"late_probability"`
	StopReason      board.StopReason `json:"stop_reason,omitempty"`
	StopUntil       time.Time        `json:"stop_until,omitzero"`
	StopOwner       string           `json:"stop_owner,omitempty" doc:"role or person who owns the next action"`
	Since           time.Time        `json:"since"`
	Waiter          bool             `json:"waiter"`
	Flags           []board.Flag     `json:"flags,omitempty"`
	Advisor         string           `json:"advisor,omitempty"`
	Notified        bool             `json:"notified" doc:"the customer was told that the car is ready"`
}

// workshop is a scene with what a board looks up again and again.
type workshop struct {
	Scene
	clock    clockOf
	visits   []*board.Visit // by id
	outlooks map[board.VisitID]dispatch.Outlook
	byCar    map[board.VisitID][]dispatch.Task
	byBay    map[board.BayID][]dispatch.Task
}

func newWorkshop(scene Scene) workshop {
	w := workshop{
		Scene: scene, clock: newClock(scene.State), visits: board.Sorted(scene.State.Visits), outlooks: map[board.VisitID]dispatch.Outlook{},
		byCar: map[board.VisitID][]dispatch.Task{}, byBay: map[board.BayID][]dispatch.Task{},
	}
	if w.Plan == nil {
		w.Plan = &dispatch.Plan{}
	}
	for id, v := range w.State.Visits {
		w.outlooks[id] = w.outlook(v)
	}
	for _, task := range w.Plan.Tasks {
		w.byCar[task.Visit] = append(w.byCar[task.Visit], task)
		if task.Bay != "" {
			w.byBay[task.Bay] = append(w.byBay[task.Bay], task)
		}
	}
	return w
}

// outlook gives the plan's, or what the facts alone tell while no plan knows
// the visit.
func (w workshop) outlook(v *board.Visit) dispatch.Outlook {
	if o, ok := w.Plan.Outlooks[v.ID]; ok {
		return o
	}
	switch {
	case v.Stage == board.StageReady || v.Stage == board.StageSettled:
		return dispatch.Outlook{Ready: v.ReadyAt, Health: dispatch.HealthReady}
	case v.InShop() && v.LateAt(w.Now):
		return dispatch.Outlook{Late: 1, Health: dispatch.HealthLate}
	case v.Stage == board.StageStopped:
		return dispatch.Outlook{Health: dispatch.HealthStopped}
	}
	return dispatch.Outlook{Health: dispatch.HealthUnknown}
}

func (w workshop) card(v *board.Visit, column string) Card {
	outlook := w.outlooks[v.ID]
	c := Card{
		Visit: v.ID, Plate: v.Plate, Stage: v.Stage, Column: column, Class: v.Class,
		PromisedAt: w.clock.at(v.PromisedAt()), Eta: w.clock.at(outlook.Ready), Risk: outlook.Health,
		LateProbability: math.Round(min(max(outlook.Late, 0), 1)*20) / 20,
		Since:           w.clock.at(v.StageSince), Waiter: v.Waiter, Flags: v.Flags(), Notified: !v.NotifiedAt.IsZero(),
	}
	if p, ok := w.State.People[v.Advisor]; ok {
		c.Advisor = p.Name
	}
	if v.Stage == board.StageWaitInspection {
		c.Level = v.NextLevel(w.State.Settings)
	}
	if stop := v.Standstill(); stop != nil && v.Stage == board.StageStopped {
		c.StopReason, c.StopUntil, c.StopOwner = stop.Reason, w.clock.at(stop.Until), stop.Owner
	}
	w.work(v, &c)
	w.place(v, &c)
	return c
}

// work fills in what is done on the car and how far it is.
func (w workshop) work(v *board.Visit, c *Card) {
	if o := v.Current(); o != nil {
		c.Work = bothWays(o.NameZH, o.NameEN)
	}
	open := 0
	var used time.Duration
	for i := range v.Operations {
		o := &v.Operations[i]
		if o.Trade == board.TradeWash || o.State == board.OperationCancelled {
			continue
		}
		if o.Open() {
			open++
		}
		c.StandardMinutes += o.PlannedMinutes(100)
		worked := o.Worked(w.Now, w.State.Settings.Calendar, w.clock.zone)
		if since := w.running(o); !since.IsZero() {
			worked -= w.Now.Sub(since)
			if c.RunningSince.IsZero() {
				c.RunningSince = w.clock.at(since)
			}
		}
		used += worked
	}
	c.MoreWork = max(open-1, 0)
	c.UsedMinutes = minutes(used)
}

// running gives when work that is going on now would have begun, had there
// been no break since: it stands still while the clock ticks. Zero when nobody
// works, or everybody has a break.
func (w workshop) running(o *board.Operation) time.Time {
	if n := len(o.Spans); n > 0 && o.Running() && o.Spans[n-1].End.IsZero() {
		calendar := w.State.Settings.Calendar
		if inShift(calendar.Shifts(w.Now.In(w.clock.zone), nil), w.Now) {
			return w.Now.Add(-calendar.Worked(o.Spans[n-1].Start, w.Now, w.clock.zone))
		}
	}
	return time.Time{}
}

// place fills in where the car is and who works on it; for a car that waits,
// what was ordered or what the plan intends.
func (w workshop) place(v *board.Visit, c *Card) {
	c.Bay = v.Bay
	switch o := v.Current(); {
	case v.Stage == board.StageReady || v.Stage == board.StageSettled:
	case o != nil && o.Running():
		c.Bay, c.Technicians = o.Bay, w.names(o.Technicians)
		for _, task := range w.byCar[v.ID] {
			if task.Line == o.Line && task.Kind == dispatch.KindWork {
				c.Finish = w.clock.at(task.Finish)
			}
		}
	case v.Bay == "" || v.Stage == board.StageDispatched || v.Stage == board.StageWaitDispatch:
		w.intend(v, o, c)
	}
	if b, ok := w.State.Bays[c.Bay]; ok {
		c.BayName = b.Name
	}
}

// intend fills in the next step of the plan, or the order given when the plan
// does not know the visit yet.
func (w workshop) intend(v *board.Visit, o *board.Operation, c *Card) {
	for _, task := range w.byCar[v.ID] {
		if !task.Running {
			c.Planned, c.Bay, c.Technicians = true, task.Bay, w.names(task.Technicians)
			c.Start, c.Finish = w.clock.at(task.Start), w.clock.at(task.Finish)
			return
		}
	}
	if o != nil && o.State == board.OperationDispatched {
		c.Planned, c.Bay, c.Technicians, c.Start = true, o.Bay, w.names(o.Technicians), w.clock.at(o.Start)
	}
}

func (w workshop) names(ids []board.PersonID) []string {
	var names []string
	for _, id := range ids {
		if p, ok := w.State.People[id]; ok {
			names = append(names, p.Name)
		}
	}
	return names
}
