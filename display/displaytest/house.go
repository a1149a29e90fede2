package displaytest

import (
	"time"

	"bayline/board"
)

// open gives the shop its settings, bays, people and catalogue.
func (s *Shop) open() {
	s.t.Helper()
	morning := At("0730")
	set := board.DefaultSettings("海珠店")
	set.NameEN = "Haizhu"
	set.WIPLimits = map[board.Stage]int{board.StageWaitDispatch: 8, board.StageStopped: 4, board.StageWaitInspection: 3, board.StageWaitWash: 2, board.StageWashing: 1}
	set.FinalSampling = nil
	s.Do(morning.AddDate(0, 0, -2), board.OpenShop{Settings: set})
	for i, b := range bays {
		b.Order = i + 1
		s.Do(morning, board.SetBay{Bay: b})
	}
	for _, p := range people {
		s.Do(morning, board.SetPerson{Person: p})
		if p.Is(board.RoleTechnician) {
			s.Do(morning, board.SetPresence{Person: p.ID, Presence: board.PresencePresent})
		}
	}
	s.Do(morning, board.SetTeam{Team: board.Team{ID: "G1", Name: "王组", Leader: "T1", Members: []board.PersonID{"T1", "T2", "T3"}, Bays: []board.BayID{"B1", "B2"}}})
	s.Do(morning, board.SetTeam{Team: board.Team{ID: "G2", Name: "李组", Leader: "T5", Members: []board.PersonID{"T5", "T6", "T7"}, Bays: []board.BayID{"B5", "B6"}}})
	s.Do(morning, board.SetLabourTimes{Times: catalogue})
	s.Do(At("1300"), board.SetPresence{Person: "T16", Presence: board.PresenceRescue, Until: Now.Add(2 * time.Hour)})
	s.Do(At("0900"), board.SetMaintenance{Bay: "B7", Reason: "四轮定位仪校准", Until: At("1530")})
}

var bays = []board.Bay{
	{ID: "B1", Name: "1 工位", Types: []board.BayType{board.BayLift, board.BayQuick, board.BayFlat}},
	{ID: "B2", Name: "2 工位", Types: []board.BayType{board.BayLift, board.BayQuick, board.BayFlat}},
	{ID: "B3", Name: "3 工位", Types: []board.BayType{board.BayLift, board.BayQuick, board.BayFlat}},
	{ID: "B4", Name: "4 工位", Types: []board.BayType{board.BayLift, board.BayQuick, board.BayFlat}},
	{ID: "B5", Name: "5 工位", Types: []board.BayType{board.BayLift, board.BayLiftEV, board.BayFlat}},
	{ID: "B6", Name: "6 工位", Types: []board.BayType{board.BayLift, board.BayLiftEV, board.BayFlat}},
	{ID: "B7", Name: "四轮定位", Types: []board.BayType{board.BayAlign, board.BayTyre}},
	{ID: "B8", Name: "快保", Types: []board.BayType{board.BayQuick, board.BayLift}},
	{ID: "B9", Name: "轮胎", Types: []board.BayType{board.BayTyre, board.BayFlat}},
	{ID: "B10", Name: "钣金 1", Types: []board.BayType{board.BayBody, board.BayFlat}},
	{ID: "B11", Name: "烤漆房", Types: []board.BayType{board.BayBooth, board.BayPrep}},
	{ID: "B12", Name: "洗车", Types: []board.BayType{board.BayWash}},
	{ID: "B13", Name: "洗车 2", Types: []board.BayType{board.BayWash}},
}

func technician(id, name string, grade board.Grade, trades ...board.Trade) board.Person {
	return board.Person{ID: board.PersonID(id), Name: name, Roles: []board.Role{board.RoleTechnician}, Trades: trades, Grade: grade, Efficiency: 100}
}

func advisor(id, name, desk string) board.Person {
	return board.Person{ID: board.PersonID(id), Name: name, Roles: []board.Role{board.RoleAdvisor}, Desk: desk}
}

