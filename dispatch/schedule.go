package dispatch

import "bayline/dispatch/internal/rules"

// placement is where, when and with whom a step is done. busy is the minute
// until which its people are needed, finish includes passive time.
type placement struct {
	start, busy, finish int
	bay                 int32
	crew                [3]int32
	size                int
	ok                  bool
}

// people returns the crew.
func (pl *placement) people() []int32 { return pl.crew[:pl.size] }

// schedule is a plan in the making: what is placed, and what that takes.
type schedule struct {
	p      *problem
	placed []placement
	bays   []taken
	people []taken
	cars   []taken
	at     []int32 // bay each car stands in after what is placed
	load   []int   // minutes given to each person
	order  []int32 // the steps in the order they were placed

	bayEnd    []int // end of the last block, for guesses
	personEnd []int

	crews []crew // scratch
	gaps  []int  // scratch: when each bay has room

	prices []bayPrice   // scratch: of each bay, for the step at hand
	sight  *rules.Sight // scratch
}

// newSchedule starts with what is fixed: running work, and cars that stand in
// bays.
func newSchedule(p *problem) *schedule {
	s := &schedule{
		p: p, placed: make([]placement, len(p.steps)), bays: make([]taken, len(p.places)),
		people: make([]taken, len(p.workers)),
		cars:   make([]taken, len(p.jobs)), at: make([]int32, len(p.jobs)), load: make([]int, len(p.workers)),
		order: make([]int32, 0, len(p.steps)), bayEnd: make([]int, len(p.places)),
		personEnd: make([]int, len(p.workers)),
		gaps:      make([]int, len(p.places)), prices: make([]bayPrice, len(p.places)), sight: &rules.Sight{},
	}
	for i := range p.places {
		s.bayEnd[i] = p.places[i].closed
	}
	for i := range p.workers {
		s.personEnd[i] = never
		if h := p.workers[i].hours; len(h) > 0 {
			s.personEnd[i] = h[0].from
		}
	}
	working := make([]bool, len(p.jobs))
	for k := range p.steps {
		if r := p.steps[k].now; r != nil {
			pl := placement{start: p.floor(r.start), busy: r.busy, finish: r.finish, bay: r.bay, ok: true}
			pl.size = copy(pl.crew[:], r.crew)
			s.put(int32(k), pl)
			working[p.steps[k].job] = working[p.steps[k].job] || r.bay != none
		}
	}
	for i := range p.jobs {
		if s.at[i] = p.jobs[i].bay; s.at[i] != none {
			s.stand(int32(i), working[i])
		}
	}
	return s
}

// stand blocks the bay of a car that stands there: until it can be moved out,
// or, when a stopped line keeps the bay, until the stop ends, whatever other
// line of the car runs there. Running work alone holds the bay by itself.
func (s *schedule) stand(job int32, working bool) {
	p, v, bay := s.p, s.p.jobs[job].visit, s.at[job]
	if _, keeps, _ := rules.Keeps(v, p.now); working && !keeps {
		return
	}
	until := never
	if free, known := rules.Leaves(p.state, v, p.now); known {
		until = p.minute(free)
	}
	if until > p.start {
		s.bays[bay].add(block{from: p.start, to: until, bay: bay, job: job, step: none})
		s.bayEnd[bay] = max(s.bayEnd[bay], until)
	}
}

// put takes what a placement needs.
func (s *schedule) put(k int32, pl placement) {
	st := &s.p.steps[k]
	s.placed[k] = pl
	s.order = append(s.order, k)
	b := block{from: max(pl.start, s.p.start), to: pl.finish, bay: pl.bay, job: st.job, crew: int32(pl.size), step: k}
	s.cars[st.job].add(b)
	if pl.bay != none {
		s.bays[pl.bay].add(b)
		s.bayEnd[pl.bay] = max(s.bayEnd[pl.bay], pl.finish)
		s.at[st.job] = pl.bay
	}
	b.to = pl.busy
	for _, w := range pl.people() {
		if b.to > b.from {
			s.people[w].add(b)
		}
		s.personEnd[w] = max(s.personEnd[w], pl.busy)
		s.load[w] += pl.busy - b.from
	}
}

// ready returns the earliest minute a step could start, by itself and by what
// must be finished before; ok is false when one of those is not placed.
func (s *schedule) ready(k int32) (minute int, ok bool) {
	st := &s.p.steps[k]
	if st.hold != nil {
		return 0, false
	}
	minute = st.earliest
	for _, b := range st.before {
		if !s.placed[b].ok {
			return 0, false
		}
		minute = max(minute, s.placed[b].finish)
	}
	return minute, true
}

// place puts a step at its best place and reports whether there is one.
func (s *schedule) place(k int32) bool {
	if s.p.steps[k].now != nil {
		return true
	}
	choose := s.best
	if s.p.steps[k].adopted != nil {
		choose = s.placementNearAdopted
	}
	pl, ok := choose(k)
	if ok {
		s.put(k, pl)
	}
	return ok
}

// try finds the first time a crew can do a step in a bay, from minute t on; ok
// is false when that is beyond the horizon or would finish after limit.
func (s *schedule) try(k int32, t int, bay int32, c *crew, limit int) (pl placement, ok bool) {
	p, st := s.p, &s.p.steps[k]
	if bay != none {
		t = max(t, p.places[bay].closed)
	}
	people := c.people[:c.size]
	for {
		start, end, fits := c.hours.fit(t, c.minutes)
		finish := end + st.passive
		if !fits || finish > limit {
			return placement{}, false
		}
		next := s.cars[st.job].otherBay(bay, start, finish)
		if bay != none && start < s.bayEnd[bay] {
			next = max(next, s.bays[bay].otherCar(st.job, start, finish))
		}
		for _, w := range people {
			if start >= s.personEnd[w] {
				continue // free from then on
			}
			next = max(next, s.people[w].busy(&p.workers[w], bay, int32(c.size), start, end))
		}
		if next == start {
			return placement{start: start, busy: end, finish: finish, bay: bay, crew: c.people, size: c.size, ok: true},
				true
		}
		if t = next; t >= never {
			return placement{}, false
		}
	}
}

// lay places the steps of an order, one after the other.
func (s *schedule) lay(order []int32) {
	for _, k := range order {
		if _, ok := s.ready(k); ok {
			s.place(k)
		}
	}
}
