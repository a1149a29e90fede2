package search

import "slices"

// construct builds a start solution: operations are taken job by job at random, weighted by what
// remains of the job, each in the mode that ends first.
func construct(s *shop, rnd *random, order, mode []int32) {
	remaining := make([]int64, len(s.last))
	todo := make([]int32, len(s.last))
	for v := 0; v < s.n; v++ {
		remaining[s.job[v]] += int64(s.shortest(int32(v)))
		if s.prev[v] == int32(s.n) {
			todo[s.job[v]] = int32(v)
		}
	}
	for j, last := range s.last {
		if last == int32(s.n) {
			todo[j] = last
		}
	}
	free := make([]int32, s.resources)
	ready := make([]int32, len(s.last))
	for k := range order {
		j := s.draw(rnd, todo, remaining)
		v := todo[j]
		start := max(ready[j], s.release[v])
		best, end := s.from[v], int32(1<<30)
		ties := 1
		for c := s.from[v]; c < s.from[v+1]; c++ {
			ch := &s.choice[c]
			e := start
			for i := 0; i < s.chains; i++ {
				e = max(e, free[ch.on[i]])
			}
			e += ch.duration
			if e < end {
				best, end, ties = c, e, 1
			} else if e == end {
				if ties++; rnd.below(ties) == 0 {
					best = c
				}
			}
		}
		for i := 0; i < s.chains; i++ {
			free[s.choice[best].on[i]] = end
		}
		order[k], mode[v], ready[j] = v, best, end
		remaining[j] -= int64(s.shortest(v))
		todo[j] = s.next[v]
	}
}

// draw picks a job with operations left: the one with most work left out of three.
func (s *shop) draw(rnd *random, todo []int32, remaining []int64) int {
	best := -1
	for try := 0; try < 3; try++ {
		j := rnd.below(len(todo))
		for todo[j] == int32(s.n) {
			j = (j + 1) % len(todo)
		}
		if best < 0 || remaining[j] > remaining[best] {
			best = j
		}
	}
	return best
}

func (s *shop) shortest(v int32) int32 {
	d := s.choice[s.from[v]].duration
	for c := s.from[v] + 1; c < s.from[v+1]; c++ {
		d = min(d, s.choice[c].duration)
	}
	return d
}

// sortByKey orders the operations by key; equal keys by job and place in the job.
func sortByKey(order []int32, keys []float64, s *shop) {
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		switch {
		case keys[a] < keys[b]:
			return -1
		case keys[a] > keys[b]:
			return 1
		}
		return int(a - b)
	})
}
