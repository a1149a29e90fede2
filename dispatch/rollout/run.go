package rollout

import "math/bits"

// Scenario is one draw of all durations: for a work in thousand-and-24ths of its amount, for a running one the
// minutes left.
type Scenario []int32

// Scale is the Scenario value of a work that takes what it should.
const Scale = 1024

// Cost is the cost of a scenario: LateCost for every late car, and its tardiness.
type Cost int64

// LateCost is a late car of weight 1, in minutes of tardiness.
const LateCost = 600

// Simulator simulates a shop under a priority rule; it keeps its memory between simulations.
type Simulator struct {
	shop  *Shop
	speed Speed
	keys  []int32 // of each work, the least first; nil: by modified due date

	now     int32
	idle    uint64 // people
	free    uint64 // bays
	here    uint64 // people who have come
	usable  uint64 // bays that are not closed
	busy    []int8 // of each person, works they are on: a team may be on two
	taken   uint64 // bays in which a car is worked on
	lack    []int32
	left    []int32 // of each job, usual minutes not yet begun
	open    []int32 // of each job, works not finished
	at      []int32 // of each job, the bay in which it is being worked on
	inWork  []int32 // of each job, how many works run
	worked  []uint64
	ready   []int32
	coming  []int32 // works that wait for their release
	running []run
	begun   []Begun
	ends    []int32
}

// run is something that will free people, or a bay.
type run struct {
	at     int32
	work   int32
	people uint64
	bay    int32
	done   bool // the work ends; else its people are free only
	comes  bool // a person comes, or a bay is usable again
}

// Begun is one work as it was simulated.
type Begun struct {
	Work       int32
	Start, End int32
	People     uint64
	Bay        int32
}

// NewSimulator returns a simulator of a shop.
func NewSimulator(shop *Shop, speed Speed) *Simulator {
	n, j := len(shop.Works), len(shop.Jobs)
	return &Simulator{
		shop: shop, speed: speed, lack: make([]int32, n), left: make([]int32, j), open: make([]int32, j),
		at: make([]int32, j), inWork: make([]int32, j),
		worked: make([]uint64, j), ends: make([]int32, j), busy: make([]int8, len(shop.People)),
	}
}

// ByKeys orders by fixed keys from now on, the least first; nil: by modified due date.
func (r *Simulator) ByKeys(keys []int32) { r.keys = keys }

// Simulate runs a scenario to its end that begins with some starts, and returns its cost.
func (r *Simulator) Simulate(starts []Start, future Scenario) Cost {
	r.reset()
	for i := range starts {
		s := &starts[i]
		r.begin(s.Work, s.People, s.Bay, future, s.Runs)
	}
	for k := range r.shop.Works {
		if w := &r.shop.Works[k]; r.lack[k] == 0 && !w.Skip {
			r.offer(int32(k))
		}
	}
	for {
		r.decide(future)
		if !r.next() {
			return r.cost()
		}
	}
}

// Ends returns when each job was finished in the last simulation, Never when not.
func (r *Simulator) Ends() []int32 { return r.ends }

// Works returns the simulated works, in the order of the starts.
func (r *Simulator) Works() []Begun { return r.begun }

func (r *Simulator) reset() {
	s := r.shop
	r.now, r.here, r.usable, r.taken = 0, 0, 0, 0
	clear(r.busy)
	r.ready, r.coming, r.running, r.begun = r.ready[:0], r.coming[:0], r.running[:0], r.begun[:0]
	for i, from := range s.People {
		if from <= 0 {
			r.here |= 1 << i
		} else if from < Never {
			r.running = append(r.running, run{at: from, work: -1, people: 1 << i, bay: -1, comes: true})
		}
	}
	for i, from := range s.Bays {
		if from <= 0 {
			r.usable |= 1 << i
		} else if from < Never {
			r.running = append(r.running, run{at: from, work: -1, bay: int32(i), comes: true})
		}
	}
	r.idle, r.free = r.here, r.usable
	for i := range s.Jobs {
		j := &s.Jobs[i]
		r.left[i], r.open[i], r.at[i], r.inWork[i], r.worked[i], r.ends[i] = 0, j.Last-j.First, -1, 0, j.Worked, Never
		for k := j.First; k < j.Last; k++ {
			r.left[i] += s.Works[k].Usual
			r.lack[k] = int32(len(s.Works[k].Before))
		}
	}
}

