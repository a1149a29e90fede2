package planner

import (
	"context"
	"fmt"
	"time"

	"bayline/board"
	"bayline/dispatch"
	"bayline/internal/floor"
)

// Execute carries out a command of the planner.
type Execute func(ctx context.Context, shop board.ShopID, c board.Command, req floor.Request) (floor.Receipt, error)

// pilotTimeout bounds one command of the planner.
const pilotTimeout = 10 * time.Second

// Pilot lets the planner act on its own, as each shop's mode allows: new work is
// given its first place in the plan, so that a later plan is a change somebody
// can see; in automatic mode changes are taken over too. It acts only for shops
// that are looked at. To be called before the first scene.
func (p *Planner) Pilot(execute Execute) { p.execute = execute }

// steer does what the mode allows about a plan that has just been made. Several
// instances may try: the key makes one of them the one who did.
func (p *Planner) steer(d *desk, state *board.State, plan *dispatch.Plan) {
	auto := state.Settings.PlanMode == board.PlanAuto
	if p.execute == nil || !state.Open || d.watched.Load() == 0 || state.Settings.PlanMode == board.PlanSuggest {
		return
	}
	c := board.AdoptPlan{Lines: placements(state, plan)}
	if auto {
		if better := p.proposal(d, state, plan); better != nil && better.Gain.Worth() {
			c = board.AdoptPlan{Lines: append(better.PlanLines(false), c.Lines...), Before: better.PlanLines(true), Note: better.Reasons[0].In(state.Settings.Language)}
			c.Lines = firstOfEach(c.Lines)
		}
	}
	if len(c.Lines) == 0 || !d.steering.CompareAndSwap(false, true) {
		return
	}
	p.work.Go(func() {
		defer d.steering.Store(false)
		ctx, cancel := context.WithTimeout(context.Background(), pilotTimeout)
		defer cancel()
		// A refusal or a used key means that somebody was faster; a journal that fails is tried again with the next plan.
		_, _ = p.execute(ctx, state.Shop, c, floor.Request{Actor: board.Actor{Name: dispatch.Planner}, Key: fmt.Sprintf("%s/%s/%d", dispatch.Planner, state.Shop, state.Seq)})
	})
}

// Steering reports whether a command of the planner is under way.
func (p *Planner) Steering(shop board.ShopID) bool { return p.desk(shop).steering.Load() }

// placements are the lines of a plan that no plan has had so far.
func placements(state *board.State, plan *dispatch.Plan) []board.PlanLine {
	var fresh []board.PlanLine
	for _, l := range dispatch.Changes(state, plan) {
		if state.Visits[l.Visit].Operation(l.Line).Planned == nil {
			fresh = append(fresh, l)
		}
	}
	return fresh
}

// firstOfEach keeps the first line of each operation.
func firstOfEach(lines []board.PlanLine) []board.PlanLine {
	seen := map[board.OperationRef]bool{}
	var kept []board.PlanLine
	for _, l := range lines {
		if ref := (board.OperationRef{Visit: l.Visit, Line: l.Line}); !seen[ref] {
			seen[ref] = true
			kept = append(kept, l)
		}
	}
	return kept
}
