package board

import "time"

// Details are the master data of a visit, as written on the repair order or
// the appointment.
type Details struct {
	OrderNo  string   `json:"order_no,omitempty" maxLength:"40"`
	Plate    string   `json:"plate" maxLength:"16"`
	Customer string   `json:"customer,omitempty" maxLength:"60"`
	Phone    string   `json:"phone,omitempty" maxLength:"30"`
	Model    string   `json:"model,omitempty" maxLength:"60"`
	VIN      string   `json:"vin,omitempty" maxLength:"17"`
	Advisor  PersonID `json:"advisor,omitempty"`
	Class    Class    `json:"class,omitempty" choice:"class"`
	Purpose  string   `json:"purpose,omitempty" maxLength:"500"`
	Wishes   string   `json:"wishes,omitempty" maxLength:"500"`
	Waiter   bool     `json:"waiter,omitempty"`
	Special  bool     `json:"special,omitempty"`
	Warranty bool     `json:"warranty,omitempty"`
	OptOut   bool     `json:"opt_out,omitempty" doc:"keep the car off the public screens"`
	NoWash   bool     `json:"no_wash,omitempty"`
}

func (d Details) onto(v *Visit) {
	v.OrderNo, v.Plate, v.Customer, v.Phone, v.Model, v.VIN = d.OrderNo, d.Plate, d.Customer, d.Phone, d.Model, d.VIN
	v.Advisor, v.Class, v.Purpose, v.Wishes = d.Advisor, d.Class, d.Purpose, d.Wishes
	v.Waiter, v.Special, v.Warranty, v.OptOut, v.NoWash = d.Waiter, d.Special, d.Warranty, d.OptOut, d.NoWash
}

// Details gives the visit's master data.
func (v *Visit) Details() Details {
	return Details{
		OrderNo: v.OrderNo, Plate: v.Plate, Customer: v.Customer, Phone: v.Phone, Model: v.Model, VIN: v.VIN,
		Advisor: v.Advisor, Class: v.Class, Purpose: v.Purpose, Wishes: v.Wishes,
		Waiter: v.Waiter, Special: v.Special, Warranty: v.Warranty, OptOut: v.OptOut, NoWash: v.NoWash,
	}
}

// Booked opens a visit with an appointment.
type Booked struct {
	ofVisit
	Details
	AppointmentAt time.Time `json:"appointment_at"`
	LinkedTo      VisitID   `json:"linked_to,omitempty"`
}

func (Booked) kind() string { return "booked" }
func (b Booked) apply(s *State, e Event) {
	v := &Visit{ID: b.Visit, BookedAt: e.Happened(), AppointmentAt: b.AppointmentAt, LinkedTo: b.LinkedTo}
	b.Details.onto(v)
	s.put(e, v)
}

// AppointmentConfirmed records the reminder call before the appointment.
type AppointmentConfirmed struct {
	ofVisit
	How How `json:"how"`
}

func (AppointmentConfirmed) kind() string { return "appointment_confirmed" }
func (b AppointmentConfirmed) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) { v.ConfirmedAt = e.Happened() })
}

// Rebooked moves an appointment; it has to be confirmed again.
type Rebooked struct {
	ofVisit
	AppointmentAt time.Time `json:"appointment_at"`
	Reason        string    `json:"reason,omitempty"`
}

func (Rebooked) kind() string { return "rebooked" }
func (b Rebooked) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) { v.AppointmentAt, v.ConfirmedAt = b.AppointmentAt, time.Time{} })
}

// NoShowMarked records that a booked customer did not come.
type NoShowMarked struct {
	ofVisit
	Cause string `json:"cause,omitempty"`
}

func (NoShowMarked) kind() string { return "no_show_marked" }
func (b NoShowMarked) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		if v.NoShowAt.IsZero() {
			v.NoShowAt = e.Happened()
		}
		v.EndReason = b.Cause
	})
}

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
	v.ArrivedAt, v.NoShowAt, v.EndReason, v.Code, v.Imported = e.Happened(), time.Time{}, "", pickupCode(b.Code), b.Imported
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

// CustomerTold records a talk with the customer; Pickup that it was about the
// finished car.
type CustomerTold struct {
	ofVisit
	How    How    `json:"how"`
	Note   string `json:"note,omitempty"`
	Pickup bool   `json:"pickup,omitempty"`
}

func (CustomerTold) kind() string { return "customer_told" }
func (b CustomerTold) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		v.Contacts = append(v.Contacts, Contact{At: e.Happened(), By: e.Actor.Name, How: b.How, Note: b.Note})
		if b.Pickup {
			v.NotifiedAt = e.Happened()
		}
	})
}

// NoteAdded adds a line to the thread between front desk and workshop.
type NoteAdded struct {
	ofVisit
	Phase string `json:"phase"`
	Text  string `json:"text"`
}

func (NoteAdded) kind() string { return "note_added" }
func (b NoteAdded) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		v.Notes = append(v.Notes, Note{At: e.Happened(), By: e.Actor.Name, Phase: b.Phase, Text: b.Text})
	})
}

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

// VisitEnded records a cancelled visit or a car that left unrepaired.
type VisitEnded struct {
	ofVisit
	As     Stage  `json:"as"`
	Reason string `json:"reason,omitempty"`
}

func (VisitEnded) kind() string { return "visit_ended" }
func (b VisitEnded) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		v.Ended, v.EndedAt, v.EndReason, v.Bay, v.Parking, v.Stop = b.As, e.Happened(), b.Reason, "", "", nil
		for i := range v.Operations {
			if o := &v.Operations[i]; o.Open() {
				o.drop()
				o.Dropped = true
			}
		}
	})
}

// CarriedOver records the decision to keep the car over night.
type CarriedOver struct {
	ofVisit
	Decision string `json:"decision"`
}

func (CarriedOver) kind() string { return "carried_over" }
func (b CarriedOver) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) { v.Overnight = b.Decision })
}
