package dispatch

import (
	"slices"

	"bayline/dispatch/internal/rules"
)

// crew is a choice of people for a step, with the hours they share, how long
// they take, and the soonest they could begin and finish.
type crew struct {
	people  [3]int32
	size    int
	hours   hours
	minutes int
	from    int
	soonest int
	cost    int
}

// best returns the placement of least cost: the minute it finishes, and what
// else speaks against it.
func (s *schedule) best(k int32) (placement, bool) {
	t, ok := s.ready(k)
	if !ok {
		return placement{}, false
	}
	var best placement
	least := never
	s.crewsFor(k, t)
	s.gapsFor(k, t)
	s.priceBays(k)
	passive := s.p.steps[k].passive
	for i := range s.crews {
		c := &s.crews[i]
		if c.soonest+c.cost >= least {
			break // the others are no sooner
		}
		s.eachBay(k, func(bay int32) {
			from, soonest := c.from, c.soonest
			if bay != none && s.gaps[bay] > from {
				from = s.gaps[bay]
				soonest = max(soonest, from+c.minutes+passive)
			}
			cost := c.cost + s.bayCost(bay, c)
			if soonest+cost >= least {
				return
			}
			if pl, ok := s.try(k, from, bay, c, least-cost-1); ok {
				best, least = pl, pl.finish+cost
			}
		})
	}
	return best, best.ok
}

// gapsFor notes for each bay of a step the first minute from t on at which no
// other car stands there for as long as the quickest of the crews takes.
func (s *schedule) gapsFor(k int32, t int) {
	st := &s.p.steps[k]
	shortest := never
	for i := range s.crews {
		shortest = min(shortest, s.crews[i].minutes)
	}
	if shortest == never {
		return
	}
	shortest += st.passive
	s.eachBay(k, func(bay int32) {
		if bay == none {
			return
		}
		from := max(t, s.p.places[bay].closed)
		for {
			next := s.bays[bay].otherCar(st.job, from, from+shortest)
			if next == from {
				break
			}
			from = next
		}
		s.gaps[bay] = from
	})
}

// eachBay visits the bays that come into question, in the order of the board.
func (s *schedule) eachBay(k int32, visit func(bay int32)) {
	st := &s.p.steps[k]
	switch {
	case st.bay != none:
		visit(st.bay)
	case st.bayless:
		visit(none)
	default:
		for _, bay := range st.bays {
			if s.p.places[bay].closed < never {
				visit(bay)
			}
		}
	}
}

// bayCost says what speaks against a bay for a crew.
func (s *schedule) bayCost(bay int32, c *crew) int {
	if bay == none {
		return 0
	}
	if s.away(bay, c.people[:c.size]) {
		return s.prices[bay].away
	}
	return s.prices[bay].own
}

// bayPrice is what speaks against a bay for a step: for people whose team has
// it, or who have no team, and for others.
type bayPrice struct{ own, away int }

// priceBays notes the price of each bay of a step.
func (s *schedule) priceBays(k int32) {
	s.eachBay(k, func(bay int32) {
		if bay != none {
			own, away := s.priceBay(k, bay, false), s.priceBay(k, bay, true)
			s.prices[bay] = bayPrice{own.Sum(), away.Sum()}
		}
	})
}

// priceBay prices a bay by the soft rules.
func (s *schedule) priceBay(k, bay int32, away bool) (price rules.Priced) {
	if bay == none {
		return price
	}
	sight := s.sight
	sight.Offers, sight.Away, sight.Move = s.p.places[bay].offers, away, 0
	if at := s.at[s.p.steps[k].job]; at != none && at != bay {
		sight.Move = s.p.state.Settings.MoveMinutes
	}
	for i := range rules.Costs {
		if row := &rules.Costs[i]; row.Scope == rules.Bay {
			price[i] = row.Minutes * row.Units(sight)
		}
	}
	return price
}

// away reports whether one of the people has team bays, and not this one.
func (s *schedule) away(bay int32, people []int32) bool {
	for _, w := range people {
		if worker := &s.p.workers[w]; worker.bays[0] != none && !worker.inTeam(bay) {
			return true
		}
	}
	return false
}

// crewsFor fills the scratch list with the crews that may do a step, the
// soonest first.
func (s *schedule) crewsFor(k int32, t int) {
	st := &s.p.steps[k]
	s.crews = s.crews[:0]
	switch {
	case st.crew != nil:
		s.addCrew(k, t, st.crew)
	case st.size == 0:
		s.addCrew(k, t, nil)
	case st.size == 1:
		for _, w := range st.people {
			if s.may(k, w) && st.leads(w) {
				s.addCrew(k, t, []int32{w})
			}
		}
	default:
		s.addCrews(k, t)
	}
	slices.SortStableFunc(s.crews, func(a, b crew) int { return a.soonest + a.cost - b.soonest - b.cost })
}

// leads reports whether a person has what one of the people on a step must have.
func (st *step) leads(w int32) bool { return slices.Contains(st.leaders, w) }

