package planner

import (
	"time"

	"bayline/board"
	"bayline/dispatch"
)

// Plant lets a test spoil the plans; both the usual ones and those made instead
// when always is set.
func (p *Planner) Plant(spoil func(*dispatch.Plan), always bool) {
	spoiled := func(make func(*board.State, time.Time) *dispatch.Plan) func(*board.State, time.Time) *dispatch.Plan {
		return func(s *board.State, at time.Time) *dispatch.Plan {
			plan := make(s, at)
			spoil(plan)
			return plan
		}
	}
	p.live = spoiled(dispatch.CurrentPlan)
	if always {
		p.plain = spoiled(plain)
	}
}

// PlantProposal lets a test spoil the proposals.
func (p *Planner) PlantProposal(spoil func(*dispatch.Plan)) {
	p.better = func(s *board.State, plan *dispatch.Plan, at time.Time) *dispatch.Proposal {
		better := dispatch.FindBetter(s, plan, at)
		if better != nil {
			spoil(better.Plan())
		}
		return better
	}
}
