package dispatch

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"bayline/board"
	"bayline/dispatch/dispatchtest"
	"bayline/dispatch/rollout"
)

// Whatever is played keeps people, bays, order and release.
func TestPlaysKeepTheRules(t *testing.T) {
	playsKeepTheRules(t, 0x18ac7e0c7fd1, 257) // somebody is away until an hour in which they still finish something
	rapid.Check(t, func(t *rapid.T) {
		playsKeepTheRules(t, rapid.Uint64().Draw(t, "seed"), rapid.IntRange(50, 300).Draw(t, "commands"))
	})
}

func playsKeepTheRules(t require.TestingT, seed uint64, commands int) {
	shop := dispatchtest.Open(seed)
	shop.Live(commands)
	p := newProblem(shop.State, shop.Now, Options{})
	m := p.model(3)
	r := rollout.NewSimulator(&m.shop, m.speed)
	for _, future := range m.scenarios {
		cost := r.Simulate(m.running, future)
		played := r.Works()
		ends := make([]int32, len(p.steps))
		for i, a := range played {
			w := &m.shop.Works[a.Work]
			ends[a.Work] = a.End
			if p.steps[a.Work].now != nil {
				continue
			}
			require.GreaterOrEqual(t, a.Start, w.Release)
			require.Zero(t, a.People&^w.Able)
			for _, before := range w.Before {
				require.Positive(t, ends[before])
				require.GreaterOrEqual(t, a.Start, ends[before])
			}
			for _, b := range played[:i] {
				if b.End-m.shop.Works[b.Work].Passive > a.Start && p.steps[b.Work].now == nil {
					require.Zero(t, a.People&b.People, "%v and %v", a, b)
				}
				if b.End > a.Start && w.Job != m.shop.Works[b.Work].Job {
					require.True(t, a.Bay < 0 || a.Bay != b.Bay, "%v and %v", a, b)
				}
			}
		}
		require.Equal(t, cost, r.Simulate(m.running, future), "a play is the same again")
	}
}

// With nothing to decide, the play and the plan agree to the minute.
func TestPlaysAgreeWithThePlan(t *testing.T) {
	for _, codes := range [][]string{{"M1"}, {"M2"}, {"M1", "M5"}, {"M3"}} {
		s := day(t)
		order(t, s, "粤A00001", 8*time.Hour, codes...)
		p := newProblem(s.State, s.Now, Options{})
		m := p.model(1)
		for k := range m.scenarios[0] {
			m.scenarios[0][k] = rollout.Scale
		}
		r := rollout.NewSimulator(&m.shop, m.speed)
		r.Simulate(nil, m.scenarios[0])
		sc := byRule(p, RuleMDD)
		last := p.lastStep(sc, &p.jobs[0])
		require.NotEqual(t, int32(none), last)
		require.EqualValues(t, p.gauge.worked(sc.placed[last].finish)-p.gauge.worked(p.start), r.Ends()[0], "%v", codes)
	}
}

// A car that can still be saved goes before one that is late whatever happens,
// although the rule would take the late one first.
func TestARehearsalSavesWhatCanBeSaved(t *testing.T) {
	s := day(t)
	require.True(t, s.Do(board.RemovePerson{Person: "T2"}))
	lost := order(t, s, "粤A00001", 50*time.Minute, "M2")
	saved := order(t, s, "粤A00002", 80*time.Minute, "M1")
	byRule := NewPlan(s.State, s.Now, Options{Rule: RuleEDD})
	require.True(t, taskOf(t, byRule, lost, 1).Start.Before(taskOf(t, byRule, saved, 1).Start))
	plan := NewPlan(s.State, s.Now, Options{})
	require.True(t, taskOf(t, plan, saved, 1).Start.Before(taskOf(t, plan, lost, 1).Start))
	require.Empty(t, Validate(s.State, plan))
}
