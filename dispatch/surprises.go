package dispatch

import (
	"slices"

	"bayline/board"
)

// What is taken to come of itself: how often, and how many observed cars that
// belief weighs.
const (
	growShare  = 0.12 // cars on which more work is found
	failShare  = 0.05 // final inspections that are not passed
	shareTrust = 40
)

// How long a surprise takes, in working minutes: found work with the talk about
// it and now and then a part that has to come; the repair of what the inspector
// found, the wait for it and the second inspection.
const (
	grownMinutes  = 75
	failedMinutes = 40
)

// mayGrow gives the ends as they are when work is found on the car before its
// first line is finished, in as many draws as the shop finds any.
func (p *problem) mayGrow(j *job, ends []int32) []int32 {
	x := &p.state.Experience
	if known(j.visit) {
		return ends
	}
	return p.surprise(j, ends, "grown", share(x.Grown, x.Visits, growShare), grownMinutes)
}

// known reports whether no more work is expected to be found on a car.
func known(v *board.Visit) bool {
	return slices.ContainsFunc(v.Operations, func(o board.Operation) bool { return o.State == board.OperationDone || o.Additional > 0 })
}

// mayFail moves the ends of draws in which the car does not pass its final
// inspection.
func (p *problem) mayFail(j *job, ends []int32) {
	x := &p.state.Experience
	for k := j.first; k < j.last; k++ {
		if p.steps[k].level == board.LevelFinal {
			copy(ends, p.surprise(j, ends, "failed", share(x.Failed, x.Inspected, failShare), failedMinutes))
		}
	}
}

// surprise gives sorted ends with some of them later by about so many minutes,
// sorted again.
func (p *problem) surprise(j *job, ends []int32, name string, often float64, minutes int32) []int32 {
	r, c := seeded(j.visit.ID, 0, name), pace{ratioUnit, ratiosOf(narrowest + spreadStep*spreads/2)}
	stay, late := make([]int32, 0, len(ends)), make([]int32, 0, len(ends)/4)
	for _, end := range ends {
		if r.chance(often) {
			late = append(late, end+c.minutes(minutes, &r))
		} else {
			stay = append(stay, end)
		}
	}
	slices.Sort(late)
	return merge(stay, late)
}

// merge puts the few into the many, both sorted.
func merge(many, few []int32) []int32 {
	i, k := len(many)-1, len(few)-1
	many = append(many, few...)
	for at := len(many) - 1; k >= 0; at-- {
		if i >= 0 && many[i] > few[k] {
			many[at] = many[i]
			i--
		} else {
			many[at] = few[k]
			k--
		}
	}
	return many
}

// share gives how often something happens: as observed, drawn towards what is
// usual.
func share(seen, of int, usual float64) float64 {
	return (float64(seen) + usual*shareTrust) / float64(of+shareTrust)
}
