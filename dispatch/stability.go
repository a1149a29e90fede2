package dispatch

import (
	"slices"

	"bayline/board"
	"bayline/dispatch/internal/rules"
)

// adoptedChoice is what the adopted plan wants for a step: its people, and a bay. decided: a person chose it, so the
// plan in force has to keep it.
type adoptedChoice struct {
	crew    []int32
	bay     int32
	decided bool
}

// The stability thresholds: how many minutes sooner other people must finish a step for a plan to take it from those
// who have it, in the plan in force and in a proposal. They bound the nervousness of rescheduling.
const (
	stabilityCurrent  = 150
	stabilityProposal = 75
)

// readAdopted reads the adopted choice of a step, unless a person decided otherwise or it is infeasible by now.
func (p *problem) readAdopted(st *step) {
	w := st.op.Planned
	if w == nil || st.placed || st.crew != nil {
		return
	}
	if crew := p.crewIndex(w.Technicians); p.crewFits(st, crew) {
		st.adopted = &adoptedChoice{crew, p.bayIndex(w.Bay), w.By != Planner}
	}
}

// crewFits reports whether people may do a step together, by all rules about them.
func (p *problem) crewFits(st *step, crew []int32) bool {
	var people []*board.Person
	for i, w := range crew {
		if slices.Contains(crew[:i], w) {
			return false
		}
		people = append(people, p.workers[w].person)
	}
	c := p.caseOf(st)
	return len(crew) > 0 && rules.Fits(c, people)
}

// adoptedPlacement returns the placement of a step with its adopted people, in the adopted bay if that finishes no
// later than another.
func (s *schedule) adoptedPlacement(k int32, t int) (placement, bool) {
	var best placement
	least := never
	w := s.p.steps[k].adopted
	s.crews = s.crews[:0]
	s.addCrew(k, t, w.crew)
	s.priceBays(k)
	for i := range s.crews {
		c := &s.crews[i]
		s.eachBay(k, func(bay int32) {
			cost := c.cost + s.bayCost(bay, c)
			if bay == w.bay {
				cost -= adoptedBayBonus
			}
			if pl, ok := s.try(k, t, bay, c, never); ok && pl.finish+cost < least {
				best, least = pl, pl.finish+cost
			}
		})
	}
	return best, best.ok
}

// adoptedBayBonus is how many minutes later a step may finish in the bay of the adopted plan.
const adoptedBayBonus = 10

// placementNearAdopted returns the placement of a step that the adopted plan has given to somebody. They keep it,
// unless others can begin it now while they cannot, or finish it sooner by more than the stability threshold; what a
// person decided they keep as long as it is feasible (Options.Keep).
func (s *schedule) placementNearAdopted(k int32) (placement, bool) {
	t, ok := s.ready(k)
	if !ok {
		return placement{}, false
	}
	kept, can := s.adoptedPlacement(k, t)
	if can && kept.start <= s.p.start {
		return kept, true
	}
	firm := s.p.options.Keep && s.p.steps[k].adopted.decided
	if can && firm {
		return kept, true
	}
	best, ok := s.best(k)
	switch {
	case !can, ok && best.start <= s.p.start:
		return best, ok
	case ok && best.finish+s.p.options.stability < kept.finish:
		return best, true
	}
	return kept, true
}
