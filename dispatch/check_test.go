package dispatch

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/dispatch/dispatchtest"
)

// ruled is a shop in which every rule can be broken.
type ruled struct {
	*dispatchtest.Shop
	running, next, third board.VisitID
}

func rulesShop(t *testing.T) ruled {
	s := day(t)
	do := func(c board.Command) { require.True(t, s.Do(c), c.Name()) }
	do(board.SetBay{Bay: board.Bay{ID: "B3", Name: "3 工位", Types: []board.BayType{board.BayLift}, Order: 3}})
	do(board.SetBay{Bay: board.Bay{ID: "B4", Name: "钣金 1", Types: []board.BayType{board.BayBody}, Order: 4}})
	do(board.SetMaintenance{Bay: "B3", Reason: "检修", Until: at(60)})
	do(board.SetPerson{Person: board.Person{ID: "T3", Name: "小周", Roles: []board.Role{board.RoleTechnician},
		Trades: []board.Trade{board.TradeMechanical}, Grade: board.GradeApprentice}})
	do(board.SetPerson{Person: board.Person{ID: "T4", Name: "老孙", Roles: []board.Role{board.RoleTechnician},
		Trades: []board.Trade{board.TradeBody}, Grade: board.GradeSenior}})
	do(board.SetPerson{Person: board.Person{ID: "T5", Name: "小吴", Roles: []board.Role{board.RoleTechnician},
		Trades: []board.Trade{board.TradeMechanical}, Grade: board.GradeSenior}})
	do(board.SetPresence{Person: "T5", Presence: board.PresenceRescue, Until: at(90)})
	do(board.SetTeam{Team: board.Team{ID: "G1", Name: "一组", Members: []board.PersonID{"T1", "T2", "T3"},
		Bays: []board.BayID{"B1", "B2"}}})
	r := ruled{Shop: s}
	r.running = order(t, s, "粤A10001", 3*time.Hour, "M2", "B1")
	r.next = order(t, s, "粤A10002", 3*time.Hour, "M5", "M3")
	do(board.StartWork{Visit: r.running, Line: 1, Bay: "B1", Technicians: []board.PersonID{"T1"}})
	do(board.ChangeOperation{Visit: r.next, Line: 2, StandardMinutes: 240, Crew: 2, MinGrade: board.GradeSenior,
		After: []int{1}})
	do(board.SetPart{Visit: r.next, ID: 1, State: board.PartShort, ETA: at(45)})
	r.third = order(t, s, "粤A10003", 3*time.Hour, "M1")
	do(board.StartWork{Visit: r.third, Line: 1, Bay: "B2", Technicians: []board.PersonID{"T2"}})
	do(board.FinishWork{Visit: r.third, Line: 1, SelfCheck: true})
	return r
}

