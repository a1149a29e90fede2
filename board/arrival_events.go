package board

import "time"

// Arrived records that the car is in the shop: a booked visit, or a new one.
// Code is the number part of the pickup code.
type Arrived struct {
	ofVisit
	Details
	Code     int      `json:"code"`
	LinkedTo VisitID  `json:"linked_to,omitempty"`
	Comeback bool     `json:"comeback,omitempty"`
	Imported []string `json:"imported,omitempty" doc:"codes of the imported order"`
}

func (Arrived) kind() string { return "arrived" }
func (b Arrived) apply(s *State, e Event) {
	v := &Visit{ID: b.Visit}
	if old, ok := s.Visits[b.Visit]; ok {
		v = old.clone()
	}
	b.Details.onto(v)
	v.ArrivedAt, v.NoShowAt, v.EndReason, v.Code, v.Imported = e.Happened(), time.Time{}, "", pickupCode(b.Code),
		b.Imported
	v.Comeback = v.Comeback || b.Comeback
	if b.LinkedTo != "" {
		v.LinkedTo = b.LinkedTo
	}
	s.LastCode = b.Code
	s.put(e, v)
}

// DetailsChanged replaces the visit's master data. Another job class changes
// the inspections a signed order needs, until one of them has begun.
type DetailsChanged struct {
	ofVisit
	Details
}

func (DetailsChanged) kind() string { return "details_changed" }
func (b DetailsChanged) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		reclassed := v.Class != b.Class
		b.Details.onto(v)
		if reclassed && len(v.Levels) > 0 && v.SelfCheckedAt.IsZero() {
			v.Levels = s.Settings.levels(v.Class)
		}
	})
}

// ReceptionStarted records that the advisor took the car over.
type ReceptionStarted struct {
	ofVisit
	Advisor PersonID `json:"advisor,omitempty"`
}

func (ReceptionStarted) kind() string { return "reception_started" }
func (b ReceptionStarted) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		v.ReceptionAt = e.Happened()
		if b.Advisor != "" {
			v.Advisor = b.Advisor
		}
	})
}
