package dispatch

import (
	"cmp"
	"slices"
	"time"

	"bayline/board"
	"bayline/dispatch/internal/rules"
)

// optionTrial compares the shop's plan with and without an option for one step.
type optionTrial struct {
	base   *schedule // as things are
	free   *problem  // the step undecided
	atTurn *schedule // up to the step's turn
	step   int32
	order  []int32 // of the base, with the step as soon as it can be
}

// orderWith returns the order of a schedule with one step, and what must be
// before it, moved to the front: what else happens then follows from the
// choice alone, not from other priorities.
func orderWith(p *problem, sc *schedule, k int32) []int32 {
	first := make([]bool, len(p.steps))
	var mark func(k int32)
	mark = func(k int32) {
		first[k] = true
		for _, b := range p.steps[k].before {
			mark(b)
		}
	}
	mark(k)
	var order, rest []int32
	for _, n := range sc.order {
		if first[n] && n != k {
			order = append(order, n)
		} else if n != k {
			rest = append(rest, n)
		}
	}
	order = append(append(order, k), rest...)
	for n := range p.steps { // what had no place before may have one now
		if !sc.placed[n].ok && int32(n) != k {
			order = append(order, int32(n))
		}
	}
	return order
}

// candidate plans the shop with an option and says what comes of it.
func (t *optionTrial) candidate(o option) (c Candidate, ok bool) {
	with := newSchedule(t.chosen(o))
	with.lay(t.order)
	return t.outcome(o, with)
}

// chosen returns the problem with an option taken.
func (t *optionTrial) chosen(o option) *problem {
	st := t.free.steps[t.step]
	st.bay, st.crew = o.bay, slices.Clone(o.people())
	return t.free.with(t.step, st)
}

// outcome says what comes of an option, from the schedule made with it.
func (t *optionTrial) outcome(o option, with *schedule) (c Candidate, ok bool) {
	p := t.free
	st := &p.steps[t.step]
	pl := &with.placed[t.step]
	if !pl.ok {
		return c, false
	}
	c = Candidate{Bay: p.places[pl.bay].bay.ID, Start: p.clock(pl.start), Finish: p.clock(pl.finish)}
	for _, w := range pl.people() {
		c.Technicians = append(c.Technicians, p.workers[w].person.ID)
	}
	own := &p.jobs[st.job]
	if last := p.lastStep(with, own); last != none {
		c.Ready = p.clock(with.placed[last].finish)
	}
	c.Parts = t.score(o, pl, with, &c)
	for _, part := range c.Parts {
		c.Score += part.Points
	}
	c.Reasons = t.reasons(&c, pl, with)
	return c, true
}

