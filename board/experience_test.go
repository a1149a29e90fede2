package board

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// bench is a shop in which one operation after the other is finished.
type bench struct {
	t   *testing.T
	s   *State
	now time.Time
}

func openBench(t *testing.T) *bench {
	b := &bench{t, NewState("haizhu"), time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)} // 8:00 in Shanghai, a Monday
	b.do(OpenShop{DefaultSettings("海珠店")})
	b.do(SetBay{Bay{ID: "B1", Name: "1 工位", Types: []BayType{BayLift}}})
	for _, id := range []PersonID{"T1", "T2"} {
		b.do(SetPerson{Person{ID: id, Name: string(id), Roles: []Role{RoleTechnician}, Trades: []Trade{TradeMechanical},
			Efficiency: 100}})
	}
	b.do(SetLabourTimes{[]LabourTime{
		{Code: "M1", NameZH: "小保养", Trade: TradeMechanical, StandardMinutes: 30, Crew: 1, BayType: BayLift},
		{Code: "M2", NameZH: "制动", Trade: TradeMechanical, StandardMinutes: 30, Crew: 1, BayType: BayLift},
		{Code: "P1", NameZH: "喷漆", Trade: TradeMechanical, StandardMinutes: 30, PassiveMinutes: 40, Crew: 1,
			BayType: BayLift},
	}})
	return b
}

func (b *bench) do(c Command) {
	b.t.Helper()
	_, next, err := Decide(b.s, c, Meta{Now: b.now, Actor: Actor{Name: "陈主管"}})
	require.NoError(b.t, err, c.Name())
	b.s = next
}

// arrive brings a car for one operation.
func (b *bench) arrive(code string) VisitID {
	id := VisitID("V" + itoa(b.s.Seq+1))
	b.do(ImportOrder{Details: Details{OrderNo: string(id), Plate: "粤A" + itoa(10000+b.s.Seq)}, ArrivedAt: b.now,
		PromisedAt: b.now.Add(4 * time.Hour), Operations: []string{code}})
	return id
}

// work lets a person take so many minutes for an operation.
func (b *bench) work(code string, who PersonID, minutes int) {
	id := b.arrive(code)
	b.do(StartWork{Visit: id, Line: 1, Bay: "B1", Technicians: []PersonID{who}})
	b.now = b.now.Add(time.Duration(minutes) * time.Minute)
	b.do(FinishWork{Visit: id, Line: 1})
	b.nextDay()
}

// nextDay keeps every piece of work inside one morning; six days a week.
func (b *bench) nextDay() {
	at := b.now.Truncate(24*time.Hour).AddDate(0, 0, 1)
	if at.Weekday() == time.Sunday {
		at = at.AddDate(0, 0, 1)
	}
	b.now = at
}

func itoa(n int64) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + itoa(n%10)
}

func TestExperienceLearnsFromFinishedWork(t *testing.T) {
	b := openBench(t)
	mean, spread := b.s.Experience.Expect(TradeMechanical, "M1", []PersonID{"T1"})
	require.InDelta(t, 0.024, mean, 1e-9, "nothing known: book time")
	require.InDelta(t, 0.321, spread, 0.001)

	for i := range 40 {
		b.work("M1", "T1", 44+i%3)
		b.work("M2", "T2", 29+i%3)
	}
	slow, spread := b.s.Experience.Expect(TradeMechanical, "M1", nil)
	quick, _ := b.s.Experience.Expect(TradeMechanical, "M2", nil)
	other, _ := b.s.Experience.Expect(TradeMechanical, "M9", nil)
	require.InDelta(t, math.Log(1.5), slow, 0.06, "drawn a little towards the trade")
	require.InDelta(t, 0, quick, 0.06)
	require.Greater(t, other, quick)
	require.Less(t, other, slow)
	require.Less(t, spread, 0.3)
	require.EqualValues(t, 80, b.s.Experience.All.N)

	with, _ := b.s.Experience.Expect(TradeMechanical, "M9", []PersonID{"T1"})
	require.NotEqual(t, with, other, "whoever does it matters too")
	b.do(RemovePerson{Person: "T1"})
	gone, _ := b.s.Experience.Expect(TradeMechanical, "M9", []PersonID{"T1"})
	require.InDelta(t, other, gone, 1e-9)
}

// One mistaken clock is held within bounds, and what cannot be a piece of work
// tells nothing; stops and drying do not count as work.
func TestExperienceIsNotFooled(t *testing.T) {
	b := openBench(t)
	b.work("M1", "T1", 1)
	require.Zero(t, b.s.Experience.All.N, "start and finish in one tap")
	b.work("M1", "T1", 239)
	require.EqualValues(t, maxRatio, b.s.Experience.All.Sum)

	before := b.s.Experience.All
	id := b.arrive("M1")
	b.do(StartWork{Visit: id, Line: 1, Bay: "B1", Technicians: []PersonID{"T1"}})
	b.now = b.now.Add(15 * time.Minute)
	b.do(StopWork{Visit: id, Line: 1, Reason: StopParts})
	b.now = b.now.Add(time.Hour)
	b.do(StartWork{Visit: id, Line: 1, Bay: "B1", Technicians: []PersonID{"T1"}})
	b.now = b.now.Add(15 * time.Minute)
	b.do(FinishWork{Visit: id, Line: 1})
	require.Equal(t, before.with(0), b.s.Experience.All, "half an hour of work")

	b.nextDay()
	before = b.s.Experience.All
	b.work("P1", "T1", 70)
	require.Equal(t, before.with(0), b.s.Experience.All, "half an hour of work and forty minutes of drying")
	b.now = b.now.Add(3 * time.Hour)
	before = b.s.Experience.All
	b.work("P1", "T1", 130)
	require.Equal(t, before, b.s.Experience.All, "it dried through lunch")
}

func TestTallyFades(t *testing.T) {
	var old Tally
	for range maxTally - 1 {
		old = old.with(400)
	}
	require.EqualValues(t, maxTally-1, old.N)
	require.EqualValues(t, maxTally/2, old.with(400).N)
	for range maxTally {
		old = old.with(0)
	}
	require.Less(t, old.mean(0, 0), 150.0)
}
