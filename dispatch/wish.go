package dispatch

import (
	"slices"

	"bayline/board"
	"bayline/dispatch/internal/rules"
)

// wish is what the adopted plan wants for a step: its people, and a bay. The
// plan in force has to keep it when a person has decided it.
type wish struct {
	crew    []int32
	bay     int32
	decided bool
}

// stay is how many minutes sooner other people must finish a step for a plan to
// take it from those who have it: for the plan in force, and for a proposal.
const (
	stayLive    = 150
	stayPropose = 75
)

// readPlanned takes over what the adopted plan wants, unless a person decided
// otherwise or it cannot be any more.
func (p *problem) readPlanned(st *step) {
	w := st.op.Planned
	if w == nil || st.placed || st.crew != nil {
		return
	}
	if crew := p.crewIndex(w.Technicians); p.able(st, crew) {
		st.wish = &wish{crew, p.bayIndex(w.Bay), w.By != Planner}
	}
}

// able reports whether people may do a step together: as many as it takes, all
// of its trade, one at least of its grade.
func (p *problem) able(st *step, crew []int32) bool {
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

// keep gives the placement of a step when its people are those of the adopted
// plan, in its bay if that finishes no later than another.
func (s *schedule) keep(k int32, t int) (placement, bool) {
	var best placement
	least := never
	w := s.p.steps[k].wish
	s.crews = s.crews[:0]
	s.addCrew(k, t, w.crew)
	s.priceBays(k)
	for i := range s.crews {
		c := &s.crews[i]
		s.eachBay(k, func(bay int32) {
			cost := c.cost + s.bayCost(bay, c)
			if bay == w.bay {
				cost -= costBay
			}
			if pl, ok := s.try(k, t, bay, c, never); ok && pl.finish+cost < least {
				best, least = pl, pl.finish+cost
			}
		})
	}
	return best, best.ok
}

// costBay is how many minutes later a step may finish in the bay of the adopted
// plan.
const costBay = 10

// settle gives the placement of a step that the adopted plan has given to
// somebody. They keep it, unless others can begin it now while they cannot, or
// finish it so much sooner that a change is worth the unrest; what is firm they
// keep as long as they can do it at all.
func (s *schedule) settle(k int32) (placement, bool) {
	t, ok := s.ready(k)
	if !ok {
		return placement{}, false
	}
	kept, can := s.keep(k, t)
	if can && kept.start <= s.p.start {
		return kept, true
	}
	firm := s.p.options.Keep && s.p.steps[k].wish.decided
	if can && firm {
		return kept, true
	}
	best, ok := s.best(k)
	switch {
	case !can, ok && best.start <= s.p.start:
		return best, ok
	case ok && best.finish+s.p.options.stay < kept.finish:
		return best, true
	}
	return kept, true
}
