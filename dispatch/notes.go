package dispatch

import (
	"time"

	"bayline/board"
)

// urgentTime is how long before a promise a warning is urgent, and urgentLate
// the probability of lateness from which it is one.
const (
	urgentTime = 30 * time.Minute
	urgentLate = 0.5
)

// Notes returns what is to be written down now: the forecasts that are due at a
// horizon, and the warnings of promises that became unlikely, by visit. It is a
// function of the state and the plan made from it: every instance asks for the
// same, and the board takes each once.
func Notes(s *board.State, plan *Plan) []board.Command {
	var notes []board.Command
	for _, v := range board.Sorted(s.Visits) {
		o, planned := plan.Outlooks[v.ID]
		promise, promised := v.Promise()
		if !planned || !promised || !v.ReadyAt.IsZero() {
			continue
		}
		if said, due := saying(v, promise, o, plan.At); due {
			notes = append(notes, board.NoteForecast{Visit: v.ID, ForecastRecord: said})
		}
		if w, due := warning(s, v, promise, o, plan.At); due {
			notes = append(notes, w)
		}
	}
	return notes
}

// saying returns what the forecast says of a visit when a horizon was reached
// that nothing was said at. A horizon the promise was too short for is left
// out.
func saying(v *board.Visit, promise board.Promise, o Outlook, now time.Time) (said board.ForecastRecord, due bool) {
	left := promise.At.Sub(now)
	if o.drawn == nil || left <= 0 {
		return said, false
	}
	h := board.HorizonMade
	if _, made := v.ForecastAt(h); made {
		h = lastHorizonPassed(left)
	}
	if _, again := v.ForecastAt(h); again || (h != board.HorizonMade &&
		promise.At.Sub(promise.MadeAt) < horizonLead[h]) {
		return said, false
	}
	m := quantilesAfter(o.drawn.ends, o.drawn.due)
	return board.ForecastRecord{Promise: promise.At, Horizon: h, P10: m[0], P50: m[1], P80: m[2], P90: m[3],
		Raw: o.drawn.raw, Late: o.Late, Known: workIsKnown(v)}, true
}

// warning returns the warning of a promise that became unlikely, unless it was
// given.
func warning(s *board.State, v *board.Visit, promise board.Promise, o Outlook,
	now time.Time) (w board.RaisePromiseAlert, due bool) {
	left := promise.At.Sub(now)
	urgent := left <= urgentTime && o.Late >= urgentLate
	given := v.CurrentAlert()
	switch {
	case left <= 0, given != nil && (given.Urgent || !urgent):
		return w, false
	case !urgent && o.Late*100 < float64(s.Settings.RiskPercent):
		return w, false
	}
	return board.RaisePromiseAlert{Visit: v.ID, Promise: promise.At, Urgent: urgent, Late: o.Late,
		Ready: o.Quantile(0.5), Why: Messages(o.Reasons[:min(len(o.Reasons), mostAlertReasons)])}, true
}

// mostAlertReasons is how many reasons a promise alert tells.
const mostAlertReasons = 2
