package board

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A car lives through every step of a plain visit.
func TestPlainVisit(t *testing.T) {
	now := time.Date(2026, 3, 2, 0, 30, 0, 0, time.UTC) // 08:30 in Shanghai, a Monday
	s := NewState("haizhu")
	do := func(c Command) {
		t.Helper()
		events, next, err := Decide(s, c, Meta{Now: now, Actor: Actor{Name: "陈主管", Role: RoleManager}})
		require.NoError(t, err)
		for _, e := range events {
			data, err := Encode(e)
			require.NoError(t, err)
			back, err := Decode(e.Kind(), e.Seq, e.At, data)
			require.NoError(t, err)
			require.True(t, s.Apply(back))
		}
		require.JSONEq(t, asJSON(t, next), asJSON(t, s))
		now = now.Add(5 * time.Minute)
	}
	do(OpenShop{DefaultSettings("海珠店")})
	do(SetBay{Bay{ID: "B1", Name: "1 工位", Types: []BayType{BayLift, BayQuick}}})
	do(SetPerson{Person{ID: "T1", Name: "王", Roles: []Role{RoleTechnician}, Trades: []Trade{TradeMechanical}}})
	do(SetLabourTimes{[]LabourTime{{Code: "ME-001", NameZH: "小保养", NameEN: "minor service", Trade: TradeMechanical,
		StandardMinutes: 30, BayType: BayQuick, PartsZH: []string{"机油"}, PartsEN: []string{"oil"}}}})
	do(ImportOrder{Details: Details{OrderNo: "R1", Plate: "粤a·12345", Class: ClassGeneral},
		ArrivedAt: now.Add(-time.Minute), PromisedAt: now.Add(3 * time.Hour), Operations: []string{"ME-001"}})
	var id VisitID
	for k := range s.Visits {
		id = k
	}
	stage := func() Stage { return s.Visits[id].Stage }
	require.Equal(t, StageWaitDispatch, stage())
	do(Dispatch{Visit: id, Line: 1, Bay: "B1", Technicians: []PersonID{"T1"}})
	require.Equal(t, StageDispatched, stage())
	do(StartWork{Visit: id, Line: 1})
	require.Equal(t, StageInRepair, stage())
	do(StopWork{Visit: id, Line: 1, Reason: StopParts, KeepBay: true})
	require.Equal(t, StageStopped, stage())
	do(StartWork{Visit: id, Line: 1})
	do(FinishWork{Visit: id, Line: 1, SelfCheck: true})
	require.Equal(t, StageWaitInspection, stage())
	do(Inspect{Visit: id, Passed: true})
	do(Inspect{Visit: id, Item: "漏油", Cause: "螺栓未紧"})
	require.Equal(t, StageRework, stage())
	do(StartWork{Visit: id, Line: 2, Bay: "B1", Technicians: []PersonID{"T1"}})
	do(FinishWork{Visit: id, Line: 2, SelfCheck: true})
	do(Inspect{Visit: id, Passed: true})
	do(Inspect{Visit: id, Passed: true})
	require.Equal(t, StageWaitWash, stage())
	do(StartWash{Visit: id})
	do(FinishWash{Visit: id})
	require.Equal(t, StageReady, stage())
	do(Settle{Visit: id, Checked: true})
	do(Deliver{Visit: id})
	do(FollowUpCall{Visit: id, Reached: true, OnTime: true})
	require.Equal(t, StageClosed, stage())
	require.False(t, s.Visits[id].LateAt(now))
}

func asJSON(t *testing.T, s *State) string {
	t.Helper()
	data, err := s.Snapshot()
	require.NoError(t, err)
	return string(data)
}
