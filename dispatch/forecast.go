package dispatch

import "slices"

// draws is how many draws a forecast makes unless told otherwise.
const draws = 256

// forecast holds, for every step of a schedule, when it ends in each draw, in
// working minutes of the shop.
type forecast struct {
	ends [][]int32
	rest []int32        // passive part at the end of each step, which its people need not wait for
	prev [][]dependency // what each step followed, on its car, bay and people
}

// dependency is one step that had to end before another could start there.
type dependency struct {
	step int32
	by   dependencyKind
}

// dependencyKind is what two steps share: the car, a bay or a person.
type dependencyKind uint8

const (
	byCar dependencyKind = iota
	byBay
	byPerson
)

// newForecast simulates the schedule (Monte Carlo): in every draw a step starts when all it followed in the schedule
// has ended, and takes its planned time times the ratio drawn for it. The draws of a step depend on nothing but the
// step (common random numbers), so that two forecasts differ only where the plans do.
func newForecast(p *problem, sc *schedule) *forecast {
	count := p.options.Draws
	f := &forecast{ends: make([][]int32, len(p.steps)), rest: make([]int32, len(p.steps)), prev: dependencies(p, sc)}
	all, starts := make([]int32, count*len(p.steps)), make([]int32, count)
	now := int32(p.gauge.worked(p.start))
	for _, k := range byStart(sc) {
		st, pl := &p.steps[k], &sc.placed[k]
		f.ends[k] = all[int(k)*count : int(k+1)*count]
		begin := int32(p.gauge.worked(max(pl.start, p.start)))
		floor, latest := int32(p.gauge.worked(st.earliest)), now
		for _, l := range f.prev[k] {
			latest = max(latest, int32(p.gauge.worked(sc.placed[l.step].finish))-f.early(l))
		}
		if latest < begin {
			floor = begin // something else than the links decides
		}
		for i := range starts {
			starts[i] = floor
		}
		for n, l := range f.prev[k] {
			if n > 0 && f.prev[k][n-1].step == l.step {
				continue // the same bay before, or another of the same people
			}
			before, early := f.ends[l.step], f.early(l)
			for i := range starts {
				starts[i] = max(starts[i], before[i]-early)
			}
		}
		attended := int32(p.gauge.worked(pl.busy)) - begin
		f.rest[k] = int32(p.gauge.worked(pl.finish)) - int32(p.gauge.worked(pl.busy))
		f.draw(p, k, starts, p.paceOf(st, crewOf(st, pl)), attended)
	}
	return f
}

// early returns how long before its end a step lets go of what binds the next.
func (f *forecast) early(l dependency) int32 {
	if l.by == byPerson {
		return f.rest[l.step]
	}
	return 0
}

// crewOf returns the people a step is planned for.
func crewOf(st *step, pl *placement) []int32 {
	if st.now != nil {
		return st.now.crew
	}
	return pl.people()
}

// draw fills the ends of one step.
func (f *forecast) draw(p *problem, k int32, starts []int32, pace pace, attended int32) {
	st, ends, rest := &p.steps[k], f.ends[k], f.rest[k]
	r := seeded(p.jobs[st.job].visit.ID, st.Line, string(st.Kind), string(st.level))
	if st.now != nil {
		pace.left(st.now, &r, ends)
		for i := range ends {
			ends[i] += starts[i] + rest
		}
		return
	}
	for i := range ends {
		ends[i] = starts[i] + pace.minutes(attended, &r) + rest
	}
}

// byStart returns the placed steps by start, so that a step comes after all it
// followed.
func byStart(sc *schedule) []int32 {
	order := slices.Clone(sc.order)
	slices.SortStableFunc(order, func(a, b int32) int {
		x, y := &sc.placed[a], &sc.placed[b]
		if x.start != y.start {
			return x.start - y.start
		}
		return x.finish - y.finish
	})
	return order
}

// dependencies returns for every step what it followed on its car, its bay and its people.
func dependencies(p *problem, sc *schedule) [][]dependency {
	prev := make([][]dependency, len(p.steps))
	walk := func(list taken, by dependencyKind) {
		for i := range list {
			if list[i].step == none || p.steps[list[i].step].now != nil {
				continue
			}
			last := none // the nearest before; what ended before that began is behind it already
			for b := i - 1; b >= 0; b-- {
				if list[b].step == none || list[b].to > list[i].from {
					continue
				}
				if last != none && list[b].to <= list[last].from {
					break
				}
				prev[list[i].step] = append(prev[list[i].step], dependency{list[b].step, by})
				last = b
			}
		}
	}
	for i := range sc.cars {
		walk(sc.cars[i], byCar)
	}
	for i := range sc.bays {
		walk(sc.bays[i], byBay)
	}
	for i := range sc.people {
		walk(sc.people[i], byPerson)
	}
	return prev
}
