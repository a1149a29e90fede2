package dispatch

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
)

// record returns cars about which something was said at one horizon; came tells
// what came true of the n-th.
func record(cars int, came func(n int) int) []board.Finished {
	var all []board.Finished
	for n := range cars {
		late := came(n)
		said := board.ForecastRecord{Horizon: board.Horizon2h, P10: -40, P50: -20, P80: 0, P90: 20,
			Raw: [4]int{-40, -20, 0, 20}, Late: 0.2}
		all = append(all, board.Finished{Visit: board.VisitID(fmt.Sprint("V", n)), OnTime: late <= 0,
			Outcomes: []board.ForecastOutcome{{ForecastRecord: said, Came: late, Missed: late > 0}}})
	}
	return all
}

// Forecasts that say what comes true are found to be right.
func TestCalibrationOfARightForecast(t *testing.T) {
	s := board.NewState("haizhu")
	s.Settings = board.DefaultSettings("海珠店")
	empty := Calibrate(s)
	require.Zero(t, empty.Cars)
	require.Equal(t, fewestResiduals, empty.Needed)
	require.Len(t, empty.Table, 10)

	s.Record = record(100, func(n int) int { return n - 79 }) // one in five is late
	c := Calibrate(s)
	require.Equal(t, 100, c.Cars)
	require.Zero(t, c.Needed)
	require.InDelta(t, 0.8, c.OnTime, 1e-9)
	require.InDelta(t, 0.8, c.Coverage, 1e-9)
	require.InDelta(t, 0.16, c.Brier, 1e-9)
	require.InDelta(t, c.Guess, c.Brier, 1e-9, "it told no car from another")
	require.Equal(t, 100, c.Table[2].Forecasts)
	require.InDelta(t, 0.2, c.Table[2].Came, 1e-9)
	require.Equal(t, 100, c.Horizons[2].Forecasts)
	require.Equal(t, 20, c.Horizons[2].Late)
	require.Zero(t, c.Horizons[2].Flagged, "20 % is no risk in this shop")
	require.Zero(t, c.Horizons[0].Forecasts)
}

// A forecast whose record shows that it is always half a width too early is
// moved by that, but not before the record holds thirty cars.
func TestForecastIsCorrectedByItsRecord(t *testing.T) {
	late := func(n int) int { return 30 + (n%60 - 30) }
	require.Empty(t, corrections(record(29, late)))
	c := corrections(record(180, late))[groupOf(board.Horizon2h, false)]
	for k, want := range [4]float64{5 + 40, 29 + 20, 47, 53 - 20} {
		require.InDelta(t, want/60, c[k], 0.05, "quantile %v", quantileLevels[k])
	}
	require.InDelta(t, c[0], c.at(0.01), 1e-9)
	require.InDelta(t, (c[1]+c[2])/2, c.at(0.65), 1e-9)
	require.InDelta(t, c[3], c.at(0.99), 1e-9)
}

// Cars on which more work may be found miss in another way than the others. What
// the record does not hold enough of is corrected as later forecasts are, or else
// as earlier ones.
func TestCorrectionsOfForecastsThatMissAlike(t *testing.T) {
	all := record(60, func(n int) int { return 20 + n%7 - 3 })
	for i := range all[:30] {
		all[i].Outcomes[0].Known, all[i].Outcomes[0].Came = true, all[i].Outcomes[0].Came-40
	}
	s := board.NewState("haizhu")
	s.Settings, s.Record = board.DefaultSettings("海珠店"), all
	now := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
	p := newProblem(s, now, Options{})
	require.Len(t, p.corrections, 2)
	of := func(left time.Duration, operations ...board.Operation) correction {
		promise := board.Promise{At: now.Add(left), Confirmed: true}
		c, ok := p.correction(&job{visit: &board.Visit{Promises: []board.Promise{promise}, Operations: operations},
			due: 1})
		require.True(t, ok)
		return c
	}
	open, known := of(90*time.Minute), of(90*time.Minute, board.Operation{State: board.OperationDone})
	require.InDelta(t, 40.0/60, open[2]-known[2], 1e-9)
	require.InDelta(t, (22-0.5)/60, open[2], 0.02, "four of five came within 22 minutes of their P80")
	require.Equal(t, open, of(6*time.Hour), "there is no record of so early")
	require.Equal(t, known, of(10*time.Minute, board.Operation{Additional: 1}), "nor of so late")
	_, ok := newProblem(board.NewState("haizhu"), now, Options{}).correction(&job{visit: &board.Visit{}, due: never})
	require.False(t, ok)
}

func TestNearestHorizon(t *testing.T) {
	for left, want := range map[time.Duration]board.Horizon{
		9 * time.Hour: board.HorizonMade, 4 * time.Hour: board.Horizon4h, 121 * time.Minute: board.Horizon4h,
		2 * time.Hour: board.Horizon2h,
		time.Hour:     board.Horizon1h, 30 * time.Minute: board.Horizon30m, -time.Hour: board.Horizon30m,
	} {
		require.Equal(t, want, lastHorizonPassed(left), left)
	}
}

// The ratios of a spread have its median and its width, and the heavy tail.
func TestRatiosOfASpread(t *testing.T) {
	for s := range spreads {
		spread := narrowest + float64(s)*spreadStep
		q := quantiles(spread)
		for i := range quantileCount - 1 {
			require.LessOrEqual(t, q[i], q[i+1], "spread %v at %d", spread, i)
		}
		below := math.Log(float64(q[quantileCount/2])/ratioUnit) - math.Log(float64(q[quantileCount*16/100])/ratioUnit)
		require.InDelta(t, spread, below, 0.05*spread+0.02, "spread %v", spread)
		require.Greater(t, float64(q[quantileCount-1])/ratioUnit, 1.7)
	}
}
