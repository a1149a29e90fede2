package dispatch

import (
	"slices"
	"time"

	"bayline/board"
	"bayline/dispatch/internal/rules"
)

// change is one thing that could be otherwise, and how much otherwise it would
// have to be: minutes or points, which are the same.
type change struct {
	size int
	why  *Reason
}

// wouldWin finds the smallest single change that would make a candidate the
// best: a person or the bay free sooner, another promise, or one part of its
// score gone. Times are found by planning the shop anew with the change, for
// its rivals too; parts are taken from the scores. It says so when no single
// change suffices.
func (t *trial) wouldWin(tried []tested, i int) *Reason {
	c := &tried[i]
	if c.Score == tried[0].Score {
		return reason("would_tie")
	}
	var changes []change
	add := func(found change, ok bool) {
		if ok {
			changes = append(changes, found)
		}
	}
	for _, w := range c.people() {
		if firstWith(tried, i, func(o *tested) bool { return slices.Contains(o.people(), w) }) {
			add(t.sooner(tried, i, func(o option, from int) *schedule { return t.personFree(o, w, from) }, t.personWord(w)))
		}
	}
	if c.bay != none && firstWith(tried, i, func(o *tested) bool { return o.bay == c.bay }) {
		add(t.sooner(tried, i, func(o option, from int) *schedule { return t.bayFree(o, c.bay, from) }, bayWord(t.free.places[c.bay].bay)))
	}
	add(t.promise(tried, i))
	add(t.part(tried, i))
	if gap := c.Score - tried[0].Score; len(changes) == 0 && gap < c.points("finish") && gap <= mostSooner {
		return reason("would_finish", "minutes", gap+1)
	}
	if len(changes) == 0 {
		return reason("would_never")
	}
	return slices.MinFunc(changes, func(a, b change) int { return a.size - b.size }).why
}

// mostSooner is how many minutes sooner work could be imagined to finish.
const mostSooner = 30

// firstWith reports whether no candidate that shares something has a better
// score: freeing it helps them all, and then the best of them wins.
func firstWith(tried []tested, i int, shares func(*tested) bool) bool {
	first := slices.IndexFunc(tried, func(o tested) bool { return shares(&o) })
	return tried[first].Score == tried[i].Score
}

// strongest is how many rivals a candidate must beat after a change, the best
// ones before it.
const strongest = 4

// sooner finds the latest minute from which something must be free for the
// candidate to beat the others, in whole five minutes where that still holds.
func (t *trial) sooner(tried []tested, i int, free func(o option, from int) *schedule, word func(at time.Time) *Reason) (change, bool) {
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
		return change{}, false
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
	for n := range tried[:min(strongest, len(tried))] {
		if n != i && score(tried[n].option, low) <= mine {
			return change{}, false
		}
	}
	if low == p.start {
		return change{start - low, word(time.Time{})}, true
	}
	return change{start - low, word(p.clock(low))}, true
}

// personFree plans the shop with an option as if a person were free, and here,
// from a minute on.
func (t *trial) personFree(o option, w int32, from int) *schedule {
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
func (t *trial) bayFree(o option, bay int32, from int) *schedule {
	p := t.chosen(o)
	p.places = slices.Clone(p.places)
	p.places[bay].closed = from
	s := newSchedule(p)
	s.bays[bay], s.bayEnd[bay] = nil, from
	s.lay(t.order)
	return s
}

// personWord says that a person would have to be free, or back.
func (t *trial) personWord(w int32) func(at time.Time) *Reason {
	person := t.free.workers[w].person
	code := "would_free"
	if person.Presence != "" && !person.Here() {
		code = "would_back"
	}
	return timed(code, "person", person.Name)
}

func bayWord(bay *board.Bay) func(at time.Time) *Reason {
	code := "would_bay_free"
	if bay.Maintenance != "" {
		code = "would_bay_open"
	}
	return timed(code, "bay", bay.Name)
}

// timed gives the sentence of a code with a time, or that of now without one.
func timed(code, name, value string) func(at time.Time) *Reason {
	return func(at time.Time) *Reason {
		if at.IsZero() {
			return reason(code+"_now", name, value)
		}
		return reason(code, name, value, "at", at)
	}
}

// promise finds the nearest promise with which the candidate would be the best.
// An earlier one helps who is ready sooner, a later one who costs less
// otherwise.
func (t *trial) promise(tried []tested, i int) (change, bool) {
	p, c := t.free, &tried[i]
	j := &p.jobs[p.steps[t.step].job]
	if c.Ready.IsZero() {
		return change{}, false
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
			soonest, latest = min(soonest, p.gauge.worked(p.minute(ready))), max(latest, p.gauge.worked(p.minute(ready)))
		}
	}
	for due := min(j.dueIn, latest); due >= soonest; due-- {
		if wins(due) {
			return change{max(1, min(j.dueIn, latest)-due), reason("would_promise_before", "promise", p.clock(p.gauge.clock(due)))}, true
		}
	}
	for due := max(j.dueIn, soonest); due <= latest; due++ {
		if wins(due) {
			return change{max(1, due-max(j.dueIn, soonest)), reason("would_promise_after", "promise", p.clock(p.gauge.clock(due)))}, true
		}
	}
	return change{}, false
}

// points gives one part of a score.
func (c *Candidate) points(code string) int {
	for _, part := range c.Parts {
		if part.Code == code {
			return part.Points
		}
	}
	return 0
}

// part finds the part of the score without which the candidate would be the
// best. What it does to other cars counts as one thing; what others in the same
// bay or with the same people would gain as well counts for the best of them.
func (t *trial) part(tried []tested, i int) (change, bool) {
	c := &tried[i]
	gap := c.Score - tried[0].Score
	inBay := firstWith(tried, i, func(o *tested) bool { return o.bay == c.bay })
	ofCrew := firstWith(tried, i, func(o *tested) bool { return slices.Equal(o.people(), c.people()) })
	var found change
	consider := func(points int, why *Reason) {
		if points > gap && why != nil && (found.why == nil || points < found.size) {
			found = change{points, why}
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
func (t *trial) harm(c *Candidate) *Reason {
	for _, e := range c.Effects {
		if e.MakesLate || e.Minutes > 0 {
			return reason("would_harm", "plate", board.ShowPlate(t.free.state.Visits[e.Visit].Plate))
		}
	}
	return nil
}

func (t *trial) bayName(bay int32) string {
	if bay == none {
		return ""
	}
	return t.free.places[bay].bay.Name
}
