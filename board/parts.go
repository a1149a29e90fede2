package board

import "time"

// Part is one part line. Line 0 belongs to the whole order.
type Part struct {
	ID     int       `json:"id"`
	Line   int       `json:"line"`
	NameZH string    `json:"name_zh"`
	NameEN string    `json:"name_en"`
	State  PartState `json:"state"`
	ETA    time.Time `json:"eta,omitzero"`
	Note   string    `json:"note,omitempty"`
	Since  time.Time `json:"since"`
}

// PartState is where a part is.
type PartState string

// The states of a part.
const (
	PartUnchecked PartState = "unchecked"
	PartKitted    PartState = "kitted"
	PartShort     PartState = "short"
	PartOrdered   PartState = "ordered"
	PartInTransit PartState = "in_transit"
	PartArrived   PartState = "arrived"
	PartIssued    PartState = "issued"
	PartReturned  PartState = "returned"
)

// PartStates lists every state of a part once, in the usual order.
var PartStates = []PartState{PartUnchecked, PartKitted, PartShort, PartOrdered, PartInTransit, PartArrived,
	PartIssued, PartReturned}

// partMoves lists where a part may go from each state. Beyond the usual chain,
// a short part may be found or fetched at once, and a part that is not needed
// after all goes back to the shelf.
var partMoves = map[PartState][]PartState{
	PartUnchecked: {PartKitted, PartShort, PartIssued},
	PartKitted:    {PartIssued, PartShort, PartReturned},
	PartShort:     {PartOrdered, PartInTransit, PartArrived, PartKitted},
	PartOrdered:   {PartInTransit, PartArrived},
	PartInTransit: {PartArrived},
	PartArrived:   {PartIssued, PartKitted, PartReturned},
	PartIssued:    {PartReturned},
}

// Missing reports whether work has to wait for the part.
func (p Part) Missing() bool {
	return p.State == PartShort || p.State == PartOrdered || p.State == PartInTransit
}

// PartsReady returns when the parts of a line are all there: the zero time when
// nothing is missing; ok is false when a missing part has no expected time.
// Parts of line 0 hold every line.
func (v *Visit) PartsReady(line int) (at time.Time, ok bool) {
	for _, p := range v.Parts {
		if !p.Missing() || (p.Line != line && p.Line != 0) {
			continue
		}
		if p.ETA.IsZero() {
			return time.Time{}, false
		}
		at = later(at, p.ETA)
	}
	return at, true
}
