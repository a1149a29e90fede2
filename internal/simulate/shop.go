package simulate

import (
	"fmt"
	"time"

	"bayline/board"
)

// boss is who gives the commands of the simulated day.
var boss = board.Actor{Name: "陈主管", Role: board.RoleManager}

// kind is a job class of the mix: how many in a hundred cars, its order and
// the class of its inspections.
type kind struct {
	share int
	class board.Class
	codes [][]string // one of these orders
}

// kinds are the cars of a day: express, major service, mechanical, electrical,
// tyre and alignment, body and paint.
var kinds = []kind{
	{45, board.ClassMaintenance, [][]string{{"X1"}, {"X1"}, {"X2"}}},
	{15, board.ClassMaintenance, [][]string{{"S1"}, {"S1", "M1"}}},
	{15, board.ClassGeneral, [][]string{{"M1", "M2"}, {"M2"}, {"M3"}}},
	{8, board.ClassGeneral, [][]string{{"E1"}, {"E1", "E2"}}},
	{5, board.ClassMaintenance, [][]string{{"T1", "A1"}, {"A1"}}},
	{12, board.ClassCollision, [][]string{{"B1", "P1"}, {"B2", "P1", "M1"}, {"B2", "P2", "E2"}}},
}

// hidden are the operations that are found on the way.
var hidden = []string{"M1", "E2", "M2"}

var catalogue = []board.LabourTime{
	{Code: "X1", NameZH: "双人快保", NameEN: "express service", Trade: board.TradeMechanical, StandardMinutes: 44, Crew: 2, BayType: board.BayQuick},
	{Code: "X2", NameZH: "双人快保加检查", NameEN: "express service and check", Trade: board.TradeMechanical, StandardMinutes: 60, Crew: 2, BayType: board.BayQuick},
	{Code: "S1", NameZH: "大保养", NameEN: "major service", Trade: board.TradeMechanical, StandardMinutes: 90, Crew: 1, BayType: board.BayLift},
	{Code: "M1", NameZH: "刹车片", NameEN: "brake pads", Trade: board.TradeMechanical, StandardMinutes: 45, Crew: 1, BayType: board.BayLift},
	{Code: "M2", NameZH: "底盘维修", NameEN: "chassis repair", Trade: board.TradeMechanical, StandardMinutes: 80, Crew: 1, BayType: board.BayLift},
	{Code: "M3", NameZH: "更换离合器", NameEN: "clutch", Trade: board.TradeMechanical, StandardMinutes: 160, Crew: 1, MinGrade: board.GradeJunior, BayType: board.BayLift},
	{Code: "E1", NameZH: "故障诊断", NameEN: "diagnosis", Trade: board.TradeElectrical, StandardMinutes: 50, Crew: 1, BayType: board.BayFlat},
	{Code: "E2", NameZH: "电器维修", NameEN: "electrical repair", Trade: board.TradeElectrical, StandardMinutes: 50, Crew: 1, BayType: board.BayFlat},
	{Code: "T1", NameZH: "换胎", NameEN: "tyres", Trade: board.TradeTyre, StandardMinutes: 40, Crew: 1, BayType: board.BayTyre},
	{Code: "A1", NameZH: "四轮定位", NameEN: "alignment", Trade: board.TradeAlignment, StandardMinutes: 45, Crew: 1, BayType: board.BayAlign},
	{Code: "B1", NameZH: "钣金小修", NameEN: "small panel repair", Trade: board.TradeBody, StandardMinutes: 120, Crew: 1, BayType: board.BayBody},
	{Code: "B2", NameZH: "钣金修复", NameEN: "panel repair", Trade: board.TradeBody, StandardMinutes: 210, Crew: 1, BayType: board.BayBody},
	{Code: "P1", NameZH: "喷漆", NameEN: "paint", Trade: board.TradePaint, StandardMinutes: 120, Crew: 1, BayType: board.BayBooth},
	{Code: "P2", NameZH: "多面喷漆", NameEN: "paint, several panels", Trade: board.TradePaint, StandardMinutes: 170, Crew: 1, BayType: board.BayBooth},
}

