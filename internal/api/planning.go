package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"bayline/board"
	"bayline/dispatch"
	"bayline/display"
)

// costRow is what a choice is expected to cost against the best one, which it
// names.
type costRow struct {
	board.Predicted
	Why         Sentence         `json:"why"`
	Technicians []board.PersonID `json:"technicians" doc:"of the best choice"`
	Bay         board.BayID      `json:"bay"`
	Start       time.Time        `json:"start"`
}

type proposalOutput struct {
	Body struct {
		Proposal *display.ProposalShown `json:"proposal,omitempty" doc:"missing: the plan in force is the best one known"`
	}
}

type partialInput struct {
	OfShop
	Body struct {
		Lines []board.PlanLine `json:"lines" minItems:"1" maxItems:"2000"`
	}
}

type partialOutput struct {
	Body struct {
		LateBefore float64 `json:"late_before" doc:"expected late cars"`
		LateAfter  float64 `json:"late_after"`
		Minutes    int     `json:"minutes" doc:"less lateness in all"`
		Helps      bool    `json:"helps"`
	}
}

// overrideRow is a choice made against the best one: what it was expected to
// cost, and what came of it once the car was ready.
type overrideRow struct {
	board.Override
	Visit      board.VisitID    `json:"visit"`
	Line       int              `json:"line"`
	Plate      string           `json:"plate"`
	NameZH     string           `json:"name_zh"`
	NameEN     string           `json:"name_en"`
	PromisedAt time.Time        `json:"promised_at,omitzero"`
	Outcome    *overrideOutcome `json:"outcome,omitempty" doc:"missing: the car is not ready yet"`
}

type overrideOutcome struct {
	ReadyAt time.Time `json:"ready_at"`
	Late    bool      `json:"late" doc:"after the promise in force"`
	Minutes int       `json:"minutes" doc:"later than was expected with the choice; negative: sooner"`
}

type overridesOutput struct {
	Body struct {
		Overrides []overrideRow `json:"overrides" doc:"the newest first; of cars that are in the shop or left lately"`
	}
}

func (s *Server) registerPlanning() {
	const tag = "dispatching"
	handle(s, operation{id: "proposal", method: http.MethodGet, path: "/api/v1/proposal", summary: "A better plan than the one in force, if there is one", tag: tag}, s.proposal)
	handle(s, operation{id: "check_proposal", method: http.MethodPost, path: "/api/v1/proposal/check", summary: "What it gains to take over only some changes; changes nothing", tag: tag}, s.partial)
	handle(s, operation{id: "overrides", method: http.MethodGet, path: "/api/v1/overrides", summary: "Choices of people against the best one: predicted and real cost", tag: tag}, s.overrides)
}

func (s *Server) proposal(ctx context.Context, in *OfShop) (*proposalOutput, error) {
	scene, err := s.scene(ctx, in.Shop)
	if err != nil {
		return nil, err
	}
	out := &proposalOutput{}
	out.Body.Proposal = display.Proposed(scene)
	return out, nil
}

func (s *Server) partial(ctx context.Context, in *partialInput) (*partialOutput, error) {
	scene, err := s.scene(ctx, in.Shop)
	if err != nil {
		return nil, err
	}
	gain, err := dispatch.GainOf(scene.State, scene.Plan, scene.Plan.At, in.Body.Lines)
	if err != nil {
		return nil, err
	}
	out := &partialOutput{}
	b := &out.Body
	b.LateBefore, b.LateAfter, b.Minutes, b.Helps = gain.LateBefore, gain.LateAfter, gain.Minutes, gain.Improves()
	return out, nil
}

func (s *Server) overrides(ctx context.Context, in *OfShop) (*overridesOutput, error) {
	scene, err := s.scene(ctx, in.Shop)
	if err != nil {
		return nil, err
	}
	out := &overridesOutput{}
	out.Body.Overrides = []overrideRow{}
	for _, v := range board.Sorted(scene.State.Visits) {
		for i := range v.Operations {
			if o := &v.Operations[i]; o.Override != nil {
				out.Body.Overrides = append(out.Body.Overrides, overrideRow{
					Override: *o.Override, Visit: v.ID, Line: o.Line, Plate: v.Plate, NameZH: o.NameZH, NameEN: o.NameEN, PromisedAt: v.PromisedAt(), Outcome: outcomeOf(v, o.Override),
				})
			}
		}
	}
	slices.SortStableFunc(out.Body.Overrides, func(a, b overrideRow) int { return b.At.Compare(a.At) })
	return out, nil
}

// outcomeOf sets the real ready time beside what was expected, nil before it is
// known.
func outcomeOf(v *board.Visit, o *board.Override) *overrideOutcome {
	if v.ReadyAt.IsZero() {
		return nil
	}
	out := &overrideOutcome{ReadyAt: v.ReadyAt}
	if promise := v.PromisedAt(); !promise.IsZero() {
		out.Late = v.ReadyAt.After(promise)
	}
	if !o.Ready.IsZero() {
		out.Minutes = int(v.ReadyAt.Sub(o.Ready) / time.Minute)
	}
	return out
}

// predict says what a choice is expected to cost, to be kept with it. That it
// cannot be said is no reason to refuse the choice.
func (s *Server) predict(ctx context.Context, shop string, c board.Command) *board.Predicted {
	var a dispatch.Assignment
	switch c := c.(type) {
	case board.Dispatch:
		a = dispatch.Assignment{Visit: c.Visit, Line: c.Line, Bay: c.Bay, Technicians: c.Technicians, Start: c.Start}
	case board.SetPin:
		a = dispatch.Assignment{Visit: c.Visit, Line: c.Line, Bay: c.Bay, Technicians: c.Technicians, Start: c.Start}
	default:
		return nil
	}
	scene, err := s.scene(ctx, shop)
	if err != nil || known(scene.State, string(a.Visit), a.Line) != nil {
		return nil
	}
	if cost, ok := dispatch.PriceOf(scene.State, scene.Now, a); ok {
		return &cost.Predicted
	}
	return nil
}
