package simulate

import (
	"slices"
	"time"

	"bayline/board"
	"bayline/dispatch"
)

// quote is what a customer was told at the signature: the minute by which the
// car is ready with each chance, and how long the answer took.
type quote struct {
	by   map[int]int // percent to minute
	took time.Duration
}

// quoted asks for a quote before the car is signed and promises the time of
// its share, instead of the one the day was drawn with.
func (d *day) quoted(l *life) {
	w := dispatch.WorkRequest{Visit: d.booked[l.car]}
	for _, code := range l.codes {
		w.Operations = append(w.Operations, board.NewOperation{Code: code})
	}
	began := time.Now()
	q, err := dispatch.Quote(d.state, at(d.now), w, time.Time{}, dispatch.Options{})
	if err != nil {
		d.err = err
		return
	}
	l.quote = &quote{by: map[int]int{}, took: time.Since(began)}
	for _, one := range q.Times {
		l.quote.by[one.Percent] = minuteOf(one.At)
	}
	l.car.promise = l.quote.by[l.car.quote]
}

// quoteScores count how quotes were kept.
type quoteScores struct {
	cars    int
	met     map[int]int
	minutes map[int]int
	took    []time.Duration
}

// add counts a car. Work the customer agreed to later moves what was quoted as
// it moved the promise.
func (s *quoteScores) add(l *life) {
	if l.quote == nil {
		return
	}
	if s.met == nil {
		s.met, s.minutes = map[int]int{}, map[int]int{}
	}
	s.cars++
	s.took = append(s.took, l.quote.took)
	moved := worked(l.promise) - worked(l.car.promise)
	for percent, by := range l.quote.by {
		s.met[percent] += count(worked(l.ready) <= worked(by)+moved)
		s.minutes[percent] += worked(by) - worked(l.signed)
	}
}

// tell writes the sums into a result.
func (s *quoteScores) tell(r *Result) {
	if s.cars == 0 {
		return
	}
	r.Quoted80Met, r.Quoted96Met = share(s.met[80], s.cars), share(s.met[96], s.cars)
	r.Quoted80Stay, r.Quoted96Stay = share(s.minutes[80], s.cars), share(s.minutes[96], s.cars)
	slices.Sort(s.took)
	r.QuoteP50, r.QuoteP99 = millis(s.took[len(s.took)/2]), millis(s.took[len(s.took)*99/100])
}
