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
// given its place in the plan, and another one when the plan in force moves what
// nobody has decided (dispatch.Live); any other better plan is proposed, and in
// automatic mode taken over too. It acts only for shops that are looked at. To
// be called before the first scene.
func (p *Planner) Pilot(execute Execute) { p.execute = execute }

// steer does what the mode allows about a plan that has just been made. Several
// instances may try: the key makes one of them the one who did.
func (p *Planner) steer(d *desk, state *board.State, plan *dispatch.Plan) {
	auto := state.Settings.PlanMode == board.PlanAuto
	if p.execute == nil || !state.Open || d.watched.Load() == 0 || state.Settings.PlanMode == board.PlanSuggest {
		return
	}
	var better *dispatch.Proposal
	if auto {
		better = p.proposal(d, state, plan)
	}
	c := dispatch.Adoption(state, plan, better)
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
