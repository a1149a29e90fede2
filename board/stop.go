package board

import "time"

// Stop is a standstill of an operation or of the whole vehicle.
type Stop struct {
	Reason   StopReason `json:"reason"`
	Note     string     `json:"note,omitempty"`
	Owner    string     `json:"owner" doc:"who owns the next action: a role or a person"`
	KeepsBay bool       `json:"keeps_bay"`
	Since    time.Time  `json:"since"`
	Until    time.Time  `json:"until,omitzero" doc:"when it is expected to end"`
}

// Standstill returns the stop to show for the visit, of the vehicle or of the
// first stopped operation, nil when nothing is stopped.
func (v *Visit) Standstill() *Stop {
	if v.Stop != nil {
		return v.Stop
	}
	for i := range v.Operations {
		if v.Operations[i].State == OperationStopped {
			return v.Operations[i].Stop
		}
	}
	return nil
}

// says reports whether the stop says the same as another already; when it
// began does not matter.
func (s *Stop) says(other Stop) bool {
	return s != nil && s.Reason == other.Reason && s.Note == other.Note && s.Owner == other.Owner &&
		s.KeepsBay == other.KeepsBay && s.Until.Equal(other.Until)
}
