package board

import "time"

// Inspected records the result of an inspection. A failed one adds a rework
// line and holds it until the supervisor gives it out.
type Inspected struct {
	ofVisit
	Inspection Inspection `json:"inspection"`
	Rework     *Operation `json:"rework,omitempty"`
}

func (Inspected) kind() string { return "inspected" }
func (b Inspected) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		i := b.Inspection
		i.At = e.Happened()
		if i.By == "" {
			i.By = e.Actor.Name
		}
		v.Inspections = append(v.Inspections, i)
		if i.Level == LevelFinal && !i.Sampled {
			s.Experience.Inspected++
			if !i.Passed {
				s.Experience.Failed++
			}
		}
		if b.Rework == nil {
			return
		}
		v.voidInspections()
		o := *b.Rework
		o.State = OperationWaiting
		v.Operations = append(v.Operations, o)
		v.SelfCheckedAt, v.WashingAt, v.WashedAt = time.Time{}, time.Time{}, time.Time{}
		v.ReworkHeld, v.ReworkRuns = true, v.ReworkRuns+1
	})
}

// voidInspections makes every passed inspection count no more.
func (v *Visit) voidInspections() {
	for i := range v.Inspections {
		v.Inspections[i].Void = true
	}
}

// ReworkReleased returns held rework out for dispatch.
type ReworkReleased struct {
	ofVisit
}

func (ReworkReleased) kind() string { return "rework_released" }
func (b ReworkReleased) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) { v.ReworkHeld = false })
}

// SelfChecked records the technician's signature under the work (自检).
type SelfChecked struct {
	ofVisit
}

func (SelfChecked) kind() string { return "self_checked" }
func (b SelfChecked) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		v.SelfCheckedAt = e.Happened()
		v.Inspections = append(v.Inspections, Inspection{Level: LevelSelf, Passed: true, At: e.Happened(), By: e.Actor.Name})
	})
}
