package display

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"time"

	"bayline/board"
)

var _ = register(Screen{
	Name: "parts", Empty: &PartsView{}, View: viewParts,
	Place: 5, Group: "workshop", Role: "parts", Icon: "package",
})

// PartsView is the parts clerk's page: every part line of the orders in the
// shop, the ones somebody waits for first.
type PartsView struct {
	Counts map[board.PartState]int `json:"counts"`
	Lines  []PartLine              `json:"lines"`
}

// PartLine is one part of one order. Waiting means that work stands still for
// it; NeededAt is when the plan wants it.
type PartLine struct {
	Key        string          `json:"key"`
	Visit      board.VisitID   `json:"visit"`
	ID         int             `json:"id"`
	Line       int             `json:"line,omitempty"`
	OrderNo    string          `json:"order_no,omitempty"`
	Plate      string          `json:"plate"`
	Model      string          `json:"model,omitempty"`
	VIN        string          `json:"vin,omitempty"`
	Flags      []board.Flag    `json:"flags,omitempty"`
	Advisor    *Named          `json:"advisor,omitempty"`
	Bay        *Named          `json:"bay,omitempty"`
	WorkZH     string          `json:"work_zh,omitempty"`
	WorkEN     string          `json:"work_en,omitempty"`
	NameZH     string          `json:"name_zh"`
	NameEN     string          `json:"name_en"`
	State      board.PartState `json:"state"`
	ETA        time.Time       `json:"eta,omitzero"`
	Note       string          `json:"note,omitempty"`
	Since      time.Time       `json:"since"`
	Waiting    bool            `json:"waiting,omitempty"`
	WaitingFor time.Time       `json:"waiting_since,omitzero"`
	NeededAt   time.Time       `json:"needed_at,omitzero"`
	PromisedAt time.Time       `json:"promised_at,omitzero"`
}

func viewParts(scene Scene, _ url.Values) (View, error) {
	x := newIndex(scene)
	view := &PartsView{Counts: map[board.PartState]int{}, Lines: []PartLine{}}
	for _, v := range x.visits {
		if !v.InShop() || v.Stage == board.StageSettled {
			continue
		}
		for _, p := range v.Parts {
			if o := v.Operation(p.Line); o != nil && o.State == board.OperationCancelled {
				continue
			}
			view.Counts[p.State]++
			view.Lines = append(view.Lines, x.partLine(v, p))
		}
	}
	slices.SortStableFunc(view.Lines, func(a, b PartLine) int {
		return cmp.Or(cmp.Compare(urgency(a), urgency(b)), soonest(a.NeededAt, b.NeededAt), soonest(a.PromisedAt, b.PromisedAt))
	})
	return view, nil
}

func (x index) partLine(v *board.Visit, p board.Part) PartLine {
	l := PartLine{
		Key: string(v.ID) + "/" + strconv.Itoa(p.ID), Visit: v.ID, ID: p.ID, Line: p.Line, OrderNo: v.OrderNo, Plate: v.Plate, Model: v.Model, VIN: v.VIN, Flags: v.Flags(), Advisor: x.person(v.Advisor),
		Bay: x.bay(v.Bay), NameZH: p.NameZH, NameEN: p.NameEN, State: p.State, ETA: x.local(p.ETA), Note: p.Note, Since: x.local(p.Since), PromisedAt: x.local(v.PromisedAt()),
	}
	if o := v.Operation(p.Line); o != nil {
		l.WorkZH, l.WorkEN = o.NameZH, o.NameEN
		if t, ok := x.tasks[board.OperationRef{Visit: v.ID, Line: o.Line}]; ok && !t.Running {
			l.NeededAt = x.local(t.Start)
		}
	}
	if s := x.standstill(v); s != nil && s.Reason == board.StopParts && p.State != board.PartIssued && (s.Line == 0 || p.Line == 0 || s.Line == p.Line) {
		l.Waiting, l.WaitingFor = true, s.Since
	}
	return l
}

// urgency orders part lines by what the clerk should do first.
func urgency(l PartLine) int {
	if l.Waiting {
		return 0
	}
	return 1 + slices.Index([]board.PartState{
		board.PartShort, board.PartArrived, board.PartUnchecked, board.PartOrdered, board.PartInTransit, board.PartKitted, board.PartIssued, board.PartReturned,
	}, l.State)
}

// Parts implements View.
func (v *PartsView) Parts() map[string]any {
	parts := map[string]any{"counts": v.Counts}
	keys := []string{}
	for _, l := range v.Lines {
		keys = append(keys, l.Key)
		parts["lines/"+l.Key] = l
	}
	parts["order/lines"] = keys
	return parts
}
