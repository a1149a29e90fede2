package board_test

import (
	"strings"
	"testing"
	"time"

	"bayline/board"
	"bayline/board/boardtest"

	"github.com/stretchr/testify/require"
)

var manager = boardtest.Manager

// story is a shop whose clock goes on five minutes with every command.
type story struct {
	*board.State
	t   *testing.T
	now time.Time
}

func opened(t *testing.T) *story {
	t.Helper()
	s, _ := boardtest.Shop("haizhu", boardtest.Monday)
	return &story{s, t, boardtest.Monday.Add(time.Minute)}
}

func (s *story) do(c board.Command) {
	s.t.Helper()
	events, next, err := board.Decide(s.State, c, board.Meta{Now: s.now, Actor: manager})
	require.NoError(s.t, err)
	require.NoError(s.t, boardtest.CheckStep(s.State, events, next))
	require.NoError(s.t, boardtest.Check(next))
	s.State, s.now = next, s.now.Add(5*time.Minute)
}

func (s *story) refuse(code string, c board.Command) *board.Refusal {
	s.t.Helper()
	return s.refuseOn(code, c, board.Meta{Now: s.now, Actor: manager})
}

func (s *story) refuseOn(code string, c board.Command, m board.Meta) *board.Refusal {
	s.t.Helper()
	_, _, err := board.Decide(s.State, c, m)
	refusal, ok := board.AsRefusal(err)
	require.True(s.t, ok, "%T is allowed (%v)", c, err)
	require.Equal(s.t, code, refusal.Code, err)
	checkRefusal(s.t, err)
	return refusal
}

// order brings in a signed order and gives its visit.
func (s *story) order(no, plate string, class board.Class, codes ...string) board.VisitID {
	s.t.Helper()
	s.do(board.ImportOrder{Details: board.Details{OrderNo: no, Plate: plate, Class: class, Customer: "王先生"},
		ArrivedAt: s.now.Add(-time.Minute), PromisedAt: s.now.Add(4 * time.Hour), Operations: codes})
	for _, v := range s.Visits {
		if v.OrderNo == no {
			return v.ID
		}
	}
	s.t.Fatal("no visit")
	return ""
}

func (s *story) start(v board.VisitID, line int, bay board.BayID, who ...board.PersonID) {
	s.t.Helper()
	s.do(board.StartWork{Visit: v, Line: line, Bay: bay, Technicians: who})
}

// repaired brings a car to the wash.
func (s *story) repaired(no, plate string) board.VisitID {
	v := s.order(no, plate, board.ClassGeneral, "ME-001")
	s.start(v, 1, "B1", "T1")
	s.do(board.FinishWork{Visit: v, Line: 1, SelfCheck: true})
	s.do(board.Inspect{Visit: v, Passed: true})
	s.do(board.Inspect{Visit: v, Passed: true})
	return v
}

func (s *story) stage(v board.VisitID) board.Stage { return s.Visits[v].Stage }

func TestNoShowIsRebookedAsANewLinkedVisit(t *testing.T) {
	s := opened(t)
	at := s.now.Add(time.Hour)
	s.do(board.Book{Details: board.Details{Plate: "粤A12345", OrderNo: "R1", Advisor: "A1"}, At: at})
	old := board.Sorted(s.Visits)[0].ID
	s.refuse("slot_taken", board.Book{Details: board.Details{Plate: "粤A99999", Advisor: "A1"},
		At: at.Add(14 * time.Minute)})
	s.refuse("appointment_exists", board.Book{Details: board.Details{Plate: "粤A12345"}, At: at.Add(2 * time.Hour)})
	s.refuse("time_impossible", board.MarkNoShow{Visit: old})
	s.now = at.Add(time.Hour)
	s.do(board.MarkNoShow{Visit: old})
	since := s.Visits[old].NoShowAt
	s.refuse("note_required", board.Rebook{Visit: old, At: s.now.Add(time.Hour)})
	s.do(board.Rebook{Visit: old, At: s.now.Add(time.Hour), Reason: "堵车"})
	require.Equal(t, board.StageNoShow, s.stage(old))
	require.Equal(t, "堵车", s.Visits[old].EndReason)
	require.Equal(t, since, s.Visits[old].NoShowAt, "learning the cause does not move the no-show")
	var next *board.Visit
	for _, v := range s.Visits {
		if v.LinkedTo == old {
			next = v
		}
	}
	require.NotNil(t, next)
	s.do(board.Arrive{Visit: next.ID})
	require.Equal(t, old, s.Visits[next.ID].LinkedTo)
}

