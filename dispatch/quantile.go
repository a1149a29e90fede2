package dispatch

import (
	"slices"
	"time"
)

// futures are the ends a forecast drew for one visit, in working minutes, and
// what it takes to read them as times.
type futures struct {
	ends   []int32
	gauge  gauge
	start  int
	origin int64
	zone   *time.Location
}

// Quantile gives the time by which the car is ready with probability p, 0 to
// 1: Quantile(0.8) is met by four cars of five. It is Ready for a car that is
// ready, and zero when nobody can tell.
func (o Outlook) Quantile(p float64) time.Time {
	if o.futures == nil {
		return o.Ready
	}
	n := len(o.futures.ends)
	return o.futures.at(nth(slices.Clone(o.futures.ends), min(max(int(p*float64(n)), 0), n-1)))
}

// at gives the time of a working minute, never before now.
func (f *futures) at(end int32) time.Time {
	minute := max(f.start, f.gauge.clock(int(end)))
	return time.Unix((f.origin+int64(minute))*60, 0).In(f.zone)
}