// offer puts a work that nothing precedes any more among those that can begin,
// now or at its release.
func (r *Simulator) offer(k int32) {
	if r.lack[k] < 0 {
		return
	}
	if r.shop.Works[k].Release > r.now {
		r.coming = append(r.coming, k)
		return
	}
	r.ready = append(r.ready, k)
}

// decide begins what can begin, the most urgent first.
func (r *Simulator) decide(future Scenario) {
	for {
		best, top := -1, int32(Never)
		for i, k := range r.ready {
			w := &r.shop.Works[k]
			if able := w.Able & r.idle; w.Size > 0 && (able == 0 || (w.Size > 1 && bits.OnesCount64(able) < w.Size)) {
				continue
			}
			if r.bays(w) == 0 && w.Bays != 0 {
				continue
			}
			if u := r.urgency(k, w); u < top {
				best, top = i, u
			}
		}
		if best < 0 {
			return
		}
		k := r.ready[best]
		w := &r.shop.Works[k]
		people, ok := r.choose(w)
		if !ok { // not with these people: later
			r.ready[best] = r.ready[len(r.ready)-1]
			r.ready = r.ready[:len(r.ready)-1]
			r.coming = append(r.coming, k)
			continue
		}
		bay := int32(-1)
		if set := r.bays(w); set != 0 {
			bay = int32(bits.TrailingZeros64(set))
		}
		r.ready[best] = r.ready[len(r.ready)-1]
		r.ready = r.ready[:len(r.ready)-1]
		r.begin(k, people, bay, future, false)
	}
}

// bays returns the bays in which a work could begin: a car that is being worked
// on stays where it is.
func (r *Simulator) bays(w *Work) uint64 {
	if r.inWork[w.Job] > 0 {
		if r.at[w.Job] < 0 {
			return 0
		}
		return w.Bays & (1 << r.at[w.Job])
	}
	return w.Bays & r.free
}

func (r *Simulator) urgency(k int32, w *Work) int32 {
	switch {
	case w.First:
		return -Never
	case r.keys != nil:
		return r.keys[k]
	}
	return max(r.shop.Jobs[w.Job].Due, r.now+r.left[w.Job])
}

// choose picks the people of a work; ok is false when none of those who are
// free may do it.
func (r *Simulator) choose(w *Work) (people uint64, ok bool) {
	if w.Size == 0 {
		return 0, true
	}
	able := w.Able & r.idle
	if w.Fresh {
		able &^= r.worked[w.Job]
	}
	size := 0
	if w.Size > 1 { // one with the grade first
		for _, p := range w.Ranking {
			if able&w.Graded&(1<<p) != 0 {
				people, size = 1<<p, 1
				break
			}
		}
		if size == 0 {
			return 0, false
		}
	}
	for _, p := range w.Ranking {
		if size == w.Size {
			break
		}
		if bit := uint64(1) << p; able&bit != 0 && people&bit == 0 {
			people |= bit
			size++
		}
	}
	return people, size == w.Size
}

