package display

import (
	"cmp"
	"net/url"
	"slices"
	"time"

	"bayline/board"
	"bayline/dispatch"
)

var _ = register(Screen{
	Name: "advisor", Params: []string{"advisor"}, Empty: &AdvisorView{}, View: viewAdvisor,
	Place: 1, Group: "desk", Role: "advisor", Icon: "clipboard-list",
})

// When a wait calls for the advisor.
const (
	approvalPatience = 20 * time.Minute // additional work the customer has not answered
	pickupPatience   = 15 * time.Minute // a ready car nobody has called about
	warningPatience  = 10 * time.Minute // a warning nobody has acknowledged
)

// AdvisorView is one advisor's page, or everybody's: what needs them now, their
// cars by risk, and the calls after delivery.
type AdvisorView struct {
	Advisor   *Named          `json:"advisor"`
	Advisors  []Named         `json:"advisors"`
	Counts    AdvisorCounts   `json:"counts"`
	Needs     []Need          `json:"needs"`
	Cars      []AdvisorCar    `json:"cars"`
	FollowUps []FollowUpEntry `json:"follow_ups"`
}

// AdvisorCounts are the figures of the day. OnTime counts deliveries of today
// settled within the promise in force.
type AdvisorCounts struct {
	InShop    int `json:"in_shop"`
	Expected  int `json:"expected" doc:"appointments of today still to come"`
	Late      int `json:"late"`
	AtRisk    int `json:"at_risk"`
	Ready     int `json:"ready"`
	Delivered int `json:"delivered"`
	OnTime    int `json:"on_time"`
}

// NeedKind says what an advisor is needed for.
type NeedKind string

// The needs, the most pressing first.
const (
	NeedPromise   NeedKind = "promise"   // a promise became unlikely
	NeedHelp      NeedKind = "help"      // a technician calls for help
	NeedWarning   NeedKind = "warning"   // a technician will not make it
	NeedLate      NeedKind = "late"      // expected after the promise, and the customer was not told
	NeedApproval  NeedKind = "approval"  // additional work waits for an answer
	NeedPickup    NeedKind = "pickup"    // ready, and nobody called
	NeedReception NeedKind = "reception" // arrived, and nobody has received the customer
)

var needOrder = []NeedKind{NeedPromise, NeedHelp, NeedWarning, NeedLate, NeedApproval, NeedPickup, NeedReception}

// Need is one thing that cannot wait. ID is the additional work, Line the
// operation it is about.
type Need struct {
	Key     string        `json:"key"`
	Kind    NeedKind      `json:"kind"`
	Visit   board.VisitID `json:"visit"`
	Line    int           `json:"line,omitempty"`
	ID      int           `json:"id,omitempty"`
	What    string        `json:"what,omitempty"`
	Minutes int           `json:"minutes,omitempty"`
	By      string        `json:"by,omitempty"`
	Bay     *Named        `json:"bay,omitempty"`
	Since   time.Time     `json:"since"`
}

// AdvisorCar is one car in the shop as its advisor sees it.
type AdvisorCar struct {
	Visit      board.VisitID     `json:"visit"`
	OrderNo    string            `json:"order_no,omitempty"`
	Code       string            `json:"code"`
	Plate      string            `json:"plate"`
	Customer   string            `json:"customer,omitempty"`
	Phone      string            `json:"phone,omitempty"`
	Model      string            `json:"model,omitempty"`
	Class      board.Class       `json:"class"`
	Purpose    string            `json:"purpose,omitempty"`
	Wishes     string            `json:"wishes,omitempty"`
	Advisor    *Named            `json:"advisor,omitempty"`
	Flags      []board.Flag      `json:"flags,omitempty"`
	Stage      board.Stage       `json:"stage"`
	Since      time.Time         `json:"since"`
	ArrivedAt  time.Time         `json:"arrived_at"`
	Bay        *Named            `json:"bay,omitempty"`
	Parking    string            `json:"parking,omitempty"`
	Workers    []Named           `json:"workers,omitempty"`
	Stop       *Standstill       `json:"stop,omitempty"`
	First      time.Time         `json:"first_promise,omitzero"`
	Promised   time.Time         `json:"promised_at,omitzero"`
	Promises   int               `json:"promises"`
	ReadyAt    time.Time         `json:"ready_at,omitzero"`
	NotifiedAt time.Time         `json:"notified_at,omitzero"`
	SettledAt  time.Time         `json:"settled_at,omitzero"`
	Told       *Told             `json:"told,omitempty"`
	Lines      []OrderLine       `json:"lines"`
	Additional []AdditionalShown `json:"additional,omitempty"`
	Alarm      *AlarmShown       `json:"alarm,omitempty"`
	Forecast
}

