package board

// OrderSigned records the customer's signature on the order. What the shop's
// settings ask of it, inspections and wash, is fixed here: a later change of
// the settings must not move cars about.
type OrderSigned struct {
	ofVisit
}

func (OrderSigned) kind() string { return "order_signed" }
func (b OrderSigned) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		v.SignedAt, v.Levels, v.Wash = e.Happened(), s.Settings.levels(v.Class), s.Settings.WashMinutes
	})
}

// PromiseMade adds an entry to the promise ledger.
type PromiseMade struct {
	ofVisit
	Promise Promise `json:"promise"`
}

func (PromiseMade) kind() string { return "promise_made" }
func (b PromiseMade) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) { v.Promises = append(v.Promises, b.Promise) })
}
