package dispatch

import (
	"testing"

	"bayline/dispatch/dispatchtest"
)

func BenchmarkMake60(b *testing.B) {
	shop := dispatchtest.Busy(60, 1)
	b.ReportAllocs()
	for b.Loop() {
		Make(shop.State, shop.Now, Options{})
	}
}

func BenchmarkSuggest(b *testing.B) {
	shop := dispatchtest.Busy(60, 1)
	refs := waiting(shop.State)
	plan := Make(shop.State, shop.Now, Options{})
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
