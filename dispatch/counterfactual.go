package dispatch

import (
	"slices"
	"time"

	"bayline/board"
	"bayline/dispatch/internal/rules"
)

// counterfactual is one thing that could be otherwise, and how much otherwise it would have to be: minutes or points,
// which are the same.
type counterfactual struct {
	size int
	why  *Reason
}

// wouldWin returns the smallest single counterfactual with which a candidate would be the best: a person or the bay
// free sooner, another promise, or one part of its score gone. Times are found by planning the shop anew, for its
// rivals too; parts are taken from the scores. It says so when no single change suffices.
func (t *optionTrial) wouldWin(tried []tested, i int) *Reason {
	c := &tried[i]
	if c.Score == tried[0].Score {
		return reason("would_tie")
	}
	var changes []counterfactual
	add := func(found counterfactual, ok bool) {
		if ok {
			changes = append(changes, found)
		}
	}
	for _, w := range c.people() {
		if firstWith(tried, i, func(o *tested) bool { return slices.Contains(o.people(), w) }) {
			add(t.soonerCounterfactual(tried, i, func(o option, from int) *schedule { return t.personFree(o, w, from) },
				t.sayPersonFree(w)))
		}
	}
	if c.bay != none && firstWith(tried, i, func(o *tested) bool { return o.bay == c.bay }) {
		add(t.soonerCounterfactual(tried, i, func(o option, from int) *schedule { return t.bayFree(o, c.bay, from) },
			sayBayFree(t.free.places[c.bay].bay)))
	}
	add(t.promiseCounterfactual(tried, i))
	add(t.scoreCounterfactual(tried, i))
	if gap := c.Score - tried[0].Score; len(changes) == 0 && gap < c.points("finish") && gap <= mostMinutesSooner {
		return reason("would_finish", "minutes", gap+1)
	}
	if len(changes) == 0 {
		return reason("would_never")
	}
	return slices.MinFunc(changes, func(a, b counterfactual) int { return a.size - b.size }).why
}

// mostMinutesSooner bounds the "would have to finish sooner" that is told when nothing else would do.
const mostMinutesSooner = 30

// firstWith reports whether no candidate that shares something has a better
// score: freeing it helps them all, and then the best of them wins.
func firstWith(tried []tested, i int, shares func(*tested) bool) bool {
	first := slices.IndexFunc(tried, func(o tested) bool { return shares(&o) })
	return tried[first].Score == tried[i].Score
}

// rivalsToBeat is how many rivals a candidate must beat under a counterfactual, the best ones before it.
const rivalsToBeat = 4

// soonerCounterfactual finds the latest minute from which something must be free for the
// candidate to beat the others, in whole five minutes where that still holds.
func (t *optionTrial) soonerCounterfactual(tried []tested, i int, free func(o option, from int) *schedule,
	word func(at time.Time) *Reason) (counterfactual, bool) {
	p, c := t.free, &tried[i]
	score := func(o option, from int) int {
		got, ok := t.outcome(o, free(o, from))
		if !ok {
			return never
		}
		return got.Score
	}
	wins := func(from int) bool { return score(c.option, from) < score(tried[0].option, from) }
	start := p.minute(c.Start)
	low, high := p.start, start
	if high <= low || !wins(low) {
		return counterfactual{}, false
	}
	for low+1 < high { // it wins at low, and high is too late
		if mid := (low + high) / 2; wins(mid) {
			low = mid
		} else {
			high = mid
		}
	}
	if round := low - int((p.origin+int64(low))%5); round > p.start && wins(round) {
		low = round
	}
	mine := score(c.option, low)
	for n := range tried[:min(rivalsToBeat, len(tried))] {
		if n != i && score(tried[n].option, low) <= mine {
			return counterfactual{}, false
		}
	}
	if low == p.start {
		return counterfactual{start - low, word(time.Time{})}, true
	}
	return counterfactual{start - low, word(p.clock(low))}, true
}

// personFree plans the shop with an option as if a person were free, and here,
// from a minute on.
func (t *optionTrial) personFree(o option, w int32, from int) *schedule {
	p := t.chosen(o)
	p.workers = slices.Clone(p.workers)
	p.workers[w].hours = p.calendarHours(p.workers[w].person.Shift).from(from)
	s := newSchedule(p)
	s.people[w], s.personEnd[w] = nil, from
	s.lay(t.order)
	return s
}

// bayFree plans the shop with an option as if a bay were free from a minute
// on.
func (t *optionTrial) bayFree(o option, bay int32, from int) *schedule {
	p := t.chosen(o)
	p.places = slices.Clone(p.places)
	p.places[bay].closed = from
	s := newSchedule(p)
	s.bays[bay], s.bayEnd[bay] = nil, from
	s.lay(t.order)
	return s
}

