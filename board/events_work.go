package board

import "time"

// OperationAdded adds a line to the repair order.
type OperationAdded struct {
	ofVisit
	Operation Operation `json:"operation"`
	Parts     []Part    `json:"parts,omitempty"`
}

func (OperationAdded) kind() string { return "operation_added" }
func (b OperationAdded) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		o := b.Operation
		o.State = OperationWaiting
		v.Operations = append(v.Operations, o)
		v.Parts = append(v.Parts, b.Parts...)
		v.WashingAt, v.WashedAt = time.Time{}, time.Time{} // what is done now needs a wash after it
		if o.Trade == TradeWash {
			v.NoWash = false
		} else {
			v.SelfCheckedAt = time.Time{}
			v.voidInspections()
		}
	})
}

// OperationChanged replaces what a line asks for; its progress stays.
type OperationChanged struct {
	ofVisit
	Line            int   `json:"line"`
	StandardMinutes int   `json:"standard_minutes"`
	PassiveMinutes  int   `json:"passive_minutes"`
	Crew            int   `json:"crew"`
	MinGrade        Grade `json:"min_grade,omitempty"`
	After           []int `json:"after,omitempty"`
}

func (OperationChanged) kind() string { return "operation_changed" }
func (b OperationChanged) apply(s *State, e Event) {
	s.operation(e, b.Visit, b.Line, func(_ *Visit, o *Operation) {
		o.StandardMinutes, o.PassiveMinutes, o.Crew, o.MinGrade, o.After = b.StandardMinutes, b.PassiveMinutes, b.Crew, b.MinGrade, b.After
	})
}

// OperationCancelledEvent takes a line off the order.
type OperationCancelledEvent struct {
	ofVisit
	Line   int    `json:"line"`
	Reason string `json:"reason,omitempty"`
}

func (OperationCancelledEvent) kind() string { return "operation_cancelled" }
func (b OperationCancelledEvent) apply(s *State, e Event) {
	s.operation(e, b.Visit, b.Line, func(_ *Visit, o *Operation) { o.drop() })
}

// drop takes an open line out of the work: nothing waits for it any more.
func (o *Operation) drop() {
	o.State, o.Stop, o.Pin, o.Planned, o.Warning, o.HelpSince = OperationCancelled, nil, nil, nil, nil, time.Time{}
}

// Dispatched gives an operation to technicians and a bay (派工).
type Dispatched struct {
	ofVisit
	Line        int        `json:"line"`
	Bay         BayID      `json:"bay"`
	Technicians []PersonID `json:"technicians"`
	Start       time.Time  `json:"start,omitzero"`
	Note        string     `json:"note,omitempty" doc:"why a rule was overridden"`
	Predicted   *Predicted `json:"predicted,omitempty" doc:"what it was expected to cost against the best choice"`
}

func (Dispatched) kind() string { return "dispatched" }
func (b Dispatched) apply(s *State, e Event) {
	s.operation(e, b.Visit, b.Line, func(v *Visit, o *Operation) {
		o.State, o.Bay, o.Technicians, o.Start, o.Stop, o.Planned = OperationDispatched, b.Bay, b.Technicians, b.Start, nil, nil
		o.Override = override(e, b.Predicted, "dispatch", b.Note)
		v.ReworkHeld = false
	})
}

// Recalled takes a dispatched operation back.
type Recalled struct {
	ofVisit
	Line   int    `json:"line"`
	Reason string `json:"reason"`
}

func (Recalled) kind() string { return "recalled" }
func (b Recalled) apply(s *State, e Event) {
	s.operation(e, b.Visit, b.Line, func(_ *Visit, o *Operation) {
		o.State, o.Bay, o.Technicians, o.Start, o.Override = OperationWaiting, "", nil, time.Time{}, nil
	})
}

// Pinned fixes parts of an operation's plan, or frees them when Pin is nil.
type Pinned struct {
	ofVisit
	Line      int        `json:"line"`
	Pin       *Pin       `json:"pin,omitempty"`
	Predicted *Predicted `json:"predicted,omitempty" doc:"what it was expected to cost against the best choice"`
}

func (Pinned) kind() string { return "pinned" }
func (b Pinned) apply(s *State, e Event) {
	s.operation(e, b.Visit, b.Line, func(_ *Visit, o *Operation) {
		o.Pin, o.Override = b.Pin, nil
		if b.Pin != nil {
			o.Override = override(e, b.Predicted, "pin", b.Pin.Note)
		}
	})
}

// WorkStarted clocks technicians on to an operation in a bay.
type WorkStarted struct {
	ofVisit
	Line        int        `json:"line"`
	Bay         BayID      `json:"bay"`
	Technicians []PersonID `json:"technicians"`
	Note        string     `json:"note,omitempty" doc:"why a rule was overridden"`
}

func (WorkStarted) kind() string { return "work_started" }
func (b WorkStarted) apply(s *State, e Event) {
	s.operation(e, b.Visit, b.Line, func(v *Visit, o *Operation) {
		at := e.Happened()
		o.State, o.Bay, o.Technicians, o.Stop, o.Planned = OperationWorking, b.Bay, b.Technicians, nil, nil
		if o.StartedAt.IsZero() {
			o.StartedAt = at
		}
		o.Spans = append(o.Spans, Work{Span: Span{Start: at}, Technicians: b.Technicians, Bay: b.Bay})
		v.Bay, v.Parking, v.Stop, v.ReworkHeld, v.Overnight = b.Bay, "", nil, false, ""
	})
}

