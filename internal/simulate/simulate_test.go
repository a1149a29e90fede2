package simulate

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

var short = Setting{Days: 2, Cars: 30, Promise: 1.2, Sigma: 0.3, Seed: 7}

// The same seed gives the same days and the same result.
func TestTheSameSeedGivesTheSameResult(t *testing.T) {
	once := func() string {
		r, err := Run(short, "bayline")
		require.NoError(t, err)
		r.ReplanP50, r.ReplanP99 = 0, 0
		text, err := json.Marshal(r)
		require.NoError(t, err)
		return string(text)
	}
	require.Equal(t, once(), once())
}

// Every plan that is followed keeps the hard rules, and every policy meets the
// same cars and brings all of them to their end.
func TestEveryPolicyLivesTheSameDays(t *testing.T) {
	checked := short
	checked.Check = true
	for _, policy := range policies {
		w, err := wayOf(policy)
		require.NoError(t, err)
		d, err := live(nil, short.draw(0), short.disturb(0), w, checked.checker())
		require.NoError(t, err, policy)
		came := 0
		for _, c := range short.draw(0) {
			if !c.gone {
				require.Equal(t, c.promise, d.cars[came].car.promise)
				came++
			}
		}
		require.Len(t, d.cars, came)
		for _, l := range d.cars {
			require.Positive(t, l.ready, "car %d with %s", l.index, policy)
		}
	}
}

// Who knows the day in advance lives it at least as well as anybody else.
func TestTheClairvoyantIsTheBest(t *testing.T) {
	s := short
	s.Tries = 200
	mdd, err := s.live("mdd")
	require.NoError(t, err)
	best, err := s.clairvoyant([][]*day{mdd})
	require.NoError(t, err)
	for n := range best {
		require.GreaterOrEqual(t, best[n].onTime(), mdd[n].onTime())
		require.Len(t, best[n].cars, len(mdd[n].cars))
	}
	o := foretell(mdd[0].state, s.draw(0), s.disturb(0))
	d, err := live(nil, s.draw(0), s.disturb(0), way{follows: &follower{o: o, order: o.clairvoyant(nil, 200, 1)}}, nil)
	require.NoError(t, err)
	require.GreaterOrEqual(t, d.onTime(), mdd[0].onTime(), "the foretold day can be lived")
}

// With one car there is nothing to decide, and a car alone is never slower on
// average than one among others.
func TestAloneIsTheBest(t *testing.T) {
	alone, err := Alone(short)
	require.NoError(t, err)
	fifo, err := Run(short, "fifo")
	require.NoError(t, err)
	require.Equal(t, alone.Cars, fifo.Cars)
	require.Less(t, alone.Flow, fifo.Flow)
	require.GreaterOrEqual(t, alone.OnTime, fifo.OnTime)
}

// clock and worked turn one into the other, over nights and a Sunday.
func TestWorkingMinutes(t *testing.T) {
	for work := 1; work < 2*week; work++ {
		require.Equal(t, work, worked(clock(work)))
	}
	require.Equal(t, lunch, clock(lunch-opens))
	require.Equal(t, dayLong+opens+1, clock(dayWork+1))
	require.Equal(t, week, worked(6*dayLong+600))
}
