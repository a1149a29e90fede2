package search

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// plainShop draws a small shop without calendars: jobs are chains, modes use one machine or a
// machine and a worker.
func plainShop(t *rapid.T, objective Objective, maxJobs, maxOps int) *Problem {
	chains := rapid.IntRange(1, 2).Draw(t, "chains")
	machines := rapid.IntRange(1, 3).Draw(t, "machines")
	latest := rapid.SampledFrom([]int64{0, 5}).Draw(t, "latest")
	p := &Problem{Objective: objective, Resources: make([]Resource, machines+chains-1)}
	for j := range rapid.IntRange(1, maxJobs).Draw(t, "jobs") {
		var work int64
		for k := range rapid.IntRange(1, maxOps).Draw(t, "ops") {
			op := Operation{Job: j, Release: rapid.Int64Range(0, latest).Draw(t, "release")}
			if k > 0 {
				op.After = []int{len(p.Operations) - 1}
			}
			for range rapid.IntRange(1, 2).Draw(t, "modes") {
				m := Mode{Resources: []int{rapid.IntRange(0, machines-1).Draw(t, "machine")},
					Duration: rapid.Int64Range(0, 9).Draw(t, "duration")}
				if chains == 2 {
					m.Resources = append(m.Resources, machines)
				}
				op.Modes = append(op.Modes, m)
			}
			work += op.Modes[0].Duration
			p.Operations = append(p.Operations, op)
		}
		p.Jobs = append(p.Jobs, Job{Due: work, Weight: rapid.Int64Range(1, 4).Draw(t, "weight")})
	}
	return p
}

// bruteForce is the best value over all orders and modes, each started as early as possible.
func bruteForce(p *Problem) int64 {
	best := int64(math.MaxInt64)
	done := make([]bool, len(p.Operations))
	ends := make([]int64, len(p.Operations))
	free := make([]int64, len(p.Resources))
	s := make(Schedule, len(p.Operations))
	var extend func(placed int)
	extend = func(placed int) {
		if placed == len(done) {
			best = min(best, s.Value(p))
			return
		}
		for i := range p.Operations {
			op := &p.Operations[i]
			if done[i] || len(op.After) > 0 && !done[op.After[0]] {
				continue
			}
			for m, mode := range op.Modes {
				start := op.Release
				for _, a := range op.After {
					start = max(start, ends[a])
				}
				was := append([]int64(nil), free...)
				for _, r := range mode.Resources {
					start = max(start, free[r])
				}
				ends[i] = start + mode.Duration
				for _, r := range mode.Resources {
					free[r] = ends[i]
				}
				s[i] = Placement{m, start, ends[i]}
				done[i] = true
				extend(placed + 1)
				done[i] = false
				copy(free, was)
			}
		}
	}
	extend(0)
	return best
}

// The searches are heuristics, so this one test takes a fixed sample of shops rather than new ones each run.
func TestSolveFindsTheOptimumOfTinyShops(t *testing.T) {
	for _, objective := range []Objective{Makespan, WeightedTardiness, WeightedLate, WeightedFlow} {
		shops := rapid.Custom(func(t *rapid.T) *Problem { return plainShop(t, objective, 3, 2) })
		for seed := range 100 {
			p := shops.Example(seed)
			best := bruteForce(p)
			got, err := Solve(p, Options{Seed: 1, Iterations: 1500})
			require.NoError(t, err)
			require.NoError(t, Validate(p, got.Schedule))
			require.Equal(t, best, got.Value, "objective %d, shop %d", objective, seed)
			require.LessOrEqual(t, got.Bound, best)

			g := newGeneral(p, 1)
			g.run(Bound(p), newBudget(Options{Iterations: 1500}, 64))
			require.NoError(t, Validate(p, g.best))
			require.Equal(t, best, g.best.Value(p), "the general engine, objective %d, shop %d", objective, seed)
		}
	}
}

