package dispatch

import (
	"slices"
	"time"
)

// drawnEnds are the ends a forecast drew for one visit, ascending, in working minutes, and what it takes to read them
// as times.
type drawnEnds struct {
	ends   []int32
	due    int    // the promise, in working minutes
	raw    [4]int // P10, P50, P80 and P90 before the correction, in minutes after the promise
	gauge  gauge
	start  int
	origin int64
	zone   *time.Location
}

// Quantile returns the time by which the car is ready with probability p, 0 to
// 1, if no more work is found on it: Quantile(0.8) is met by four cars of five.
// It is Ready for a car that is ready, and zero when nobody can tell.
func (o Outlook) Quantile(p float64) time.Time {
	if o.drawn == nil {
		return o.Ready
	}
	return o.drawn.at(quantile(o.drawn.ends, p))
}

// quantile reads a sorted list.
func quantile(sorted []int32, p float64) int32 {
	n := len(sorted)
	return sorted[min(max(int(p*float64(n)), 0), n-1)]
}

// sortMinutes sorts ends by counting them: they lie close together.
func sortMinutes(ends []int32) {
	var counts [4096]int32
	low, high := slices.Min(ends), slices.Max(ends)
	if int(high-low) >= len(counts) {
		slices.Sort(ends)
		return
	}
	for _, end := range ends {
		counts[end-low]++
	}
	at := 0
	for minute, n := range counts[:high-low+1] {
		for range n {
			ends[at] = low + int32(minute)
			at++
		}
	}
}

// at returns the time of a working minute, never before now.
func (f *drawnEnds) at(end int32) time.Time {
	minute := max(f.start, f.gauge.clock(int(end)))
	return time.Unix((f.origin+int64(minute))*60, 0).In(f.zone)
}
