package display

import (
	"fmt"
	"slices"
	"time"

	"bayline/board"
	"bayline/dispatch"
)

// PlanShown is the dispatcher's plan beside the one in force: a better one that
// waits for an answer, and the last change the planner made by itself.
type PlanShown struct {
	Proposal *ProposalShown `json:"proposal,omitempty"`
	Adopted  *AdoptedShown  `json:"adopted,omitempty"`
}

// ProposalShown is a plan that would be better: why, what it gains, and what
// would move. LateBefore and LateAfter are expected late cars.
type ProposalShown struct {
	Fingerprint string          `json:"fingerprint"`
	Reasons     []board.Message `json:"reasons"`
	LateBefore  float64         `json:"late_before"`
	LateAfter   float64         `json:"late_after"`
	Minutes     int             `json:"minutes" doc:"less lateness in all"`
	People      int             `json:"people" doc:"operations that change hands"`
	Moves       []PlanMove      `json:"moves"`
	Sooner      []PlanShift     `json:"sooner"`
	Later       []PlanShift     `json:"later"`
	Worth       bool            `json:"worth" doc:"large enough to be shown unasked"`
}

// PlanMove is one operation at its present and at its proposed place.
type PlanMove struct {
	Key    string        `json:"key"`
	Visit  board.VisitID `json:"visit"`
	Line   int           `json:"line"`
	Plate  string        `json:"plate"`
	NameZH string        `json:"name_zh"`
	NameEN string        `json:"name_en"`
	From   Proposal      `json:"from"`
	To     Proposal      `json:"to"`
	Why    board.Message `json:"why"`
}

// PlanShift is a car that is ready sooner or later.
type PlanShift struct {
	Visit     board.VisitID `json:"visit"`
	Plate     string        `json:"plate"`
	Minutes   int           `json:"minutes"`
	MakesLate bool          `json:"makes_late,omitempty"`
}

// AdoptedShown is a change the planner made by itself lately, and how to take
// it back.
type AdoptedShown struct {
	At     time.Time        `json:"at"`
	Note   string           `json:"note,omitempty"`
	Plates []string         `json:"plates"`
	Lines  []board.PlanLine `json:"lines"`
	Before []board.PlanLine `json:"before"`
}

// undoable is how long a change of the planner is offered to be taken back.
const undoable = 30 * time.Minute

// planShown gives what the page says about the plan: a proposal unasked only where
// the shop wants to be asked, and only one that is worth it.
func (x index) planShown(better *dispatch.Proposal) PlanShown {
	var shown PlanShown
	if better != nil && x.Settings.PlanMode == board.PlanApprove && better.Gain.Notify() {
		shown.Proposal = x.proposal(better)
	}
	if a := x.Adopted; a != nil && a.By == dispatch.Planner && x.now.Sub(a.At) < undoable && x.stands(a) {
		shown.Adopted = &AdoptedShown{At: x.local(a.At), Note: a.Note, Lines: a.Lines, Before: a.Before}
		for _, l := range a.Before {
			if v := x.Visits[l.Visit]; v != nil && !slices.Contains(shown.Adopted.Plates, v.Plate) {
				shown.Adopted.Plates = append(shown.Adopted.Plates, v.Plate)
			}
		}
	}
	return shown
}

// stands reports whether all that was changed could still be taken back.
func (x index) stands(a *board.Adoption) bool {
	return !slices.ContainsFunc(a.Before, func(l board.PlanLine) bool {
		v := x.Visits[l.Visit]
		return v == nil || v.Operation(l.Line) == nil || v.Operation(l.Line).Planned == nil
	})
}

// Proposed shows a proposal to whoever asks for it.
func Proposed(scene Scene) *ProposalShown {
	if better := scene.Proposal(); better != nil {
		return newIndex(scene).proposal(better)
	}
	return nil
}

func (x index) proposal(p *dispatch.Proposal) *ProposalShown {
	shown := &ProposalShown{
		Fingerprint: p.Fingerprint, LateBefore: p.Gain.LateBefore, LateAfter: p.Gain.LateAfter, Minutes: p.Gain.Minutes, People: p.Gain.People, Worth: p.Gain.Notify(),
		Reasons: []board.Message{}, Moves: []PlanMove{}, Sooner: x.shifts(p.Gain.Sooner), Later: x.shifts(p.Gain.Later),
	}
	for _, r := range p.Reasons {
		shown.Reasons = append(shown.Reasons, r.Message())
	}
	for _, c := range p.Lines {
		v := x.Visits[c.Visit]
		o := v.Operation(c.Line)
		shown.Moves = append(shown.Moves, PlanMove{
			Key: fmt.Sprintf("%s/%d", c.Visit, c.Line), Visit: c.Visit, Line: c.Line, Plate: v.Plate, NameZH: o.NameZH, NameEN: o.NameEN,
			From: x.place(c.From), To: x.place(c.To), Why: c.Reason.Message(),
		})
	}
	return shown
}

func (x index) place(p dispatch.Place) Proposal {
	return Proposal{x.bay(p.Bay), x.persons(p.Technicians), x.local(p.Start), x.local(p.Finish)}
}

func (x index) shifts(list []dispatch.Effect) []PlanShift {
	shifts := []PlanShift{}
	for _, e := range list {
		shifts = append(shifts, PlanShift{e.Visit, x.Visits[e.Visit].Plate, e.Minutes, e.MakesLate})
	}
	return shifts
}