func standard(code string) board.LabourTime {
	for _, l := range catalogue {
		if l.Code == code {
			return l
		}
	}
	return board.LabourTime{}
}

// newShop opens the workshop: 10 mechanics and electricians, 3 body, 2 paint,
// 2 wash and 2 inspectors on 16 bays.
func newShop(decide Decide) (*board.State, error) {
	s := &day{state: board.NewState("simulate"), way: way{decide: decide}, now: opens - 60}
	set := board.DefaultSettings("模拟店")
	set.FinalSampling, set.InspectionMinutes, set.WashMinutes = nil, 8, 12
	s.must(board.OpenShop{Settings: set})
	s.must(board.SetLabourTimes{Times: catalogue})
	quick, lift, flat := board.BayQuick, board.BayLift, board.BayFlat
	for i, types := range [][]board.BayType{
		{quick, flat}, {quick, flat}, {quick, lift}, {lift, quick}, {lift, flat}, {lift, flat}, {lift}, {lift}, {lift, flat}, {board.BayAlign, board.BayTyre},
		{board.BayBody, flat}, {board.BayBody, flat}, {board.BayBody}, {board.BayBooth}, {board.BayBooth}, {board.BayWash}, {board.BayWash},
	} {
		s.must(board.SetBay{Bay: board.Bay{ID: board.BayID(fmt.Sprintf("B%02d", i+1)), Name: fmt.Sprintf("%d 工位", i+1), Types: types, Order: i + 1}})
	}
	grades := []board.Grade{board.GradeSenior, board.GradeJunior, board.GradeSenior, board.GradeJunior, board.GradeApprentice}
	add := func(letter string, i int, role board.Role, trades ...board.Trade) {
		id := fmt.Sprintf("%s%02d", letter, i+1)
		s.must(board.SetPerson{Person: board.Person{ID: board.PersonID(id), Name: id, Roles: []board.Role{role}, Trades: trades, Grade: grades[i%5], Efficiency: 92 + 5*((i*7)%5)}})
	}
	for i := range 10 {
		trades := []board.Trade{board.TradeMechanical}
		if i < 4 {
			trades = append(trades, board.TradeElectrical)
		}
		if i >= 2 && i < 7 {
			trades = append(trades, board.TradeAlignment, board.TradeTyre)
		}
		add("M", i, board.RoleTechnician, trades...)
	}
	for i := range 3 {
		add("K", i, board.RoleTechnician, board.TradeBody)
	}
	for i := range 2 {
		add("P", i, board.RoleTechnician, board.TradePaint)
		add("W", i, board.RoleTechnician, board.TradeWash)
		add("Q", i, board.RoleInspector, board.TradeInspection)
	}
	return s.state, s.err
}

func inMemory(s *board.State, c board.Command, meta board.Meta) (*board.State, error) {
	_, next, err := board.Decide(s, c, meta)
	return next, err
}

// do gives a command to the shop and reports whether the rules allowed it.
func (d *day) do(c board.Command) bool { return d.doAs(boss, c) }

func (d *day) doAs(who board.Actor, c board.Command) bool {
	decide := d.way.decide
	if decide == nil {
		decide = inMemory
	}
	next, err := decide(d.state, c, board.Meta{Now: at(d.now), Actor: who})
	if err != nil {
		d.refused = fmt.Errorf("%s at %s: %w", c.Name(), at(d.now).Format(time.TimeOnly), err)
		return false
	}
	d.state = next
	return true
}

// must gives a command that has to be allowed; a refusal ends the day.
func (d *day) must(c board.Command) { d.mustAs(boss, c) }

func (d *day) mustAs(who board.Actor, c board.Command) {
	if d.err == nil && !d.doAs(who, c) {
		d.err = d.refused
	}
}
