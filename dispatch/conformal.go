package dispatch

import (
	"math"
	"slices"
	"time"

	"bayline/board"
)

// quantileLevels are the probabilities of the quantiles that are written down.
var quantileLevels = [4]float64{0.1, 0.5, 0.8, 0.9}

// fewestResiduals is how many residuals a calibration group needs before forecasts are corrected by it.
const fewestResiduals = 30

// narrowestWidth is the least width residuals are scaled by, in minutes.
const narrowestWidth = 10

// quantilesAfter returns the recorded quantiles of sorted ends, in minutes after the promise.
func quantilesAfter(ends []int32, due int) (m [4]int) {
	for i, p := range quantileLevels {
		m[i] = int(quantile(ends, p)) - due
	}
	return m
}

// width is the scale residuals are divided by: P90 less P10.
func width(m [4]int) float64 { return float64(max(m[3]-m[0], narrowestWidth)) }

// correction is the split conformal correction of a forecast: by how much of its width each quantile has to move, so
// that it would have covered as many of the last cars as it promises.
type correction [4]float64

// calibrationGroup is the set of forecasts whose residuals share one distribution: while more work may be found on a
// car, those made as long before the promise; later all, as the work left counts then and not the time.
type calibrationGroup struct {
	horizon board.Horizon // none when known
	known   bool
}

// groupOf returns the calibration group of a forecast.
func groupOf(h board.Horizon, known bool) calibrationGroup {
	if known {
		h = ""
	}
	return calibrationGroup{h, known}
}

// corrections returns the correction of every calibration group with enough residuals. Times are whole minutes:
// within its minute a car is taken to be ready in the middle, or forecasts that are right to the minute would be
// moved until they always cover.
func corrections(record []board.Finished) map[calibrationGroup]correction {
	missed := map[calibrationGroup]*[4][]float64{}
	for i := range record {
		for _, s := range record[i].Outcomes {
			which := groupOf(s.Horizon, s.Known)
			list, ok := missed[which]
			if !ok {
				list = &[4][]float64{}
				missed[which] = list
			}
			for k, q := range s.Raw {
				list[k] = append(list[k], (float64(s.Came-q)-0.5)/width(s.Raw))
			}
		}
	}
	all := map[calibrationGroup]correction{}
	for which, list := range missed {
		n := len(list[0])
		if n < fewestResiduals {
			continue
		}
		var c correction
		for k, p := range quantileLevels {
			slices.Sort(list[k])
			c[k] = list[k][min(max(int(math.Round(p*float64(n+1)))-1, 0), n-1)]
		}
		all[which] = c
	}
	return all
}

// correction returns the correction for a car: of the last horizon passed, or else of the nearest later one, or else
// of the nearest before. A car without a promise is as far off as one that was just given its promise.
func (p *problem) correction(j *job) (c correction, ok bool) {
	at := 0
	if j.due != never {
		at = slices.Index(board.Horizons, lastHorizonPassed(j.visit.PromisedAt().Sub(p.now)))
	}
	settled := workIsKnown(j.visit)
	for _, h := range board.Horizons[at:] {
		if c, ok = p.corrections[groupOf(h, settled)]; ok {
			return c, true
		}
	}
	for _, h := range slices.Backward(board.Horizons[:at]) {
		if c, ok = p.corrections[groupOf(h, settled)]; ok {
			return c, true
		}
	}
	return c, false
}

// correct moves the sorted ends of a forecast by its correction, interpolated between the calibrated quantiles.
func (p *problem) correct(j *job, ends []int32) {
	c, ok := p.correction(j)
	if !ok {
		return
	}
	scale := width(quantilesAfter(ends, 0))
	now := int32(p.gauge.worked(p.start))
	for i := range ends {
		ends[i] = max(now, ends[i]+int32(math.Round(c.at((float64(i)+0.5)/float64(len(ends)))*scale)))
		if i > 0 {
			ends[i] = max(ends[i], ends[i-1])
		}
	}
}

// at returns the correction of any quantile, linear between the calibrated ones.
func (c correction) at(p float64) float64 {
	if p <= quantileLevels[0] {
		return c[0]
	}
	for k := 1; k < len(quantileLevels); k++ {
		if p <= quantileLevels[k] {
			return c[k-1] + (c[k]-c[k-1])*(p-quantileLevels[k-1])/(quantileLevels[k]-quantileLevels[k-1])
		}
	}
	return c[len(c)-1]
}

// horizonLead is how long before the promise each horizon is.
var horizonLead = map[board.Horizon]time.Duration{
	board.Horizon4h: 4 * time.Hour, board.Horizon2h: 2 * time.Hour, board.Horizon1h: time.Hour,
	board.Horizon30m: 30 * time.Minute,
}

// lastHorizonPassed returns the last horizon before a promise that is so far off.
func lastHorizonPassed(left time.Duration) board.Horizon {
	last := board.HorizonMade
	for _, h := range board.Horizons[1:] {
		if left <= horizonLead[h] {
			last = h
		}
	}
	return last
}