// score lists the parts that are not zero and fills in the effects on other
// cars.
func (t *optionTrial) score(o option, pl *placement, with *schedule, c *Candidate) []ScorePart {
	p := t.free
	own := p.steps[t.step].job
	var parts []ScorePart
	add := func(code string, points int) {
		if points != 0 || code == "finish" {
			parts = append(parts, ScorePart{code, points})
		}
	}
	add("finish", p.gauge.worked(pl.finish)-p.gauge.worked(p.start))
	others, late := 0, 0
	for i := range p.jobs {
		j := &p.jobs[i]
		before, after := p.ready(t.base, j), p.ready(with, j)
		if before == never || after == never {
			continue
		}
		if int32(i) == own {
			add("promise", j.weight*p.tardiness(j, after))
			continue
		}
		others += j.weight * (p.tardiness(j, after) - p.tardiness(j, before))
		switch makes := before <= j.due && after > j.due; {
		case makes:
			late += j.weight
		case before > j.due && after <= j.due:
			late -= j.weight
		}
		if minutes := p.gauge.worked(after) - p.gauge.worked(before); minutes >= leastToldMinutes ||
			minutes <= -leastToldMinutes {
			c.Effects = append(c.Effects, Effect{j.visit.ID, minutes, before <= j.due && after > j.due})
		}
	}
	add("others", others)
	add("newly_late", late*newlyLate)
	for i := range rules.Costs {
		add(rules.Costs[i].Code, o.price[i])
	}
	slices.SortStableFunc(c.Effects, func(a, b Effect) int {
		if a.MakesLate != b.MakesLate {
			if a.MakesLate {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.Minutes, a.Minutes)
	})
	return parts
}

// ready returns the minute a car is ready, never when it is not planned to the
// end.
func (p *problem) ready(sc *schedule, j *job) int {
	last := p.lastStep(sc, j)
	if last == none {
		return never
	}
	return sc.placed[last].finish
}

// tardiness returns the working minutes beyond the promise.
func (p *problem) tardiness(j *job, ready int) int {
	return max(0, p.gauge.worked(ready)-j.dueIn)
}

// mostHarmedTold is how many harmed cars a candidate's reasons name.
const mostHarmedTold = 2

// reasons puts the strong and weak sides of a candidate into words.
func (t *optionTrial) reasons(c *Candidate, pl *placement, with *schedule) []Reason {
	p := t.free
	var list []Reason
	add := func(code string, pairs ...any) { list = append(list, *reason(code, pairs...)) }
	names := t.names(pl.people())
	if pl.start <= p.start {
		add("free_now", "person", names)
	} else {
		add("free_at", "person", names, "at", c.Start)
	}
	if known, _ := t.atTurn.knows(t.step, pl.people()); known {
		add("knows_car", "person", names)
	}
	bay := p.places[pl.bay].bay.Name
	switch {
	case p.jobs[p.steps[t.step].job].bay == pl.bay:
		add("stays", "bay", bay)
	case !slices.ContainsFunc(pl.people(), func(w int32) bool { return !p.workers[w].inTeam(pl.bay) }):
		add("own_bay", "bay", bay)
	}
	add("finishes", "at", c.Finish)
	j := &p.jobs[p.steps[t.step].job]
	if ready := p.ready(with, j); ready < never && j.due < never {
		if ready <= j.due {
			add("keeps_promise", "promise", j.visit.PromisedAt())
		} else {
			add("misses_promise", "minutes", ready-j.due)
		}
	}
	harmed := 0
	for _, e := range c.Effects {
		if e.Minutes <= 0 && !e.MakesLate {
			continue
		}
		if harmed++; harmed > mostHarmedTold {
			break
		}
		plate := board.ShowPlate(p.state.Visits[e.Visit].Plate)
		if e.MakesLate {
			add("makes_late", "plate", plate)
		} else {
			add("delays", "plate", plate, "minutes", e.Minutes)
		}
	}
	if harmed == 0 {
		add("no_harm")
	}
	return list
}

// names lists people by name.
func (t *optionTrial) names(people []int32) []string {
	list := make([]string, len(people))
	for i, w := range people {
		list[i] = t.free.workers[w].person.Name
	}
	return list
}

// others says of every technician and bay that is not among the best why.
func (t *optionTrial) others(s *board.State, plan *Plan, now time.Time, ref board.OperationRef, options []option,
	best []Candidate) []Other {
	p := t.free
	var list []Other
	for i := range p.workers {
		id := p.workers[i].person.ID
		if p.workers[i].trades == 0 || slices.ContainsFunc(best,
			func(c Candidate) bool { return slices.Contains(c.Technicians, id) }) {
			continue
		}
		rules := against(s, plan, now, Assignment{Visit: ref.Visit, Line: ref.Line, Technicians: []board.PersonID{id}},
			"busy")
		has := func(o option) bool { return slices.Contains(o.people(), int32(i)) }
		list = append(list, Other{Technician: id, Rules: t.verdict(rules, options, best, has)})
	}
	for i := range p.places {
		id := p.places[i].bay.ID
		if slices.ContainsFunc(best, func(c Candidate) bool { return c.Bay == id }) {
			continue
		}
		rules := against(s, plan, now, Assignment{Visit: ref.Visit, Line: ref.Line, Bay: id}, "bay_busy")
		has := func(o option) bool { return o.bay == int32(i) }
		list = append(list, Other{Bay: id, Rules: t.verdict(rules, options, best, has)})
	}
	return list
}

// against names the rules that speak against a person or bay at any time, and
// the one of the given code that does right now.
func against(s *board.State, plan *Plan, now time.Time, a Assignment, code string) []Violation {
	rules := Check(s, plan, now, a)
	a.Start = now
	for _, v := range Check(s, plan, now, a) {
		if v.Code == code {
			v.Impossible = false
			rules = append(rules, v)
		}
	}
	return rules
}

// verdict keeps the rules that speak against one person or bay alone, and adds
// how much later the best choice with it would finish.
func (t *optionTrial) verdict(rules []Violation, options []option, best []Candidate,
	has func(option) bool) []Violation {
	rules = t.alone(rules)
	i := slices.IndexFunc(options, has)
	if i >= 0 && len(best) > 0 {
		if later := options[i].finish - t.free.minute(best[0].Finish); later > 0 {
			return append(rules, Violation{Reason: *reason("slower", "minutes", later)})
		}
		return append(rules, Violation{Reason: *reason("ranked_lower")})
	}
	if len(rules) == 0 {
		rules = append(rules, Violation{Reason: *reason("ranked_lower")})
	}
	return rules
}

// alone keeps the rules that speak against one person or bay, whoever else is
// on the crew and whatever the car waits for.
func (t *optionTrial) alone(rules []Violation) []Violation {
	return slices.DeleteFunc(rules, func(v Violation) bool {
		return v.Code == "crew_size" || v.Code == "parts" || v.Code == "parts_undated" ||
			(v.Code == "grade" && t.free.steps[t.step].size > 1)
	})
}
