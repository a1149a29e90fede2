package dispatch

import (
	"slices"

	"bayline/board"
)

// What is taken to come of itself: how often, and how many observed cars that
// belief weighs.
const (
	additionalWorkShare   = 0.12 // cars on which more work is found
	failedInspectionShare = 0.05 // final inspections that are not passed
	priorWeight           = 40
)

// How long a surprise takes, in working minutes: found work with the talk about
// it and now and then a part that has to come; the repair of what the inspector
// found, the wait for it and the second inspection.
const (
	additionalWorkMinutes   = 75
	failedInspectionMinutes = 40
)

// withAdditionalWork returns the ends as they are when additional work is found on the car before its first line is
// finished, in as many draws as the shop finds any.
func (p *problem) withAdditionalWork(j *job, ends []int32) []int32 {
	x := &p.state.Experience
	if workIsKnown(j.visit) {
		return ends
	}
	return p.delayShare(j, ends, "grown", shrunkShare(x.Grown, x.Visits, additionalWorkShare), additionalWorkMinutes)
}

// workIsKnown reports whether no more work is expected to be found on a car.
func workIsKnown(v *board.Visit) bool {
	return slices.ContainsFunc(v.Operations, func(o board.Operation) bool {
		return o.State == board.OperationDone ||
			o.Additional > 0
	})
}

// addFailedInspections moves the ends of draws in which the car fails its final inspection.
func (p *problem) addFailedInspections(j *job, ends []int32) {
	x := &p.state.Experience
	for k := j.first; k < j.last; k++ {
		if p.steps[k].level == board.LevelFinal {
			copy(ends, p.delayShare(j, ends, "failed", shrunkShare(x.Failed, x.Inspected, failedInspectionShare),
				failedInspectionMinutes))
		}
	}
}

// delayShare returns sorted ends with a share of them later by about so many minutes, sorted again.
func (p *problem) delayShare(j *job, ends []int32, name string, often float64, minutes int32) []int32 {
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

// shrunkShare returns an observed share shrunk towards the usual one, which weighs priorWeight cars.
func shrunkShare(seen, of int, usual float64) float64 {
	return (float64(seen) + usual*priorWeight) / float64(of+priorWeight)
}
