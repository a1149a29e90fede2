package board

import "time"

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
		o.State, o.FinishedAt, o.Pin, o.Planned, o.Warning, o.HelpSince = OperationDone, e.Happened(), nil, nil, nil,
			time.Time{}
		s.learn(o)
		v.letGo(b.Stay)
	})
}
