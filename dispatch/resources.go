package dispatch

import (
	"slices"

	"bayline/board"
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
	for _, person := range board.Sorted(p.state.People) {
		w := worker{person: person, bays: [2]int32{none, none}}
		for i, trade := range board.Trades {
			if person.Can(trade) {
				w.trades |= 1 << i
				w.skills++
			}
		}
		if w.trades == 0 && !inspects(person) {
			continue
		}
		known := slices.IndexFunc(shifts, func(s shift) bool { return slices.Equal(s.own, person.Shift) })
		if known < 0 {
			known = len(shifts)
			shifts = append(shifts, shift{person.Shift, p.calendarHours(person.Shift)})
		}
		w.hours = shifts[known].hours
		if back := p.minute(backAt(person, p.now, p.zone)); back > p.start {
			w.hours = w.hours.from(back)
		}
		if gone, ok := p.options.fork.absence(person.ID); ok {
			w.hours = w.hours.without(p.floor(gone.Start), p.minute(gone.End))
		}
		index := int32(len(p.workers))
		for i := range board.Trades {
			if w.trades&(1<<i) != 0 {
				p.byTrade[i] = append(p.byTrade[i], index)
			}
		}
		if inspects(person) {
			p.inspectors = append(p.inspectors, index)
		}
		p.workerOf[person.ID] = len(p.workers)
		p.workers = append(p.workers, w)
	}
}

// inspects reports whether the person may do a peer or final inspection.
func inspects(person *board.Person) bool {
	return person.Is(board.RoleInspector) || person.Is(board.RoleLeader) || person.Can(board.TradeInspection)
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
		if slices.ContainsFunc(bay.Types, anyWork) {
			p.byBayType[""] = append(p.byBayType[""], index)
		}
	}
	if len(p.byBayType[""]) == 0 {
		for i := range p.places {
			p.byBayType[""] = append(p.byBayType[""], int32(i))
		}
	}
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

// anyWork reports whether a bay of the type takes work that names no type: the
// wash, the booth and the inspection lane are kept for what needs them.
func anyWork(offer board.BayType) bool {
	switch offer {
	case board.BayQuick, board.BayLift, board.BayLiftEV, board.BayFlat, board.BayBody:
		return true
	}
	return false
}

// closedUntil gives the minute from which a bay under maintenance is back.
// Maintenance without an end closes the bay for the whole plan; overdue
// maintenance is taken to last a little longer.
func (p *problem) closedUntil(bay *board.Bay) int {
	switch {
	case bay.Maintenance == "":
		return p.start
	case bay.MaintenanceUntil.IsZero():
		return never
	}
	return max(p.minute(bay.MaintenanceUntil), p.start+overdue)
}

// candidates gives the people for a step: who has the trade, or who may
// inspect.
func (p *problem) candidates(st *step) []int32 {
	if st.kind == KindInspection {
		return p.inspectors
	}
	return p.byTrade[st.trade]
}

// serving gives the bays for a step; nil means it needs none.
func (p *problem) serving(st *step) []int32 {
	if st.bayless {
		return nil
	}
	return p.byBayType[st.bayType]
}