// begin starts a work.
func (r *Simulator) begin(k int32, people uint64, bay int32, future Scenario, runs bool) {
	w := &r.shop.Works[k]
	r.lack[k] = -1
	minutes := w.Minutes
	switch {
	case runs:
		minutes = future[k]
	case w.Amount > 0:
		speed := int32(0)
		for set := people; set != 0; set &= set - 1 {
			speed += r.speed[bits.TrailingZeros64(set)]
		}
		minutes = int32((int64(w.Amount)*int64(future[k])/Scale + int64(speed) - 1) / int64(max(speed, 20)))
	}
	end := r.now + max(minutes, 0)
	r.idle &^= people
	for set := people; set != 0; set &= set - 1 {
		r.busy[bits.TrailingZeros64(set)]++
	}
	if bay >= 0 {
		r.free &^= 1 << bay
		r.taken |= 1 << bay
	}
	r.at[w.Job] = bay
	r.inWork[w.Job]++
	r.worked[w.Job] |= people
	r.left[w.Job] -= w.Usual
	r.begun = append(r.begun, Begun{k, r.now, end + w.Passive, people, bay})
	if w.Passive > 0 {
		r.running = append(r.running, run{at: end, work: -1, people: people, bay: -1},
			run{at: end + w.Passive, work: k, bay: bay, done: true})
		return
	}
	r.running = append(r.running, run{at: end, work: k, people: people, bay: bay, done: true})
}

// next goes on to the next time something changes; false when nothing will.
func (r *Simulator) next() bool {
	soon := int32(Never)
	for i := range r.running {
		soon = min(soon, r.running[i].at)
	}
	for _, k := range r.coming {
		if at := r.shop.Works[k].Release; at > r.now {
			soon = min(soon, at)
		}
	}
	if soon == Never {
		return false
	}
	r.now = soon
	for i := 0; i < len(r.running); {
		if r.running[i].at > soon {
			i++
			continue
		}
		e := r.running[i]
		r.running[i] = r.running[len(r.running)-1]
		r.running = r.running[:len(r.running)-1]
		r.end(&e)
	}
	for i := 0; i < len(r.coming); {
		k := r.coming[i]
		if r.shop.Works[k].Release > soon {
			i++
			continue
		}
		r.coming[i] = r.coming[len(r.coming)-1]
		r.coming = r.coming[:len(r.coming)-1]
		r.ready = append(r.ready, k)
	}
	return true
}

// end frees what something took, and offers what waited for it. Who is away, and
// a bay that is closed, may still be at work: they are free when both is over.
func (r *Simulator) end(e *run) {
	if e.comes {
		r.here |= e.people
		r.rest(e.people, 0)
		if e.bay >= 0 {
			r.usable |= 1 << e.bay
			r.free |= 1 << e.bay &^ r.taken
		}
		return
	}
	r.rest(e.people, 1)
	if !e.done {
		return
	}
	w := &r.shop.Works[e.work]
	j := w.Job
	if r.inWork[j]--; r.inWork[j] == 0 && e.bay >= 0 {
		r.taken &^= 1 << e.bay
		r.free |= 1 << e.bay & r.usable
	}
	if r.open[j]--; r.open[j] == 0 {
		r.ends[j] = r.now
		return
	}
	for k := r.shop.Jobs[j].First; k < r.shop.Jobs[j].Last; k++ {
		next := &r.shop.Works[k]
		for _, b := range next.Before {
			if b == e.work {
				if r.lack[k]--; r.lack[k] == 0 && !next.Skip {
					r.offer(k)
				}
			}
		}
	}
}

// rest takes so many works off people; who has none left and has come is idle.
func (r *Simulator) rest(people uint64, works int8) {
	for set := people; set != 0; set &= set - 1 {
		i := bits.TrailingZeros64(set)
		if r.busy[i] -= works; r.busy[i] == 0 {
			r.idle |= 1 << i & r.here
		}
	}
}

func (r *Simulator) cost() Cost {
	total := Cost(0)
	for i := range r.shop.Jobs {
		j := &r.shop.Jobs[i]
		if late := min(r.ends[i], Never) - j.Due; late > 0 && !j.Skip && j.Last > j.First {
			total += LateCost*Cost(j.Weight) + Cost(late)*Cost(j.Weight)
		}
	}
	return total
}
