package board

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// note writes a forecast down for the promise in force.
func (b *bench) note(id VisitID, h Horizon, late float64) {
	b.t.Helper()
	b.do(NoteForecast{Visit: id, ForecastRecord: ForecastRecord{Promise: b.s.Visits[id].PromisedAt(), Horizon: h,
		P10: -60, P50: -40, P80: -10, P90: 20, Late: late}})
}

// deliver finishes a car minutes from now and hands it over.
func (b *bench) deliver(id VisitID, minutes int) {
	b.t.Helper()
	b.do(StartWork{Visit: id, Line: 1, Bay: "B1", Technicians: []PersonID{"T1"}})
	b.now = b.now.Add(time.Duration(minutes) * time.Minute)
	b.do(FinishWork{Visit: id, Line: 1, SelfCheck: true})
	for b.s.Visits[id].Stage == StageWaitInspection {
		b.do(Inspect{Visit: id, Inspector: "T2", Passed: true})
	}
	b.do(SkipWash{Visit: id, Reason: "下雨"})
	b.do(Settle{Visit: id, Checked: true})
	b.do(Deliver{Visit: id})
}

// What was said stays, the first at every horizon, and stands beside what came
// true after the hand-over.
func TestRecordOfForecasts(t *testing.T) {
	b := openBench(t)
	id := b.arrive("M1")
	b.note(id, HorizonMade, 0.1)
	seq := b.s.Seq
	b.note(id, HorizonMade, 0.7)
	require.Equal(t, seq, b.s.Seq, "another instance says so too")
	b.note(id, Horizon2h, 0.2)
	b.deliver(id, 60)
	require.Len(t, b.s.Record, 1)
	f := b.s.Record[0]
	require.Equal(t, id, f.Visit)
	require.True(t, f.OnTime)
	require.Len(t, f.Outcomes, 2)
	require.Equal(t, -180, f.Outcomes[0].Came, "ready at nine, promised for noon")
	require.False(t, f.Outcomes[0].Missed)
	require.InDelta(t, 0.1, f.Outcomes[0].Late, 1e-9)
	require.Equal(t, 1, b.s.Experience.Visits)
	require.Zero(t, b.s.Experience.Grown)
	require.Equal(t, 1, b.s.Experience.Inspected)

	data, err := b.s.Snapshot()
	require.NoError(t, err)
	back, err := Restore(data)
	require.NoError(t, err)
	require.Equal(t, b.s.Record, back.Record)
	require.Equal(t, b.s.Experience, back.Experience)
}

// A promise that moved because the order grew is not held against what was
// said; one the shop moved for its own sake is.
func TestWhatIsHeldAgainstAForecast(t *testing.T) {
	for cause, kept := range map[Cause]int{CauseAdditional: 1, CauseShop: 2} {
		b := openBench(t)
		id := b.arrive("M1")
		b.note(id, HorizonMade, 0.1)
		b.do(RePromise{Visit: id, PromisedAt: b.now.Add(6 * time.Hour), Cause: cause, Confirmed: true, How: HowPhone})
		b.note(id, HorizonMade, 0.1)
		b.deliver(id, 60)
		require.Len(t, b.s.Record[0].Outcomes, kept, cause)
		require.Equal(t, cause == CauseAdditional, b.s.Experience.Grown == 1)
	}
}

func TestRecordIsBounded(t *testing.T) {
	b := openBench(t)
	id := b.arrive("M1")
	b.deliver(id, 30)
	v := b.s.Visits[id].clone()
	for i := range keepRecord + 5 {
		v.ID = VisitID("W" + itoa(int64(i)))
		b.s.remember(v)
	}
	require.Len(t, b.s.Record, keepRecord)
	require.Equal(t, v.ID, b.s.Record[keepRecord-1].Visit)
	b.s.remember(v)
	require.Len(t, b.s.Record, keepRecord-1, "a car handed over twice counts once")
}

// A promise is warned of once, and once more when it is urgent; a new promise
// may be warned of again.
func TestWarningOfAPromise(t *testing.T) {
	b := openBench(t)
	id := b.arrive("M1")
	promise := b.s.Visits[id].PromisedAt()
	warn := func(urgent bool) bool {
		seq := b.s.Seq
		b.do(RaisePromiseAlert{Visit: id, Promise: promise, Urgent: urgent, Late: 0.6,
			Why: []Message{Quoted("前一辆车超时", "the car before overruns")}})
		return b.s.Seq > seq
	}
	require.True(t, warn(false))
	require.False(t, warn(false))
	require.Zero(t, b.s.Visits[id].CurrentAlert().SeenAt)
	b.now = b.now.Add(4 * time.Minute)
	b.do(AcknowledgePromiseAlert{Visit: id})
	a := b.s.Visits[id].CurrentAlert()
	require.Equal(t, b.now, a.SeenAt)
	require.Equal(t, "陈主管", a.SeenBy)
	seq := b.s.Seq
	b.do(AcknowledgePromiseAlert{Visit: id})
	require.Equal(t, seq, b.s.Seq, "once is enough")
	require.True(t, warn(true), "less than half an hour is left")
	require.True(t, b.s.Visits[id].CurrentAlert().SeenAt.IsZero())
	require.False(t, warn(true))

	b.do(RePromise{Visit: id, PromisedAt: promise.Add(time.Hour), Cause: CauseShop, Confirmed: true, How: HowPhone})
	require.Nil(t, b.s.Visits[id].CurrentAlert(), "the warning was about another promise")
	require.False(t, warn(false), "nobody asks for the old promise any more")
	promise = promise.Add(time.Hour)
	require.True(t, warn(false))
}
