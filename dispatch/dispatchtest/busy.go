package dispatchtest

import (
	"fmt"
	"time"

	"bayline/board"
)

// Busy gives a full workshop of the usual size (10 mechanical and electrical,
// 3 body, 2 paint, 2 wash, 2 inspectors, 16 bays) with so many signed cars of
// three operations each and some four; up to eight are at work.
func Busy(cars int, seed uint64) *Shop {
	s := &Shop{State: board.NewState("busy"), Now: Monday, Dice: Dice(seed)}
	d := &s.Dice
	s.must(board.OpenShop{Settings: board.DefaultSettings("大店")})
	s.must(board.SetLabourTimes{Times: Catalogue})
	kinds := [][]board.BayType{
		{board.BayLift, board.BayQuick, board.BayFlat}, {board.BayLift, board.BayQuick, board.BayFlat},
		{board.BayLift, board.BayQuick}, {board.BayLift, board.BayQuick},
		{board.BayLift, board.BayFlat}, {board.BayLift, board.BayFlat}, {board.BayQuick}, {board.BayQuick},
		{board.BayFlat}, {board.BayAlign, board.BayTyre},
		{board.BayBody, board.BayFlat}, {board.BayBody, board.BayFlat}, {board.BayBooth, board.BayPrep},
		{board.BayWash}, {board.BayWash}, {board.BayQC},
	}
	for i, types := range kinds {
		s.must(board.SetBay{Bay: board.Bay{ID: board.BayID(fmt.Sprintf("B%02d", i+1)), Name: fmt.Sprintf("%d 工位", i+1),
			Types: types, Order: i + 1}})
	}
	add := func(id string, role board.Role, trades ...board.Trade) {
		grade := []board.Grade{board.GradeSenior, board.GradeJunior, board.GradeApprentice}[d.Below(3)]
		s.must(board.SetPerson{Person: board.Person{ID: board.PersonID(id), Name: id, Roles: []board.Role{role},
			Trades: trades, Grade: grade, Efficiency: 85 + d.Below(40)}})
	}
	for i := range 10 {
		trades := []board.Trade{board.TradeMechanical}
		if i%2 == 0 {
			trades = append(trades, board.TradeElectrical)
		}
		if i%3 == 0 {
			trades = append(trades, board.TradeAlignment, board.TradeTyre)
		}
		add(fmt.Sprintf("M%02d", i), board.RoleTechnician, trades...)
	}
	for i := range 3 {
		add(fmt.Sprintf("K%d", i), board.RoleTechnician, board.TradeBody)
	}
	for i := range 2 {
		add(fmt.Sprintf("P%d", i), board.RoleTechnician, board.TradePaint)
		add(fmt.Sprintf("W%d", i), board.RoleTechnician, board.TradeWash)
		add(fmt.Sprintf("Q%d", i), board.RoleInspector, board.TradeInspection)
	}
	for i := range 3 {
		s.must(board.SetTeam{Team: board.Team{ID: board.TeamID(fmt.Sprintf("G%d", i)), Name: fmt.Sprintf("%d 组", i+1),
			Members: []board.PersonID{
				board.PersonID(fmt.Sprintf("M%02d", 3*i)), board.PersonID(fmt.Sprintf("M%02d", 3*i+1)),
				board.PersonID(fmt.Sprintf("M%02d", 3*i+2))},
			Bays: []board.BayID{board.BayID(fmt.Sprintf("B%02d", 2*i+1)), board.BayID(fmt.Sprintf("B%02d", 2*i+2))}}})
	}
	for i := range cars {
		s.car(i)
	}
	for _, v := range board.Sorted(s.State.Visits)[:min(cars, 8)] {
		s.Now = s.Now.Add(time.Minute)
		for range 10 {
			if s.Do(board.StartWork{Visit: v.ID, Line: 1, Bay: s.bay(), Technicians: []board.PersonID{s.person()}}) {
				break
			}
		}
	}
	s.Now = s.Now.Add(25 * time.Minute)
	return s
}

// car brings in one signed order.
func (s *Shop) car(i int) {
	d := &s.Dice
	orders := [][]string{{"M1", "M5", "E1"}, {"M1", "T1", "A1"}, {"M2", "E2", "A1"}, {"M4", "E1", "M5", "T1"},
		{"B1", "P1", "M1"}, {"M1", "M5", "E1"}}
	s.must(board.ImportOrder{
		Details: board.Details{OrderNo: fmt.Sprintf("R%03d", i), Plate: fmt.Sprintf("粤A%05d", 10000+i),
			Class: board.Classes[d.Below(3)], Waiter: d.Chance(30)},
		ArrivedAt: s.Now.Add(-time.Minute), PromisedAt: s.Now.Add(time.Duration(120+30*i) * time.Minute),
		Operations: orders[i%len(orders)],
	})
}
