package display

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"bayline/board"
)

var _ = register(Screen{
	Name: "welcome", Public: true, Empty: Welcome{}, View: viewWelcome,
	Place: 10, Group: "wall", Icon: "door-open",
})

// Welcome is the screen at the entrance: who is expected in the next hour, and
// who just came. Strangers read it; see Lounge for what it may never carry.
type Welcome struct {
	Shop
	At         time.Time    `json:"at"`
	TodayCount int          `json:"today_count"`
	Rows       []WelcomeRow `json:"rows"`
}

// WelcomeRow is one appointment: plate and name masked, At the time booked,
// ArrivedAt the time the car came. Advisor is a surname, Desk where they meet.
type WelcomeRow struct {
	Plate     string       `json:"plate"`
	Name      string       `json:"name"`
	At        time.Time    `json:"at"`
	ArrivedAt time.Time    `json:"arrived_at,omitzero"`
	Advisor   string       `json:"advisor,omitempty"`
	Desk      string       `json:"desk,omitempty"`
	State     WelcomeState `json:"state"`

	key string // names the row in the live feed; not shown
}

// WelcomeState says whether the guest is expected or here.
type WelcomeState string

// The states of an appointment on the welcome screen.
const (
	WelcomeExpected WelcomeState = "expected"
	WelcomeArrived  WelcomeState = "arrived"
)

// How long an appointment is on the screen. A quiet hour shows the next guests
// of the day as well, so that a guest who comes early finds the own name.
const (
	welcomeAhead   = time.Hour
	welcomeOverdue = 15 * time.Minute
	welcomeArrival = 10 * time.Minute
	welcomeQuiet   = 4             // rows up to which later guests are added
	welcomeLater   = 4 * time.Hour // how much later they may come
)

func viewWelcome(scene Scene, _ url.Values) (View, error) {
	x := newIndex(scene)
	view := Welcome{Shop: shopOf(scene), At: x.local(scene.Now), Rows: []WelcomeRow{}}
	var rest []WelcomeRow
	for _, v := range scene.State.Visits {
		if v.AppointmentAt.IsZero() || v.Stage == board.StageCancelled {
			continue
		}
		if x.clock.sameDay(v.AppointmentAt, x.now) {
			view.TodayCount++
		}
		state, shown := welcomeState(v, scene.Now)
		later := !shown && x.comesLater(v)
		if v.OptOut || !shown && !later {
			continue
		}
		row := WelcomeRow{Plate: MaskPlate(v.Plate), Name: MaskName(v.Customer), At: x.local(v.AppointmentAt), State: state, key: string(v.ID)}
		if state == WelcomeArrived {
			row.ArrivedAt = x.local(v.ArrivedAt)
		}
		if p, ok := x.People[v.Advisor]; ok {
			row.Advisor, row.Desk = Surname(p.Name), p.Desk
		}
		if later {
			rest = append(rest, row)
		} else {
			view.Rows = append(view.Rows, row)
		}
	}
	inOrder(view.Rows)
	inOrder(rest)
	view.Rows = append(view.Rows, rest[:min(len(rest), max(0, welcomeQuiet-len(view.Rows)))]...)
	return view, nil
}

// inOrder sorts rows by the time booked.
func inOrder(rows []WelcomeRow) {
	slices.SortFunc(rows, func(a, b WelcomeRow) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return strings.Compare(a.key, b.key)
	})
}

// comesLater reports whether the guest is expected today, after the hour that
// is always shown.
func (x index) comesLater(v *board.Visit) bool {
	wait := v.AppointmentAt.Sub(x.now)
	return (v.Stage == board.StageBooked || v.Stage == board.StageConfirmed) && wait > welcomeAhead && wait <= welcomeLater && x.clock.sameDay(v.AppointmentAt, x.now)
}

// welcomeState gives how an appointment is shown, if at all.
func welcomeState(v *board.Visit, now time.Time) (WelcomeState, bool) {
	switch {
	case v.Stage == board.StageBooked || v.Stage == board.StageConfirmed:
		wait := v.AppointmentAt.Sub(now)
		return WelcomeExpected, wait <= welcomeAhead && wait >= -welcomeOverdue
	case v.InShop():
		since := now.Sub(v.ArrivedAt)
		return WelcomeArrived, since >= 0 && since < welcomeArrival
	}
	return "", false
}

func (Welcome) forStrangers() {}

// Parts implements View.
func (w Welcome) Parts() map[string]any {
	parts := map[string]any{"shop": w.Shop, "today": map[string]int{"count": w.TodayCount}}
	order := make([]string, len(w.Rows))
	for i, r := range w.Rows {
		order[i] = r.key
		parts["rows/"+r.key] = r
	}
	parts["order/rows"] = order
	return parts
}
