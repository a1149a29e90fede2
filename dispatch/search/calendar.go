package search

// never is later than any time a schedule may contain. Work that its calendars cannot hold
// ends there, so that such a schedule is the worst instead of an error.
const never = int64(1) << 50

// workFrom returns when work of the given duration starts and ends if it may start at t and all
// its resources must be open while it proceeds. Work that is stopped by a closing time goes on
// when every resource is open again. Zero-length work needs an open moment too.
func (p *Problem) workFrom(resources []int, t, duration int64) (start, end int64) {
	start = -1
	for {
		from, to := p.openFrom(resources, t)
		if from >= never {
			if start < 0 {
				start = never
			}
			return start, never + duration
		}
		if start < 0 {
			start = from
		}
		if duration <= to-from {
			return start, from + duration
		}
		duration -= to - from
		t = to
	}
}

// openFrom returns the first stretch [from, to) at or after t in which all resources are open.
func (p *Problem) openFrom(resources []int, t int64) (from, to int64) {
	from, to = t, never
	for i := 0; i < len(resources); i++ {
		open := p.Resources[resources[i]].Open
		if open == nil {
			continue
		}
		k := firstEndingAfter(open, from)
		if k == len(open) {
			return never, never
		}
		if open[k].From > from {
			// A later start may lie outside what earlier resources allowed: look again.
			from, to, i = open[k].From, never, -1
			continue
		}
		to = min(to, open[k].To)
	}
	return from, to
}

func firstEndingAfter(open []Window, t int64) int {
	lo, hi := 0, len(open)
	for lo < hi {
		if mid := (lo + hi) / 2; open[mid].To > t {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return lo
}
