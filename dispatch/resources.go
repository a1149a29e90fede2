package dispatch

import (
	"slices"

	"bayline/board"
	"bayline/dispatch/internal/rules"
)

// worker is a person who can be given work, or can inspect.
type worker struct {
	person *board.Person
	trades uint32 // bit i: board.Trades[i]
	skills int    // how many trades
	hours  hours
	bays   [2]int32 // of the person's team, or none
}

// place is a bay.
type place struct {
	bay    *board.Bay
	offers int // how many types
	closed int // free from this minute; never: the plan cannot tell
}

func (p *problem) readPeople() {
	p.workerOf = map[board.PersonID]int{}
	p.byTrade = make([][]int32, len(board.Trades))
	type shift struct {
		own   []board.Window
		hours hours
	}
	shifts := []shift{{nil, p.hours}}
	c := &rules.Case{State: p.state, Now: p.now}
	for _, person := range board.Sorted(p.state.People) {
		c.Person, c.Task = person, rules.Task{Kind: KindInspection}
		inspects := rules.Qualified(c, false)
		w := worker{person: person, bays: [2]int32{none, none}}
		for i, trade := range board.Trades {
			c.Task = rules.Task{Kind: KindWork, Trade: trade}
			if rules.Qualified(c, false) {
				w.trades |= 1 << i
				w.skills++
			}
		}
		if w.trades == 0 && !inspects {
			continue
		}
		known := slices.IndexFunc(shifts, func(s shift) bool { return slices.Equal(s.own, person.Shift) })
		if known < 0 {
			known = len(shifts)
			shifts = append(shifts, shift{person.Shift, p.calendarHours(person.Shift)})
		}
		w.hours = shifts[known].hours
		if back, _, _ := rules.Wait(rules.Person, c); p.minuteFrom(back) > p.start {
			w.hours = w.hours.from(p.minute(back))
		}
		if gone, ok := p.options.whatIf.absence(person.ID); ok {
			w.hours = w.hours.without(p.floor(gone.Start), p.minute(gone.End))
		}
		index := int32(len(p.workers))
		for i := range board.Trades {
			if w.trades&(1<<i) != 0 {
				p.byTrade[i] = append(p.byTrade[i], index)
			}
		}
		if inspects {
			p.inspectors = append(p.inspectors, index)
		}
		p.workerOf[person.ID] = len(p.workers)
		p.workers = append(p.workers, w)
	}
}

func (p *problem) readBays() {
	p.placeOf, p.byBayType = map[board.BayID]int{}, map[board.BayType][]int32{}
	for _, bay := range p.state.BaysInOrder() {
		index := int32(len(p.places))
		p.placeOf[bay.ID] = int(index)
		p.places = append(p.places, place{bay: bay, offers: len(bay.Types), closed: p.closedUntil(bay)})
		for _, offer := range board.BayTypes {
			if slices.Contains(bay.Types, offer) {
				p.byBayType[offer] = append(p.byBayType[offer], index)
			}
		}
	}
	p.byBayType[""] = p.serving(rules.Task{Kind: KindWork})
	for _, w := range board.Sorted(p.state.Teams) {
		for _, member := range w.Members {
			i, ok := p.workerOf[member]
			if !ok || len(w.Bays) == 0 {
				continue
			}
			for k, bay := range w.Bays {
				if b, ok := p.placeOf[bay]; ok {
					p.workers[i].bays[k] = int32(b)
				}
			}
		}
	}
}

// closedUntil returns the minute from which a bay is in use, never when nobody
// can tell.
func (p *problem) closedUntil(bay *board.Bay) int {
	at, _, known := rules.Wait(rules.Bay, &rules.Case{State: p.state, Now: p.now, Bay: bay})
	if !known {
		return never
	}
	return p.minuteFrom(at)
}
