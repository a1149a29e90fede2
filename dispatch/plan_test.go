package dispatch

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/dispatch/dispatchtest"
)

// at returns a time of the Monday of the tests, in minutes after 08:00.
func at(minutes int) time.Time { return dispatchtest.Monday.Add(time.Duration(minutes) * time.Minute) }

func hasReason(o Outlook, code string) bool { return find(o.Reasons, code) != nil }

func find(list []Reason, code string) *Reason {
	for i := range list {
		if list[i].Code == code {
			return &list[i]
		}
	}
	return nil
}

// validPlan makes a plan and validates it.
func validPlan(t *testing.T, s *dispatchtest.Shop) *Plan {
	t.Helper()
	p := NewPlan(s.State, s.Now, Options{})
	require.Empty(t, Validate(s.State, p))
	return p
}

// Two cars, two mechanics, two bays: both start at once, are inspected by the
// one inspector one after the other, and are ready.
func TestTwoCarsAtOnce(t *testing.T) {
	s := day(t)
	s.Now = at(-1)
	a := order(t, s, "粤A10001", 3*time.Hour, "M1")
	s.Now = at(0)
	b := order(t, s, "粤A10002", 3*time.Hour, "M1")
	p := validPlan(t, s)
	require.Equal(t, at(0).Unix(), taskOf(t, p, a, 1).Start.Unix())
	require.Equal(t, at(0).Unix(), taskOf(t, p, b, 1).Start.Unix())
	first, second := taskOf(t, p, a, 0), taskOf(t, p, b, 0)
	require.Equal(t, KindInspection, first.Kind)
	require.Equal(t, []board.PersonID{"Q1"}, first.Technicians)
	require.Equal(t, at(40).Unix(), first.Finish.Unix())
	require.Equal(t, at(50).Unix(), second.Finish.Unix())
	for _, id := range []board.VisitID{a, b} {
		require.Equal(t, HealthNormal, p.Outlooks[id].Health)
		require.Empty(t, p.Outlooks[id].Reasons)
	}
}

// Work is split at lunch and over the night, and nowhere else.
func TestWorkSplitsAtBreaksAndNights(t *testing.T) {
	s := day(t)
	s.Now = at(200) // 11:20
	v := order(t, s, "粤A10001", 24*time.Hour, "M2")
	task := taskOf(t, validPlan(t, s), v, 1)
	require.Len(t, task.Attended, 2)
	require.Equal(t, at(240).Unix(), task.Attended[0].End.Unix())
	require.Equal(t, at(300).Unix(), task.Attended[1].Start.Unix())
	s.Now = at(520) // 16:40, 50 minutes before closing
	task = taskOf(t, validPlan(t, s), v, 1)
	require.Equal(t, at(24*60+100).Unix(), task.Finish.Unix())
}

// An overrun pushes the finish ahead of now, the more the longer it lasts, and
// the cars that wait for it are told whose fault it is.
func TestOverrunIsSeenInTheCarBehind(t *testing.T) {
	s := day(t)
	do := func(c board.Command) { require.True(t, s.Do(c), c.Name()) }
	do(board.SetPresence{Person: "T2", Presence: board.PresenceOff})
	a := order(t, s, "粤A10001", 8*time.Hour, "M1")
	b := order(t, s, "粤A10002", 130*time.Minute, "M5")
	do(board.StartWork{Visit: a, Line: 1, Bay: "B1", Technicians: []board.PersonID{"T1"}})
	require.Equal(t, at(30).Unix(), taskOf(t, validPlan(t, s), a, 1).Finish.Unix())
	s.Now = at(20)
	require.Equal(t, at(30).Unix(), taskOf(t, validPlan(t, s), a, 1).Finish.Unix())
	s.Now = at(35)
	soon := taskOf(t, validPlan(t, s), a, 1).Finish
	require.True(t, soon.After(s.Now))
	s.Now = at(80)
	p := validPlan(t, s)
	late := taskOf(t, p, a, 1).Finish.Sub(s.Now)
	require.Greater(t, late, soon.Sub(at(35)))
	o := p.Outlooks[b]
	require.Contains(t, []Health{HealthRisk, HealthLate}, o.Health)
	require.True(t, hasReason(o, "waits_for_technician"), "%v", o.Reasons)
	over := find(o.Reasons, "overrun")
	require.NotNil(t, over, "%v", o.Reasons)
	require.Equal(t, "1 工位 的 粤A·10001 已超出标准工时 50 分。", spoken("zh", *over))
	require.Equal(t, "粤A·10001 in 1 工位 is 50 min over its standard time.", spoken("en", *over))
}

