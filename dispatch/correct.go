package dispatch

import (
	"math"
	"slices"
	"time"

	"bayline/board"
)

// levels are the probabilities of the quantiles that are written down.
var levels = [4]float64{0.1, 0.5, 0.8, 0.9}

// fewest is how many cars the record must hold before forecasts are corrected
// by it.
const fewest = 30

// narrow is the least width residuals are scaled by, in minutes.
const narrow = 10

// marks gives the quantiles of sorted ends that are written down, in minutes
// after the promise.
func marks(ends []int32, due int) (m [4]int) {
	for i, p := range levels {
		m[i] = int(quantile(ends, p)) - due
	}
	return m
}

// width is the scale of a forecast.
func width(m [4]int) float64 { return float64(max(m[3]-m[0], narrow)) }

// correction says by how much of its width each quantile of a forecast has to
// move, so that as many of the last cars as it promises would have kept it
// (split conformal prediction).
type correction [4]float64

// alike names forecasts that miss alike: while more work may be found on a car,
// those made as long before the promise; later all, as it is the work left that
// counts then and not the time.
type alike struct {
	horizon board.Horizon // none when known
	known   bool
}

// like gives what a forecast is alike to.
func like(h board.Horizon, known bool) alike {
	if known {
		h = ""
	}
	return alike{h, known}
}

// corrections are those for all alike of which the record holds enough. Times
// are whole minutes: within its minute a car was ready in the middle, or forecasts
// that are right to the minute would be moved until they are always kept.
func corrections(record []board.Finished) map[alike]correction {
	missed := map[alike]*[4][]float64{}
	for i := range record {
		for _, s := range record[i].Outcomes {
			which := like(s.Horizon, s.Known)
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
	all := map[alike]correction{}
	for which, list := range missed {
		n := len(list[0])
		if n < fewest {
			continue
		}
		var c correction
		for k, p := range levels {
			slices.Sort(list[k])
			c[k] = list[k][min(max(int(math.Round(p*float64(n+1)))-1, 0), n-1)]
		}
		all[which] = c
	}
	return all
}

// correction gives that for a car: of the last horizon passed, or else of the
// nearest later one, or else of the nearest before. A car without a promise is as
// far off as one that was just given its promise.
func (p *problem) correction(j *job) (c correction, ok bool) {
	at := 0
	if j.due != never {
		at = slices.Index(board.Horizons, nearest(j.visit.PromisedAt().Sub(p.now)))
	}
	settled := known(j.visit)
	for _, h := range board.Horizons[at:] {
		if c, ok = p.corrections[like(h, settled)]; ok {
			return c, true
		}
	}
	for _, h := range slices.Backward(board.Horizons[:at]) {
		if c, ok = p.corrections[like(h, settled)]; ok {
			return c, true
		}
	}
	return c, false
}

// correct moves the sorted ends of a forecast as the record says.
func (p *problem) correct(j *job, ends []int32) {
	c, ok := p.correction(j)
	if !ok {
		return
	}
	scale := width(marks(ends, 0))
	now := int32(p.gauge.worked(p.start))
	for i := range ends {
		ends[i] = max(now, ends[i]+int32(math.Round(c.at((float64(i)+0.5)/float64(len(ends)))*scale)))
		if i > 0 {
			ends[i] = max(ends[i], ends[i-1])
		}
	}
}

// at gives the correction of any quantile, between those that are known.
func (c correction) at(p float64) float64 {
	if p <= levels[0] {
		return c[0]
	}
	for k := 1; k < len(levels); k++ {
		if p <= levels[k] {
			return c[k-1] + (c[k]-c[k-1])*(p-levels[k-1])/(levels[k]-levels[k-1])
		}
	}
	return c[len(c)-1]
}

// leads is how long before the promise each horizon is.
var leads = map[board.Horizon]time.Duration{
	board.Horizon4h: 4 * time.Hour, board.Horizon2h: 2 * time.Hour, board.Horizon1h: time.Hour, board.Horizon30m: 30 * time.Minute,
}

// nearest gives the last horizon that has been passed when so much time is left
// until the promise.
func nearest(left time.Duration) board.Horizon {
	last := board.HorizonMade
	for _, h := range board.Horizons[1:] {
		if left <= leads[h] {
			last = h
		}
	}
	return last
}
