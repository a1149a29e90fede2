package board

import "time"

// Horizon is when a forecast is written down: as the promise is given or
// changed, and at fixed times before it.
type Horizon string

// The horizons.
const (
	HorizonMade Horizon = "made"
	Horizon4h   Horizon = "4h"
	Horizon2h   Horizon = "2h"
	Horizon1h   Horizon = "1h"
	Horizon30m  Horizon = "30m"
)

// Horizons lists every horizon once, the earliest first.
var Horizons = []Horizon{HorizonMade, Horizon4h, Horizon2h, Horizon1h, Horizon30m}

// ForecastRecord is what the forecast said about a promise: when the car would be ready,
// in minutes of the shop's hours after the promise, below zero before it; and
// the probability that the promise would be missed.
type ForecastRecord struct {
	Promise time.Time `json:"promise"`
	Horizon Horizon   `json:"horizon"`
	P10     int       `json:"p10"`
	P50     int       `json:"p50"`
	P80     int       `json:"p80"`
	P90     int       `json:"p90"`
	Raw     [4]int    `json:"raw" doc:"the same four before they were corrected by the record"`
	Late    float64   `json:"late"`
	Known   bool      `json:"known,omitempty" doc:"the work was known: its first line done, or more of it found"`
}

// Finished sets what was said about a car that has been handed over beside
// what came true. Outcomes leaves out promises that were moved because the order
// grew or the customer wished it: nothing came true of them.
type Finished struct {
	Visit     VisitID           `json:"visit"`
	Delivered time.Time         `json:"delivered"`
	OnTime    bool              `json:"on_time" doc:"settled within the promise in force"`
	Outcomes  []ForecastOutcome `json:"said,omitempty"`
}

// ForecastOutcome is one forecast with what came true: Came is when the car was
// ready, as ForecastRecord counts it.
type ForecastOutcome struct {
	ForecastRecord
	Came   int  `json:"came"`
	Missed bool `json:"missed" doc:"ready after the promise"`
}

// keepRecord is how many cars the record holds.
const keepRecord = 200

// maxForecasts bounds what is kept of one visit.
const maxForecasts = 60

// remember puts a car that is handed over into the record.
func (s *State) remember(v *Visit) {
	promise, promised := v.Promise()
	if !promised || v.ReadyAt.IsZero() {
		return
	}
	f := Finished{Visit: v.ID, Delivered: v.DeliveredAt, OnTime: !v.LateAt(v.DeliveredAt)}
	for _, said := range v.Forecasts {
		if !said.Promise.Equal(promise.At) && v.excused(said.Promise) {
			continue
		}
		f.Outcomes = append(f.Outcomes, ForecastOutcome{said, s.MinutesAfter(said.Promise, v.ReadyAt),
			v.ReadyAt.After(said.Promise)})
	}
	kept := make([]Finished, 0, keepRecord)
	for _, old := range s.Record[max(0, len(s.Record)-keepRecord+1):] {
		if old.Visit != v.ID {
			kept = append(kept, old)
		}
	}
	s.Record = append(kept, f)
	s.Experience.Visits++
	if v.grew() {
		s.Experience.Grown++
	}
}

// excused reports whether a promise was followed by one that the shop is not
// to blame for.
func (v *Visit) excused(promise time.Time) bool {
	after := false
	for _, p := range v.Promises {
		if after && p.Confirmed && (p.Cause == CauseAdditional || p.Cause == CauseCustomer) {
			return true
		}
		after = after || p.At.Equal(promise)
	}
	return false
}

// grew reports whether work was added after the order was signed.
func (v *Visit) grew() bool {
	for _, p := range v.Promises {
		if p.Cause == CauseAdditional {
			return true
		}
	}
	for i := range v.Operations {
		if v.Operations[i].Additional > 0 {
			return true
		}
	}
	return false
}

// MinutesAfter returns the working minutes from one time to another, below zero
// when that is earlier.
func (s *State) MinutesAfter(from, to time.Time) int {
	if to.Before(from) {
		return -s.MinutesAfter(to, from)
	}
	return int(s.Settings.Calendar.Worked(from, to, s.Location()) / time.Minute)
}

// ForecastAt returns what was said about the promise in force at a horizon.
func (v *Visit) ForecastAt(h Horizon) (ForecastRecord, bool) {
	promise := v.PromisedAt()
	for _, s := range v.Forecasts {
		if s.Horizon == h && s.Promise.Equal(promise) {
			return s, true
		}
	}
	return ForecastRecord{}, false
}