// "I won't make it" moves the finish by what the technician said.
func TestWarningMovesTheFinish(t *testing.T) {
	s := day(t)
	v := order(t, s, "粤A10001", 8*time.Hour, "M1")
	require.True(t, s.Do(board.StartWork{Visit: v, Line: 1, Bay: "B1", Technicians: []board.PersonID{"T1"}}))
	s.Now = at(20)
	require.True(t, s.Do(board.ReportOverrun{Visit: v, Line: 1, Minutes: 45}))
	require.Equal(t, at(75).Unix(), taskOf(t, validPlan(t, s), v, 1).Finish.Unix())
}

// Whoever is fixed by dispatch or pin stays; the parts left open are planned.
func TestPinsAreKeptPartByPart(t *testing.T) {
	s := day(t)
	v := order(t, s, "粤A10001", 8*time.Hour, "M1", "M5")
	require.True(t, s.Do(board.SetPin{Visit: v, Line: 1, Technicians: []board.PersonID{"T2"}}))
	require.True(t, s.Do(board.SetPin{Visit: v, Line: 2, Bay: "B2", Start: at(120)}))
	p := validPlan(t, s)
	require.Equal(t, []board.PersonID{"T2"}, taskOf(t, p, v, 1).Technicians)
	two := taskOf(t, p, v, 2)
	require.Equal(t, board.BayID("B2"), two.Bay)
	require.Equal(t, at(120).Unix(), two.Start.Unix())
	require.True(t, two.Pinned)
}

// Missing parts hold a line until they come; a part without a date leaves the
// visit without a ready time, and says so.
func TestPartsHoldTheLine(t *testing.T) {
	s := day(t)
	v := order(t, s, "粤A10001", 3*time.Hour, "M1")
	require.True(t, s.Do(board.SetPart{Visit: v, ID: 1, State: board.PartShort, ETA: at(150)}))
	p := validPlan(t, s)
	require.Equal(t, at(150).Unix(), taskOf(t, p, v, 1).Start.Unix())
	require.Equal(t, "等待配件 机油滤清器，预计 10:30 到。", spoken("zh", *find(p.Outlooks[v].Reasons, "waits_for_parts")))
	require.True(t, s.Do(board.SetPart{Visit: v, ID: 1, State: board.PartShort}))
	p = validPlan(t, s)
	require.Empty(t, p.Tasks)
	require.Equal(t, HealthUnknown, p.Outlooks[v].Health)
	require.Equal(t, "Waits for oil filter, which has no expected time.", spoken("en", p.Outlooks[v].Reasons[0]))
}

// A stopped car that keeps its bay blocks it until the stop ends; without an
// end the bay is out of the plan and whoever needs it is told.
func TestStoppedCarBlocksItsBay(t *testing.T) {
	s := day(t)
	do := func(c board.Command) { require.True(t, s.Do(c), c.Name()) }
	do(board.SetMaintenance{Bay: "B2", Reason: "举升机检修"})
	a := order(t, s, "粤A10001", 3*time.Hour, "M1")
	b := order(t, s, "粤A10002", 3*time.Hour, "M1")
	do(board.StartWork{Visit: a, Line: 1, Bay: "B1", Technicians: []board.PersonID{"T1"}})
	s.Now = at(10)
	do(board.StopWork{Visit: a, Line: 1, Reason: board.StopApproval, KeepBay: true, Until: at(60)})
	p := validPlan(t, s)
	require.False(t, taskOf(t, p, b, 1).Start.Before(at(60)))
	require.Equal(t, HealthStopped, p.Outlooks[a].Health)
	do(board.EndStop{Visit: a})
	do(board.StopWork{Visit: a, Line: 1, Reason: board.StopApproval, KeepBay: true})
	p = validPlan(t, s)
	require.Empty(t, p.Tasks)
	require.Equal(t, HealthUnknown, p.Outlooks[b].Health)
	require.True(t, hasReason(p.Outlooks[b], "bay_blocked"), "%v", p.Outlooks[b].Reasons)
	do(board.MoveCar{Visit: a, Parking: "P3"})
	require.False(t, validPlan(t, s).Outlooks[b].Ready.IsZero())
}

// Drying needs the bay but nobody: the painter goes on, the next car waits.
func TestPassiveTimeHoldsTheBayOnly(t *testing.T) {
	s := day(t)
	do := func(c board.Command) { require.True(t, s.Do(c), c.Name()) }
	do(board.SetBay{Bay: board.Bay{ID: "B3", Name: "烤漆房", Types: []board.BayType{board.BayBooth}, Order: 3}})
	do(board.SetPerson{Person: board.Person{ID: "P1", Name: "漆工", Roles: []board.Role{board.RoleTechnician},
		Trades: []board.Trade{board.TradePaint, board.TradeMechanical}}})
	do(board.SetPresence{Person: "T1", Presence: board.PresenceOff})
	do(board.SetPresence{Person: "T2", Presence: board.PresenceOff})
	a := order(t, s, "粤A10001", 5*time.Hour, "P1")
	b := order(t, s, "粤A10002", 30*time.Hour, "P1")
	c := order(t, s, "粤A10003", 40*time.Hour, "M1")
	p := validPlan(t, s)
	require.Equal(t, at(270).Unix(), taskOf(t, p, a, 1).Finish.Unix())
	require.False(t, taskOf(t, p, b, 1).Start.Before(at(270)))
	require.Equal(t, at(180).Unix(), taskOf(t, p, c, 1).Start.Unix())
}

