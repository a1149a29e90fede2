package dispatch

import (
	"slices"
	"time"

	"bayline/board"
)

// Slot is an appointment that can be offered: the advisor has the time, and the
// people of every trade can do the work besides all that is planned and booked.
// Ready is when the car is ready with a chance of 80 in a hundred.
type Slot struct {
	At      time.Time      `json:"at"`
	Advisor board.PersonID `json:"advisor,omitempty"`
	Ready   time.Time      `json:"ready"`
	Trades  []TradeDay     `json:"trades" doc:"the load of each trade the work needs, with it"`
}

// TradeDay is the load of a trade from an appointment to the end of its day, or
// for as long as the work may take, in man-minutes.
type TradeDay struct {
	Trade    board.Trade `json:"trade"`
	Planned  int         `json:"planned" doc:"work planned and booked"`
	Work     int         `json:"work" doc:"work of this appointment"`
	Capacity int         `json:"capacity" doc:"what the people present can do"`
}

// How slots are looked for: on every quarter of an hour, not at once, two that
// are some hours apart, within so many days. A trade is booked to a part of its
// capacity only; the rest is for cars that come without an appointment. So many
// candidates are planned in full.
const (
	quarter    = 15 * time.Minute
	notAtOnce  = 30 * time.Minute
	apart      = 2 * time.Hour
	slotNumber = 2
	slotDays   = 10
	bookable   = 85
	slotTries  = 40
)

// Slots finds two appointments from a wished time on for requested
// work, with an advisor or, when none is named, with any. Reasons say why
// there are not two. The state is left as it is. The error is a *board.Refusal
// whose field is a path in the request.
func Slots(s *board.State, now, wished time.Time, advisor board.PersonID, w WorkRequest, options Options) ([]Slot,
	[]Reason, error) {
	f := newWhatIf(s, now)
	f.addExpectedCars(ahead, w.Visit)
	base := f.plan(options)
	if _, known := s.People[advisor]; advisor != "" && !known {
		return nil, nil, f.do(board.Book{Details: board.Details{Plate: newPlate, Advisor: advisor}, At: now})
	}
	w.From = now
	if _, err := f.branch().addRequest(w, ""); err != nil {
		return nil, nil, err
	}
	slots, tries := []Slot{}, 0
	for at := base.firstQuarter(later(wished, now.Add(notAtOnce))); len(slots) < slotNumber && tries < slotTries &&
		at.Before(now.AddDate(0, 0, ahead)) && at.Before(later(wished, now).AddDate(0, 0,
		slotDays)); at = at.Add(quarter) {
		if n := len(slots); n > 0 && at.Sub(slots[n-1].At) < apart || base.worksAt(at) == none {
			continue
		}
		who, free := f.receives(at, advisor, w)
		if !free {
			continue
		}
		w.From = at
		tries++
		if slot, ok := f.slot(base, w, options); ok {
			slot.Advisor = who
			slots = append(slots, slot)
		} else {
			at = at.Add(apart - quarter) // a quarter later it will hardly be otherwise
		}
	}
	reasons := []Reason{}
	if len(slots) < slotNumber {
		reasons = append(reasons, *reason("no_more_slots", "count", len(slots), "days", slotDays))
	}
	return slots, reasons, nil
}

// branch returns a copy in which more can be supposed without this one.
func (f *whatIf) branch() *whatIf {
	b := newWhatIf(f.state, f.now)
	for id, at := range f.from {
		b.from[id] = at
	}
	return b
}

func (w *prospect) firstQuarter(t time.Time) time.Time {
	at := t.Truncate(quarter)
	if at.Before(t) {
		at = at.Add(quarter)
	}
	return at.In(w.zone)
}

// worksAt returns the index of the working stretch a time lies in, none outside.
func (w *prospect) worksAt(at time.Time) int {
	t := w.minute(at)
	if i := w.hours.after(t); i < len(w.hours) && w.hours[i].from <= t {
		return i
	}
	return none
}

// receives finds who could receive a customer, by the shop's rules of spacing:
// the one asked for, or the one with the fewest appointments of that day.
func (f *whatIf) receives(at time.Time, advisor board.PersonID, w WorkRequest) (who board.PersonID, free bool) {
	list := []board.PersonID{advisor}
	if advisor == "" {
		list = f.advisors(at)
	}
	for _, id := range list {
		book := board.Book{Details: board.Details{Plate: newPlate, Advisor: id, Class: w.Class}, At: at}
		if f.branch().do(book) == nil {
			return id, true
		}
	}
	return "", false
}