func TestComeback(t *testing.T) {
	s := opened(t)
	v := s.repaired("R1", "粤A12345")
	s.refuse("plate_present", board.Arrive{Details: board.Details{Plate: "粤a·12345"}})
	s.do(board.SkipWash{Visit: v, Reason: "客户赶时间"})
	s.refuse("not_checked", board.Settle{Visit: v})
	s.do(board.Settle{Visit: v, Checked: true})
	ready := s.Visits[v].ReadyAt
	s.do(board.VoidSettlement{Visit: v, Reason: "开错"})
	require.Equal(t, ready, s.Visits[v].ReadyAt, "a voided settlement does not make the car ready anew")
	s.do(board.Settle{Visit: v, Checked: true})
	s.refuse("wrong_stage", board.Arrive{Details: board.Details{Plate: "粤B12345"}, ComebackOf: v})
	s.do(board.Deliver{Visit: v})
	at := s.now.Add(time.Hour)
	s.do(board.Book{Details: board.Details{Plate: "粤A12345"}, At: at})
	for _, b := range s.Visits {
		if b.Stage == board.StageBooked {
			s.do(board.Arrive{Visit: b.ID, ComebackOf: v})
			require.Equal(t, v, s.Visits[b.ID].LinkedTo, "a booked car may be a comeback too")
			require.Contains(t, s.Visits[b.ID].Flags(), board.FlagComeback)
		}
	}
}

func TestTeamOverTwoBays(t *testing.T) {
	s := opened(t)
	a, b, c := s.order("R1", "粤A11111", board.ClassGeneral, "ME-001"),
		s.order("R2", "粤A22222", board.ClassGeneral, "ME-001"), s.order("R3", "粤A33333", board.ClassGeneral, "ME-001")
	s.start(a, 1, "B1", "T1")
	s.refuse("bay_occupied", board.StartWork{Visit: b, Line: 1, Bay: "B1", Technicians: []board.PersonID{"T2"}})
	s.start(b, 1, "B2", "T1")
	require.Len(t, s.WorkOf("T1"), 2)
	s.refuse("technician_busy", board.StartWork{Visit: c, Line: 1, Bay: "B3", Technicians: []board.PersonID{"T1"}})
	s.start(c, 1, "B3", "T7") // of no team
	s.do(board.FinishWork{Visit: b, Line: 1})
	s.refuse("technician_busy", board.SetPresence{Person: "T7", Presence: board.PresenceBreak})
}

func TestWholeVehicleStopAndOneLine(t *testing.T) {
	s := opened(t)
	v := s.order("R1", "粤A11111", board.ClassGeneral, "ME-001", "EL-001")
	s.start(v, 1, "B1", "T1")
	s.do(board.StopWork{Visit: v, Reason: board.StopApproval, KeepBay: true})
	require.Equal(t, board.StageStopped, s.stage(v))
	require.Equal(t, board.BayBlocked, s.BayState(s.Bays["B1"]))
	s.start(v, 2, "B1", "T2") // work on another line ends the standstill of the car, not of the line
	require.Nil(t, s.Visits[v].Stop)
	require.Equal(t, board.OperationStopped, s.Visits[v].Operation(1).State)
	require.Equal(t, board.StageInRepair, s.stage(v))
	s.do(board.StopWork{Visit: v, Reason: board.StopParts})
	require.Equal(t, board.BayFree, s.BayState(s.Bays["B1"]))
	require.Equal(t, "parts", s.Visits[v].Standstill().Owner)
	s.do(board.EndStop{Visit: v})
	require.Equal(t, board.StageWaitDispatch, s.stage(v))
}

