package board

import "time"

// OperationAdded adds a line to the repair order.
type OperationAdded struct {
	ofVisit
	Operation Operation `json:"operation"`
	Parts     []Part    `json:"parts,omitempty"`
}

func (OperationAdded) kind() string { return "operation_added" }
func (b OperationAdded) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		o := b.Operation
		o.State = OperationWaiting
		v.Operations = append(v.Operations, o)
		v.Parts = append(v.Parts, b.Parts...)
		v.WashingAt, v.WashedAt = time.Time{}, time.Time{} // what is done now needs a wash after it
		if o.Trade == TradeWash {
			v.NoWash = false
		} else {
			v.SelfCheckedAt = time.Time{}
			v.voidInspections()
		}
	})
}

// OperationChanged replaces what a line asks for; its progress stays.
type OperationChanged struct {
	ofVisit
	Line            int   `json:"line"`
	StandardMinutes int   `json:"standard_minutes"`
	PassiveMinutes  int   `json:"passive_minutes"`
	Crew            int   `json:"crew"`
	MinGrade        Grade `json:"min_grade,omitempty"`
	After           []int `json:"after,omitempty"`
}

func (OperationChanged) kind() string { return "operation_changed" }
func (b OperationChanged) apply(s *State, e Event) {
	s.operation(e, b.Visit, b.Line, func(_ *Visit, o *Operation) {
		o.StandardMinutes, o.PassiveMinutes, o.Crew, o.MinGrade, o.After = b.StandardMinutes, b.PassiveMinutes, b.Crew,
			b.MinGrade, b.After
	})
}

// OperationCancelledEvent takes a line off the order.
type OperationCancelledEvent struct {
	ofVisit
	Line   int    `json:"line"`
	Reason string `json:"reason,omitempty"`
}

func (OperationCancelledEvent) kind() string { return "operation_cancelled" }
func (b OperationCancelledEvent) apply(s *State, e Event) {
	s.operation(e, b.Visit, b.Line, func(_ *Visit, o *Operation) { o.drop() })
}