// advisors returns the advisors, those with the fewest appointments of a day
// first; nobody in particular in a shop without any.
func (f *whatIf) advisors(at time.Time) []board.PersonID {
	day := func(t time.Time) string { return t.In(f.state.Location()).Format(time.DateOnly) }
	count := map[board.PersonID]int{}
	for _, v := range f.state.Visits {
		if !v.AppointmentAt.IsZero() && day(v.AppointmentAt) == day(at) {
			count[v.Advisor]++
		}
	}
	var list []board.PersonID
	for _, p := range board.Sorted(f.state.People) {
		if p.Is(board.RoleAdvisor) {
			list = append(list, p.ID)
		}
	}
	slices.SortStableFunc(list, func(a, b board.PersonID) int { return count[a] - count[b] })
	if len(list) == 0 {
		list = append(list, "")
	}
	return list
}

// slot plans the work at an appointment. ok is false when a trade has no room
// for it, or work that fits into a day would not be ready on it.
func (f *whatIf) slot(base *prospect, w WorkRequest, options Options) (Slot, bool) {
	b := f.branch()
	id, err := b.addRequest(w, "")
	if err != nil {
		return Slot{}, false
	}
	b.promise(id, w.From.Add(usualStay(b.state.Visits[id], generosity(b.state))))
	with := b.plan(options)
	o, _ := with.look(id)
	if o.drawn == nil {
		return Slot{}, false
	}
	j := &with.jobs[with.job(id)]
	from, night := base.minute(w.From), base.night(w.From)
	own := with.alone(j)
	fits := base.gauge.worked(from)+own <= base.gauge.worked(night)
	slot := Slot{At: w.From, Ready: with.by(o, 80), Trades: []TradeDay{}}
	if own <= base.hours.inside(night-24*60, night) && base.minute(slot.Ready) > night {
		return slot, false
	}
	until := night
	if !fits {
		until = base.gauge.clock(base.gauge.worked(from) + 2*own)
	}
	for i, trade := range board.Trades {
		day := TradeDay{Trade: trade}
		for k := j.first; k < j.last; k++ {
			if st := &with.steps[k]; st.trade == i && st.Kind == KindWork {
				day.Work += st.work / 100
			}
		}
		if day.Work == 0 {
			continue
		}
		day.Planned, day.Capacity = base.planned(i, from, until), base.capacity(i, from, until)
		if 100*(day.Planned+day.Work) > bookable*day.Capacity {
			return slot, false
		}
		slot.Trades = append(slot.Trades, day)
	}
	return slot, true
}

// alone returns the minutes a car takes with nobody in the way.
func (p *problem) alone(j *job) int {
	total := 0
	for k := j.first; k < j.last; k++ {
		st := &p.steps[k]
		total += st.minutes + ceilDiv(st.work, 100*max(st.size, 1)) + st.passive
	}
	return total
}

// night returns the minute a day ends.
func (p *problem) night(at time.Time) int {
	y, m, d := at.In(p.zone).Date()
	return p.floor(time.Date(y, m, d+1, 0, 0, 0, 0, p.zone))
}

// planned returns the man-minutes of a trade that the plan has between two
// minutes.
func (w *prospect) planned(trade, from, to int) int {
	total := 0
	for k := range w.steps {
		st, pl := &w.steps[k], &w.schedule.placed[k]
		if st.trade != trade || st.Kind != KindWork || !pl.ok {
			continue
		}
		for _, i := range pl.people() {
			total += w.workers[i].hours.inside(max(from, pl.start),
				min(to, pl.busy)) * personEfficiency(w.workers[i].person) / 100
		}
	}
	return total
}

// capacity returns the man-minutes the people of a trade have between two
// minutes. Who can do several trades counts in each of them.
func (p *problem) capacity(trade, from, to int) int {
	total := 0
	for _, i := range p.byTrade[trade] {
		total += p.workers[i].hours.inside(from, to) * personEfficiency(p.workers[i].person) / 100
	}
	return total
}

// inside returns how many minutes of the hours lie between two minutes.
func (h hours) inside(from, to int) int {
	total := 0
	for _, s := range h {
		total += max(0, min(s.to, to)-max(s.from, from))
	}
	return total
}
