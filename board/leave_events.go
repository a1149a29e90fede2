package board

// VisitEnded records a cancelled visit or a car that left unrepaired.
type VisitEnded struct {
	ofVisit
	As     Stage  `json:"as"`
	Reason string `json:"reason,omitempty"`
}

func (VisitEnded) kind() string { return "visit_ended" }
func (b VisitEnded) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		v.Ended, v.EndedAt, v.EndReason, v.Bay, v.Parking, v.Stop = b.As, e.Happened(), b.Reason, "", "", nil
		for i := range v.Operations {
			if o := &v.Operations[i]; o.Open() {
				o.drop()
				o.Dropped = true
			}
		}
	})
}

// CarriedOver records the decision to keep the car over night.
type CarriedOver struct {
	ofVisit
	Decision string `json:"decision"`
}

func (CarriedOver) kind() string { return "carried_over" }
func (b CarriedOver) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) { v.Overnight = b.Decision })
}
