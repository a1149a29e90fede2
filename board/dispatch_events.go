package board

import "time"

// Dispatched returns an operation to technicians and a bay (派工).
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
		o.State, o.Bay, o.Technicians, o.Start, o.Stop, o.Planned = OperationDispatched, b.Bay, b.Technicians, b.Start,
			nil, nil
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
