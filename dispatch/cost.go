package dispatch

import (
	"math"
	"slices"
	"time"

	"bayline/board"
)

// Cost is what a person's choice is expected to cost against the best one: what
// is kept with the choice, the best choice, and the sentence that says it.
type Cost struct {
	board.Predicted
	Best   Candidate `json:"best"`
	Reason Reason    `json:"reason"`
}

// PriceOf compares an assignment with the best choice for its operation. What
// the assignment leaves open is chosen as well as it can be. ok is false when
// there is nothing to compare, or the choice is as good as the best.
func PriceOf(s *board.State, now time.Time, a Assignment) (cost Cost, ok bool) {
	t, options, _ := newTrial(s, now, board.OperationRef{Visit: a.Visit, Line: a.Line})
	if t == nil || len(options) == 0 {
		return cost, false
	}
	var best, mine *seen
	for _, o := range shortlist(options, bestNumber*triesPer) {
		if got := t.see(t.chosen(o), o); got != nil && (best == nil || better(&got.Candidate, &best.Candidate) < 0) {
			best = got
		}
	}
	if mine = t.decided(options, a); mine == nil || best == nil || mine.Score <= best.Score {
		return cost, false
	}
	cost.Best = best.Candidate
	job := t.free.steps[t.step].job
	chance := func(o *seen) int {
		return int(math.Round(100 * o.with.p.outlook(o.with, newForecast(o.with.p, o.with), job).Late))
	}
	cost.Predicted = board.Predicted{Points: mine.Score - best.Score, Late: chance(mine), LateBest: chance(best),
		Ready: mine.Ready}
	if !mine.Ready.IsZero() && !best.Ready.IsZero() {
		cost.Minutes = int(mine.Ready.Sub(best.Ready) / time.Minute)
	}
	cost.Reason = t.price(&cost)
	return cost, true
}

// seen is a candidate with the schedule it was read from.
type seen struct {
	Candidate
	with *schedule
}

func (t *optionTrial) see(p *problem, o option) *seen {
	with := newSchedule(p)
	with.lay(t.order)
	c, ok := t.outcome(o, with)
	if !ok {
		return nil
	}
	return &seen{c, with}
}

// decided tries out what a person chose, also against the rules.
func (t *optionTrial) decided(options []option, a Assignment) *seen {
	o := option{placement: placement{bay: t.free.bayIndex(a.Bay)}}
	chosen := t.free.crewIndex(a.Technicians)
	o.size = copy(o.crew[:], chosen)
	fits := func(other option) bool {
		return (a.Bay == "" || other.bay == o.bay) && (len(chosen) == 0 || slices.Equal(other.people(), chosen))
	}
	if i := slices.IndexFunc(options, fits); i >= 0 && (a.Bay == "" || len(chosen) == 0) {
		o = options[i]
	}
	if o.size == 0 {
		return nil
	}
	o.price = t.atTurn.priced(t.step, o.bay, o.people())
	p := t.chosen(o)
	if !a.Start.IsZero() {
		p.steps[t.step].after(p.minute(a.Start), causePerson)
	}
	return t.see(p, o)
}

// price says what a choice costs.
func (t *optionTrial) price(c *Cost) Reason {
	p := t.free
	var people []int32
	for _, id := range c.Best.Technicians {
		people = append(people, int32(p.workerOf[id]))
	}
	bay := t.bayName(p.bayIndex(c.Best.Bay))
	at := c.Best.Start
	code := "costs_others"
	switch {
	case c.Minutes > 0 && c.Late > c.LateBest:
		code = "costs_promise"
	case c.Minutes > 0:
		code = "costs_time"
	}
	return *reason(code, "person", t.names(people), "bay", bay, "at", at, "minutes", max(c.Minutes, 0), "from",
		c.LateBest, "to", c.Late, "points", c.Points)
}