func TestLateTapsKeepTheirOrder(t *testing.T) {
	s := opened(t)
	v := s.order("R1", "粤A11111", board.ClassGeneral, "ME-001")
	s.now = s.now.Add(time.Hour)
	started := s.now.Add(-30 * time.Minute)
	events, next, err := board.Decide(s.State, board.StartWork{Visit: v, Line: 1, Bay: "B1",
		Technicians: []board.PersonID{"T1"}}, board.Meta{Now: s.now, On: started, Actor: manager})
	require.NoError(t, err)
	require.Equal(t, started, events[len(events)-1].Happened())
	s.State = next
	require.Equal(t, started, s.Visits[v].Operation(1).StartedAt)
	s.refuseOn("time_impossible", board.FinishWork{Visit: v, Line: 1},
		board.Meta{Now: s.now, On: started.Add(-time.Minute), Actor: manager})
	s.refuseOn("time_impossible", board.FinishWork{Visit: v, Line: 1},
		board.Meta{Now: s.now, On: s.now.Add(time.Hour), Actor: manager})
	s.refuseOn("time_impossible", board.FinishWork{Visit: v, Line: 1},
		board.Meta{Now: s.now, On: s.now.AddDate(-1, 0, 0), Actor: manager})
}

func TestPromisesOnlyGrow(t *testing.T) {
	s := opened(t)
	v := s.order("R1", "粤A11111", board.ClassGeneral, "ME-001")
	first := s.Visits[v].PromisedAt()
	later := first.Add(time.Hour)
	s.refuse("note_required", board.RePromise{Visit: v, PromisedAt: later, Cause: board.CauseCustomer, Confirmed: true,
		How: board.HowPhone})
	s.refuse("signature_required", board.RePromise{Visit: v, PromisedAt: later, Cause: board.CauseCustomer,
		Note: "客户迟到", Confirmed: true, How: board.HowPhone})
	s.do(board.RePromise{Visit: v, PromisedAt: later, Cause: board.CauseShop})
	require.Equal(t, first, s.Visits[v].PromisedAt(), "what nobody confirmed does not count")
	s.do(board.FindAdditional{Visit: v, Codes: []string{"ME-040"}})
	s.refuse("promise_needed", board.AnswerAdditional{Visit: v, ID: 1, State: board.AdditionalApproved,
		How: board.HowPhone})
	s.do(board.AnswerAdditional{Visit: v, ID: 1, State: board.AdditionalApproved, How: board.HowPhone,
		PromisedAt: later.Add(time.Hour)})
	require.Equal(t, later.Add(time.Hour), s.Visits[v].PromisedAt())
	require.Len(t, s.Visits[v].Promises, 3)
	require.Equal(t, 1, s.Visits[v].Operation(2).Additional)
	s.refuse("wrong_state", board.AnswerAdditional{Visit: v, ID: 1, State: board.AdditionalDeclined, How: board.HowPhone})
}

// New settings must not move cars about, nor lock them where they are.
func TestNewSettingsLeaveSignedOrdersAlone(t *testing.T) {
	s := opened(t)
	v := s.repaired("R1", "粤A11111")
	s.do(board.StartWash{Visit: v, Bay: "B6"})
	s.do(board.FinishWash{Visit: v})
	set := s.Settings
	set.Levels = map[board.Class][]board.Level{board.ClassGeneral: {board.LevelPeer, board.LevelFinal}}
	set.WashMinutes = 0
	s.do(board.ConfigureShop{Settings: set})
	s.do(board.AddNote{Visit: v, Text: "钥匙在前台"})
	require.Equal(t, board.StageReady, s.stage(v))
}

func TestManagersCorrection(t *testing.T) {
	s := opened(t)
	v := s.order("R1", "粤A11111", board.ClassGeneral, "ME-001", "WA-001")
	s.refuseOn("manager_required", board.Correct{Visit: v, To: board.StageReady, Reason: "x"},
		board.Meta{Now: s.now, Actor: board.Actor{Name: "小刘"}})
	s.refuse("note_required", board.Correct{Visit: v, To: board.StageReady})
	s.do(board.Cancel{Visit: v, Reason: "点错了"})
	s.do(board.Correct{Visit: v, To: board.StageWaitDispatch, Reason: "取消有误"})
	require.Equal(t, board.StageWaitDispatch, s.stage(v))
	require.Equal(t, board.OperationWaiting, s.Visits[v].Operation(1).State, "the lines are back")
	for _, to := range []board.Stage{board.StageReady, board.StageWaitWash, board.StageWaitInspection,
		board.StageWaitDispatch} {
		s.do(board.Correct{Visit: v, To: to, Reason: "核对现场"})
		require.Equal(t, to, s.stage(v))
	}
}

