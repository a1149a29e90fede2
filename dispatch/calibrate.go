package dispatch

import (
	"math"

	"bayline/board"
)

// Calibration tells how far the forecasts of a shop can be trusted: what was
// said about the last cars handed over, against what came true. Shares and
// probabilities are 0 to 1.
type Calibration struct {
	Cars       int         `json:"cars" doc:"cars of the record, at most 200"`
	Needed     int         `json:"needed" doc:"cars still needed before the forecast is corrected by its record"`
	OnTime     float64     `json:"on_time" doc:"share of them settled within the promise in force"`
	Forecasts  int         `json:"forecasts"`
	Brier      float64     `json:"brier" doc:"mean squared error of the probability of lateness; 0 is perfect"`
	Guess      float64     `json:"guess" doc:"the same for somebody who always says the average"`
	Coverage   float64     `json:"coverage" doc:"share ready by the 80 % time; 0.8 is right"`
	Pinball    float64     `json:"pinball" doc:"mean pinball loss of the quantiles, in minutes"`
	Table      []Bin       `json:"table" doc:"ten bins of the said probability of lateness"`
	Horizons   []AtHorizon `json:"horizons"`
	Experience Learned     `json:"learned"`
}

// Bin is one row of the reliability table: of Forecasts that said From to To,
// Said on average, the share Came was late.
type Bin struct {
	From      float64 `json:"from"`
	To        float64 `json:"to"`
	Forecasts int     `json:"forecasts"`
	Said      float64 `json:"said"`
	Came      float64 `json:"came"`
}

// AtHorizon is how good the forecasts made at one horizon were. Error is the
// mean distance of the median from what came true, in minutes.
type AtHorizon struct {
	Horizon   board.Horizon `json:"horizon"`
	Forecasts int           `json:"forecasts"`
	Brier     float64       `json:"brier"`
	Coverage  float64       `json:"coverage"`
	Pinball   float64       `json:"pinball"`
	Error     float64       `json:"error"`
	Flagged   float64       `json:"flagged" doc:"of the cars that were late, the share that was called at risk"`
	Late      int           `json:"late"`
}

// Learned is what the shop's finished work taught: how many operations, how
// much longer than book time they take, and how often work is found or an
// inspection not passed.
type Learned struct {
	Operations int64   `json:"operations"`
	Ratio      float64 `json:"ratio"`
	Grown      float64 `json:"grown"`
	Failed     float64 `json:"failed"`
}

// bins is how many rows the reliability table has.
const bins = 10

// Calibrate judges the forecasts of the shop's record.
func Calibrate(s *board.State) Calibration {
	c := Calibration{Cars: len(s.Record), Horizons: make([]AtHorizon, len(board.Horizons)), Table: make([]Bin, bins)}
	var all tally
	rows := make([]tally, bins)
	horizons := make([]tally, len(board.Horizons))
	told, onTime := 0, 0
	for i := range s.Record {
		f := &s.Record[i]
		if f.OnTime {
			onTime++
		}
		if len(f.Outcomes) > 0 {
			told++
		}
		for _, said := range f.Outcomes {
			all.add(said, s.Settings.RiskPercent)
			rows[min(int(said.Late*bins), bins-1)].add(said, s.Settings.RiskPercent)
			for h, name := range board.Horizons {
				if name == said.Horizon {
					horizons[h].add(said, s.Settings.RiskPercent)
				}
			}
		}
	}
	c.Needed, c.OnTime, c.Forecasts = max(0, fewestResiduals-told), part(onTime, c.Cars), all.n
	c.Brier, c.Coverage, c.Pinball = all.mean(all.brier), part(all.covered, all.n), all.mean(all.pinball)
	rate := part(all.missed, all.n)
	c.Guess = rate * (1 - rate)
	for i, r := range rows {
		c.Table[i] = Bin{float64(i) / bins, float64(i+1) / bins, r.n, r.mean(r.late), part(r.missed, r.n)}
	}
	for i, h := range horizons {
		c.Horizons[i] = AtHorizon{board.Horizons[i], h.n, h.mean(h.brier), part(h.covered, h.n), h.mean(h.pinball),
			h.mean(h.off), part(h.flagged, h.missed), h.missed}
	}
	x := &s.Experience
	mean, _ := x.Expect("", "", nil)
	c.Experience = Learned{x.All.N, math.Exp(mean), shrunkShare(x.Grown, x.Visits, additionalWorkShare),
		shrunkShare(x.Failed, x.Inspected, failedInspectionShare)}
	return c
}

// tally sums up forecasts.
type tally struct {
	n, missed, covered, flagged int
	late, brier, pinball, off   float64
}

func (t *tally) add(s board.ForecastOutcome, risk int) {
	t.n++
	came := 0.0
	if s.Missed {
		came = 1
		t.missed++
		if s.Late*100 >= float64(risk) {
			t.flagged++
		}
	}
	if s.Came <= s.P80 {
		t.covered++
	}
	t.late += s.Late
	t.brier += (s.Late - came) * (s.Late - came)
	t.off += math.Abs(float64(s.Came - s.P50))
	for i, q := range [4]int{s.P10, s.P50, s.P80, s.P90} {
		over := float64(s.Came - q)
		t.pinball += max(quantileLevels[i]*over, (quantileLevels[i]-1)*over) / float64(len(quantileLevels))
	}
}

func (t *tally) mean(sum float64) float64 { return sum / float64(max(t.n, 1)) }

func part(of, all int) float64 { return float64(of) / float64(max(all, 1)) }
