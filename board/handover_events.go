package board

import "time"

// Settled records the time on the settlement sheet, after the advisor checked
// that the reported faults are the work done.
type Settled struct {
	ofVisit
}

func (Settled) kind() string { return "settled" }
func (b Settled) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) { v.SettledAt = e.Happened() })
}

// SettlementVoided takes a settlement back.
type SettlementVoided struct {
	ofVisit
	Reason string `json:"reason"`
}

func (SettlementVoided) kind() string { return "settlement_voided" }
func (b SettlementVoided) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) { v.SettledAt = time.Time{} })
}

// Delivered records the hand-over of the car.
type Delivered struct {
	ofVisit
}

func (Delivered) kind() string { return "delivered" }
func (b Delivered) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		v.DeliveredAt, v.Bay, v.Parking, v.Overnight = e.Happened(), "", "", ""
		for i := range v.Operations {
			if o := &v.Operations[i]; o.Open() { // a wash the customer did not want
				o.drop()
			}
		}
		s.remember(v)
	})
}

// FollowedUp records the call after delivery. An unreached customer keeps the
// visit open for the next try.
type FollowedUp struct {
	ofVisit
	Reached bool   `json:"reached"`
	OnTime  bool   `json:"on_time"`
	Note    string `json:"note,omitempty"`
}

func (FollowedUp) kind() string { return "followed_up" }
func (b FollowedUp) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		v.FollowUp = &FollowUp{At: e.Happened(), By: e.Actor.Name, Reached: b.Reached, OnTime: b.OnTime, Note: b.Note}
		if b.Reached {
			v.ClosedAt = e.Happened()
		}
	})
}
