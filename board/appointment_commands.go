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
func (c Book) decide(d *decision) error {
	if err := d.checkDetails(&c.Details); err != nil {
		return err
	}
	if err := d.orderFree(c.OrderNo, ""); err != nil {
		return err
	}
	if err := checkLength(text{"override", c.Override, maxReason},
		text{"linked_to", string(c.LinkedTo), maxID}); err != nil {
		return err
	}
	if err := d.within("at", c.At, d.at().Add(-24*time.Hour), d.at().AddDate(1, 0, 0)); err != nil {
		return err
	}
	if !d.Settings.Calendar.OpenAt(c.At.In(d.Location())) && c.Override == "" {
		return refuse("shop_closed", "field", "at", "value", d.local(c.At))
	}
	other := d.visitThat(func(v *Visit) bool {
		return v.Plate == c.Plate && v.Stage != StageNoShow && v.due() && sameDay(v.AppointmentAt, c.At, d.Location())
	})
	if other != nil {
		return refuse("appointment_exists", "field", "plate", "plate", ShowPlate(c.Plate), "at",
			d.local(other.AppointmentAt), "visit", other.ID)
	}
	if c.Override == "" {
		if err := d.slot(c.Advisor, c.At, ""); err != nil {
			return err
		}
	}
	return d.emit(Booked{ofVisit: ofVisit{d.newVisit()}, Details: c.Details, AppointmentAt: c.At, LinkedTo: c.LinkedTo})
}

// slot checks the spacing of an advisor's appointments: a gap between two, and
// not more than the shop's number in one hour.
func (d *decision) slot(advisor PersonID, at time.Time, except VisitID) error {
	if advisor == "" {
		return nil
	}
	inHour := 0
	hour := d.hour(at)
	for _, v := range Sorted(d.Visits) {
		if v.ID == except || v.Advisor != advisor || v.AppointmentAt.IsZero() || v.Ended != "" || v.Stage == StageNoShow {
			continue
		}
		gap := v.AppointmentAt.Sub(at).Abs()
		if gap < time.Duration(d.Settings.AppointmentGap)*time.Minute {
			return refuse("slot_taken", "field", "at", "person", d.name(advisor), "at", d.local(v.AppointmentAt), "gap",
				d.Settings.AppointmentGap)
		}
		if d.hour(v.AppointmentAt) == hour {
			inHour++
		}
	}
	if inHour >= d.Settings.AppointmentPerHour {
		return refuse("hour_full", "field", "at", "at", hour, "max", d.Settings.AppointmentPerHour)
	}
	return nil
}

// hour returns the local hour a time lies in, "2026-03-02 09:00". Rounding the
// instant would go wrong in zones half an hour off.
func (d *decision) hour(at time.Time) string { return at.In(d.Location()).Format("2006-01-02 15:00") }

func (d *decision) name(id PersonID) string {
	if p, ok := d.People[id]; ok {
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
func (c ConfirmAppointment) decide(d *decision) error {
	v, err := d.visitIn(c.Visit, "confirm", StageBooked, StageConfirmed)
	if err != nil {
		return err
	}
	if err := checkHow(c.How, true); err != nil {
		return err
	}
	if v.Stage == StageConfirmed {
		return nil
	}
	return d.emit(AppointmentConfirmed{ofVisit{v.ID}, c.How})
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
func (c Rebook) decide(d *decision) error {
	v, err := d.visitIn(c.Visit, "rebook", StageBooked, StageConfirmed, StageNoShow)
	if err != nil {
		return err
	}
	if err := checkLength(text{"reason", c.Reason, maxReason}, text{"override", c.Override, maxReason}); err != nil {
		return err
	}
	if v.Stage == StageNoShow {
		return c.again(d, v)
	}
	if c.At.Equal(v.AppointmentAt) {
		return nil
	}
	if err := d.within("at", c.At, d.at(), d.at().AddDate(1, 0, 0)); err != nil {
		return err
	}
	if !d.Settings.Calendar.OpenAt(c.At.In(d.Location())) && c.Override == "" {
		return refuse("shop_closed", "field", "at", "value", d.local(c.At))
	}
	if c.Override == "" {
		if err := d.slot(v.Advisor, c.At, v.ID); err != nil {
			return err
		}
	}
	return d.emit(Rebooked{ofVisit{v.ID}, c.At, c.Reason})
}

// again books a customer who did not come once more. The order number, if
// there was one, stays with the visit it was written for.
func (c Rebook) again(d *decision, v *Visit) error {
	switch {
	case c.Reason == "" && v.EndReason == "":
		return refuse("note_required", "field", "reason")
	case c.Reason != "" && c.Reason != v.EndReason:
		if err := d.emit(NoShowMarked{ofVisit{v.ID}, c.Reason}); err != nil {
			return err
		}
	}
	details := v.Details()
	details.OrderNo = ""
	return Book{Details: details, At: c.At, LinkedTo: v.ID, Override: c.Override}.decide(d)
}

// MarkNoShow records that a booked customer did not come, with the cause once
// it is known.
type MarkNoShow struct {
	Visit VisitID `json:"visit"`
	Cause string  `json:"cause,omitempty" maxLength:"200"`
}

// Name implements Command.
func (MarkNoShow) Name() string { return "mark_no_show" }
func (c MarkNoShow) decide(d *decision) error {
	v, err := d.visitIn(c.Visit, "mark_no_show", StageBooked, StageConfirmed, StageNoShow)
	if err != nil {
		return err
	}
	if err := checkLength(text{"cause", c.Cause, maxReason}); err != nil {
		return err
	}
	if d.at().Before(v.AppointmentAt) {
		return refuse("time_impossible", "field", "on", "value", d.local(d.at()), "why", "before_appointment")
	}
	if v.Stage == StageNoShow && (c.Cause == "" || c.Cause == v.EndReason) {
		return nil
	}
	return d.emit(NoShowMarked{ofVisit{v.ID}, c.Cause})
}
