package dispatch

import (
	"math"
	"slices"
)

// draws is how many futures a forecast looks at.
const draws = 256

// How long work takes against its standard time: lognormal around 1 with this
// spread, and one in heavyEach times heavier.
const (
	spread     = 0.3
	heavyShare = 0.04
	heavyTimes = 1.8
)

// ratioUnit is a ratio of 1 in the scale of ratios.
const ratioUnit = 1024

// ratios are the quantiles of actual over standard time, ascending, one for
// each draw.
var ratios = func() (q [draws]int32) {
	below := func(x float64) float64 {
		normal := func(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }
		return (1-heavyShare)*normal(math.Log(x)/spread) + heavyShare*normal(math.Log(x/heavyTimes)/spread)
	}
	for i := range q {
		want := (float64(i) + 0.5) / draws
		low, high := 0.01, 100.0
		for range 50 {
			if mid := math.Sqrt(low * high); below(mid) < want {
				low = mid
			} else {
				high = mid
			}
		}
		q[i] = int32(math.Round(low * ratioUnit))
	}
	return q
}()

// forecast holds, for every step of a schedule, when it ends in each draw, in
// working minutes of the shop.
type forecast struct {
	ends [][draws]int32
	rest []int32  // passive part at the end of each step, which its people need not wait for
	prev [][]link // what each step followed, on its car, bay and people
}

// link is one step that had to end before another could start there.
type link struct {
	step int32
	by   tie
}

// tie is what binds two steps.
type tie uint8

const (
	tieCar tie = iota
	tieBay
	tiePerson
)

// newForecast pushes the draws through the schedule: every step starts when
// all it followed in the schedule has ended, and takes its planned time times
// the ratio drawn for it. The draws of a step depend on nothing but the step,
// so that two forecasts differ only where the plans do.
func newForecast(p *problem, sc *schedule) *forecast {
	f := &forecast{ends: make([][draws]int32, len(p.steps)), rest: make([]int32, len(p.steps)), prev: links(p, sc)}
	now := int32(p.gauge.worked(p.start))
	for _, k := range byStart(sc) {
		st, pl := &p.steps[k], &sc.placed[k]
		var starts [draws]int32
		begin := int32(p.gauge.worked(max(pl.start, p.start)))
		floor, latest := int32(p.gauge.worked(st.earliest)), now
		for _, l := range f.prev[k] {
			latest = max(latest, int32(p.gauge.worked(sc.placed[l.step].finish))-f.early(l))
		}
		if latest < begin {
			floor = begin // something else than the links decides
		}
		for i := range starts {
			starts[i] = floor
		}
		for n, l := range f.prev[k] {
			if n > 0 && f.prev[k][n-1].step == l.step {
				continue // the same bay before, or another of the same people
			}
			before, early := &f.ends[l.step], f.early(l)
			for i := range starts {
				starts[i] = max(starts[i], before[i]-early)
			}
		}
		attended := int32(p.gauge.worked(pl.busy)) - begin
		f.rest[k] = int32(p.gauge.worked(pl.finish)) - int32(p.gauge.worked(pl.busy))
		f.draw(p, k, &starts, attended, f.rest[k])
	}
	return f
}

// early gives how long before its end a step lets go of what binds the next.
func (f *forecast) early(l link) int32 {
	if l.by == tiePerson {
		return f.rest[l.step]
	}
	return 0
}

// draw fills the ends of one step.
func (f *forecast) draw(p *problem, k int32, starts *[draws]int32, attended, rest int32) {
	st, ends := &p.steps[k], &f.ends[k]
	r := seeded(p, st)
	if st.now != nil {
		for i, d := range st.now.left(&r) {
			ends[i] = starts[i] + d + rest
		}
		return
	}
	if st.minutes > 0 { // inspections and washes hardly vary
		for i := range ends {
			ends[i] = starts[i] + attended + rest
		}
		return
	}
	for i := range ends {
		ends[i] = starts[i] + (attended*ratios[r.below(draws)]+ratioUnit/2)/ratioUnit + rest
	}
}

// left draws the minutes a running step still takes, knowing the time spent.
func (r *running) left(dice *dice) (minutes [draws]int32) {
	total, spent := max(r.total, 1), r.spent
	first, _ := slices.BinarySearch(ratios[:], int32(spent*ratioUnit/total)+1)
	for i := range minutes {
		if over := draws - first; over > 0 {
			at := ratios[first+dice.below(over)]
			minutes[i] = int32(max(1, int(at)*total/ratioUnit-spent))
		} else {
			minutes[i] = int32(1 + more(r.over, r.total)*2*dice.below(draws)/draws)
		}
	}
	return minutes
}

// byStart gives the placed steps by start, so that a step comes after all it
// followed.
func byStart(sc *schedule) []int32 {
	order := slices.Clone(sc.order)
	slices.SortStableFunc(order, func(a, b int32) int {
		x, y := &sc.placed[a], &sc.placed[b]
		if x.start != y.start {
			return x.start - y.start
		}
		return x.finish - y.finish
	})
	return order
}

// links finds what each step followed on its car, its bay and its people.
func links(p *problem, sc *schedule) [][]link {
	prev := make([][]link, len(p.steps))
	walk := func(list taken, by tie) {
		for i := range list {
			if list[i].step == none || p.steps[list[i].step].now != nil {
				continue
			}
			last := none // the nearest before; what ended before that began is behind it already
			for b := i - 1; b >= 0; b-- {
				if list[b].step == none || list[b].to > list[i].from {
					continue
				}
				if last != none && list[b].to <= list[last].from {
					break
				}
				prev[list[i].step] = append(prev[list[i].step], link{list[b].step, by})
				last = b
			}
		}
	}
	for i := range sc.cars {
		walk(sc.cars[i], tieCar)
	}
	for i := range sc.bays {
		walk(sc.bays[i], tieBay)
	}
	for i := range sc.people {
		walk(sc.people[i], tiePerson)
	}
	return prev
}

// dice is a small generator of numbers; each step throws its own.
type dice uint64

func seeded(p *problem, st *step) dice {
	h := uint64(14695981039346656037)
	add := func(text string) {
		for i := range len(text) {
			h = (h ^ uint64(text[i])) * 1099511628211
		}
		h = (h ^ 0xff) * 1099511628211
	}
	add(string(p.jobs[st.job].visit.ID))
	add(string(st.kind))
	add(string(st.level))
	return dice(h + uint64(st.line)*0x9e3779b97f4a7c15)
}

// below gives the next number from 0 to n-1.
func (d *dice) below(n int) int {
	*d += 0x9e3779b97f4a7c15
	x := uint64(*d)
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	x ^= x >> 31
	return int(x >> 33 * uint64(n) >> 31)
}