// may reports whether one of a step's people may be on it on this car: an
// inspector must not have worked on it, nor be about to.
func (s *schedule) may(k, w int32) bool {
	st := &s.p.steps[k]
	if slices.Contains(st.barred, w) {
		return false
	}
	if !rules.FreshEyes(st.Kind) {
		return true
	}
	for _, b := range st.before {
		if pl := &s.placed[b]; s.p.steps[b].Kind == KindWork && slices.Contains(pl.people(), w) {
			return false
		}
	}
	return true
}

// mostPeopleCombined bounds the people combined to crews of two or three.
const mostPeopleCombined = 8

// addCrews combines the people who are free soonest.
func (s *schedule) addCrews(k int32, t int) {
	st := &s.p.steps[k]
	var list []int32
	for _, w := range st.people {
		if s.may(k, w) {
			list = append(list, w)
		}
	}
	free := func(w int32) int { return max(t, s.personEnd[w]) }
	slices.SortStableFunc(list, func(a, b int32) int { return free(a) - free(b) })
	if len(list) > mostPeopleCombined {
		fit := slices.IndexFunc(list, func(w int32) bool { return st.leads(w) })
		if fit >= mostPeopleCombined {
			list[mostPeopleCombined-1] = list[fit]
		}
		list = list[:mostPeopleCombined]
	}
	for a := range list {
		for b := a + 1; b < len(list); b++ {
			if st.size == 2 {
				s.addGraded(k, t, []int32{list[a], list[b]})
				continue
			}
			for c := b + 1; c < len(list); c++ {
				s.addGraded(k, t, []int32{list[a], list[b], list[c]})
			}
		}
	}
}

// addGraded adds a crew in which one at least has the grade.
func (s *schedule) addGraded(k int32, t int, people []int32) {
	for _, w := range people {
		if s.p.steps[k].leads(w) {
			s.addCrew(k, t, people)
			return
		}
	}
}

func (s *schedule) addCrew(k int32, t int, people []int32) {
	c := s.crewOf(k, people)
	price := s.priceCrew(k, people)
	c.cost = price.Sum()
	var ok bool
	if c.soonest, ok = s.soonest(&c, t); !ok {
		return
	}
	c.soonest += s.p.steps[k].passive
	s.crews = append(s.crews, c)
}

// crewOf returns the people as a crew: their common hours, and how long they take.
func (s *schedule) crewOf(k int32, people []int32) crew {
	st := &s.p.steps[k]
	c := crew{hours: s.p.hours, minutes: st.minutes}
	c.size = copy(c.people[:], people)
	speed := 0
	for i, w := range people[:c.size] {
		speed += personEfficiency(s.p.workers[w].person)
		if i == 0 {
			c.hours = s.p.workers[w].hours
		} else {
			c.hours = both(c.hours, s.p.workers[w].hours)
		}
	}
	if c.minutes == 0 {
		c.minutes = ceilDiv(st.work, max(speed, 20))
	}
	return c
}

// soonest notes when a crew could begin and be done if a bay were always free.
// People of larger crews may share their time, so the rest of their work is left
// out of the end here, and of the beginning what they could share.
func (s *schedule) soonest(c *crew, t int) (end int, ok bool) {
	for c.from = t; ; {
		start, until, fits := c.hours.fit(c.from, c.minutes)
		if !fits {
			return 0, false
		}
		if end == 0 || c.size == 1 {
			end = until
		}
		c.from = start
		for _, w := range c.people[:c.size] {
			if start < s.personEnd[w] {
				c.from = max(c.from, s.people[w].busy(&s.p.workers[w], anywhere, int32(c.size), start, until))
			}
		}
		if c.from == start {
			return end, true
		}
	}
}

// priceCrew prices people by the soft rules.
func (s *schedule) priceCrew(k int32, people []int32) (price rules.Priced) {
	if len(people) == 0 {
		return price
	}
	st := &s.p.steps[k]
	known, others := s.knows(k, people)
	sight := s.sight
	sight.Task, sight.Level, sight.NewToCar = &st.Task, st.level, others && !known
	for n, w := range people {
		worker := &s.p.workers[w]
		sight.Person, sight.Trades, sight.Given = worker.person, worker.skills, s.load[w]
		for i := range rules.Costs {
			switch row := &rules.Costs[i]; {
			case row.Scope == rules.Person:
				price[i] += row.Minutes * row.Units(sight)
			case row.Scope == rules.Crew && n == 0:
				price[i] = row.Minutes * row.Units(sight)
			}
		}
	}
	for i := range rules.Costs {
		if rules.Costs[i].Scope == rules.Person {
			price[i] /= len(people)
		}
	}
	return price
}

// knows reports whether one of the people works on the car already, and
// whether anybody of the same trade does.
func (s *schedule) knows(k int32, people []int32) (known, others bool) {
	st := &s.p.steps[k]
	if st.Kind != KindWork {
		return false, false
	}
	j := &s.p.jobs[st.job]
	check := func(w int32) {
		if s.p.workers[w].trades&(1<<st.trade) != 0 {
			others = true
			known = known || slices.Contains(people, w)
		}
	}
	for _, w := range j.worked {
		check(w)
	}
	for i := j.first; i < j.last; i++ {
		if pl := &s.placed[i]; pl.ok && s.p.steps[i].Kind == KindWork {
			for _, w := range pl.people() {
				check(w)
			}
		}
	}
	return known, others
}
