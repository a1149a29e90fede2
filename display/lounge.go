package display

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"bayline/board"
)

var _ = register(Screen{
	Name: "lounge", Public: true, Empty: Lounge{}, View: viewLounge,
	Place: 9, Group: "wall", Icon: "sofa",
})

// Lounge is the customers' screen: the progress of every car in the shop.
// Strangers read it, so it has its own fields and no others: never a phone, a
// VIN, a whole name or plate, a fault, a price, why work stands still, or work
// found later.
type Lounge struct {
	Shop
	At   time.Time   `json:"at"`
	Rows []LoungeRow `json:"rows"`
}

// LoungeRow is one car. Plate is masked, and empty where another car on the
// screen has the same mask: then the pickup code alone tells them apart. Step
// is the station of the five (接车 维修 质检 洗车 交车) the car is at. EtaFrom and
// EtaTo are whole ten minutes, absent when nobody can tell or the car is ready.
type LoungeRow struct {
	Plate   string      `json:"plate"`
	Code    string      `json:"code"`
	Step    int         `json:"step"`
	Phase   LoungePhase `json:"phase"`
	EtaFrom time.Time   `json:"eta_from,omitzero"`
	EtaTo   time.Time   `json:"eta_to,omitzero"`
	NewEta  bool        `json:"new_eta"`
	Advisor string      `json:"advisor,omitempty"`
	Ready   bool        `json:"ready"`
}

// LoungePhase is the one word a customer reads about their car.
type LoungePhase string

// The phases, in the order a car lives through them.
const (
	PhaseArrived    LoungePhase = "arrived"    // 已到店
	PhaseReception  LoungePhase = "reception"  // 接待中
	PhaseWaiting    LoungePhase = "waiting"    // 等待维修
	PhaseInService  LoungePhase = "in_service" // 维修中
	PhaseInspection LoungePhase = "inspection" // 检验中
	PhaseCleaning   LoungePhase = "cleaning"   // 清洗中
	PhaseContact    LoungePhase = "contact"    // 请联系顾问交车
	PhasePickup     LoungePhase = "pickup"     // 可提车
)

type station struct {
	step  int
	phase LoungePhase
}

// stations tells what a customer reads for each stage. A stage that is not
// here is not on the screen.
var stations = map[board.Stage]station{
	board.StageArrived:        {1, PhaseArrived},
	board.StageReception:      {1, PhaseReception},
	board.StageWaitDispatch:   {2, PhaseWaiting},
	board.StageDispatched:     {2, PhaseWaiting},
	board.StageInRepair:       {2, PhaseInService},
	board.StageStopped:        {2, PhaseInService},
	board.StageWaitInspection: {3, PhaseInspection},
	board.StageRework:         {3, PhaseInspection},
	board.StageWaitWash:       {4, PhaseCleaning},
	board.StageWashing:        {4, PhaseCleaning},
	board.StageReady:          {5, PhaseContact},
	board.StageSettled:        {5, PhasePickup},
}

func viewLounge(scene Scene, _ url.Values) (View, error) {
	x := newIndex(scene)
	view := Lounge{Shop: shopOf(scene), At: x.local(scene.Now), Rows: []LoungeRow{}}
	for _, v := range scene.State.Visits {
		at, shown := stations[v.Stage]
		if !shown || v.OptOut {
			continue
		}
		if onlyRework(v) {
			at = stations[board.StageRework]
		}
		row := LoungeRow{Plate: MaskPlate(v.Plate), Code: v.Code, Step: at.step, Phase: at.phase, Ready: at.step == 5, Advisor: x.advisorSurname(v)}
		if !row.Ready {
			row.EtaFrom, row.EtaTo, row.NewEta = x.customerEta(v)
		}
		view.Rows = append(view.Rows, row)
	}
	slices.SortFunc(view.Rows, func(a, b LoungeRow) int { return strings.Compare(a.key(), b.key()) })
	hideTwins(view.Rows)
	return view, nil
}

// key orders the rows: ready first, then by when they will be, then the rest.
func (r LoungeRow) key() string {
	rank, when := "2", ""
	switch {
	case r.Ready:
		rank = "0"
	case !r.EtaTo.IsZero():
		rank, when = "1", r.EtaTo.UTC().Format(time.RFC3339)
	}
	return rank + when + r.Code
}

// hideTwins leaves only the pickup code where two cars have one mask.
func hideTwins(rows []LoungeRow) {
	count := map[string]int{}
	for _, r := range rows {
		count[r.Plate]++
	}
	for i := range rows {
		if count[rows[i].Plate] > 1 {
			rows[i].Plate = ""
		}
	}
}

// onlyRework reports whether all that is left to repair is what our own
// inspection found. To the customer the car is still being inspected.
func onlyRework(v *board.Visit) bool {
	rework := false
	for i := range v.Operations {
		if o := &v.Operations[i]; o.Open() && o.Trade != board.TradeWash {
			if !o.Rework {
				return false
			}
			rework = true
		}
	}
	return rework
}

func (x index) advisorSurname(v *board.Visit) string {
	if p, ok := x.People[v.Advisor]; ok {
		return Surname(p.Name)
	}
	return ""
}

// etaStep is the grain of every time a customer is shown: smaller moves of the
// forecast stay unseen.
const etaStep = 10 * time.Minute

// customerEta gives the range a customer reads and whether it is a new one,
// because the promise was moved or will be missed. The range is the forecast's,
// rounded outward; an end that comes close before the promise is the promise
// itself, so that a car on time keeps one steady range. Without a forecast the
// promise speaks; without both nothing is said.
func (x index) customerEta(v *board.Visit) (from, to time.Time, changed bool) {
	promise := v.PromisedAt()
	outlook, planned := x.plan.Outlooks[v.ID]
	switch {
	case planned && outlook.Ready.IsZero():
		return from, to, false
	case planned:
		from, to = outlook.From, outlook.To
		if from.IsZero() {
			from = outlook.Ready
		}
		if to.Before(outlook.Ready) {
			to = outlook.Ready
		}
		if early := promise.Sub(to); early >= 0 && early <= etaStep {
			to = promise
		}
		changed = moved(v) || (!promise.IsZero() && outlook.Ready.After(promise))
	case promise.IsZero():
		return from, to, false
	default:
		from, to, changed = promise, promise, moved(v)
	}
	if from.Before(x.now) {
		from = x.now
	}
	from = x.clock.down(from, etaStep)
	to = x.clock.up(to, etaStep)
	if !to.After(from) {
		to = from.Add(etaStep)
	}
	return from, to, changed
}

// moved reports whether the promise in force is later than the first.
func moved(v *board.Visit) bool {
	first, ok := v.FirstPromise()
	return ok && v.PromisedAt().After(first.At)
}

func (Lounge) forStrangers() {}

// Parts implements View. The clock of a screen comes with the feed, so the
// time of the picture is no part of it.
func (l Lounge) Parts() map[string]any {
	parts := map[string]any{"shop": l.Shop}
	order := make([]string, len(l.Rows))
	for i, r := range l.Rows {
		order[i] = r.Code
		parts["rows/"+r.Code] = r
	}
	parts["order/rows"] = order
	return parts
}
