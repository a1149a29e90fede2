package dispatchtest

import (
	"fmt"
	"time"

	"bayline/board"
)

// Shop is a workshop under test: its state, and its clock.
type Shop struct {
	State *board.State
	Now   time.Time
	Dice  Dice
}

// Monday is the morning the shops open, 08:00 in Shanghai.
var Monday = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// Do gives a command to the shop as its manager and reports whether the rules
// allowed it.
func (s *Shop) Do(c board.Command) bool {
	_, next, err := board.Decide(s.State, c, board.Meta{Now: s.Now,
		Actor: board.Actor{Name: "陈主管", Role: board.RoleManager}})
	if err != nil {
		return false
	}
	s.State = next
	return true
}

// must gives a command that has to be allowed.
func (s *Shop) must(c board.Command) {
	if _, next, err := board.Decide(s.State, c, board.Meta{Now: s.Now,
		Actor: board.Actor{Name: "陈主管", Role: board.RoleManager}}); err != nil {
		panic(fmt.Sprintf("%s: %v", c.Name(), err))
	} else {
		s.State = next
	}
}

// Catalogue is a short list of labour times of every trade.
var Catalogue = []board.LabourTime{
	{Code: "M1", NameZH: "小保养", NameEN: "minor service", Trade: board.TradeMechanical, StandardMinutes: 30, Crew: 1,
		BayType: board.BayQuick, PartsZH: []string{"机油滤清器"}, PartsEN: []string{"oil filter"}},
	{Code: "M2", NameZH: "大保养", NameEN: "major service", Trade: board.TradeMechanical, StandardMinutes: 150, Crew: 1,
		BayType: board.BayLift},
	{Code: "M3", NameZH: "更换离合器", NameEN: "clutch", Trade: board.TradeMechanical, StandardMinutes: 240, Crew: 2,
		MinGrade: board.GradeSenior, BayType: board.BayLift, PartsZH: []string{"离合器片"},
		PartsEN: []string{"clutch disc"}},
	{Code: "M4", NameZH: "双人快保", NameEN: "express service", Trade: board.TradeMechanical, StandardMinutes: 50, Crew: 2,
		BayType: board.BayLift},
	{Code: "M5", NameZH: "刹车片", NameEN: "brake pads", Trade: board.TradeMechanical, StandardMinutes: 60, Crew: 1,
		MinGrade: board.GradeJunior, BayType: board.BayLift, PartsZH: []string{"刹车片"}, PartsEN: []string{"brake pads"}},
	{Code: "E1", NameZH: "故障诊断", NameEN: "diagnosis", Trade: board.TradeElectrical, StandardMinutes: 60, Crew: 1,
		BayType: board.BayFlat},
	{Code: "E2", NameZH: "电池充电", NameEN: "battery charge", Trade: board.TradeElectrical, StandardMinutes: 20,
		PassiveMinutes: 90, Crew: 1, BayType: board.BayFlat},
	{Code: "B1", NameZH: "钣金修复", NameEN: "panel repair", Trade: board.TradeBody, StandardMinutes: 300, Crew: 1,
		BayType: board.BayBody},
	{Code: "P1", NameZH: "喷漆", NameEN: "paint", Trade: board.TradePaint, StandardMinutes: 180, PassiveMinutes: 90,
		Crew: 1, BayType: board.BayBooth},
	{Code: "A1", NameZH: "四轮定位", NameEN: "alignment", Trade: board.TradeAlignment, StandardMinutes: 40, Crew: 1,
		BayType: board.BayAlign},
	{Code: "T1", NameZH: "换胎", NameEN: "tyres", Trade: board.TradeTyre, StandardMinutes: 40, Crew: 1},
	{Code: "W1", NameZH: "精洗", NameEN: "detailing", Trade: board.TradeWash, StandardMinutes: 40, Crew: 1,
		BayType: board.BayWash},
}

// Open opens a shop with a random staff and random bays; sparse shops lack
// trades, grades and bay types that work may ask for.
func Open(seed uint64) *Shop {
	s := &Shop{State: board.NewState("random"), Now: Monday, Dice: Dice(seed)}
	d := &s.Dice
	set := board.DefaultSettings("随机店")
	set.Calendar.Days = map[string]board.DayKind{"2026-03-04": board.DayOff, "2026-03-08": board.DayWork}
	set.InspectionMinutes, set.WashMinutes = 5+d.Below(15), d.Below(3)*10
	s.must(board.OpenShop{Settings: set})
	s.must(board.SetLabourTimes{Times: Catalogue})
	kinds := [][]board.BayType{
		{board.BayLift, board.BayQuick, board.BayFlat}, {board.BayLift, board.BayQuick}, {board.BayFlat},
		{board.BayBody, board.BayFlat},
		{board.BayBooth, board.BayPrep}, {board.BayAlign, board.BayTyre}, {board.BayWash}, {board.BayQC},
	}
	bays := 4 + d.Below(9)
	for i := range bays {
		s.must(board.SetBay{Bay: board.Bay{ID: board.BayID(fmt.Sprintf("B%02d", i+1)), Name: fmt.Sprintf("%d 工位", i+1),
			Types: kinds[min(i, d.Below(len(kinds)))], Order: i + 1}})
	}
	s.staff(4 + d.Below(12))
	return s
}

func (s *Shop) staff(people int) {
	d := &s.Dice
	skills := [][]board.Trade{
		{board.TradeMechanical}, {board.TradeMechanical, board.TradeElectrical}, {board.TradeElectrical},
		{board.TradeBody, board.TradePaint},
		{board.TradeMechanical, board.TradeAlignment, board.TradeTyre}, {board.TradeWash}, {board.TradeInspection},
		{board.TradePaint},
	}
	grades := []board.Grade{board.GradeSenior, board.GradeJunior, board.GradeApprentice}
	for i := range people {
		p := board.Person{ID: board.PersonID(fmt.Sprintf("T%02d", i+1)), Name: fmt.Sprintf("技师%d", i+1),
			Roles: []board.Role{board.RoleTechnician}, Trades: skills[min(i, d.Below(len(skills)))],
			Grade: Pick(d, grades), Efficiency: 70 + d.Below(60)}
		if d.Chance(15) {
			p.Roles = append(p.Roles, board.RoleLeader)
		}
		if d.Chance(15) {
			p.Shift = []board.Window{{From: 9 * 60, To: 20 * 60}}
		}
		s.must(board.SetPerson{Person: p})
	}
	if d.Chance(80) {
		s.must(board.SetPerson{Person: board.Person{ID: "Q1", Name: "质检", Roles: []board.Role{board.RoleInspector},
			Efficiency: 100}})
	}
	ids := board.Sorted(s.State.People)
	bays := s.State.BaysInOrder()
	for i := 0; i+3 <= people && 2*i/3+2 <= len(bays); i += 3 {
		if d.Chance(60) {
			at := 2 * i / 3
			s.must(board.SetTeam{Team: board.Team{ID: board.TeamID(fmt.Sprintf("G%d", i/3+1)),
				Name: fmt.Sprintf("%d 组", i/3+1), Leader: ids[i].ID,
				Members: []board.PersonID{ids[i].ID, ids[i+1].ID, ids[i+2].ID},
				Bays:    []board.BayID{bays[at].ID, bays[at+1].ID}}})
		}
	}
}
