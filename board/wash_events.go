package board

import "time"

// WashStarted records that the wash began.
type WashStarted struct {
	ofVisit
	Bay BayID `json:"bay,omitempty"`
}

func (WashStarted) kind() string { return "wash_started" }
func (b WashStarted) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) { v.WashingAt, v.Bay, v.Parking = e.Happened(), b.Bay, "" })
}

// WashEnded records that the wash is done, or was skipped with a reason.
type WashEnded struct {
	ofVisit
	Skipped string `json:"skipped,omitempty"`
}

func (WashEnded) kind() string { return "wash_ended" }
func (b WashEnded) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		as := OperationDone
		if b.Skipped != "" {
			as = OperationCancelled
		}
		v.endWash(e.Happened(), as)
		v.Bay, v.NoWash = "", v.NoWash || b.Skipped != ""
	})
}

// endWash closes the wash and the lines that ask for it.
func (v *Visit) endWash(at time.Time, as OperationState) {
	for i := range v.Operations {
		if o := &v.Operations[i]; o.Trade == TradeWash && o.Open() {
			o.drop()
			o.State, o.StartedAt, o.FinishedAt = as, v.WashingAt, at
		}
	}
	v.WashedAt = at
}
