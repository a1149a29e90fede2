package board

import "time"

// drop takes an open line out of the work: nothing waits for it any more.
func (o *Operation) drop() {
	o.State, o.Stop, o.Pin, o.Planned, o.Warning, o.HelpSince = OperationCancelled, nil, nil, nil, nil, time.Time{}
}

// halt ends the running span of the operation.
func (o *Operation) halt(at time.Time) {
	if n := len(o.Spans); n > 0 && o.Spans[n-1].End.IsZero() {
		o.Spans[n-1].End = at
	}
}

// OperationState is where one operation stands.
type OperationState string

// The states of an operation.
const (
	OperationWaiting    OperationState = "waiting"
	OperationDispatched OperationState = "dispatched"
	OperationWorking    OperationState = "in_progress"
	OperationStopped    OperationState = "stopped"
	OperationDone       OperationState = "done"
	OperationCancelled  OperationState = "cancelled"
)

// OperationStates lists every state of an operation once, in the usual order.
var OperationStates = []OperationState{
	OperationWaiting, OperationDispatched, OperationWorking, OperationStopped, OperationDone, OperationCancelled,
}

// Operation is one line of the repair order (维修项目). StandardMinutes are
// sold man-minutes; the planned clock time is StandardMinutes / Crew over the
// technicians' efficiency, plus PassiveMinutes.
type Operation struct {
	Line            int            `json:"line"`
	Code            string         `json:"code"`
	NameZH          string         `json:"name_zh"`
	NameEN          string         `json:"name_en"`
	Trade           Trade          `json:"trade"`
	StandardMinutes int            `json:"standard_minutes"`
	PassiveMinutes  int            `json:"passive_minutes,omitempty"`
	Crew            int            `json:"crew"`
	MinGrade        Grade          `json:"min_grade,omitempty"`
	BayType         BayType        `json:"bay_type,omitempty"`
	After           []int          `json:"after,omitempty" doc:"lines that must be finished first"`
	Rework          bool           `json:"rework,omitempty"`
	Additional      int            `json:"additional,omitempty" doc:"the additional work it came from"`
	Dropped         bool           `json:"dropped,omitempty" doc:"cancelled because the visit ended, not on its own"`
	State           OperationState `json:"state"`

	Bay         BayID      `json:"bay,omitempty"`
	Technicians []PersonID `json:"technicians,omitempty"`
	Start       time.Time  `json:"start,omitzero" doc:"planned start given at dispatch"`
	Pin         *Pin       `json:"pin,omitempty"`
	Planned     *Planned   `json:"planned,omitempty" doc:"of the adopted plan, until it begins or is dispatched"`

	Override *Override `json:"override,omitempty" doc:"what a person's choice was expected to cost"`

	StartedAt  time.Time `json:"started_at,omitzero"`
	FinishedAt time.Time `json:"finished_at,omitzero"`
	Spans      []Work    `json:"spans,omitempty"`
	Stop       *Stop     `json:"stop,omitempty"`
	Warning    *Warning  `json:"warning,omitempty"`
	HelpSince  time.Time `json:"help_since,omitzero"`
}

// Work is one stretch of clocked work by a crew; End is zero while it runs.
type Work struct {
	Span
	Technicians []PersonID `json:"technicians"`
	Bay         BayID      `json:"bay,omitempty"`
}

// Pin is what a person fixed for an operation; empty parts are left to the
// planner.
type Pin struct {
	Bay         BayID      `json:"bay,omitempty"`
	Technicians []PersonID `json:"technicians,omitempty"`
	Start       time.Time  `json:"start,omitzero"`
	Note        string     `json:"note,omitempty" doc:"why a rule was overridden"`
	By          string     `json:"by"`
}

// Planned is what the plan in force wants for an operation. It is a wish: the
// planner keeps to it as long as it can.
type Planned struct {
	Bay         BayID      `json:"bay"`
	Technicians []PersonID `json:"technicians"`
	Start       time.Time  `json:"start,omitzero"`
	By          string     `json:"by"`
}

// Warning is a technician's "I won't make it".
type Warning struct {
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	Minutes int       `json:"minutes" doc:"further minutes the work will take"`
	Reason  string    `json:"reason,omitempty"`
	SeenAt  time.Time `json:"seen_at,omitzero"`
	SeenBy  string    `json:"seen_by,omitempty"`
}

// Operation returns the operation on a line, nil when there is none.
func (v *Visit) Operation(line int) *Operation {
	for i := range v.Operations {
		if v.Operations[i].Line == line {
			return &v.Operations[i]
		}
	}
	return nil
}

// Current returns the operation a board should show for the visit: the one in
// progress, else stopped, else dispatched, else the first waiting, else the
// last; nil without operations.
func (v *Visit) Current() *Operation {
	for _, state := range []OperationState{OperationWorking, OperationStopped, OperationDispatched, OperationWaiting} {
		for i := range v.Operations {
			if v.Operations[i].State == state && (v.Operations[i].Trade != TradeWash || len(v.Operations) == 1) {
				return &v.Operations[i]
			}
		}
	}
	if n := len(v.Operations); n > 0 {
		return &v.Operations[n-1]
	}
	return nil
}

// Open reports whether work on the operation is still to be done.
func (o *Operation) Open() bool { return o.State != OperationDone && o.State != OperationCancelled }

// Running reports whether somebody is clocked on.
func (o *Operation) Running() bool { return o.State == OperationWorking }

// Worked returns the clocked time of the operation until now, breaks and nights
// cut out by the calendar. It is time on the clock, not man-time.
func (o *Operation) Worked(now time.Time, calendar Calendar, zone *time.Location) time.Duration {
	var total time.Duration
	for _, w := range o.Spans {
		end := w.End
		if end.IsZero() {
			end = now
		}
		total += calendar.Worked(w.Start, end, zone)
	}
	return total
}

// PlannedMinutes returns the clock minutes the attended work should take for a
// crew of the given efficiency (percent): standard / crew / efficiency.
func (o *Operation) PlannedMinutes(efficiency int) int {
	if efficiency <= 0 {
		efficiency = 100
	}
	crew := max(o.Crew, 1)
	return (o.StandardMinutes*100 + crew*efficiency - 1) / (crew * efficiency)
}

// lastChange returns the newest time an operation's clock was touched.
func (o *Operation) lastChange(v *Visit) time.Time {
	at := v.SignedAt
	for _, w := range o.Spans {
		at = later(at, later(w.Start, w.End))
	}
	return at
}
