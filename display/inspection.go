package display

import (
	"net/url"
	"slices"
	"time"

	"bayline/board"
)

var _ = register(Screen{
	Name: "inspection", Empty: &InspectionView{}, View: viewInspection,
	Place: 7, Group: "workshop", Role: "inspector", Icon: "clipboard-check",
})

// InspectionView is the page of inspection and wash: the cars between the last
// wrench and the hand-over.
type InspectionView struct {
	Inspectors []Named         `json:"inspectors"`
	WashBays   []Named         `json:"wash_bays"`
	Cars       []InspectionCar `json:"cars"`
}

// InspectionCar is a car that waits for its self-check, an inspection, rework
// or the wash. Level is the inspection that comes next; Workers may not do it.
type InspectionCar struct {
	Visit      board.VisitID `json:"visit"`
	OrderNo    string        `json:"order_no,omitempty"`
	Plate      string        `json:"plate"`
	Model      string        `json:"model,omitempty"`
	Class      board.Class   `json:"class"`
	Flags      []board.Flag  `json:"flags,omitempty"`
	Purpose    string        `json:"purpose,omitempty"`
	Advisor    *Named        `json:"advisor,omitempty"`
	Stage      board.Stage   `json:"stage"`
	Since      time.Time     `json:"since"`
	Unsigned   bool          `json:"unsigned,omitempty" doc:"all work done, the self-check is not signed"`
	Held       bool          `json:"held,omitempty" doc:"rework that is not yet given out"`
	Level      board.Level   `json:"level,omitempty"`
	Workers    []Named       `json:"workers"`
	Lines      []OrderLine   `json:"lines"`
	Faults     []Fault       `json:"faults,omitempty"`
	Wash       int           `json:"wash_minutes"`
	WashingAt  time.Time     `json:"washing_at,omitzero"`
	PromisedAt time.Time     `json:"promised_at,omitzero"`
	Forecast
}

// Fault is what an inspection found.
type Fault struct {
	Level board.Level `json:"level"`
	Item  string      `json:"item"`
	Cause string      `json:"cause"`
	At    time.Time   `json:"at"`
	By    string      `json:"by"`
}

func viewInspection(scene Scene, _ url.Values) (View, error) {
	x := newIndex(scene)
	view := &InspectionView{Inspectors: x.staff(board.RoleInspector, board.RoleLeader, board.RoleTechLead), WashBays: []Named{}, Cars: []InspectionCar{}}
	for _, b := range x.BaysInOrder() {
		if slices.Contains(b.Types, board.BayWash) {
			view.WashBays = append(view.WashBays, Named{string(b.ID), b.Name})
		}
	}
	stages := []board.Stage{board.StageWaitInspection, board.StageRework, board.StageWaitWash, board.StageWashing}
	for _, v := range x.visits {
		unsigned := v.Stage == board.StageInRepair && v.SelfCheckedAt.IsZero() && !openRepair(v)
		if slices.Contains(stages, v.Stage) || unsigned {
			view.Cars = append(view.Cars, x.inspectionCar(v, unsigned))
		}
	}
	slices.SortStableFunc(view.Cars, func(a, b InspectionCar) int {
		if n := soonest(a.PromisedAt, b.PromisedAt); n != 0 {
			return n
		}
		return a.Since.Compare(b.Since)
	})
	return view, nil
}

func (x index) inspectionCar(v *board.Visit, unsigned bool) InspectionCar {
	car := x.advisorCar(v)
	c := InspectionCar{
		Visit: v.ID, OrderNo: v.OrderNo, Plate: v.Plate, Model: v.Model, Class: v.Class, Flags: car.Flags, Purpose: v.Purpose, Advisor: car.Advisor, Stage: v.Stage, Since: car.Since,
		Unsigned: unsigned, Held: v.ReworkHeld, Level: v.NextLevel(x.Settings), Workers: []Named{}, Lines: car.Lines, Wash: v.WashMinutes(x.Settings), WashingAt: x.local(v.WashingAt),
		PromisedAt: car.Promised, Forecast: car.Forecast,
	}
	for _, p := range board.Sorted(x.People) {
		if v.Worker(p.ID) {
			c.Workers = append(c.Workers, Named{string(p.ID), p.Name})
		}
	}
	for _, i := range v.Inspections {
		if !i.Passed {
			c.Faults = append(c.Faults, Fault{i.Level, i.Item, i.Cause, x.local(i.At), i.By})
		}
	}
	return c
}

// Parts implements View.
func (v *InspectionView) Parts() map[string]any {
	parts := map[string]any{"inspectors": v.Inspectors, "wash_bays": v.WashBays}
	keys := []string{}
	for _, c := range v.Cars {
		keys = append(keys, string(c.Visit))
		parts["cars/"+string(c.Visit)] = c
	}
	parts["order/cars"] = keys
	return parts
}
