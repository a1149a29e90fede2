package dispatch

import (
	"slices"

	"bayline/board"
	"bayline/dispatch/internal/rules"
)

// compile asks the rule table once who may do a step and where, so that the
// loops of the schedule ask lists. Steps with the same answer share a list.
func (p *problem) compile(st *step) {
	c := p.caseOf(st)
	all, not, lead := p.lists.people[:0], p.lists.barred[:0], p.lists.leaders[:0]
	for i := range p.workers {
		c.Person = p.workers[i].person
		if !rules.Qualified(c, false) {
			continue
		}
		all = append(all, int32(i))
		if !rules.Qualified(c, true) {
			not = append(not, int32(i))
		}
		if rules.Leads(c) {
			lead = append(lead, int32(i))
		}
	}
	p.lists.people, p.lists.barred, p.lists.leaders = all, not, lead
	st.people, st.barred, st.leaders = p.lists.intern(all), p.lists.intern(not), p.lists.intern(lead)
	st.bays = p.serving(st.Task)
}

// workOf, inspectionOf and washOf are work as the rules look at it.
func workOf(v *board.Visit, o *board.Operation) rules.Task {
	return rules.Task{Visit: v, Line: o.Line, Kind: KindWork, Trade: o.Trade, BayType: o.BayType, MinGrade: o.MinGrade,
		Crew: max(o.Crew, 1)}
}

func inspectionOf(v *board.Visit) rules.Task {
	return rules.Task{Visit: v, Kind: KindInspection, Trade: board.TradeInspection, BayType: board.BayQC, Crew: 1}
}

func washOf(v *board.Visit) rules.Task {
	return rules.Task{Visit: v, Kind: KindWash, Trade: board.TradeWash, BayType: board.BayWash, Crew: 1}
}

// serving lists the bays for a piece of work, in the order of the board. A shop
// that has no bay but those it keeps for other work uses all of them.
func (p *problem) serving(t rules.Task) []int32 {
	c := &p.lists.asked
	*c = rules.Case{State: p.state, Now: p.now, Task: t}
	for _, plan := range [...]bool{true, false} {
		bays := p.lists.bays[:0]
		for i := range p.places {
			if c.Bay = p.places[i].bay; rules.Serves(c, plan) {
				bays = append(bays, int32(i))
			}
		}
		if p.lists.bays = bays; len(bays) > 0 {
			return p.lists.intern(bays)
		}
	}
	return nil
}

// caseOf is a step as the rules look at it.
func (p *problem) caseOf(st *step) *rules.Case {
	p.lists.asked = rules.Case{State: p.state, Now: p.now, Task: st.Task}
	return &p.lists.asked
}

// lists holds each list of indexes once, and what the next one is made in.
type lists struct {
	known                         [][]int32
	people, barred, leaders, bays []int32
	asked                         rules.Case
	sight                         rules.Sight
}

func (l *lists) intern(list []int32) []int32 {
	if len(list) == 0 {
		return nil
	}
	for _, k := range l.known {
		if slices.Equal(k, list) {
			return k
		}
	}
	k := slices.Clone(list)
	l.known = append(l.known, k)
	return k
}
