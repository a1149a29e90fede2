package planner

import (
	"context"
	"fmt"
	"time"

	"bayline/board"
	"bayline/dispatch"
	"bayline/internal/floor"
	"bayline/internal/words"
)

// Execute carries out a command of the planner.
type Execute func(ctx context.Context, shop board.ShopID, c board.Command, req floor.Request) (floor.Receipt, error)

// adoptTimeout bounds one command of the planner.
const adoptTimeout = 10 * time.Second

// EnableAutoAdopt lets the planner act on its own, as each shop's mode allows: new work is given its place in the plan,
// and another one when the plan in force moves what nobody has decided (dispatch.CurrentPlan); any other better plan is
// proposed, and in automatic mode adopted too. It acts only for shops that are looked at, at most once in a minute of
// the shop's clock: an adoption is a commit of its own, and made after every tap it would double the load of the
// journal. To be called before the first scene.
func (p *Planner) EnableAutoAdopt(execute Execute) { p.execute = execute }

// autoAdopt does what the mode allows about a plan that has just been made. Several instances may try: the key makes one
// of them the one who did.
func (p *Planner) autoAdopt(d *shopPlan, state *board.State, plan *dispatch.Plan, now time.Time) {
	auto := state.Settings.PlanMode == board.PlanAuto
	if p.execute == nil || !state.Open || d.watched.Load() == 0 || state.Settings.PlanMode == board.PlanSuggest {
		return
	}
	minute := now.Truncate(slot).Unix()
	if d.adoptedAt.Load() == minute {
		return
	}
	var better *dispatch.Proposal
	if auto {
		better = p.proposal(d, state, plan)
	}
	c, why := dispatch.Adoption(state, plan, better)
	if len(c.Lines) == 0 || !d.adopting.CompareAndSwap(false, true) {
		return
	}
	if len(why) > 0 {
		c.Note = words.Embedded().Printer(state.Settings.Language).In(state.Location(), plan.At).Say(why[0].Message())
	}
	d.adoptedAt.Store(minute)
	p.work.Go(func() {
		defer d.adopting.Store(false)
		ctx, cancel := context.WithTimeout(context.Background(), adoptTimeout)
		defer cancel()
		// A refusal or a used key means that somebody was faster; a journal that fails is tried again in the next minute.
		key := fmt.Sprintf("%s/%s/%d", dispatch.Planner, state.Shop, state.Seq)
		_, _ = p.execute(ctx, state.Shop, c, floor.Request{Actor: board.Actor{Name: dispatch.Planner}, Key: key})
	})
}

// Adopting reports whether a command of the planner is under way.
func (p *Planner) Adopting(shop board.ShopID) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	d, ok := p.shops[shop]
	return ok && d.adopting.Load()
}