func TestReferencesDoNotOutliveWhatTheyName(t *testing.T) {
	s := opened(t)
	v := s.order("R1", "粤A11111", board.ClassCollision, "BO-001")
	s.do(board.SetPin{Visit: v, Line: 1, Bay: "B5", Technicians: []board.PersonID{"T3"}})
	s.do(board.RemovePerson{Person: "T3"})
	require.Empty(t, s.Visits[v].Operation(1).Pin.Technicians)
	require.NotContains(t, s.Teams["G1"].Members, board.PersonID("T3"))
	s.do(board.Dispatch{Visit: v, Line: 1, Bay: "B5", Technicians: []board.PersonID{"T4"}})
	s.refuse("bay_in_use", board.RemoveBay{Bay: "B5"})
	s.refuse("person_in_use", board.RemovePerson{Person: "T4"})
	s.do(board.Recall{Visit: v, Line: 1, Reason: "改派"})
	s.do(board.RemoveBay{Bay: "B5"})
	require.Nil(t, s.Visits[v].Operation(1).Pin, "a pin that holds nothing any more is none")
	s.do(board.RemoveBay{Bay: "B2"})
	require.Equal(t, []board.BayID{"B1"}, s.Teams["G1"].Bays)
}

func TestWashLinesAreNoRepairWork(t *testing.T) {
	s := opened(t)
	v := s.order("R1", "粤A11111", board.ClassGeneral, "ME-001", "WA-001")
	s.refuse("wash_line", board.StartWork{Visit: v, Line: 2, Bay: "B6", Technicians: []board.PersonID{"T1"}})
	s.refuse("wash_line", board.Dispatch{Visit: v, Line: 2, Bay: "B6", Technicians: []board.PersonID{"T1"}})
	s.refuse("wash_line", board.StopWork{Visit: v, Line: 2, Reason: board.StopCrew})
	require.Equal(t, 20, s.Visits[v].WashMinutes(s.Settings))
}

func TestAbsurdInputIsNamed(t *testing.T) {
	s := opened(t)
	v := s.order("R1", "粤A11111", board.ClassGeneral, "ME-001")
	long, bell := strings.Repeat("长", 501), "a\ab"
	for field, c := range map[string]board.Command{
		"note":     board.StopWork{Visit: v, Reason: board.StopOther, Note: long},
		"text":     board.AddNote{Visit: v, Text: long},
		"reason":   board.Cancel{Visit: v, Reason: long},
		"customer": board.Arrive{Details: board.Details{Plate: "粤B1", Customer: long}},
		"parking":  board.MoveCar{Visit: v, Parking: long},
		"name":     board.SetTeam{Team: board.Team{ID: "G9", Name: long}},
		"id":       board.SetBay{Bay: board.Bay{ID: board.BayID(long), Name: "x", Types: []board.BayType{board.BayLift}}},
		"name_en": board.SetLabourTimes{Times: []board.LabourTime{{Code: "X", NameZH: "x", NameEN: long,
			Trade: board.TradeBody, StandardMinutes: 1}}},
	} {
		require.Equal(t, field, s.refuse("text_too_long", c).Field)
	}
	s.refuse("text_unreadable", board.AddNote{Visit: v, Text: bell})
	for field, c := range map[string]board.Command{
		"promised_at": board.RePromise{Visit: v, PromisedAt: s.now.AddDate(9, 0, 0), Cause: board.CauseShop},
		"start": board.Dispatch{Visit: v, Line: 1, Bay: "B1", Technicians: []board.PersonID{"T1"},
			Start: s.now.AddDate(9000, 0, 0)},
		"until": board.SetPresence{Person: "T1", Presence: board.PresenceRescue, Until: s.now.AddDate(90, 0, 0)},
		"eta":   board.SetPart{Visit: v, Part: "x", State: board.PartShort, ETA: s.now.AddDate(-9, 0, 0)},
		"arrived_at": board.ImportOrder{Details: board.Details{OrderNo: "R2", Plate: "粤B12345"},
			ArrivedAt: s.now.AddDate(-2, 0, 0), PromisedAt: s.now, Operations: []string{"ME-001"}},
	} {
		require.Equal(t, field, s.refuse("time_impossible", c).Field)
	}
	s.refuse("too_many", board.Dispatch{Visit: v, Line: 1, Bay: "B1",
		Technicians: []board.PersonID{"T1", "T2", "T3", "T4"}})
}
