package display

import (
	"cmp"
	"net/url"
	"slices"
	"time"

	"bayline/board"
)

var _ = register(Screen{
	Name: "appointments", Empty: &AppointmentsView{}, View: viewAppointments,
	Place: 3, Group: "desk", Role: "appointment", Icon: "calendar",
})

// AppointmentsView is the appointment clerk's page: the bookings of today and
// tomorrow. The two times to offer are asked for with the work (dispatch.Slots).
type AppointmentsView struct {
	Today    time.Time         `json:"today"`
	Counts   AppointmentCounts `json:"counts"`
	Advisors []Named           `json:"advisors"`
	Entries  []Appointment     `json:"entries"`
}

// AppointmentCounts are today's figures.
type AppointmentCounts struct {
	Booked    int `json:"booked"`
	Confirmed int `json:"confirmed"`
	Arrived   int `json:"arrived"`
	NoShow    int `json:"no_show"`
	WalkIn    int `json:"walk_in"`
	Tomorrow  int `json:"tomorrow"`
}

// Appointment is one booking, or one car that came without. Day is 0 today, 1
// tomorrow, -1 for an older no-show that nobody has rebooked.
type Appointment struct {
	Visit     board.VisitID `json:"visit"`
	Day       int           `json:"day"`
	At        time.Time     `json:"at,omitzero"`
	Plate     string        `json:"plate"`
	Customer  string        `json:"customer,omitempty"`
	Phone     string        `json:"phone,omitempty"`
	Model     string        `json:"model,omitempty"`
	Class     board.Class   `json:"class"`
	Advisor   *Named        `json:"advisor,omitempty"`
	Purpose   string        `json:"purpose,omitempty"`
	Stage     board.Stage   `json:"stage"`
	Flags     []board.Flag  `json:"flags,omitempty"`
	Confirmed time.Time     `json:"confirmed_at,omitzero"`
	ArrivedAt time.Time     `json:"arrived_at,omitzero"`
	Code      string        `json:"code,omitempty"`
	Cause     string        `json:"cause,omitempty" doc:"why the customer did not come"`
	Rebooked  bool          `json:"rebooked,omitempty"`
}

func viewAppointments(scene Scene, _ url.Values) (View, error) {
	x := newIndex(scene)
	view := &AppointmentsView{Today: x.today(), Advisors: x.staff(board.RoleAdvisor), Entries: []Appointment{}}
	linked := map[board.VisitID]bool{}
	for _, v := range x.Visits {
		if v.LinkedTo != "" {
			linked[v.LinkedTo] = true
		}
	}
	for _, v := range x.visits {
		a := x.appointment(v)
		a.Rebooked = linked[v.ID]
		switch {
		case x.isToday(v.AppointmentAt), v.AppointmentAt.IsZero() && x.isToday(v.ArrivedAt):
			count(&view.Counts, v)
		case sameDate(v.AppointmentAt, x.today().AddDate(0, 0, 1)):
			a.Day = 1
			view.Counts.Tomorrow++
		case v.Stage == board.StageNoShow && !a.Rebooked:
			a.Day = -1
		default:
			continue
		}
		if v.Ended == board.StageCancelled {
			continue
		}
		view.Entries = append(view.Entries, a)
	}
	slices.SortStableFunc(view.Entries, func(a, b Appointment) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), coming(a).Compare(coming(b)))
	})
	return view, nil
}

func sameDate(t, day time.Time) bool {
	return !t.IsZero() && t.In(day.Location()).Format(time.DateOnly) == day.Format(time.DateOnly)
}

func coming(a Appointment) time.Time {
	if a.At.IsZero() {
		return a.ArrivedAt
	}
	return a.At
}

func count(c *AppointmentCounts, v *board.Visit) {
	switch {
	case v.Ended == board.StageCancelled:
	case v.AppointmentAt.IsZero():
		c.WalkIn++
	case !v.ArrivedAt.IsZero():
		c.Arrived++
	case v.Stage == board.StageNoShow:
		c.NoShow++
	case v.Stage == board.StageConfirmed:
		c.Confirmed++
	default:
		c.Booked++
	}
}

func (x index) appointment(v *board.Visit) Appointment {
	return Appointment{
		Visit: v.ID, At: x.local(v.AppointmentAt), Plate: v.Plate, Customer: v.Customer, Phone: v.Phone, Model: v.Model, Class: v.Class, Advisor: x.person(v.Advisor), Purpose: v.Purpose,
		Stage: v.Stage, Flags: v.Flags(), Confirmed: x.local(v.ConfirmedAt), ArrivedAt: x.local(v.ArrivedAt), Code: v.Code, Cause: v.EndReason,
	}
}

// Parts implements View.
func (v *AppointmentsView) Parts() map[string]any {
	parts := map[string]any{"today": v.Today, "counts": v.Counts, "advisors": v.Advisors}
	keys := []string{}
	for _, a := range v.Entries {
		keys = append(keys, string(a.Visit))
		parts["entries/"+string(a.Visit)] = a
	}
	parts["order/entries"] = keys
	return parts
}