// WorkStopped stops one operation with a reason.
type WorkStopped struct {
	ofVisit
	Line int  `json:"line"`
	Stop Stop `json:"stop"`
}

func (WorkStopped) kind() string { return "work_stopped" }
func (b WorkStopped) apply(s *State, e Event) {
	s.operation(e, b.Visit, b.Line, func(v *Visit, o *Operation) {
		stop := b.Stop
		stop.Since = e.Happened()
		o.halt(stop.Since)
		o.State, o.Stop = OperationStopped, &stop
		v.letGo(stop.KeepsBay)
	})
}

// VehicleStopped stops the whole vehicle: work in progress halts with it.
type VehicleStopped struct {
	ofVisit
	Stop Stop `json:"stop"`
}

func (VehicleStopped) kind() string { return "vehicle_stopped" }
func (b VehicleStopped) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		stop := b.Stop
		stop.Since = e.Happened()
		for i := range v.Operations {
			o := &v.Operations[i]
			if o.Running() {
				o.halt(stop.Since)
				o.State, o.Stop = OperationStopped, &stop
			}
		}
		v.Stop = &stop
		v.letGo(stop.KeepsBay)
	})
}

// StopEnded lifts a stop without starting work: line 0 lifts the stop of the
// whole vehicle and of every line.
type StopEnded struct {
	ofVisit
	Line int `json:"line"`
}

func (StopEnded) kind() string { return "stop_ended" }
func (b StopEnded) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		if b.Line == 0 {
			v.Stop = nil
		}
		for i := range v.Operations {
			o := &v.Operations[i]
			if o.State == OperationStopped && (b.Line == 0 || b.Line == o.Line) {
				o.State, o.Stop = OperationWaiting, nil
			}
		}
	})
}

// WorkFinished ends an operation (完工). Stay keeps the car in its bay.
type WorkFinished struct {
	ofVisit
	Line int  `json:"line"`
	Stay bool `json:"stay"`
}

func (WorkFinished) kind() string { return "work_finished" }
func (b WorkFinished) apply(s *State, e Event) {
	s.operation(e, b.Visit, b.Line, func(v *Visit, o *Operation) {
		o.halt(e.Happened())
		o.State, o.FinishedAt, o.Pin, o.Planned, o.Warning, o.HelpSince = OperationDone, e.Happened(), nil, nil, nil, time.Time{}
		s.learn(o)
		v.letGo(b.Stay)
	})
}

// SelfChecked records the technician's signature under the work (自检).
type SelfChecked struct {
	ofVisit
}

func (SelfChecked) kind() string { return "self_checked" }
func (b SelfChecked) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		v.SelfCheckedAt = e.Happened()
		v.Inspections = append(v.Inspections, Inspection{Level: LevelSelf, Passed: true, At: e.Happened(), By: e.Actor.Name})
	})
}

// CarMoved records where the car stands now.
type CarMoved struct {
	ofVisit
	Bay     BayID  `json:"bay,omitempty"`
	Parking string `json:"parking,omitempty"`
}

func (CarMoved) kind() string { return "car_moved" }
func (b CarMoved) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		v.Bay, v.Parking = b.Bay, b.Parking
		if v.Stop != nil {
			stop := *v.Stop
			stop.KeepsBay = b.Bay != ""
			v.Stop = &stop
		}
		for i := range v.Operations {
			if o := &v.Operations[i]; o.Stop != nil {
				stop := *o.Stop
				stop.KeepsBay = b.Bay != ""
				o.Stop = &stop
			}
		}
	})
}

// HelpSet raises or lowers a technician's call for help (求助).
type HelpSet struct {
	ofVisit
	Line int  `json:"line"`
	On   bool `json:"on"`
}

func (HelpSet) kind() string { return "help_set" }
func (b HelpSet) apply(s *State, e Event) {
	s.operation(e, b.Visit, b.Line, func(_ *Visit, o *Operation) {
		o.HelpSince = time.Time{}
		if b.On {
			o.HelpSince = e.Happened()
		}
	})
}

// OverrunReported is the technician's "I won't make it" (赶不上).
type OverrunReported struct {
	ofVisit
	Line    int    `json:"line"`
	Minutes int    `json:"minutes"`
	Reason  string `json:"reason,omitempty"`
}

func (OverrunReported) kind() string { return "late_warned" }
func (b OverrunReported) apply(s *State, e Event) {
	s.operation(e, b.Visit, b.Line, func(_ *Visit, o *Operation) {
		o.Warning = &Warning{At: e.Happened(), By: e.Actor.Name, Minutes: b.Minutes, Reason: b.Reason}
	})
}

// OverrunAcknowledged records that the advisor has read the warning.
type OverrunAcknowledged struct {
	ofVisit
	Line int `json:"line"`
}

func (OverrunAcknowledged) kind() string { return "warning_seen" }
func (b OverrunAcknowledged) apply(s *State, e Event) {
	s.operation(e, b.Visit, b.Line, func(_ *Visit, o *Operation) {
		if o.Warning != nil {
			w := *o.Warning
			w.SeenAt, w.SeenBy = e.Happened(), e.Actor.Name
			o.Warning = &w
		}
	})
}

// halt ends the running span of the operation.
func (o *Operation) halt(at time.Time) {
	if n := len(o.Spans); n > 0 && o.Spans[n-1].End.IsZero() {
		o.Spans[n-1].End = at
	}
}

// letGo frees the bay when the car need not keep it and nobody works on it.
func (v *Visit) letGo(keep bool) {
	if keep {
		return
	}
	for i := range v.Operations {
		if v.Operations[i].Running() {
			return
		}
	}
	v.Bay = ""
}