// Every rule has its own case; the sentences are what people read.
func TestCheckNamesTheRule(t *testing.T) {
	r := rulesShop(t)
	plan := NewPlan(r.State, r.Now, Options{})
	require.Empty(t, Validate(r.State, plan))
	one := func(id board.PersonID) []board.PersonID { return []board.PersonID{id} }
	for _, c := range []struct {
		name       string
		a          Assignment
		code       string
		impossible bool
		zh         string
	}{
		{"no such visit", Assignment{Visit: "V0", Line: 1}, "visit_closed", true, "该工单没有可派的项目。"},
		{"no such line", Assignment{Visit: r.next, Line: 9}, "visit_closed", true, "该工单没有可派的项目。"},
		{"running", Assignment{Visit: r.running, Line: 1}, "running", true, "第 1 项已在施工。"},
		{"no such bay", Assignment{Visit: r.next, Line: 1, Bay: "X"}, "bay_unknown", true, "没有这个工位。"},
		{"nobody known", Assignment{Visit: r.next, Line: 1, Technicians: one("X")}, "person_unknown", true, "没有这个人员。"},
		{"wrong bay", Assignment{Visit: r.next, Line: 1, Bay: "B4"}, "bay_type", false, "钣金 1 不是举升工位。"},
		{"maintenance", Assignment{Visit: r.next, Line: 1, Bay: "B3"}, "bay_maintenance", true, "3 工位 正在维护：检修。"},
		{"car in the bay", Assignment{Visit: r.next, Line: 1, Bay: "B1", Start: r.Now}, "bay_busy", true,
			"1 工位 被车辆 粤A·10001 占用，预计 10:30 空出。"},
		{"car in the bay then", Assignment{Visit: r.next, Line: 1, Bay: "B1", Start: at(60)}, "bay_busy", false,
			"1 工位 被车辆 粤A·10001 占用，预计 10:30 空出。"},
		{"wrong trade", Assignment{Visit: r.next, Line: 1, Technicians: one("T4")}, "trade", false, "老孙 不会机修。"},
		{"low grade", Assignment{Visit: r.next, Line: 1, Technicians: one("T3")}, "grade", false, "这项工作至少需要一名中工。"},
		{"too few", Assignment{Visit: r.next, Line: 2, Technicians: one("T2")}, "crew_size", false, "需要 2 人，选了 1 人。"},
		{"too many", Assignment{Visit: r.next, Line: 2, Technicians: []board.PersonID{"T1", "T2", "T3", "T4"}},
			"crew_limit", true, "一项工作须有 1 至 3 名技师。"},
		{"away", Assignment{Visit: r.next, Line: 1, Technicians: one("T5"), Start: r.Now}, "absent", true,
			"小吴 当前为“外出救援”。"},
		{"away then", Assignment{Visit: r.next, Line: 1, Technicians: one("T5"), Start: at(80)}, "absent", false,
			"小吴 当前为“外出救援”。"},
		{"lunch", Assignment{Visit: r.next, Line: 1, Technicians: one("T2"), Start: at(250)}, "off_shift", false,
			"李明 在 12:10 不当班。"},
		{"busy", Assignment{Visit: r.next, Line: 1, Technicians: one("T1"), Start: r.Now}, "busy", true,
			"王强 要在 粤A·10001 上工作到 10:30。"},
		{"out of the team", Assignment{Visit: r.next, Line: 1, Bay: "B4", Technicians: one("T1"), Start: at(30)},
			"team_bays", false, "王强 正在 粤A·10001 上工作，只能同时兼顾本班组的两个工位。"},
		{"parts", Assignment{Visit: r.next, Line: 1, Start: at(30)}, "parts", false, "配件 刹车片 要到 08:45 才到。"},
		{"order of work", Assignment{Visit: r.next, Line: 2, Start: r.Now}, "precedence", true, "须先完成第 1 项，预计 09:45。"},
		{"two places", Assignment{Visit: r.running, Line: 2, Bay: "B4", Start: r.Now}, "car_elsewhere", true,
			"车辆 粤A·10001 正在 1 工位 施工，预计到 10:30。"},
		{"inspects own work", Assignment{Visit: r.third, Technicians: one("T2")}, "inspector_worked", true,
			"李明 参与了该车维修，不能检验。"},
		{"no inspector", Assignment{Visit: r.third, Technicians: one("T3")}, "not_inspector", false, "小周 不是质检员或班组长。"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, v := range Check(r.State, plan, r.Now, c.a) {
				if v.Code == c.code {
					require.Equal(t, c.impossible, v.Impossible)
					require.Equal(t, c.zh, spoken("zh", v.Reason))
					complete(t, v.Reason)
					return
				}
			}
			require.Fail(t, "not named", "%v", Check(r.State, plan, r.Now, c.a))
		})
	}
}

// What the plan itself proposes breaks no rule.
func TestThePlanPassesItsOwnRules(t *testing.T) {
	r := rulesShop(t)
	plan := NewPlan(r.State, r.Now, Options{})
	for _, task := range plan.Tasks {
		if !task.Running && task.Kind != KindWash {
			a := Assignment{Visit: task.Visit, Line: task.Line, Bay: task.Bay, Technicians: task.Technicians,
				Start: task.Start}
			require.Empty(t, Check(r.State, plan, r.Now, a), "%s/%d", task.Visit, task.Line)
		}
	}
	a := Assignment{Visit: r.third, Technicians: []board.PersonID{"Q1"}}
	require.Empty(t, Check(r.State, plan, r.Now, a))
}

// A member of the team may take the second bay while the first runs.
func TestTeamMemberMayTakeTheSecondBay(t *testing.T) {
	r := rulesShop(t)
	plan := NewPlan(r.State, r.Now, Options{})
	require.True(t, r.Do(board.SetPart{Visit: r.next, ID: 1, State: board.PartArrived}))
	a := Assignment{Visit: r.next, Line: 1, Bay: "B2", Technicians: []board.PersonID{"T1"}, Start: r.Now}
	require.Empty(t, Check(r.State, plan, r.Now, a))
}
