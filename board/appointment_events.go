package board

import "time"

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
