package dispatch

import (
	"math"
	"slices"

	"bayline/board"
)

// Work takes its expected time times a ratio: lognormal, and one in twenty-five
// heavyTimes heavier. That is what book times meet in a shop nothing is known
// of; from its own finished work the shop learns mean and spread.
const (
	heavyShare = 0.04
	heavyTimes = 1.8
)

// ratioUnit is a ratio of 1 in the scale of ratios.
const ratioUnit = 1024

// The spreads ratios are known for: from the narrowest in steps.
const (
	narrowest  = 0.09
	spreadStep = 0.03
	spreads    = 21
)

// steadySpread is the spread of inspections and washes, which hardly vary.
const steadySpread = 0.15

// quantileCount is how many quantiles of the duration ratio stand for one spread.
const quantileCount = 256

// ratios are the quantiles of actual over expected time, ascending, for every
// spread.
var ratios = func() (all [spreads][quantileCount]int32) {
	for s := range all {
		all[s] = quantiles(narrowest + float64(s)*spreadStep)
	}
	return all
}()

// quantiles follows the quantile function of the heavy-tailed lognormal upward
// by Newton's method, in logarithms.
func quantiles(spread float64) (q [quantileCount]int32) {
	normal := func(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }
	bell := func(z float64) float64 { return math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) }
	heavy := math.Log(heavyTimes)
	x := -4 * spread
	for i := range q {
		want := (float64(i) + 0.5) / quantileCount
		for range 60 {
			a, b := x/spread, (x-heavy)/spread
			miss := want - (1-heavyShare)*normal(a) - heavyShare*normal(b)
			step := miss * spread / ((1-heavyShare)*bell(a) + heavyShare*bell(b))
			x += max(min(step, spread/2), -spread/2)
			if math.Abs(step) < 1e-7 {
				break
			}
		}
		q[i] = int32(math.Round(math.Exp(x) * ratioUnit))
	}
	return q
}

// pace is how long a piece of work takes against its planned time: ratios
// times scale, both in ratioUnit.
type pace struct {
	scale  int64
	ratios *[quantileCount]int32
}

// paceOf returns the pace of work on an operation by the people planned for it;
// without an operation that of an inspection or a wash.
func (p *problem) paceOf(st *step, crew []int32) pace {
	if st.op == nil {
		return pace{ratioUnit, ratiosOf(steadySpread)}
	}
	ids := make([]board.PersonID, 0, 3)
	for _, w := range crew {
		ids = append(ids, p.workers[w].person.ID)
	}
	mean, spread := p.state.Experience.Expect(st.op.Trade, st.op.Code, ids)
	// The experience knows nothing of heavy work: its mean and spread hold both.
	heavy := math.Log(heavyTimes)
	mean -= heavyShare * heavy
	spread = math.Sqrt(max(0, spread*spread-heavyShare*(1-heavyShare)*heavy*heavy))
	return pace{int64(math.Round(math.Exp(mean) * ratioUnit)), ratiosOf(spread)}
}

func ratiosOf(spread float64) *[quantileCount]int32 {
	i := int(math.Round((spread - narrowest) / spreadStep))
	return &ratios[min(max(i, 0), spreads-1)]
}

// minutes returns how long work planned for so many minutes takes in one draw.
func (c pace) minutes(planned int32, r *splitMix) int32 {
	const unit = ratioUnit * ratioUnit
	return int32((int64(planned)*c.scale*int64(c.ratios[r.below(quantileCount)]) + unit/2) / unit)
}

// left draws the minutes a running step still takes: the distribution conditioned on the time spent.
func (c pace) left(r *running, dice *splitMix, minutes []int32) {
	if r.warned > 0 {
		c.scale = ratioUnit // its technician has told how long
	}
	total, spent := max(int64(r.total)*c.scale, 1), r.spent
	first, _ := slices.BinarySearch(c.ratios[:], int32(int64(spent)*ratioUnit*ratioUnit/total)+1)
	for i := range minutes {
		if over := quantileCount - first; over > 0 {
			at := int64(c.ratios[first+dice.below(over)])
			minutes[i] = int32(max(1, at*total/(ratioUnit*ratioUnit)-int64(spent)))
		} else {
			minutes[i] = int32(1 + expectedOverrun(r.over, r.total)*2*dice.below(quantileCount)/quantileCount)
		}
	}
}

// splitMix is a splitmix64 generator; each step has its own, so that its draws depend on the step alone.
type splitMix uint64

// seeded returns the generator of something about a visit, seeded by an FNV-1a hash of it.
func seeded(visit board.VisitID, line int, names ...string) splitMix {
	h := uint64(14695981039346656037)
	add := func(text string) {
		for i := range len(text) {
			h = (h ^ uint64(text[i])) * 1099511628211
		}
		h = (h ^ 0xff) * 1099511628211
	}
	add(string(visit))
	for _, name := range names {
		add(name)
	}
	return splitMix(h + uint64(line)*0x9e3779b97f4a7c15)
}

// below returns the next number from 0 to n-1.
func (d *splitMix) below(n int) int {
	*d += 0x9e3779b97f4a7c15
	x := uint64(*d)
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	x ^= x >> 31
	return int(x >> 33 * uint64(n) >> 31)
}

// chance is true with probability p.
func (d *splitMix) chance(p float64) bool { return float64(d.below(1<<20)) < p*(1<<20) }
