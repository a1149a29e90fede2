package board

import "time"

// Predicted is what a person's choice for an operation was expected to cost
// against the best one known at the time.
type Predicted struct {
	Points   int       `json:"points" doc:"score beyond the best choice's; a point is a minute"`
	Minutes  int       `json:"minutes" doc:"how much later the car is ready; negative: sooner"`
	Late     int       `json:"late" doc:"percent: how likely the car misses its promise"`
	LateBest int       `json:"late_best" doc:"percent: the same with the best choice"`
	Ready    time.Time `json:"ready,omitzero" doc:"when the car was expected to be ready"`
}

// Override is a choice that a person made against the best one.
type Override struct {
	Predicted
	At   time.Time `json:"at"`
	By   string    `json:"by"`
	Kind string    `json:"kind" choice:"override_kind"`
	Note string    `json:"note,omitempty"`
}

// override remembers a choice that costs something, nil when it costs nothing.
func override(e Event, p *Predicted, kind, note string) *Override {
	if p == nil {
		return nil
	}
	return &Override{Predicted: *p, At: e.Happened(), By: e.Actor.Name, Kind: kind, Note: note}
}
