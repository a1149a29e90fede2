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
	Name: "board", Empty: Board{}, View: viewBoard,
	Place: 8, Group: "wall", Icon: "layout-dashboard",
})

// Board is the workshop board: the six answers, every car by column, every bay
// on its time axis. It hangs inside the workshop and shows whole plates, but
// no customer.
type Board struct {
	Shop
	At             time.Time `json:"at"`
	Counters       Counters  `json:"counters"`
	CarsToday      int       `json:"cars_today" doc:"in the shop now or gone today"`
	SettledToday   int       `json:"settled_today"`
	OnTimeToday    int       `json:"on_time_today" doc:"of those settled today, kept their promise"`
	DeliveredToday int       `json:"delivered_today"`
	Columns        []Column  `json:"columns"`
	Cards          []Card    `json:"cards"`
	Bays           []BayRow  `json:"bays"`
}

// Counters are the six answers. Stopped counts what waits for parts, at risk
// and late follow the outlook of each promise.
type Counters struct {
	InRepair        int `json:"in_repair"`
	FreeTechnicians int `json:"free_technicians"`
	WaitingParts    int `json:"waiting_parts"`
	AtRisk          int `json:"at_risk"`
	Late            int `json:"late"`
	Ready           int `json:"ready"`
}

// Column is one column of the board. Limit is how many cars it may hold, 0
// without a limit.
type Column struct {
	Column string        `json:"column"`
	Stages []board.Stage `json:"stages"`
	Count  int           `json:"count"`
	Limit  int           `json:"limit,omitempty"`
	Over   bool          `json:"over,omitempty"`
}

// columnOf gives the column of each stage the board shows; cars that are not
// written up yet are the front desk's.
var columnOf = map[board.Stage]string{
	board.StageWaitDispatch:   "wait_dispatch",
	board.StageDispatched:     "wait_dispatch",
	board.StageInRepair:       "in_repair",
	board.StageStopped:        "stopped",
	board.StageWaitInspection: "wait_inspection",
	board.StageRework:         "wait_inspection",
	board.StageWaitWash:       "wash",
	board.StageWashing:        "wash",
	board.StageReady:          "ready",
	board.StageSettled:        "ready",
}

// columnOrder is the way of a car over the board.
var columnOrder = []string{"wait_dispatch", "in_repair", "stopped", "wait_inspection", "wash", "ready"}

func viewBoard(scene Scene, _ url.Values) (View, error) {
	s := scene.State
	x := newIndex(scene)
	view := Board{Shop: shopOf(scene), At: x.local(scene.Now), Columns: columns(s.Settings), Cards: []Card{}, Bays: []BayRow{}}
	var shown []*board.Visit
	for _, v := range x.visits {
		view.count(v, x)
		if _, ok := columnOf[v.Stage]; ok {
			shown = append(shown, v)
		}
	}
	place := func(v *board.Visit) int { return slices.Index(columnOrder, columnOf[v.Stage]) }
	slices.SortStableFunc(shown, func(a, b *board.Visit) int {
		return cmp.Or(place(a)-place(b), soonest(a.PromisedAt(), b.PromisedAt()))
	})
	for _, v := range shown {
		card := x.card(v, columnOf[v.Stage])
		view.Cards = append(view.Cards, card)
		column := &view.Columns[place(v)]
		column.Count++
		column.Over = column.Limit > 0 && column.Count > column.Limit
		view.Counters.add(card)
	}
	view.Counters.FreeTechnicians = freeTechnicians(s, scene.Now)
	bays := x.presentOfBays()
	for _, b := range s.BaysInOrder() {
		view.Bays = append(view.Bays, x.bayRow(b, bays[b.ID]))
	}
	return view, nil
}

func columns(set board.Settings) []Column {
	all := make([]Column, len(columnOrder))
	for i, name := range columnOrder {
		all[i].Column = name
		for _, stage := range board.Stages {
			if columnOf[stage] == name {
				all[i].Stages = append(all[i].Stages, stage)
				all[i].Limit += set.WIPLimits[stage]
			}
		}
	}
	return all
}

// soonest orders times, the missing one last.
func soonest(a, b time.Time) int {
	switch {
	case a.IsZero() && b.IsZero():
		return 0
	case a.IsZero():
		return 1
	case b.IsZero():
		return -1
	}
	return a.Compare(b)
}

// count adds a visit to the figures of the day.
func (b *Board) count(v *board.Visit, x index) {
	today := func(t time.Time) bool { return x.clock.sameDay(t, x.now) }
	if v.InShop() || today(v.DeliveredAt) || (!v.ArrivedAt.IsZero() && today(v.EndedAt)) {
		b.CarsToday++
	}
	if today(v.SettledAt) {
		b.SettledToday++
		if !v.LateAt(x.now) {
			b.OnTimeToday++
		}
	}
	if today(v.DeliveredAt) {
		b.DeliveredToday++
	}
}

func (c *Counters) add(card Card) {
	switch card.Stage {
	case board.StageInRepair:
		c.InRepair++
	case board.StageReady:
		c.Ready++
	case board.StageStopped:
		if card.StopReason == board.StopParts {
			c.WaitingParts++
		}
	}
	switch card.Risk {
	case dispatch.HealthRisk:
		c.AtRisk++
	case dispatch.HealthLate:
		c.Late++
	}
}

// freeTechnicians counts the technicians who are in their shift, not away, and
// have neither work nor an order for it.
func freeTechnicians(s *board.State, now time.Time) int {
	free := 0
	day := now.In(s.Location())
	for _, p := range s.People {
		if !p.Is(board.RoleTechnician) || !p.Here() || !inShift(s.Settings.Calendar.Shifts(day, p.Shift), now) {
			continue
		}
		here := *p // one who is expected and has not clocked on may have an order waiting
		here.Presence = board.PresencePresent
		if s.TechnicianState(&here) == board.TechnicianFree {
			free++
		}
	}
	return free
}

func inShift(shifts []board.Span, now time.Time) bool {
	return slices.ContainsFunc(shifts, func(s board.Span) bool { return !now.Before(s.Start) && now.Before(s.End) })
}

// Parts implements View. Nothing in it runs with the clock: pages count
// minutes themselves from the times they are given.
func (b Board) Parts() map[string]any {
	parts := map[string]any{
		"shop": b.Shop, "counters": b.Counters, "columns": b.Columns,
		"today": map[string]int{"cars": b.CarsToday, "settled": b.SettledToday, "on_time": b.OnTimeToday, "delivered": b.DeliveredToday},
	}
	cards := make([]string, len(b.Cards))
	for i, c := range b.Cards {
		cards[i] = string(c.Visit)
		parts["cards/"+cards[i]] = c
	}
	bays := make([]string, len(b.Bays))
	for i, r := range b.Bays {
		bays[i] = string(r.Bay)
		parts["bays/"+bays[i]] = r
	}
	parts["order/cards"], parts["order/bays"] = cards, bays
	return parts
}