// A team of three serves two cars that need two people each at once.
func TestTeamWorksTwoBaysAtOnce(t *testing.T) {
	s := day(t)
	do := func(c board.Command) { require.True(t, s.Do(c), c.Name()) }
	do(board.SetPerson{Person: board.Person{ID: "T3", Name: "小周", Roles: []board.Role{board.RoleTechnician},
		Trades: []board.Trade{board.TradeMechanical}}})
	s.Now = at(-1)
	order(t, s, "粤A10001", 3*time.Hour, "M4")
	s.Now = at(0)
	v := order(t, s, "粤A10002", 3*time.Hour, "M4")
	require.True(t, taskOf(t, validPlan(t, s), v, 1).Start.After(at(5)))
	do(board.SetTeam{Team: board.Team{ID: "G1", Name: "一组", Members: []board.PersonID{"T1", "T2", "T3"},
		Bays: []board.BayID{"B1", "B2"}}})
	require.Equal(t, at(0).Unix(), taskOf(t, validPlan(t, s), v, 1).Start.Unix())
}

// Whoever worked on the car does not inspect it, even the only leader.
func TestInspectorHasNotWorkedOnTheCar(t *testing.T) {
	s := day(t)
	do := func(c board.Command) { require.True(t, s.Do(c), c.Name()) }
	do(board.RemovePerson{Person: "Q1"})
	do(board.SetPerson{Person: board.Person{ID: "T1", Name: "王强",
		Roles: []board.Role{board.RoleTechnician, board.RoleLeader}, Trades: []board.Trade{board.TradeMechanical}}})
	v := order(t, s, "粤A10001", 3*time.Hour, "M1")
	do(board.StartWork{Visit: v, Line: 1, Bay: "B1", Technicians: []board.PersonID{"T1"}})
	p := validPlan(t, s)
	require.True(t, p.Outlooks[v].Ready.IsZero())
	require.True(t, hasReason(p.Outlooks[v], "no_technician"), "%v", p.Outlooks[v].Reasons)
}

// The chance of being late grows as the promise comes nearer, and the range
// holds the expected time.
func TestChancesFollowThePromise(t *testing.T) {
	last := -1.0
	for _, minutes := range []int{400, 120, 75, 60, 30} {
		s := day(t)
		v := order(t, s, "粤A10001", time.Duration(minutes)*time.Minute, "M1")
		o := validPlan(t, s).Outlooks[v]
		require.GreaterOrEqual(t, o.Late, last)
		require.True(t, o.From.Before(o.Ready) && o.To.After(o.Ready))
		last = o.Late
	}
	require.Greater(t, last, 0.9)
}

// A running job that is over its time is less and less likely to end in time.
func TestChancesKnowTheTimeSpent(t *testing.T) {
	s := day(t)
	v := order(t, s, "粤A10001", 65*time.Minute, "M1")
	require.True(t, s.Do(board.StartWork{Visit: v, Line: 1, Bay: "B1", Technicians: []board.PersonID{"T1"}}))
	last := -1.0
	for _, minutes := range []int{10, 25, 40, 50} {
		s.Now = at(minutes)
		late := validPlan(t, s).Outlooks[v].Late
		require.GreaterOrEqual(t, late, last)
		last = late
	}
	require.Greater(t, last, 0.5)
	s.Now = at(66)
	o := validPlan(t, s).Outlooks[v]
	require.Equal(t, HealthLate, o.Health)
	require.Equal(t, "promise_passed", o.Reasons[0].Code)
}

// A car at work after its shift, a shop that is closed for good: still a plan.
func TestClosedShop(t *testing.T) {
	s := day(t)
	v := order(t, s, "粤A10001", 3*time.Hour, "M1")
	w := order(t, s, "粤A10002", 3*time.Hour, "M1")
	require.True(t, s.Do(board.StartWork{Visit: v, Line: 1, Bay: "B1", Technicians: []board.PersonID{"T1"}}))
	set := s.State.Settings
	set.Calendar.Week = [7][]board.Window{}
	require.True(t, s.Do(board.ConfigureShop{Settings: set}))
	p := NewPlan(s.State, s.Now, Options{})
	require.Len(t, p.Tasks, 1)
	require.True(t, hasReason(p.Outlooks[w], "beyond_horizon"), "%v", p.Outlooks[w].Reasons)
}
