package simulate

import (
	"cmp"
	"math"
	"slices"

	"bayline/board"
	"bayline/dispatch/rollout"
)

// oracle is a day told in advance to package rollout: every car that will come,
// how long its work really takes, what will be found, what will fail, and who
// will be away. Times are working minutes from the opening on.
type oracle struct {
	shop   rollout.Shop
	speed  rollout.Speed
	future rollout.Scenario
	names  []work
	people map[board.PersonID]int32
	bays   map[board.BayID]int32
	ids    []board.PersonID
	places []board.BayID
}

// work says what a work of the oracle is on the board: line 0 is an inspection
// or the wash, a nil car the absence of a person or a bay.
type work struct {
	car  *car
	line int
	kind step
}

type step uint8

const (
	isLine step = iota
	isInspection
	isWash
	isUpset
	isWait // for a part
)

// foretell reads a day.
func foretell(shop *board.State, cars []*car, upsets []upset) *oracle {
	o := &oracle{people: map[board.PersonID]int32{}, bays: map[board.BayID]int32{}}
	for _, p := range board.Sorted(shop.People) {
		o.people[p.ID] = int32(len(o.ids))
		o.ids = append(o.ids, p.ID)
		o.shop.People = append(o.shop.People, 0)
		o.speed = append(o.speed, int32(p.Efficiency))
	}
	for _, b := range shop.BaysInOrder() {
		o.bays[b.ID] = int32(len(o.places))
		o.places = append(o.places, b.ID)
		o.shop.Bays = append(o.shop.Bays, 0)
	}
	for _, c := range cars {
		if !c.gone {
			o.car(shop, c)
		}
	}
	for _, u := range upsets {
		o.upset(u)
	}
	return o
}

// add adds a work to the last job.
func (o *oracle) add(w rollout.Work, real int32, name work) int32 {
	k := int32(len(o.shop.Works))
	j := &o.shop.Jobs[len(o.shop.Jobs)-1]
	w.Job, j.Last = int32(len(o.shop.Jobs)-1), k+1
	o.shop.Works = append(o.shop.Works, w)
	o.future, o.names = append(o.future, real), append(o.names, name)
	return k
}

func (o *oracle) car(shop *board.State, c *car) {
	first := int32(len(o.shop.Works))
	due := worked(c.promise)
	release := int32(worked(c.arrives) + reception)
	o.shop.Jobs = append(o.shop.Jobs, rollout.Job{First: first, Weight: 1})
	codes := c.codes
	line := func(n int, l board.LabourTime, before []int32) int32 {
		w := o.line(shop, l, release)
		w.Before = before
		return o.add(w, int32(math.Round(c.ratio(n)*rollout.Scale)), work{c, n, isLine})
	}
	for i, code := range codes {
		var before []int32
		for k := range i {
			if usuallyAfter(standard(code).Trade, standard(codes[k]).Trade) {
				before = append(before, first+int32(k))
			}
		}
		line(i+1, standard(code), before)
	}
	lines := len(codes)
	if c.found != "" {
		lines++
		before := first
		if c.parts > 0 {
			before = o.add(rollout.Work{Minutes: int32(c.parts), Before: []int32{first}, Release: release}, rollout.Scale, work{c, 0, isWait})
		}
		line(lines, standard(c.found), []int32{before})
		due += standard(c.found).StandardMinutes + c.parts + 30
	}
	levels := 1
	if c.kind.class == board.ClassGeneral || c.kind.class == board.ClassCollision {
		levels = 2
	}
	o.inspections(shop, c, levels)
	if c.fails {
		last := standard(c.codes[len(c.codes)-1])
		if c.found != "" {
			last = standard(c.found)
		}
		last.StandardMinutes, last.Crew = 20, 1
		line(lines+1, last, o.all())
		o.inspections(shop, c, levels)
	}
	wash := rollout.Work{Minutes: int32(shop.Settings.WashMinutes), Before: o.all(), Bays: o.offering(shop, board.BayWash), Usual: int32(shop.Settings.WashMinutes)}
	o.add(wash, rollout.Scale, work{c, 0, isWash})
	o.shop.Jobs[len(o.shop.Jobs)-1].Due = int32(due)
}

// all gives every work of the last job so far.
func (o *oracle) all() (list []int32) {
	for k := o.shop.Jobs[len(o.shop.Jobs)-1].First; k < int32(len(o.shop.Works)); k++ {
		list = append(list, k)
	}
	return list
}

func (o *oracle) inspections(shop *board.State, c *car, levels int) {
	for range levels {
		w := rollout.Work{Size: 1, Minutes: int32(shop.Settings.InspectionMinutes), Usual: int32(shop.Settings.InspectionMinutes), Before: o.all()}
		for _, p := range board.Sorted(shop.People) {
			if p.Is(board.RoleInspector) {
				w.Able |= 1 << o.people[p.ID]
				w.Ranking = append(w.Ranking, o.people[p.ID])
			}
		}
		w.Graded = w.Able
		o.add(w, rollout.Scale, work{c, 0, isInspection})
	}
}

func usuallyAfter(trade, before board.Trade) bool {
	switch trade {
	case board.TradePaint:
		return before == board.TradeBody
	case board.TradeAlignment:
		return before == board.TradeMechanical || before == board.TradeTyre || before == board.TradeBody
	}
	return false
}

func (o *oracle) offering(shop *board.State, t board.BayType) (set uint64) {
	for _, b := range shop.BaysInOrder() {
		if b.Serves(t) {
			set |= 1 << o.bays[b.ID]
		}
	}
	return set
}

func (o *oracle) line(shop *board.State, l board.LabourTime, release int32) rollout.Work {
	w := rollout.Work{Release: release, Size: l.Crew, Amount: int32(l.StandardMinutes * 100), Bays: o.offering(shop, l.BayType), Usual: int32(l.StandardMinutes / l.Crew)}
	var able []*board.Person
	for _, p := range board.Sorted(shop.People) {
		if graded := p.Grade.Rank() >= l.MinGrade.Rank(); p.Can(l.Trade) && (graded || l.Crew > 1) {
			able = append(able, p)
			w.Able |= 1 << o.people[p.ID]
			if graded {
				w.Graded |= 1 << o.people[p.ID]
			}
		}
	}
	slices.SortStableFunc(able, func(a, b *board.Person) int {
		return cmp.Or(cmp.Compare(len(a.Trades), len(b.Trades)), cmp.Compare(b.Efficiency, a.Efficiency))
	})
	for _, p := range able {
		w.Ranking = append(w.Ranking, o.people[p.ID])
	}
	return w
}

// upset makes a person or a bay busy with itself.
func (o *oracle) upset(u upset) {
	if u.car >= 0 {
		return // who knows all need not be told who does what
	}
	o.shop.Jobs = append(o.shop.Jobs, rollout.Job{First: int32(len(o.shop.Works)), Due: rollout.Never})
	w := rollout.Work{Release: int32(worked(u.at)), Minutes: int32(worked(u.at+u.minutes) - worked(u.at)), First: true}
	if u.bay >= 0 {
		w.Bays = 1 << u.bay
	} else {
		p := o.people[mechanic(u.person)]
		w.Size, w.Able, w.Graded, w.Ranking = 1, 1<<p, 1<<p, []int32{p}
	}
	o.add(w, rollout.Scale, work{kind: isUpset})
}