// AlarmShown is the warning that the promise in force became unlikely. Overdue
// marks one that nobody acknowledged in time.
type AlarmShown struct {
	At      time.Time       `json:"at"`
	Urgent  bool            `json:"urgent,omitempty"`
	Late    float64         `json:"late" doc:"probability of missing the promise when it was given"`
	Ready   time.Time       `json:"eta,omitzero"`
	Why     []board.Message `json:"why,omitempty"`
	SeenAt  time.Time       `json:"seen_at,omitzero"`
	SeenBy  string          `json:"seen_by,omitempty"`
	Overdue bool            `json:"overdue,omitempty"`
}

// Told is the last talk with the customer.
type Told struct {
	At   time.Time `json:"at"`
	By   string    `json:"by"`
	How  board.How `json:"how"`
	Note string    `json:"note,omitempty"`
}

// OrderLine is one operation of the order.
type OrderLine struct {
	Line            int                  `json:"line"`
	Code            string               `json:"code,omitempty"`
	NameZH          string               `json:"name_zh"`
	NameEN          string               `json:"name_en"`
	Trade           board.Trade          `json:"trade"`
	StandardMinutes int                  `json:"standard_minutes"`
	State           board.OperationState `json:"state"`
	Parts           PartsState           `json:"parts"`
	PartsAt         time.Time            `json:"parts_at,omitzero"`
	Additional      int                  `json:"additional,omitempty"`
	Rework          bool                 `json:"rework,omitempty"`
	Warning         *WarnedLate          `json:"warning,omitempty"`
	HelpSince       time.Time            `json:"help_since,omitzero"`
}

// AdditionalShown is additional work found on the car. Amount is in fen.
type AdditionalShown struct {
	ID     int                   `json:"id"`
	What   string                `json:"what"`
	Codes  []string              `json:"codes"`
	State  board.AdditionalState `json:"state"`
	Amount int64                 `json:"amount,omitempty"`
	Since  time.Time             `json:"since"`
}

// FollowUpEntry is a delivered car whose customer has not been called.
type FollowUpEntry struct {
	Visit       board.VisitID `json:"visit"`
	Plate       string        `json:"plate"`
	Customer    string        `json:"customer,omitempty"`
	Phone       string        `json:"phone,omitempty"`
	Advisor     *Named        `json:"advisor,omitempty"`
	DeliveredAt time.Time     `json:"delivered_at"`
	Promised    time.Time     `json:"promised_at,omitzero"`
	SettledAt   time.Time     `json:"settled_at,omitzero"`
	OnTime      bool          `json:"on_time"`
}

// viewAdvisor shows one advisor's cars, or with no advisor everybody's. A car
// nobody has taken yet is everybody's.
func viewAdvisor(scene Scene, query url.Values) (View, error) {
	x := newIndex(scene)
	id := board.PersonID(query.Get("advisor"))
	if id == "all" {
		id = ""
	}
	if _, ok := x.People[id]; id != "" && !ok {
		return nil, &ParamError{"advisor", string(id)}
	}
	view := &AdvisorView{Advisor: x.person(id), Advisors: x.staff(board.RoleAdvisor), Needs: []Need{}, Cars: []AdvisorCar{}, FollowUps: []FollowUpEntry{}}
	for _, v := range x.visits {
		if id != "" && v.Advisor != id && (v.Advisor != "" || v.Stage != board.StageArrived) {
			continue
		}
		x.countFor(&view.Counts, v)
		switch {
		case v.InShop():
			car := x.advisorCar(v)
			view.Cars = append(view.Cars, car)
			view.Needs = append(view.Needs, x.needs(v, car)...)
		case v.Stage == board.StageDelivered:
			view.FollowUps = append(view.FollowUps, FollowUpEntry{
				v.ID, v.Plate, v.Customer, v.Phone, x.person(v.Advisor), x.local(v.DeliveredAt), x.local(v.PromisedAt()), x.local(v.SettledAt), !v.LateAt(x.now),
			})
		}
	}
	slices.SortStableFunc(view.Cars, func(a, b AdvisorCar) int {
		return cmp.Or(cmp.Compare(severity(a.Health), severity(b.Health)), cmp.Compare(b.Late, a.Late), soonest(a.Promised, b.Promised), a.ArrivedAt.Compare(b.ArrivedAt))
	})
	slices.SortStableFunc(view.Needs, func(a, b Need) int {
		return cmp.Or(cmp.Compare(slices.Index(needOrder, a.Kind), slices.Index(needOrder, b.Kind)), a.Since.Compare(b.Since))
	})
	slices.SortStableFunc(view.FollowUps, func(a, b FollowUpEntry) int { return a.DeliveredAt.Compare(b.DeliveredAt) })
	return view, nil
}

