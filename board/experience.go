package board

import (
	"maps"
	"math"
	"time"
)

// Experience is what the shop's own finished work tells of the next: sums
// small enough to keep for ever. How long work took is kept as the logarithm
// of actual over standard time, in thousandths, so that every machine folds
// the same numbers.
type Experience struct {
	All    Tally              `json:"all"`
	Trades map[Trade]Tally    `json:"trades,omitempty"`
	Codes  map[string]Tally   `json:"codes,omitempty"`
	People map[PersonID]Tally `json:"people,omitempty" doc:"against what trade and code let expect"`

	Visits    int `json:"visits" doc:"cars handed over"`
	Grown     int `json:"grown" doc:"of them with additional work"`
	Inspected int `json:"inspected" doc:"final inspections"`
	Failed    int `json:"failed" doc:"of them not passed"`
}

// Tally sums up observations. At maxTally of them all three are halved: what
// happened long ago fades.
type Tally struct {
	N       int64 `json:"n"`
	Sum     int64 `json:"sum"`
	Squares int64 `json:"squares"`
}

const (
	maxTally = 512
	maxCodes = 1000 // that are told apart; the others go by their trade
	maxRatio = 1500 // a longer or shorter piece of work counts as this long, in thousandths of the logarithm
	minRatio = -2300
)

// What is expected of a shop without any experience, and how many observations
// that weighs: work takes its book time, give or take a third, and one piece in
// twenty-five nearly twice that.
const (
	usualMean     = 24
	usualVariance = 103_000
	weightOfAll   = 10
	weightOfTrade = 10
	weightOfCode  = 8
	weightOfOne   = 10
	weightOfWidth = 20
)

func (t Tally) with(x int64) Tally {
	t.N, t.Sum, t.Squares = t.N+1, t.Sum+x, t.Squares+x*x
	if t.N >= maxTally {
		t.N, t.Sum, t.Squares = t.N/2, t.Sum/2, t.Squares/2
	}
	return t
}

// mean returns the mean of the observations, drawn towards parent as if that had
// been observed weight times.
func (t Tally) mean(parent float64, weight int64) float64 {
	return (float64(t.Sum) + parent*float64(weight)) / float64(t.N+weight)
}

// variance is mean for the square of the spread.
func (t Tally) variance(parent float64, weight int64) float64 {
	own := 0.0
	if t.N > 0 {
		own = float64(t.Squares) - float64(t.Sum)*float64(t.Sum)/float64(t.N)
	}
	return (own + parent*float64(weight)) / float64(t.N+weight)
}

// usual returns the mean for work of a code, in thousandths.
func (x Experience) usual(trade Trade, code string) float64 {
	mean := x.Trades[trade].mean(x.All.mean(usualMean, weightOfAll), weightOfTrade)
	return x.Codes[code].mean(mean, weightOfCode)
}

// Expect returns mean and spread of the logarithm of actual over standard time
// for work of a code by these people, whose efficiency counts apart. Each
// effect is drawn towards what it is part of, so that little experience says
// little.
func (x Experience) Expect(trade Trade, code string, people []PersonID) (mean, spread float64) {
	mean = x.usual(trade, code)
	for _, id := range people {
		mean += x.People[id].mean(0, weightOfOne) / float64(len(people))
	}
	variance := x.Trades[trade].variance(x.All.variance(usualVariance, weightOfWidth), weightOfWidth)
	return mean / 1000, math.Sqrt(variance) / 1000
}

// learn takes over a finished operation.
func (s *State) learn(o *Operation) {
	ratio := s.ratioOf(o)
	if o.Rework || o.Trade == TradeWash || ratio < 0.1 {
		return // a tap on start and finish at once tells nothing
	}
	log := int64(math.Round(1000 * math.Log(ratio)))
	log = max(min(log, maxRatio), minRatio)
	x := &s.Experience
	surprise := log - int64(math.Round(x.usual(o.Trade, o.Code)))
	x.All = x.All.with(log)
	x.Trades = put(x.Trades, o.Trade, log)
	if _, sold := s.Catalogue[o.Code]; sold && (len(x.Codes) < maxCodes || x.Codes[o.Code].N > 0) {
		x.Codes = put(x.Codes, o.Code, log)
	}
	for _, id := range o.Technicians {
		if _, ok := s.People[id]; ok {
			x.People = put(x.People, id, surprise)
		}
	}
}

// put adds an observation to a copy of the tallies.
func put[K comparable](old map[K]Tally, key K, x int64) map[K]Tally {
	tallies := maps.Clone(old)
	if tallies == nil {
		tallies = map[K]Tally{}
	}
	tallies[key] = tallies[key].with(x)
	return tallies
}

// ratioOf returns the work clocked on an operation, at the efficiency of those
// who did it and without the time it only dried or charged, over its standard
// time; 0 when that cannot be told.
func (s *State) ratioOf(o *Operation) float64 {
	var clock, worked time.Duration
	var done float64 // man-minutes at book speed
	speed := 0.0
	for _, w := range o.Spans {
		minutes := s.Settings.Calendar.Worked(w.Start, w.End, s.Location())
		clock, worked = clock+w.End.Sub(w.Start), worked+minutes
		speed = 0
		for _, id := range w.Technicians {
			speed += s.speed(id)
		}
		done += minutes.Minutes() * speed
	}
	if o.StandardMinutes <= 0 || o.PassiveMinutes > 0 && clock != worked {
		return 0 // whether it dried through a break or before it, nobody knows
	}
	return (done - float64(o.PassiveMinutes)*speed) / float64(o.StandardMinutes)
}

func (s *State) speed(id PersonID) float64 {
	if p := s.People[id]; p != nil && p.Efficiency > 0 {
		return float64(p.Efficiency) / 100
	}
	return 1
}
