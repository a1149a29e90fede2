package search

import "math"

// shop is a plain problem compiled for the graph engine: flat arrays, 32-bit times. Operation
// n (one past the last) is a dummy of length zero that stands for "nothing before" and
// "nothing after".
type shop struct {
	n      int
	chains int // resources per operation: 1 (machine) or 2 (machine and worker)
	// modes of operation i are choice[from[i]:from[i+1]].
	from       []int32
	choice     []choice
	prev, next []int32 // neighbours in the job, n where there is none
	release    []int32
	job        []int32
	last       []int32 // last operation of each job, n for an empty job
	due        []int64
	weight     []int64
	resources  int
	objective  Objective
}

// choice is one mode. The second resource is unused when chains is 1.
type choice struct {
	duration int32
	on       [2]int32
}

// compile returns the plain shop behind a problem, or nil when the problem needs the general
// engine: calendars, capacities, pins, precedence other than chains, modes with differing numbers of
// resources, or times that could leave 30 bits.
func compile(p *Problem) *shop {
	for _, r := range p.Resources {
		if r.Open != nil || max(1, r.Capacity) != 1 {
			return nil
		}
	}
	n := len(p.Operations)
	s := &shop{
		n: n, resources: len(p.Resources), objective: p.Objective,
		from: make([]int32, n+1), release: make([]int32, n+1), job: make([]int32, n+1),
		prev: filled(n+1, n), next: filled(n+1, n), last: filled(len(p.Jobs), n),
	}
	for _, j := range p.Jobs {
		s.due, s.weight = append(s.due, j.Due), append(s.weight, j.Weight)
	}
	var horizon int64
	side := filled(len(p.Resources), -1)
	for i := range p.Operations {
		op := &p.Operations[i]
		if op.Pin != nil || len(op.After) > 1 {
			return nil
		}
		var longest int64
		for _, m := range op.Modes {
			if !s.addChoice(m, side) {
				return nil
			}
			longest = max(longest, m.Duration)
		}
		if horizon += longest; horizon > math.MaxInt32/4 || op.Release > math.MaxInt32/4 {
			return nil
		}
		s.from[i+1] = int32(len(s.choice))
		s.release[i], s.job[i] = int32(op.Release), int32(op.Job)
		if len(op.After) == 1 {
			a := op.After[0]
			if s.next[a] != int32(n) || p.Operations[a].Job != op.Job {
				return nil
			}
			s.prev[i], s.next[a] = int32(a), int32(i)
		}
	}
	return s.finish(p)
}

// addChoice appends a mode; it reports false when modes differ in their number of resources or a
// resource is once a machine and once a worker.
func (s *shop) addChoice(m Mode, side []int32) bool {
	k := len(m.Resources)
	if k < 1 || k > 2 || s.chains != 0 && s.chains != k || m.Duration > math.MaxInt32/4 {
		return false
	}
	s.chains = k
	c := choice{duration: int32(m.Duration)}
	for slot, r := range m.Resources {
		if side[r] >= 0 && side[r] != int32(slot) {
			return false
		}
		side[r] = int32(slot)
		c.on[slot] = int32(r)
	}
	s.choice = append(s.choice, c)
	return true
}

// finish finds the last operation of every job; a job of several parallel chains is not plain.
func (s *shop) finish(p *Problem) *shop {
	for i := range p.Operations {
		if s.next[i] != int32(s.n) {
			continue
		}
		j := s.job[i]
		if s.last[j] != int32(s.n) {
			return nil
		}
		s.last[j] = int32(i)
	}
	if s.n == 0 {
		return nil
	}
	return s
}

func filled(n, v int) []int32 {
	a := make([]int32, n)
	for i := range a {
		a[i] = int32(v)
	}
	return a
}
