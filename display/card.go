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
	Work            board.Name       `json:"work,omitempty"`
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

func (x index) card(v *board.Visit, column string) Card {
	outlook := x.outlooks[v.ID]
	c := Card{
		Visit: v.ID, Plate: v.Plate, Stage: v.Stage, Column: column, Class: v.Class,
		PromisedAt: x.local(v.PromisedAt()), Eta: x.local(outlook.Ready), Risk: outlook.Health,
		LateProbability: math.Round(min(max(outlook.Late, 0), 1)*20) / 20,
		Since:           x.local(v.StageSince), Waiter: v.Waiter, Flags: v.Flags(), Notified: !v.NotifiedAt.IsZero(),
	}
	if p, ok := x.People[v.Advisor]; ok {
		c.Advisor = p.Name
	}
	if v.Stage == board.StageWaitInspection {
		c.Level = v.NextLevel(x.Settings)
	}
	if stop := v.Standstill(); stop != nil && v.Stage == board.StageStopped {
		c.StopReason, c.StopUntil, c.StopOwner = stop.Reason, x.local(stop.Until), stop.Owner
	}
	x.work(v, &c)
	x.stand(v, &c)
	return c
}

// work fills in what is done on the car and how far it is.
func (x index) work(v *board.Visit, c *Card) {
	if o := v.Current(); o != nil {
		c.Work = board.Named(o.NameZH, o.NameEN)
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
		worked := o.Worked(x.now, x.Settings.Calendar, x.clock.zone)
		if since := x.running(o); !since.IsZero() {
			worked -= x.now.Sub(since)
			if c.RunningSince.IsZero() {
				c.RunningSince = x.local(since)
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
func (x index) running(o *board.Operation) time.Time {
	if n := len(o.Spans); n > 0 && o.Running() && o.Spans[n-1].End.IsZero() {
		calendar := x.Settings.Calendar
		if inShift(calendar.Shifts(x.now.In(x.clock.zone), nil), x.now) {
			return x.now.Add(-calendar.Worked(o.Spans[n-1].Start, x.now, x.clock.zone))
		}
	}
	return time.Time{}
}

// stand fills in where the car is and who works on it; for a car that waits,
// what was ordered or what the plan intends.
func (x index) stand(v *board.Visit, c *Card) {
	c.Bay = v.Bay
	switch o := v.Current(); {
	case v.Stage == board.StageReady || v.Stage == board.StageSettled:
	case o != nil && o.Running():
		c.Bay, c.Technicians = o.Bay, x.names(o.Technicians)
		for _, task := range x.byCar[v.ID] {
			if task.Line == o.Line && task.Kind == dispatch.KindWork {
				c.Finish = x.local(task.Finish)
			}
		}
	case v.Bay == "" || v.Stage == board.StageDispatched || v.Stage == board.StageWaitDispatch:
		x.intend(v, o, c)
	}
	if b, ok := x.Bays[c.Bay]; ok {
		c.BayName = b.Name
	}
}

// intend fills in the next step of the plan, or the order given when the plan
// does not know the visit yet.
func (x index) intend(v *board.Visit, o *board.Operation, c *Card) {
	for _, task := range x.byCar[v.ID] {
		if !task.Running {
			c.Planned, c.Bay, c.Technicians = true, task.Bay, x.names(task.Technicians)
			c.Start, c.Finish = x.local(task.Start), x.local(task.Finish)
			return
		}
	}
	if o != nil && o.State == board.OperationDispatched {
		c.Planned, c.Bay, c.Technicians, c.Start = true, o.Bay, x.names(o.Technicians), x.local(o.Start)
	}
}

func (x index) names(ids []board.PersonID) []string {
	var names []string
	for _, id := range ids {
		if p, ok := x.People[id]; ok {
			names = append(names, p.Name)
		}
	}
	return names
}
