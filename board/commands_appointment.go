package board

import "time"

// Book opens a visit with an appointment. Override with a note passes the
// rules of spacing; it is for the customer who insists.
type Book struct {
	Details
	At       time.Time `json:"at"`
	LinkedTo VisitID   `json:"linked_to,omitempty"`
	Override string    `json:"override,omitempty" maxLength:"200"`
}

// Name implements Command.
func (Book) Name() string { return "book" }
func (c Book) decide(t *turn) error {
	if err := t.details(&c.Details); err != nil {
		return err
	}
	if err := t.orderFree(c.OrderNo, ""); err != nil {
		return err
	}
	if err := short(text{"override", c.Override, maxReason}, text{"linked_to", string(c.LinkedTo), maxID}); err != nil {
		return err
	}
	if err := t.within("at", c.At, t.at().Add(-24*time.Hour), t.at().AddDate(1, 0, 0)); err != nil {
		return err
	}
	if !t.Settings.Calendar.OpenAt(c.At.In(t.Location())) && c.Override == "" {
		return refuse("shop_closed", "field", "at", "value", t.local(c.At))
	}
	other := t.visitThat(func(v *Visit) bool {
		return v.Plate == c.Plate && v.Stage != StageNoShow && v.due() && sameDay(v.AppointmentAt, c.At, t.Location())
	})
	if other != nil {
		return refuse("appointment_exists", "field", "plate", "plate", ShowPlate(c.Plate), "at", t.local(other.AppointmentAt), "visit", other.ID)
	}
	if c.Override == "" {
		if err := t.slot(c.Advisor, c.At, ""); err != nil {
			return err
		}
	}
	return t.emit(Booked{ofVisit: ofVisit{t.newVisit()}, Details: c.Details, AppointmentAt: c.At, LinkedTo: c.LinkedTo})
}

// slot checks the spacing of an advisor's appointments: a gap between two, and
// not more than the shop's number in one hour.
func (t *turn) slot(advisor PersonID, at time.Time, except VisitID) error {
	if advisor == "" {
		return nil
	}
	inHour := 0
	hour := t.hour(at)
	for _, v := range Sorted(t.Visits) {
		if v.ID == except || v.Advisor != advisor || v.AppointmentAt.IsZero() || v.Ended != "" || v.Stage == StageNoShow {
			continue
		}
		gap := v.AppointmentAt.Sub(at).Abs()
		if gap < time.Duration(t.Settings.AppointmentGap)*time.Minute {
			return refuse("slot_taken", "field", "at", "person", t.name(advisor), "at", t.local(v.AppointmentAt), "gap", t.Settings.AppointmentGap)
		}
		if t.hour(v.AppointmentAt) == hour {
			inHour++
		}
	}
	if inHour >= t.Settings.AppointmentPerHour {
		return refuse("hour_full", "field", "at", "at", hour, "max", t.Settings.AppointmentPerHour)
	}
	return nil
}

// hour gives the local hour a time lies in, "2026-03-02 09:00". Rounding the
// instant would go wrong in zones half an hour off.
func (t *turn) hour(at time.Time) string { return at.In(t.Location()).Format("2006-01-02 15:00") }

func (t *turn) name(id PersonID) string {
	if p, ok := t.People[id]; ok {
		return p.Name
	}
	return string(id)
}

func sameDay(a, b time.Time, zone *time.Location) bool {
	return a.In(zone).Format(time.DateOnly) == b.In(zone).Format(time.DateOnly)
}

// ConfirmAppointment records the reminder call.
type ConfirmAppointment struct {
	Visit VisitID `json:"visit"`
	How   How     `json:"how" choice:"how"`
}

// Name implements Command.
func (ConfirmAppointment) Name() string { return "confirm_appointment" }
func (c ConfirmAppointment) decide(t *turn) error {
	v, err := t.visitIn(c.Visit, "confirm", StageBooked, StageConfirmed)
	if err != nil {
		return err
	}
	if err := how(c.How, true); err != nil {
		return err
	}
	if v.Stage == StageConfirmed {
		return nil
	}
	return t.emit(AppointmentConfirmed{ofVisit{v.ID}, c.How})
}

// Rebook moves an appointment. A no-show gets a new visit linked to the old,
// and Reason is the cause of the no-show unless that is known already.
type Rebook struct {
	Visit    VisitID   `json:"visit"`
	At       time.Time `json:"at"`
	Reason   string    `json:"reason,omitempty" maxLength:"200"`
	Override string    `json:"override,omitempty" maxLength:"200"`
}

// Name implements Command.
func (Rebook) Name() string { return "rebook" }
func (c Rebook) decide(t *turn) error {
	v, err := t.visitIn(c.Visit, "rebook", StageBooked, StageConfirmed, StageNoShow)
	if err != nil {
		return err
	}
	if err := short(text{"reason", c.Reason, maxReason}, text{"override", c.Override, maxReason}); err != nil {
		return err
	}
	if v.Stage == StageNoShow {
		return c.again(t, v)
	}
	if c.At.Equal(v.AppointmentAt) {
		return nil
	}
	if err := t.within("at", c.At, t.at(), t.at().AddDate(1, 0, 0)); err != nil {
		return err
	}
	if !t.Settings.Calendar.OpenAt(c.At.In(t.Location())) && c.Override == "" {
		return refuse("shop_closed", "field", "at", "value", t.local(c.At))
	}
	if c.Override == "" {
		if err := t.slot(v.Advisor, c.At, v.ID); err != nil {
			return err
		}
	}
	return t.emit(Rebooked{ofVisit{v.ID}, c.At, c.Reason})
}

// again books a customer who did not come once more. The order number, if
// there was one, stays with the visit it was written for.
func (c Rebook) again(t *turn, v *Visit) error {
	switch {
	case c.Reason == "" && v.EndReason == "":
		return refuse("note_required", "field", "reason")
	case c.Reason != "" && c.Reason != v.EndReason:
		if err := t.emit(NoShowMarked{ofVisit{v.ID}, c.Reason}); err != nil {
			return err
		}
	}
	d := v.Details()
	d.OrderNo = ""
	return Book{Details: d, At: c.At, LinkedTo: v.ID, Override: c.Override}.decide(t)
}

// MarkNoShow records that a booked customer did not come, with the cause once
// it is known.
type MarkNoShow struct {
	Visit VisitID `json:"visit"`
	Cause string  `json:"cause,omitempty" maxLength:"200"`
}

// Name implements Command.
func (MarkNoShow) Name() string { return "mark_no_show" }
func (c MarkNoShow) decide(t *turn) error {
	v, err := t.visitIn(c.Visit, "mark_no_show", StageBooked, StageConfirmed, StageNoShow)
	if err != nil {
		return err
	}
	if err := short(text{"cause", c.Cause, maxReason}); err != nil {
		return err
	}
	if t.at().Before(v.AppointmentAt) {
		return refuse("time_impossible", "field", "on", "value", t.local(t.at()), "why", "before_appointment")
	}
	if v.Stage == StageNoShow && (c.Cause == "" || c.Cause == v.EndReason) {
		return nil
	}
	return t.emit(NoShowMarked{ofVisit{v.ID}, c.Cause})
}