// sayPersonFree says that a person would have to be free, or back.
func (t *optionTrial) sayPersonFree(w int32) func(at time.Time) *Reason {
	person := t.free.workers[w].person
	code := "would_free"
	if person.Presence != "" && !person.Here() {
		code = "would_back"
	}
	return sayWhen(code, "person", person.Name)
}

func sayBayFree(bay *board.Bay) func(at time.Time) *Reason {
	code := "would_bay_free"
	if bay.Maintenance != "" {
		code = "would_bay_open"
	}
	return sayWhen(code, "bay", bay.Name)
}

// sayWhen returns the sentence of a code with a time, or that of now without one.
func sayWhen(code, name, value string) func(at time.Time) *Reason {
	return func(at time.Time) *Reason {
		if at.IsZero() {
			return reason(code+"_now", name, value)
		}
		return reason(code, name, value, "at", at)
	}
}

// promiseCounterfactual finds the nearest promise with which the candidate would be the best.
// An earlier one helps who is ready sooner, a later one who costs less
// otherwise.
func (t *optionTrial) promiseCounterfactual(tried []tested, i int) (counterfactual, bool) {
	p, c := t.free, &tried[i]
	j := &p.jobs[p.steps[t.step].job]
	if c.Ready.IsZero() {
		return counterfactual{}, false
	}
	score := func(o *tested, due int) int {
		if o.Ready.IsZero() {
			return never
		}
		return o.Score - o.points("promise") + j.weight*max(0, p.gauge.worked(p.minute(o.Ready))-due)
	}
	wins := func(due int) bool {
		mine := score(c, due)
		for n := range tried {
			if n != i && score(&tried[n], due) <= mine {
				return false
			}
		}
		return true
	}
	soonest, latest := never, 0 // beyond these every candidate is late, or none
	for n := range tried {
		if ready := tried[n].Ready; !ready.IsZero() {
			soonest, latest = min(soonest, p.gauge.worked(p.minute(ready))),
				max(latest, p.gauge.worked(p.minute(ready)))
		}
	}
	for due := min(j.dueIn, latest); due >= soonest; due-- {
		if wins(due) {
			return counterfactual{max(1, min(j.dueIn, latest)-due),
				reason("would_promise_before", "promise", p.clock(p.gauge.clock(due)))}, true
		}
	}
	for due := max(j.dueIn, soonest); due <= latest; due++ {
		if wins(due) {
			return counterfactual{max(1, due-max(j.dueIn, soonest)),
				reason("would_promise_after", "promise", p.clock(p.gauge.clock(due)))}, true
		}
	}
	return counterfactual{}, false
}

// points returns one part of a score.
func (c *Candidate) points(code string) int {
	for _, part := range c.Parts {
		if part.Code == code {
			return part.Points
		}
	}
	return 0
}

// scoreCounterfactual finds the part of the score without which the candidate would be the
// best. What it does to other cars counts as one thing; what others in the same
// bay or with the same people would gain as well counts for the best of them.
func (t *optionTrial) scoreCounterfactual(tried []tested, i int) (counterfactual, bool) {
	c := &tried[i]
	gap := c.Score - tried[0].Score
	inBay := firstWith(tried, i, func(o *tested) bool { return o.bay == c.bay })
	ofCrew := firstWith(tried, i, func(o *tested) bool { return slices.Equal(o.people(), c.people()) })
	var found counterfactual
	consider := func(points int, why *Reason) {
		if points > gap && why != nil && (found.why == nil || points < found.size) {
			found = counterfactual{points, why}
		}
	}
	consider(c.points("others")+c.points("newly_late"), t.harm(&c.Candidate))
	for i := range rules.Costs {
		switch row := &rules.Costs[i]; {
		case row.Without == "":
		case row.Scope == rules.Bay && inBay:
			consider(c.points(row.Code), reason(row.Without, "bay", t.bayName(c.bay)))
		case row.Scope != rules.Bay && ofCrew:
			consider(c.points(row.Code), reason(row.Without, "person", t.names(c.people())))
		}
	}
	return found, found.why != nil
}

// harm names the car that suffers most from a candidate.
func (t *optionTrial) harm(c *Candidate) *Reason {
	for _, e := range c.Effects {
		if e.MakesLate || e.Minutes > 0 {
			return reason("would_harm", "plate", board.ShowPlate(t.free.state.Visits[e.Visit].Plate))
		}
	}
	return nil
}

func (t *optionTrial) bayName(bay int32) string {
	if bay == none {
		return ""
	}
	return t.free.places[bay].bay.Name
}
