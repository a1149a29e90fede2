// Package boardtest gives tests a shop to play with: one that is open and
// staffed, random commands that mostly make sense in it, and a check of what
// must hold in every state.
package boardtest

import (
	"time"

	"bayline/board"
)

// Monday is 08:30 of a working Monday in Shanghai, the usual start of a test.
var Monday = time.Date(2026, 3, 2, 0, 30, 0, 0, time.UTC)

// Manager may do everything, corrections included.
var Manager = board.Actor{Name: "陈主管", Role: board.RoleManager}

// Shop returns an open shop at the given time: six bays (one for washing), two
// teams of three with a helper, two advisors, an inspector, and a small
// catalogue. It panics when the rules refuse it, which is a fault of the test.
func Shop(id board.ShopID, now time.Time) (*board.State, []board.Event) {
	s := board.NewState(id)
	var all []board.Event
	for _, c := range opening() {
		events, next, err := board.Decide(s, c, board.Meta{Now: now, Actor: Manager})
		if err != nil {
			panic("boardtest: " + c.Name() + ": " + err.Error())
		}
		s, all = next, append(all, events...)
	}
	return s, all
}

func opening() []board.Command {
	commands := []board.Command{board.OpenShop{Settings: board.DefaultSettings("海珠店")},
		board.SetLabourTimes{Times: Catalogue()}}
	lift, quick := board.BayLift, board.BayQuick
	for i, types := range [][]board.BayType{{lift, quick}, {lift, quick}, {lift}, {lift, board.BayLiftEV},
		{board.BayBody, board.BayFlat}, {board.BayWash}} {
		n := string(rune('1' + i))
		commands = append(commands, board.SetBay{Bay: board.Bay{ID: board.BayID("B" + n), Name: n + " 工位", Types: types,
			Order: i + 1}})
	}
	for i, name := range []string{"王师傅", "李师傅", "张师傅", "赵师傅", "孙师傅", "周师傅", "吴师傅"} {
		grade := []board.Grade{board.GradeSenior, board.GradeJunior, board.GradeApprentice}[i%3]
		commands = append(commands, board.SetPerson{Person: board.Person{
			ID: board.PersonID("T" + string(rune('1'+i))), Name: name, Grade: grade, Efficiency: 90 + 5*i,
			Roles: []board.Role{board.RoleTechnician}, Trades: []board.Trade{board.TradeMechanical, board.TradeElectrical,
				board.TradeBody},
		}})
	}
	for i, role := range []board.Role{board.RoleAdvisor, board.RoleAdvisor, board.RoleInspector} {
		id := []board.PersonID{"A1", "A2", "Q1"}[i]
		commands = append(commands, board.SetPerson{Person: board.Person{ID: id, Name: "员工" + string(id),
			Roles: []board.Role{role}}})
	}
	return append(commands,
		board.SetTeam{Team: board.Team{ID: "G1", Name: "一组", Leader: "T1", Members: []board.PersonID{"T1", "T2", "T3"},
			Bays: []board.BayID{"B1", "B2"}}},
		board.SetTeam{Team: board.Team{ID: "G2", Name: "二组", Leader: "T4", Members: []board.PersonID{"T4", "T5", "T6"},
			Bays: []board.BayID{"B3", "B4"}}},
	)
}

// Catalogue returns a few labour times of several trades.
func Catalogue() []board.LabourTime {
	return []board.LabourTime{
		{Code: "ME-001", NameZH: "小保养", NameEN: "minor service", Trade: board.TradeMechanical, StandardMinutes: 30,
			Crew: 1, BayType: board.BayQuick, PartsZH: []string{"机油", "机油滤清器"}, PartsEN: []string{"oil", "oil filter"}},
		{Code: "ME-005", NameZH: "双人快保", NameEN: "express service", Trade: board.TradeMechanical, StandardMinutes: 48,
			Crew: 2, BayType: board.BayQuick},
		{Code: "ME-040", NameZH: "更换前刹车片", NameEN: "front brake pads", Trade: board.TradeMechanical, StandardMinutes: 60,
			Crew: 1, BayType: board.BayLift, PartsZH: []string{"前刹车片"}, PartsEN: []string{"front brake pads"}},
		{Code: "EL-001", NameZH: "电路检测", NameEN: "electrical diagnosis", Trade: board.TradeElectrical,
			StandardMinutes: 90, Crew: 1, BayType: board.BayLift, MinGrade: board.GradeJunior},
		{Code: "BO-001", NameZH: "前门钣金", NameEN: "front door repair", Trade: board.TradeBody, StandardMinutes: 180,
			PassiveMinutes: 20, Crew: 1, BayType: board.BayBody},
		{Code: "WA-001", NameZH: "洗车", NameEN: "wash", Trade: board.TradeWash, StandardMinutes: 20, Crew: 1,
			BayType: board.BayWash},
	}
}
