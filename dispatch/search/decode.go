package search

import "sort"

// Plan is what the general engine searches over: a global order of all operations in which none
// stands before one it comes after, and a mode for each. A mode of -1 lets the decoder take the one that
// ends first.
type Plan struct{ Order, Mode []int }

// Decoder turns plans of one problem into schedules. It is a serial list decoder: operations are taken in
// the plan's order and each starts as early as it can after what its resources already
// hold. Every plan decodes to a schedule that keeps precedence, capacities, calendars and pins; the
// exception is pins that contradict each other or come too early for their predecessors, which Validate
// reports. Not for use by several goroutines at once.
type Decoder struct {
	p    *Problem
	free [][]int64 // per resource and unit of capacity: busy until
	held [][]Window
	pins []int
}

// NewDecoder prepares for decoding plans of a problem that has passed Check.
func NewDecoder(p *Problem) *Decoder {
	d := &Decoder{p: p, free: make([][]int64, len(p.Resources)), held: make([][]Window, len(p.Resources))}
	for r := range d.free {
		d.free[r] = make([]int64, p.capacity(r))
	}
	for i := range p.Operations {
		if pin := p.Operations[i].Pin; pin != nil && pin.Start >= 0 {
			d.pins = append(d.pins, i)
		}
	}
	return d
}

// Decode fills s, which must be as long as the problem has operations.
func (d *Decoder) Decode(pl Plan, s Schedule) {
	for r := range d.free {
		clear(d.free[r])
		d.held[r] = d.held[r][:0]
	}
	for _, i := range d.pins {
		d.hold(i, pl.Mode[i], s)
	}
	for _, i := range pl.Order {
		op := &d.p.Operations[i]
		if op.Pin == nil || op.Pin.Start < 0 {
			d.place(i, pl.Mode[i], s)
		}
	}
}

// hold places an operation whose start is pinned and keeps its resources for it.
func (d *Decoder) hold(i, mode int, s Schedule) {
	op := &d.p.Operations[i]
	from, to := op.modes()
	if mode < from || mode >= to {
		mode = from
	}
	_, end := d.when(op, mode, op.Pin.Start)
	s[i] = Placement{Mode: mode, Start: op.Pin.Start, End: end}
	for _, r := range op.Modes[mode].Resources {
		d.held[r] = append(d.held[r], Window{op.Pin.Start, end})
		sort.Slice(d.held[r], func(a, b int) bool { return d.held[r][a].From < d.held[r][b].From })
	}
}

func (d *Decoder) place(i, mode int, s Schedule) {
	op := &d.p.Operations[i]
	ready := op.Release
	for _, a := range op.After {
		ready = max(ready, s[a].End)
	}
	from, to := op.modes()
	if mode >= from && mode < to {
		from, to = mode, mode+1
	}
	best := Placement{End: -1}
	for m := from; m < to; m++ {
		start, end := d.earliest(op, m, ready)
		if best.End < 0 || end < best.End {
			best = Placement{Mode: m, Start: start, End: end}
		}
	}
	s[i] = best
	for _, r := range op.Modes[best.Mode].Resources {
		d.take(r, best.Start, best.End)
	}
}

// earliest finds the first start at or after ready at which all resources of the mode are free until the end.
func (d *Decoder) earliest(op *Operation, mode int, ready int64) (start, end int64) {
	t := ready
	for {
		start, end = d.when(op, mode, t)
		next := int64(-1)
		for _, r := range op.Modes[mode].Resources {
			next = max(next, d.wait(r, start, end))
		}
		if next < 0 {
			return start, end
		}
		t = next
	}
}

func (d *Decoder) when(op *Operation, mode int, t int64) (start, end int64) {
	m := &op.Modes[mode]
	if op.Passive {
		return t, t + m.Duration
	}
	return d.p.workFrom(m.Resources, t, m.Duration)
}

// wait returns -1 when resource r can take an operation in [start, end), else the next time at which that
// may change. Units that are busy later on count as busy, so the count is safe.
func (d *Decoder) wait(r int, start, end int64) int64 {
	idle, next := 0, never
	for _, f := range d.free[r] {
		if f <= start {
			idle++
		} else {
			next = min(next, f)
		}
	}
	for _, w := range d.held[r] {
		if w.From < end && start < w.To {
			idle--
			next = min(next, w.To)
		}
	}
	if idle > 0 || next >= never {
		return -1
	}
	return next
}

// take books the unit of r that was idle for the shortest time.
func (d *Decoder) take(r int, start, end int64) {
	units := d.free[r]
	best := -1
	for u, f := range units {
		if f <= start && (best < 0 || f > units[best]) {
			best = u
		}
	}
	if best >= 0 {
		units[best] = end
	}
}
