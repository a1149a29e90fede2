package dispatch

import (
	"slices"
	"time"

	"bayline/board"
)

// tradeLoad sets the open work of each trade against the minutes its people
// still work today, both at book speed. Who can do several trades counts in
// each of them.
func (p *problem) tradeLoad() []TradeLoad {
	y, m, d := p.now.In(p.zone).Date()
	night := p.floor(time.Date(y, m, d+1, 0, 0, 0, 0, p.zone))
	var load []TradeLoad
	for i, trade := range board.Trades {
		l := TradeLoad{Trade: trade}
		for k := range p.steps {
			if st := &p.steps[k]; st.trade == i {
				l.Work += p.openMinutes(st)
			}
		}
		people := p.byTrade[i]
		if trade == board.TradeInspection {
			people = p.inspectors
		}
		for _, w := range people {
			worker := &p.workers[w]
			for _, s := range worker.hours {
				if s.from >= night {
					break
				}
				l.Capacity += (min(s.to, night) - s.from) * personEfficiency(worker.person) / 100
			}
		}
		if l.Work > 0 || len(people) > 0 {
			load = append(load, l)
		}
	}
	return slices.Clip(load)
}

// openMinutes returns the man-minutes of a step still to be done.
func (p *problem) openMinutes(st *step) int {
	switch r := st.now; {
	case r == nil:
		return st.minutes + ceilDiv(st.work, 100)
	case st.op == nil:
		return max(0, r.total-r.spent)
	default:
		return max(0, r.total-r.spent) * efficiency(p.state, st.op.Technicians) / 100
	}
}
