package dispatch

import (
	"strconv"
	"testing"

	"bayline/dispatch/dispatchtest"
	"bayline/dispatch/rollout"
)

func BenchmarkMake60(b *testing.B) {
	shop := dispatchtest.Busy(60, 1)
	b.ReportAllocs()
	for b.Loop() {
		NewPlan(shop.State, shop.Now, Options{})
	}
}

func BenchmarkSuggest(b *testing.B) {
	shop := dispatchtest.Busy(60, 1)
	refs := waiting(shop.State)
	plan := NewPlan(shop.State, shop.Now, Options{})
	i := 0
	for b.Loop() {
		Suggest(shop.State, plan, shop.Now, refs[i%len(refs)], 3)
		i++
	}
}

func BenchmarkDecode60(b *testing.B) {
	shop := dispatchtest.Busy(60, 1)
	p := newProblem(shop.State, shop.Now, Options{})
	order := byRule(p, RuleATC).order
	for b.Loop() {
		decode(p, order)
	}
}

// Sixty cars are forecast with the draws of the live plan and with two
// thousand.
func BenchmarkForecast60(b *testing.B) {
	shop := dispatchtest.Busy(60, 1)
	for _, draws := range []int{draws, 2000} {
		p := newProblem(shop.State, shop.Now, Options{Draws: draws})
		sc := byRule(p, RuleATC)
		b.Run(strconv.Itoa(draws), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p.outlooks(sc)
			}
		})
	}
}

func BenchmarkRollout60(b *testing.B) {
	shop := dispatchtest.Busy(60, 1)
	p := newProblem(shop.State, shop.Now, Options{})
	m := p.model(8)
	r := rollout.NewSimulator(&m.shop, m.speed)
	b.ReportAllocs()
	b.ReportMetric(float64(len(p.steps)), "steps")
	for i := 0; b.Loop(); i++ {
		r.Simulate(m.running, m.scenarios[i%8])
	}
}
