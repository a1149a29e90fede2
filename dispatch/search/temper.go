package search

import "math"

// The ladder of temperatures, in units of what a mean operation's length costs. Due dates need it hot:
// below the coldest rung a walker no longer leaves the valley it is in.
const (
	rungs   = 5
	coldest = 1.1
	hottest = 8.0
	stint   = 40 // moves between exchanges
)

// searchDue minimises a due date objective by parallel tempering: one walker per temperature, and
// neighbours on the ladder exchange their plans by Metropolis' rule. Unlike annealing it
// needs no schedule, so it can be stopped at any time.
func searchDue(s *shop, seed uint64, target int64, b *budget) plan {
	rnd := &random{state: seed}
	var ladder [rungs]*walker
	var temperature [rungs]float64
	unit := s.costUnit()
	for i := range ladder {
		ladder[i] = newWalker(s, rnd)
		temperature[i] = unit * coldest * math.Pow(hottest/coldest, float64(i)/(rungs-1))
	}
	best := ladder[0]
	for {
		for i, w := range ladder {
			if w.value < best.value {
				best = w
			}
			for range stint {
				if best.value <= target || w.value <= target || !b.spend() {
					if w.value < best.value {
						best = w
					}
					return best.best
				}
				w.step(temperature[i])
			}
			if w.value < best.value {
				best = w
			}
		}
		for i := rungs - 1; i > 0; i-- {
			gain := float64(ladder[i-1].cost-ladder[i].cost) * (1/temperature[i-1] - 1/temperature[i])
			if gain >= 0 || rnd.unit() < math.Exp(gain) {
				ladder[i], ladder[i-1] = ladder[i-1], ladder[i]
			}
		}
	}
}

// costUnit is what being late by half a mean operation costs at the mean weight; for the number of
// late jobs, a part of the mean weight.
func (s *shop) costUnit() float64 {
	var length, weight float64
	for _, c := range s.choice {
		length += float64(c.duration)
	}
	for _, w := range s.weight {
		weight += float64(w)
	}
	weight = max(weight/float64(len(s.weight)), 0.1)
	if s.objective == WeightedLate {
		return weight / 10
	}
	return max(length/float64(len(s.choice)), 0.1) * weight / 2
}