func TestSolveIsDeterministicAndAllowed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := plainShop(t, Objective(rapid.IntRange(0, 3).Draw(t, "objective")), 6, 5)
		o := Options{Seed: rapid.Uint64().Draw(t, "seed"), Iterations: 1500}
		one, err := Solve(p, o)
		require.NoError(t, err)
		two, err := Solve(p, o)
		require.NoError(t, err)
		require.Equal(t, one, two)
		require.NoError(t, Validate(p, one.Schedule))
		require.Equal(t, one.Schedule.Value(p), one.Value)
		require.GreaterOrEqual(t, one.Value, one.Bound)
		require.LessOrEqual(t, one.Iterations, o.Iterations)
	})
}

// workshop draws a shop with everything the general engine knows.
func workshop(t *rapid.T) *Problem {
	p := &Problem{Objective: Objective(rapid.IntRange(0, 3).Draw(t, "objective"))}
	for range rapid.IntRange(1, 5).Draw(t, "resources") {
		r := Resource{Capacity: rapid.IntRange(0, 2).Draw(t, "capacity")}
		if rapid.Bool().Draw(t, "calendar") {
			for day := range int64(60) {
				r.Open = append(r.Open, Window{day * 20, day*20 + 5}, Window{day*20 + 8, day*20 + 14})
			}
		}
		p.Resources = append(p.Resources, r)
	}
	for j := range rapid.IntRange(1, 5).Draw(t, "jobs") {
		first := len(p.Operations)
		for k := range rapid.IntRange(1, 4).Draw(t, "ops") {
			op := Operation{Job: j, Release: rapid.Int64Range(0, 30).Draw(t, "release"),
				Passive: rapid.Bool().Draw(t, "passive")}
			for a := range k {
				if rapid.Bool().Draw(t, "after") {
					op.After = append(op.After, first+a)
				}
			}
			for range rapid.IntRange(1, 3).Draw(t, "modes") {
				m := Mode{Duration: rapid.Int64Range(0, 12).Draw(t, "duration")}
				for r := range p.Resources {
					if rapid.IntRange(0, 2).Draw(t, "uses") == 0 {
						m.Resources = append(m.Resources, r)
					}
				}
				op.Modes = append(op.Modes, m)
			}
			if len(op.After) == 0 && rapid.IntRange(0, 3).Draw(t, "pinned") == 0 {
				op.Pin = &Pin{Mode: rapid.IntRange(-1, len(op.Modes)-1).Draw(t, "pin"), Start: -1}
			}
			p.Operations = append(p.Operations, op)
		}
		p.Jobs = append(p.Jobs, Job{Due: rapid.Int64Range(0, 60).Draw(t, "due"),
			Weight: rapid.Int64Range(0, 3).Draw(t, "weight")})
	}
	// One operation may be under way: it comes first and its start is fixed.
	if op := &p.Operations[0]; rapid.Bool().Draw(t, "running") {
		op.Pin = &Pin{Mode: 0, Start: rapid.Int64Range(0, 3).Draw(t, "since")}
	}
	return p
}

func TestWorkshopsGetAllowedPlans(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := workshop(t)
		first, err := Solve(p, Options{Seed: 3, Iterations: 1})
		require.NoError(t, err)
		require.NoError(t, Validate(p, first.Schedule))
		got, err := Solve(p, Options{Seed: 3, Iterations: 300})
		require.NoError(t, err)
		require.NoError(t, Validate(p, got.Schedule))
		require.GreaterOrEqual(t, got.Value, got.Bound)
		require.LessOrEqual(t, got.Value, first.Value)
		again, err := Solve(p, Options{Seed: 3, Iterations: 300})
		require.NoError(t, err)
		require.Equal(t, got, again)
	})
}

func TestStopEndsTheSearch(t *testing.T) {
	p := &Problem{Resources: make([]Resource, 2), Jobs: make([]Job, 3)}
	for j := range p.Jobs {
		p.Operations = append(p.Operations,
			Operation{Job: j, Modes: []Mode{{[]int{j % 2}, 7}}},
			Operation{Job: j, After: []int{2 * j}, Modes: []Mode{{[]int{1 - j%2}, 5}}})
	}
	asked := 0
	_, err := Solve(p, Options{Stop: func() bool { asked++; return asked > 3 }})
	require.NoError(t, err)
	require.LessOrEqual(t, asked, 4)
}