func (x index) countFor(c *AdvisorCounts, v *board.Visit) {
	switch {
	case v.InShop():
		c.InShop++
		switch x.forecast(v).Health {
		case dispatch.HealthLate:
			c.Late++
		case dispatch.HealthRisk:
			c.AtRisk++
		}
		if v.Stage == board.StageReady || v.Stage == board.StageSettled {
			c.Ready++
		}
	case x.isToday(v.DeliveredAt):
		c.Delivered++
		if !v.LateAt(x.now) {
			c.OnTime++
		}
	case (v.Stage == board.StageBooked || v.Stage == board.StageConfirmed) && x.isToday(v.AppointmentAt):
		c.Expected++
	}
}

func (x index) advisorCar(v *board.Visit) AdvisorCar {
	car := AdvisorCar{
		Visit: v.ID, OrderNo: v.OrderNo, Code: v.Code, Plate: v.Plate, Customer: v.Customer, Phone: v.Phone, Model: v.Model, Class: v.Class, Purpose: v.Purpose, Wishes: v.Wishes,
		Advisor: x.person(v.Advisor), Flags: v.Flags(), Stage: v.Stage, Since: x.local(v.StageSince), ArrivedAt: x.local(v.ArrivedAt), Bay: x.bay(v.Bay), Parking: v.Parking,
		Stop: x.standstill(v), Promised: x.local(v.PromisedAt()), Promises: len(v.Promises), ReadyAt: x.local(v.ReadyAt), NotifiedAt: x.local(v.NotifiedAt), SettledAt: x.local(v.SettledAt),
		Lines: []OrderLine{}, Forecast: x.forecast(v),
	}
	car.Alarm = x.alarm(v, car.Late)
	if first, ok := v.FirstPromise(); ok {
		car.First = x.local(first.At)
	}
	if c, ok := v.LastContact(); ok {
		car.Told = &Told{x.local(c.At), c.By, c.How, c.Note}
	}
	for i := range v.Operations {
		o := &v.Operations[i]
		if o.State == board.OperationCancelled {
			continue
		}
		line := OrderLine{
			Line: o.Line, Code: o.Code, NameZH: o.NameZH, NameEN: o.NameEN, Trade: o.Trade, StandardMinutes: o.StandardMinutes, State: o.State, Additional: o.Additional, Rework: o.Rework,
			Warning: x.warning(o.Warning), HelpSince: x.local(o.HelpSince),
		}
		line.Parts, line.PartsAt = x.partsOf(v, o.Line)
		car.Lines = append(car.Lines, line)
		if o.Running() || o.State == board.OperationDispatched {
			car.Workers = append(car.Workers, x.persons(o.Technicians)...)
		}
	}
	for _, a := range v.Additional {
		since := a.FoundAt
		for _, at := range []time.Time{a.QuotedAt, a.SentAt, a.AnsweredAt} {
			if at.After(since) {
				since = at
			}
		}
		car.Additional = append(car.Additional, AdditionalShown{a.ID, a.What, a.Codes, a.State, a.Amount, x.local(since)})
	}
	return car
}

// Parts implements View.
func (v *AdvisorView) Parts() map[string]any {
	parts := map[string]any{"advisor": v.Advisor, "advisors": v.Advisors, "counts": v.Counts}
	needs, cars, calls := []string{}, []string{}, []string{}
	for _, n := range v.Needs {
		needs = append(needs, n.Key)
		parts["needs/"+n.Key] = n
	}
	for _, c := range v.Cars {
		cars = append(cars, string(c.Visit))
		parts["cars/"+string(c.Visit)] = c
	}
	for _, f := range v.FollowUps {
		calls = append(calls, string(f.Visit))
		parts["follow_ups/"+string(f.Visit)] = f
	}
	parts["order/needs"], parts["order/cars"], parts["order/follow_ups"] = needs, cars, calls
	return parts
}
