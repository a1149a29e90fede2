package planner

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"bayline/board"
	"bayline/dispatch"
)

// validated returns the plan in force once the validator has passed it. A plan that
// breaks a hard rule gives way to the one of the plain rule, which every
// instance makes the same. ok is false when that one is at fault too: it can be
// looked at, as no better one is known, but not acted upon.
func (p *Planner) validated(d *shopPlan, state *board.State, at time.Time) (plan *dispatch.Plan, ok bool) {
	plan = p.live(state, at)
	faults := dispatch.Validate(state, plan)
	if len(faults) == 0 {
		d.faulty.Store(false)
		return plan, true
	}
	p.violations.Add(1)
	plain := p.plain(state, at)
	ok = len(dispatch.Validate(state, plain)) == 0
	if !d.faulty.Swap(true) { // once, not at every minute until it is over
		p.log.Error("a plan breaks a rule of the shop", "shop", state.Shop, "seq", state.Seq, "at", at,
			"faults", len(faults), "err", errors.Join(faults...), "plain_rule_is_sound", ok)
	}
	return plain, ok
}

// validatedProposal returns a better plan than the one in force once the validator has
// passed it, nil when there is none.
func (p *Planner) validatedProposal(state *board.State, plan *dispatch.Plan) *dispatch.Proposal {
	better := p.better(state, plan, plan.At)
	if better == nil {
		return nil
	}
	faults := dispatch.Validate(state, better.Plan())
	if len(faults) == 0 {
		return better
	}
	p.violations.Add(1)
	p.log.Error("a proposal breaks a rule of the shop and is dropped", "shop", state.Shop, "seq", state.Seq, "at", plan.At,
		"faults", len(faults), "err", errors.Join(faults...))
	return nil
}

// plain makes the plan in force by the rule alone.
func plain(state *board.State, at time.Time) *dispatch.Plan {
	return dispatch.NewPlan(state, at, dispatch.Options{Rule: dispatch.RuleMDD, Keep: true})
}

// Healthy returns an error while the plan of a shop breaks a rule. Its screens
// show the plan of the plain rule meanwhile.
func (p *Planner) Healthy() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, shop := range slices.Sorted(maps.Keys(p.shops)) {
		if p.shops[shop].faulty.Load() {
			return fmt.Errorf("the plan of %s breaks a rule of the shop", shop)
		}
	}
	return nil
}
