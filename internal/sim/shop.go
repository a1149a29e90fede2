package sim

import (
	"bayline/board"
)

// The demo shop: twelve bays, sixteen technicians, six advisors. The names are
// made up.

func bays() []board.Bay {
	general := []board.BayType{board.BayLift, board.BayQuick, board.BayFlat}
	bay := func(order int, id board.BayID, name string, types ...board.BayType) board.Bay {
		return board.Bay{ID: id, Name: name, Types: types, Order: order}
	}
	return []board.Bay{
		bay(1, "B01", "1 工位", general...), bay(2, "B02", "2 工位", general...),
		bay(3, "B03", "3 工位", general...), bay(4, "B04", "4 工位", general...),
		bay(5, "B05", "5 工位", general...), bay(6, "B06", "6 工位", general...),
		bay(7, "B07", "快保", board.BayQuick, board.BayFlat),
		bay(8, "B08", "定位", board.BayAlign, board.BayTyre, board.BayLift, board.BayQuick, board.BayFlat),
		bay(9, "B09", "新能源", board.BayLiftEV, board.BayLift, board.BayFlat, board.BayQuick),
		bay(10, "B10", "钣金", board.BayBody, board.BayFrame, board.BayFlat),
		bay(11, "B11", "烤房", board.BayBooth, board.BayPrep, board.BayPolish),
		bay(12, washBay, "洗车", board.BayWash),
	}
}

func people() []board.Person {
	mech := []board.Trade{board.TradeMechanical}
	both := []board.Trade{board.TradeMechanical, board.TradeElectrical}
	tech := func(id board.PersonID, name string, grade board.Grade, efficiency int, trades ...board.Trade) board.Person {
		return board.Person{ID: id, Name: name, Roles: []board.Role{board.RoleTechnician}, Trades: trades, Grade: grade, Efficiency: efficiency}
	}
	lead := func(id board.PersonID, name string, efficiency int, trades ...board.Trade) board.Person {
		p := tech(id, name, board.GradeSenior, efficiency, trades...)
		p.Roles = append(p.Roles, board.RoleLeader)
		return p
	}
	staff := func(id board.PersonID, name, desk string, roles ...board.Role) board.Person {
		return board.Person{ID: id, Name: name, Desk: desk, Roles: roles, Efficiency: 100}
	}
	return []board.Person{
		lead("T01", "王建国", 112, append(both, board.TradeTyre)...), tech("T02", "李伟", board.GradeJunior, 100, mech...), tech("T03", "赵小军", board.GradeApprentice, 80, mech...),
		lead("T04", "陈志强", 110, both...), tech("T05", "刘洋", board.GradeJunior, 98, both...), tech("T06", "黄浩", board.GradeApprentice, 82, mech...),
		lead("T07", "周文斌", 108, append(both, board.TradeAlignment)...), tech("T08", "吴鹏", board.GradeJunior, 102, mech...), tech("T09", "徐凯", board.GradeApprentice, 78, mech...),
		tech("T10", "孙磊", board.GradeJunior, 115, mech...), tech("T11", "马超", board.GradeJunior, 110, mech...),
		tech("T12", "何勇", board.GradeSenior, 105, board.TradeAlignment, board.TradeTyre, board.TradeMechanical),
		tech("T13", "郭明", board.GradeSenior, 106, board.TradeElectrical, board.TradeMechanical),
		tech("T14", "吴铁生", board.GradeSenior, 104, board.TradeBody), tech("T15", "郑彩云", board.GradeSenior, 101, board.TradePaint),
		tech("T16", "谢阿水", board.GradeJunior, 100, board.TradeWash),
		staff("A1", "林晓梅", "1", board.RoleAdvisor), staff("A2", "赵敏", "2", board.RoleAdvisor), staff("A3", "何佳怡", "3", board.RoleAdvisor),
		staff("A4", "罗思远", "4", board.RoleAdvisor), staff("A5", "梁静", "5", board.RoleAdvisor), staff("A6", "宋杰", "6", board.RoleAdvisor),
		staff("Q1", "胡国平", "", board.RoleInspector), staff("Q2", "邓丽华", "", board.RoleInspector),
		staff("S1", "陈主管", "", board.RoleSupervisor), staff("K1", "刘管库", "", board.RoleParts), staff("P1", "张预约", "", board.RoleAppointment), staff("M1", "杨经理", "", board.RoleManager),
	}
}

func teams() []board.Team {
	team := func(id board.TeamID, name string, leader, second, third board.PersonID, left, right board.BayID) board.Team {
		return board.Team{ID: id, Name: name, Leader: leader, Members: []board.PersonID{leader, second, third}, Bays: []board.BayID{left, right}}
	}
	return []board.Team{
		team("G1", "王组", "T01", "T02", "T03", "B01", "B02"),
		team("G2", "陈组", "T04", "T05", "T06", "B03", "B04"),
		team("G3", "周组", "T07", "T08", "T09", "B05", "B06"),
	}
}

var advisors = []board.PersonID{"A1", "A2", "A3", "A4", "A5", "A6"}

// washMinutes is how long the demo's wash tunnel takes: one wash bay has to
// serve forty cars a day.
const washMinutes = 8

const washBay = board.BayID("B12")

// Setup gives the commands that fill a shop opened with these settings with the
// demo's bays, people and teams.
func Setup(settings board.Settings) []board.Command {
	settings.WashMinutes = washMinutes
	commands := []board.Command{board.ConfigureShop{Settings: settings}}
	for _, b := range bays() {
		commands = append(commands, board.SetBay{Bay: b})
	}
	for _, p := range people() {
		commands = append(commands, board.SetPerson{Person: p})
	}
	for _, t := range teams() {
		commands = append(commands, board.SetTeam{Team: t})
	}
	return commands
}