var people = []board.Person{
	advisor("A1", "林静", "2"), advisor("A2", "赵鹏飞", "1"), advisor("A3", "何雨", "3"), advisor("A4", "欧阳倩", "4"),
	technician("T1", "王强", board.GradeSenior, board.TradeMechanical, board.TradeElectrical),
	technician("T2", "孙浩", board.GradeJunior, board.TradeMechanical),
	technician("T3", "马超", board.GradeApprentice, board.TradeMechanical),
	technician("T4", "陈刚", board.GradeSenior, board.TradeMechanical),
	technician("T5", "李伟", board.GradeSenior, board.TradeMechanical, board.TradeElectrical),
	technician("T6", "周涛", board.GradeJunior, board.TradeMechanical),
	technician("T7", "吴凡", board.GradeApprentice, board.TradeMechanical),
	technician("T8", "郑凯", board.GradeJunior, board.TradeMechanical, board.TradeElectrical),
	technician("T9", "冯磊", board.GradeJunior, board.TradeMechanical),
	technician("T10", "何健", board.GradeSenior, board.TradeAlignment, board.TradeTyre),
	technician("T11", "吴勇", board.GradeSenior, board.TradeBody),
	technician("T12", "郑磊", board.GradeSenior, board.TradePaint),
	technician("T13", "蔡明", board.GradeJunior, board.TradeMechanical),
	technician("T14", "黄波", board.GradeJunior, board.TradeTyre, board.TradeMechanical),
	technician("T15", "唐亮", board.GradeJunior, board.TradeElectrical),
	technician("T16", "谢军", board.GradeSenior, board.TradeMechanical),
	{ID: "W1", Name: "洗车组", Roles: []board.Role{board.RoleTechnician}, Trades: []board.Trade{board.TradeWash}},
	{ID: "W2", Name: "洗车二组", Roles: []board.Role{board.RoleTechnician}, Trades: []board.Trade{board.TradeWash}},
	{ID: "I2", Name: "江质检", Roles: []board.Role{board.RoleInspector}, Trades: []board.Trade{board.TradeInspection}},
	{ID: "I1", Name: "罗质检", Roles: []board.Role{board.RoleInspector}, Trades: []board.Trade{board.TradeInspection}},
}

func labour(code, zh, en string, trade board.Trade, bay board.BayType, minutes, passive int) board.LabourTime {
	return board.LabourTime{Code: code, NameZH: zh, NameEN: en, Trade: trade, BayType: bay, StandardMinutes: minutes, PassiveMinutes: passive, Crew: 1}
}

var catalogue = []board.LabourTime{
	labour("MN-01", "小保养", "Minor service: oil and filter change", board.TradeMechanical, board.BayQuick, 36, 0),
	labour("MN-02", "4 万公里大保养", "Major service at 40,000 km", board.TradeMechanical, board.BayLift, 150, 0),
	labour("ME-01", "前制动片、制动盘更换", "Front brake pads and discs, replace", board.TradeMechanical, board.BayLift, 84, 0),
	labour("ME-02", "变速箱油循环更换", "Automatic transmission fluid exchange", board.TradeMechanical, board.BayLift, 72, 0),
	labour("ME-03", "离合器三件套更换", "Clutch kit, replace", board.TradeMechanical, board.BayLift, 270, 0),
	labour("ME-04", "前减震器总成更换", "Front shock absorber assembly, replace both", board.TradeMechanical, board.BayLift, 120, 0),
	labour("EL-01", "空调不制冷诊断", "Diagnosis: air conditioning does not cool", board.TradeElectrical, board.BayFlat, 60, 0),
	labour("EL-02", "车机软件升级", "Infotainment software update", board.TradeElectrical, board.BayFlat, 18, 40),
	labour("AL-01", "四轮定位", "Four-wheel alignment", board.TradeAlignment, board.BayAlign, 60, 0),
	labour("TY-01", "轮胎更换及动平衡", "Tyres, replace and balance", board.TradeTyre, board.BayTyre, 40, 0),
	labour("BO-01", "前保险杠更换", "Front bumper, replace", board.TradeBody, board.BayBody, 120, 0),
	labour("BO-02", "左前翼子板钣金修复", "Left front wing, panel beating", board.TradeBody, board.BayBody, 360, 0),
	labour("PA-01", "前保险杠喷漆", "Front bumper, refinish", board.TradePaint, board.BayBooth, 90, 60),
}
