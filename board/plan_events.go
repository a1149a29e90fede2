package board

import (
	"slices"
	"time"
)

// PlanAdopted takes over what a plan says about operations nobody has begun.
type PlanAdopted struct {
	Lines  []PlanLine `json:"lines"`
	Before []PlanLine `json:"before,omitempty" doc:"what the plan had for them"`
	Note   string     `json:"note,omitempty"`
}

func (PlanAdopted) kind() string { return "plan_adopted" }

// A plan is no progress: the visits keep their stage and the time of their last
// change.
func (b PlanAdopted) apply(s *State, e Event) {
	fresh := map[VisitID]*Visit{}
	for _, l := range b.Lines {
		old, ok := s.Visits[l.Visit]
		if !ok {
			continue
		}
		v := fresh[l.Visit]
		if v == nil {
			v = old.clone()
			fresh[l.Visit], s.Visits[l.Visit] = v, v
		}
		if o := v.Operation(l.Line); o != nil {
			o.Planned = &Planned{Bay: l.Bay, Technicians: l.Technicians, Start: l.Start, By: e.Actor.Name}
		}
	}
	if len(b.Before) > 0 {
		s.Adopted = &Adoption{At: e.Happened(), By: e.Actor.Name, Lines: b.Lines, Before: b.Before, Note: b.Note}
	}
}

// Adoption is a change of the plan that was taken over, and what it was before.
type Adoption struct {
	At     time.Time  `json:"at"`
	By     string     `json:"by"`
	Lines  []PlanLine `json:"lines"`
	Before []PlanLine `json:"before"`
	Note   string     `json:"note,omitempty"`
}

// forgetPlans drops what is planned with something that is gone.
func (s *State) forgetPlans(gone func(*Planned) bool) {
	for id, old := range s.Visits {
		if !slices.ContainsFunc(old.Operations, func(o Operation) bool { return o.Planned != nil && gone(o.Planned) }) {
			continue
		}
		v := old.clone()
		for i := range v.Operations {
			if o := &v.Operations[i]; o.Planned != nil && gone(o.Planned) {
				o.Planned = nil
			}
		}
		s.Visits[id] = v
	}
}

// PlanRejected remembers a proposed plan that a person declined.
type PlanRejected struct {
	Fingerprint string     `json:"fingerprint"`
	Lines       []PlanLine `json:"lines,omitempty"`
	Reason      string     `json:"reason,omitempty"`
}

func (PlanRejected) kind() string { return "plan_rejected" }
func (b PlanRejected) apply(s *State, e Event) {
	kept := s.Rejected[max(0, len(s.Rejected)-keepRejected+1):]
	all := append(make([]Rejection, 0, keepRejected), kept...)
	s.Rejected = append(all, Rejection{Fingerprint: b.Fingerprint, Lines: b.Lines, Reason: b.Reason, At: e.Happened(),
		By: e.Actor.Name})
}

// keepRejected is how many declined plans the state remembers.
const keepRejected = 12

// Rejection is a proposed plan that a person declined.
type Rejection struct {
	Fingerprint string     `json:"fingerprint"`
	Lines       []PlanLine `json:"lines,omitempty"`
	Reason      string     `json:"reason,omitempty"`
	At          time.Time  `json:"at"`
	By          string     `json:"by"`
}

// RejectedPlan reports whether a plan of this fingerprint was declined lately.
func (s *State) RejectedPlan(fingerprint string) bool {
	for i := range s.Rejected {
		if s.Rejected[i].Fingerprint == fingerprint {
			return true
		}
	}
	return false
}
