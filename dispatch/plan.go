package dispatch

import (
	"time"

	"bayline/board"
	"bayline/dispatch/internal/plan"
)

// The types of package plan, which the validator shares.
type (
	// Kind is what a task is.
	Kind = plan.Kind
	// Task is one stretch of the plan.
	Task = plan.Task
	// Health is how a visit stands against its promise.
	Health = plan.Health
)

// The kinds of task and the healths.
const (
	KindWork       = plan.KindWork
	KindInspection = plan.KindInspection
	KindWash       = plan.KindWash

	HealthNormal  = plan.HealthNormal
	HealthRisk    = plan.HealthRisk
	HealthLate    = plan.HealthLate
	HealthStopped = plan.HealthStopped
	HealthReady   = plan.HealthReady
	HealthUnknown = plan.HealthUnknown
)

// Outlook is what will happen to one visit. Ready is the time it is as likely
// ready for hand-over before as after, zero when that cannot be told (a missing
// part without a date). From and To are its P20 and P80. They count with work
// that may still be found on the car; Quantile speaks of the order as it is,
// and so does Late, the probability of missing the promise in force, 0 to 1:
// more work comes with a new promise.
type Outlook struct {
	Ready   time.Time `json:"ready,omitzero"`
	From    time.Time `json:"from,omitzero"`
	To      time.Time `json:"to,omitzero"`
	Late    float64   `json:"late"`
	Health  Health    `json:"health"`
	Reasons []Reason  `json:"reasons,omitempty"`

	drawn *drawnEnds
}

// TradeLoad sets the open work of a trade against what its people can still do
// today, in minutes.
type TradeLoad struct {
	Trade    board.Trade `json:"trade"`
	Work     int         `json:"work"`
	Capacity int         `json:"capacity"`
}

// Plan is the whole shop's plan, made from the state after event Seq, seen at
// At. Tasks are sorted by start, then visit and line. A plan is disposable: it
// can be made anew from the state at any time.
type Plan struct {
	Shop     board.ShopID              `json:"shop"`
	Seq      int64                     `json:"seq"`
	At       time.Time                 `json:"at"`
	Tasks    []Task                    `json:"tasks"`
	Outlooks map[board.VisitID]Outlook `json:"outlooks"`
	Load     []TradeLoad               `json:"load"`

	of *problem // what it was made from; nil for one that was not made here
}

// problem returns the problem a plan was made from, for other options of the same
// horizon. Of another state or another moment it is read anew.
func (plan *Plan) problem(s *board.State, now time.Time, options Options) *problem {
	options = options.withDefaults()
	if p := plan.of; p != nil && p.state == s && p.now.Equal(now) && p.options.whatIf == nil &&
		p.options.Days == options.Days {
		q := *p
		q.options = options
		return &q
	}
	return newProblem(s, now, options)
}
