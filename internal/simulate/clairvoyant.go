package simulate

import (
	"slices"
	"time"

	"bayline/board"
	"bayline/dispatch"
	"bayline/dispatch/rollout"
)

// clairvoyant searches the best day for who knows everything in advance: an
// order of all work, lived with the true lengths, changed a little again and
// again. It begins with the order of each lived day that is given and of the
// rule by modified due date.
func (o *oracle) clairvoyant(lived [][]int32, tries int, seed uint64) []rollout.Begun {
	r := rollout.NewSimulator(&o.shop, o.speed)
	keys, least := o.rank(r), r.Simulate(nil, o.future)
	for _, other := range lived {
		r.ByKeys(other)
		if cost := r.Simulate(nil, o.future); cost < least {
			keys, least = slices.Clone(other), cost
		}
	}
	d := throw(seed, len(o.shop.Jobs))
	best, at := slices.Clone(keys), least
	undo := make([]int32, len(keys))
	for i := range tries {
		copy(undo, keys)
		o.change(keys, r.Ends(), &d)
		r.ByKeys(keys)
		cost := r.Simulate(nil, o.future)
		heat := float64(rollout.LateCost) / 4 * float64(tries-i) / float64(tries)
		if cost <= at || float64(cost-at) < heat*d.share()*d.share()*d.share() {
			if at = cost; cost < least {
				best, least = slices.Clone(keys), cost
			}
			continue
		}
		copy(keys, undo)
	}
	r.ByKeys(best)
	r.Simulate(nil, o.future)
	return slices.Clone(r.Works())
}

// rank gives keys that play the day of the rule by modified due date again.
func (o *oracle) rank(r *rollout.Simulator) []int32 {
	r.ByKeys(nil)
	r.Simulate(nil, o.future)
	keys := make([]int32, len(o.shop.Works))
	for _, b := range r.Works() {
		keys[b.Work] = b.Start
	}
	r.ByKeys(keys)
	return keys
}

// change moves one car, or one of its works, before or behind others; a late
// car is moved more often.
func (o *oracle) change(keys, ends []int32, d *dice) {
	for range 1 + d.between(0, 1) {
		n := d.between(0, len(o.shop.Jobs)-1)
		for range 3 {
			if ends[n] > o.shop.Jobs[n].Due {
				break
			}
			n = d.between(0, len(o.shop.Jobs)-1)
		}
		j := &o.shop.Jobs[n]
		by := int32(d.between(-240, 240))
		first, last := j.First, j.Last
		if d.chance(50) {
			first = j.First + int32(d.between(0, int(j.Last-j.First)-1))
			last = first + 1
		}
		for k := first; k < last; k++ {
			keys[k] += by
		}
	}
}

// follower lives a day as it was foretold: every work begins when it is the
// next of its people and its bay, and can.
type follower struct {
	o     *oracle
	order []rollout.Begun
	day   *day
}

// plan gives as tasks what begins now.
func (f *follower) plan(s *board.State, now time.Time) *dispatch.Plan {
	plan := &dispatch.Plan{Shop: s.Shop, Seq: s.Seq, At: now}
	var people uint64
	bays := map[int32]*car{} // the first car of each bay
	passed := map[*car]int{}
	for i := range f.order {
		b := &f.order[i]
		name := f.o.names[b.Work]
		if name.kind == isUpset || name.kind == isWait {
			continue
		}
		state := f.standing(s, name, passed)
		if state == gone {
			continue
		}
		if b.Bay >= 0 && bays[b.Bay] == nil {
			bays[b.Bay] = name.car
		}
		if state == waits && b.People&people == 0 && (b.Bay < 0 || bays[b.Bay] == name.car) {
			plan.Tasks = append(plan.Tasks, f.task(b, name, now))
		}
		people |= b.People
	}
	return plan
}

// standings of a work: it is over, it holds its people, it can begin.
type standing uint8

const (
	gone standing = iota
	holds
	waits
)

// standing says how a work stands on the board.
func (f *follower) standing(s *board.State, name work, passed map[*car]int) standing {
	l := f.day.lifeOf(name.car)
	switch {
	case l.visit == "":
		return holds
	case l.ready > 0:
		return gone
	}
	v := s.Visits[l.visit]
	switch name.kind {
	case isLine:
		o := v.Operation(name.line)
		switch {
		case o == nil:
			return holds
		case o.State == board.OperationDone:
			return gone
		case o.Running():
			return holds
		}
		if at, known := v.PartsReady(name.line); !known || !at.IsZero() {
			return holds
		}
		return waits
	case isInspection:
		passed[name.car]++
		if passed[name.car] <= f.day.looks[l.visit] {
			return gone
		}
		if v.Stage != board.StageWaitInspection || f.day.inspected[l.visit] {
			return holds
		}
		return waits
	}
	if v.Stage == board.StageWaitWash {
		return waits
	}
	return holds
}

func (f *follower) task(b *rollout.Begun, name work, now time.Time) dispatch.Task {
	l := f.day.lifeOf(name.car)
	t := dispatch.Task{Visit: l.visit, Line: name.line, Kind: dispatch.KindWork, Start: now, Finish: now}
	switch name.kind {
	case isInspection:
		t.Kind, t.Level = dispatch.KindInspection, f.day.state.Visits[l.visit].NextLevel(f.day.state.Settings)
	case isWash:
		t.Kind = dispatch.KindWash
	}
	if b.Bay >= 0 {
		t.Bay = f.o.places[b.Bay]
	}
	for i, id := range f.o.ids {
		if b.People&(1<<i) != 0 {
			t.Technicians = append(t.Technicians, id)
		}
	}
	return t
}

// orderOf gives keys that play a lived day again, as far as it can be.
func (o *oracle) orderOf(d *day) []int32 {
	keys := make([]int32, len(o.shop.Works))
	for k, name := range o.names {
		keys[k] = rollout.Never / 2
		if name.car == nil {
			continue
		}
		l := d.lifeOf(name.car)
		keys[k] = int32(worked(l.ready))
		if v := d.state.Visits[l.visit]; v != nil && name.kind == isLine {
			if op := v.Operation(name.line); op != nil && !op.StartedAt.IsZero() {
				keys[k] = int32(worked(minuteOf(op.StartedAt)))
			}
		}
	}
	return keys
}
