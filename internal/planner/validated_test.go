package planner_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/dispatch"
	"bayline/dispatch/dispatchtest"
	"bayline/internal/planner"
)

// late moves a plan's first task into the past.
func late(plan *dispatch.Plan) { plan.Tasks[0].Start = plan.Tasks[0].Start.Add(-time.Hour) }

// A plan that breaks a rule is counted and gives way to a sound one.
func TestAFaultyPlanIsNotShown(t *testing.T) {
	d := openDesk(t)
	p := planner.New(d, planner.Options{})
	p.Plant(late, false)
	scene, err := p.Scene(t.Context(), shop)
	require.NoError(t, err)
	require.Empty(t, dispatch.Validate(scene.State, scene.Plan))
	require.Len(t, scene.Plan.Outlooks, 3)
	require.EqualValues(t, 1, p.Metrics().Violations)
	require.ErrorContains(t, p.Healthy(), string(shop))
	_, err = p.Scene(t.Context(), shop)
	require.NoError(t, err)
	require.EqualValues(t, 1, p.Metrics().Violations, "the plan is kept")

	p.Plant(func(*dispatch.Plan) {}, false)
	d.move(time.Minute)
	_, err = p.Scene(t.Context(), shop)
	require.NoError(t, err)
	require.NoError(t, p.Healthy())
}

// When the plain rule fails as well the planner shows it, but acts on nothing.
func TestAFaultyPlanIsNotActedUpon(t *testing.T) {
	d := openDesk(t)
	p := planner.New(d, planner.Options{})
	p.EnableAutoAdopt(d.execute)
	cancel := p.Watch(shop, func() {})
	defer p.Close()
	defer cancel()
	d.mode(t, board.PlanApprove)
	p.Plant(late, true)
	scene, err := p.Scene(t.Context(), shop)
	require.NoError(t, err)
	require.NotEmpty(t, dispatch.Validate(scene.State, scene.Plan))
	require.False(t, p.Adopting(shop))
	require.Empty(t, d.used)
}

// A proposal that breaks a rule is counted, and nobody sees it.
func TestAFaultyProposalIsDropped(t *testing.T) {
	d := openDesk(t)
	p := planner.New(d, planner.Options{})
	look := func() *dispatch.Proposal {
		scene, err := p.Scene(t.Context(), shop)
		require.NoError(t, err)
		return scene.Proposal()
	}
	d.overrun(t, "陈主管")
	require.NotNil(t, look())

	p = planner.New(d, planner.Options{})
	p.PlantProposal(late)
	require.Nil(t, look())
	require.EqualValues(t, 1, p.Metrics().Violations)
	require.NoError(t, p.Healthy(), "the plan in force is sound")
}

func BenchmarkValidate60(b *testing.B) {
	s := dispatchtest.Busy(60, 1)
	plan := dispatch.CurrentPlan(s.State, s.Now)
	for b.Loop() {
		dispatch.Validate(s.State, plan)
	}
}
