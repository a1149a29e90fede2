package dispatch

import (
	"sort"
	"time"

	"bayline/board"
)

// span is a stretch of minutes, from <= minute < to.
type span struct{ from, to int }

// hours are the stretches in which somebody works, in order and apart.
type hours []span

// after returns the index of the first stretch that ends after minute t.
func (h hours) after(t int) int {
	low, high := 0, len(h)
	for low < min(high, 4) { // most questions are about today and tomorrow
		if h[low].to > t {
			return low
		}
		low++
	}
	for low < high {
		if mid := (low + high) / 2; h[mid].to > t {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}

// fit lays minutes of attended work into the hours from minute t on: work
// starts inside a stretch and is split only where a stretch ends. ok is false
// when the hours known do not suffice.
func (h hours) fit(t, minutes int) (start, end int, ok bool) {
	i := h.after(t)
	if i == len(h) {
		return 0, 0, false
	}
	start = max(t, h[i].from)
	end = start + minutes
	for end > h[i].to {
		over := end - h[i].to
		if i++; i == len(h) {
			return 0, 0, false
		}
		end = h[i].from + over
	}
	return start, end, true
}

// from returns the hours without everything before minute t.
func (h hours) from(t int) hours {
	i := h.after(t)
	if i == len(h) {
		return nil
	}
	if h[i].from >= t {
		return h[i:]
	}
	cut := append(hours{}, h[i:]...)
	cut[0].from = t
	return cut
}

// both returns the hours two people share.
func both(a, b hours) hours {
	if len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0]) {
		return a
	}
	var shared hours
	for i, j := 0, 0; i < len(a) && j < len(b); {
		if from, to := max(a[i].from, b[j].from), min(a[i].to, b[j].to); from < to {
			shared = append(shared, span{from, to})
		}
		if a[i].to < b[j].to {
			i++
		} else {
			j++
		}
	}
	return shared
}

// gauge measures working time: how many minutes of the hours lie before a
// minute, and back. Nights and breaks vanish, so that chances computed on it
// do not depend on where the night falls.
type gauge struct {
	hours hours
	sum   []int // sum[i]: working minutes before stretch i
}

func newGauge(h hours) gauge {
	g := gauge{h, make([]int, len(h)+1)}
	for i, s := range h {
		g.sum[i+1] = g.sum[i] + s.to - s.from
	}
	return g
}

// worked returns the working minutes before minute t.
func (g gauge) worked(t int) int {
	i := g.hours.after(t)
	if i == len(g.hours) {
		return g.sum[i]
	}
	return g.sum[i] + max(0, t-g.hours[i].from)
}

// clock returns the earliest minute with that many working minutes before it.
func (g gauge) clock(worked int) int {
	i := sort.SearchInts(g.sum[1:], worked)
	if i == len(g.hours) {
		if i == 0 {
			return worked
		}
		return g.hours[i-1].to + worked - g.sum[i]
	}
	return g.hours[i].from + worked - g.sum[i]
}

// calendarHours returns the hours of the shop, or of a person with a shift of
// their own, from now over the horizon.
func (p *problem) calendarHours(own []board.Window) hours {
	var h hours
	day := p.now.In(p.zone)
	for range p.options.Days {
		for _, s := range p.state.Settings.Calendar.Shifts(day, own) {
			from, to := max(p.minute(s.Start), p.start), p.floor(s.End)
			if n := len(h); n > 0 && from < h[n-1].to {
				from = h[n-1].to
			}
			if from < to {
				h = append(h, span{from, to})
			}
		}
		y, m, d := day.Date()
		day = time.Date(y, m, d+1, 12, 0, 0, 0, p.zone)
	}
	return h
}

// without returns the hours with from..to cut out.
func (h hours) without(from, to int) hours {
	var left hours
	for _, s := range h {
		if s.from < min(s.to, from) {
			left = append(left, span{s.from, min(s.to, from)})
		}
		if max(s.from, to) < s.to {
			left = append(left, span{max(s.from, to), s.to})
		}
	}
	return left
}
