package boardtest

import (
	"time"

	"bayline/board"

	"pgregory.net/rapid"
)

// aside returns a command out of turn: about a random visit, in whatever stage.
func (g gen) aside() board.Command { return g.asideOf(rapid.IntRange(0, asides).Draw(g.t, "aside")) }

// asides and changes are the highest kinds of what asideOf and changeOf draw.
const asides, changes = 25, 9

func (g gen) asideOf(kind int) board.Command {
	v := g.pick()
	if v == nil {
		v = &board.Visit{ID: g.visit()}
	}
	line := g.line(v)
	switch kind {
	case 0:
		return board.RePromise{Visit: v.ID, PromisedAt: g.soon(),
			Cause: one(g, board.CauseShop, board.CauseParts, board.CauseCustomer), Note: g.text(), Confirmed: g.chance(60),
			How: board.HowPhone, Signed: g.chance(50)}
	case 1:
		return board.TellCustomer{Visit: v.ID, How: one(g, board.Hows...), Note: g.text()}
	case 2:
		return board.AddNote{Visit: v.ID, Text: g.text()}
	case 3:
		return board.MoveCar{Visit: v.ID, Bay: one(g, "", g.bay()), Parking: one(g, "", "P3")}
	case 4:
		return board.SetHelp{Visit: v.ID, Line: line, On: g.chance(60)}
	case 5:
		return board.ReportOverrun{Visit: v.ID, Line: line, Minutes: rapid.IntRange(0, 90).Draw(g.t, "late")}
	case 6:
		return board.AcknowledgeOverrun{Visit: v.ID, Line: line}
	case 7:
		return board.SetPin{Visit: v.ID, Line: line, Bay: one(g, "", g.bay()), Technicians: g.crew(),
			Start: one(g, time.Time{}, g.soon())}
	case 8:
		part := board.SetPart{Visit: v.ID, Part: one(g, "火花塞", ""), State: one(g, board.PartStates...),
			ETA: one(g, time.Time{}, g.soon())}
		if len(v.Parts) > 0 {
			part.ID = one(g, v.Parts...).ID
		}
		return part
	case 9:
		return board.CarryOver{Visit: v.ID, Decision: g.text()}
	case 10:
		return board.CancelOperation{Visit: v.ID, Line: line, Reason: g.text()}
	case 11:
		return board.ChangeOperation{Visit: v.ID, Line: line, StandardMinutes: one(g, 0, 30, 60), Crew: one(g, 1, 2),
			After: one(g, nil, []int{g.line(v)})}
	case 12:
		d := v.Details()
		d.Class, d.NoWash = one(g, board.Classes...), g.chance(30)
		if g.chance(20) {
			d.Plate = g.details().Plate
		}
		return board.ChangeDetails{Visit: v.ID, Details: d}
	case 13:
		return board.Cancel{Visit: v.ID, Reason: g.text()}
	case 14:
		return board.LeaveUnrepaired{Visit: v.ID, Reason: g.text()}
	case 15:
		return board.EndStop{Visit: v.ID}
	case 16:
		return g.additional(v)
	case 17:
		return board.Correct{Visit: v.ID, To: one(g, board.StageWaitDispatch, board.StageWaitInspection,
			board.StageWaitWash, board.StageReady, board.StageBooked), Reason: g.text()}
	case 18:
		return g.addOperation(v)
	case 19, 20:
		return board.AdoptPlan{Lines: g.planLines(), Note: g.text()}
	case 21:
		return board.RejectPlan{Fingerprint: one(g, "a1b2", "c3d4", ""), Lines: g.planLines(), Reason: g.text()}
	case 22:
		return board.NoteForecast{Visit: v.ID, ForecastRecord: board.ForecastRecord{Promise: v.PromisedAt(),
			Horizon: one(g, board.Horizons...), P10: -30, P50: -20, P80: one(g, -10, 10), P90: one(g, 0, 15),
			Late: one(g, 0, 0.4, 1.2)}}
	case 23:
		return board.RaisePromiseAlert{Visit: v.ID, Promise: v.PromisedAt(), Urgent: g.chance(30),
			Late: one(g, 0.3, 0.9, -1), Ready: g.soon(),
			Why: one(g, nil, []board.Message{board.Say("said.text", "text", board.Named(g.text(), ""))})}
	case 24:
		return board.AcknowledgePromiseAlert{Visit: v.ID}
	}
	return g.stop(v)
}

// planLines returns lines of a plan, most of them about operations that wait.
func (g gen) planLines() []board.PlanLine {
	var lines []board.PlanLine
	for _, v := range board.Sorted(g.s.Visits) {
		for _, o := range v.Operations {
			if (o.State == board.OperationWaiting || o.State == board.OperationStopped || g.chance(3)) && len(lines) < 4 {
				lines = append(lines, board.PlanLine{Visit: v.ID, Line: o.Line, Bay: g.bay(),
					Technicians: []board.PersonID{g.person()}, Start: one(g, time.Time{}, g.soon())})
			}
		}
	}
	return lines
}

// shop returns a change of the shop itself.
func (g gen) shop() board.Command { return g.changeOf(rapid.IntRange(0, changes).Draw(g.t, "shop")) }

func (g gen) changeOf(kind int) board.Command {
	switch kind {
	case 0:
		set := g.s.Settings
		set.WashMinutes = one(g, 0, 15, 30, -1)
		set.Levels = map[board.Class][]board.Level{board.ClassGeneral: {board.LevelSelf},
			board.ClassMaintenance: {board.LevelSelf, board.LevelPeer, board.LevelFinal}}
		return board.ConfigureShop{Settings: set}
	case 1:
		return board.SetPerson{Person: board.Person{ID: g.person(), Name: "新来的",
			Roles: []board.Role{board.RoleTechnician}, Trades: []board.Trade{board.TradeMechanical}}}
	case 2:
		return board.RemovePerson{Person: one[board.PersonID](g, "T7", "T3", "T6")}
	case 3, 4:
		return board.SetPresence{Person: g.person(), Presence: one(g, board.Presences...),
			Until: one(g, time.Time{}, g.soon())}
	case 5:
		return board.SetMaintenance{Bay: g.bay(), Reason: one(g, "", "", "举升机检修"), Until: one(g, time.Time{}, g.soon())}
	case 6:
		return one[board.Command](g, board.RemoveBay{Bay: "B5"},
			board.SetBay{Bay: board.Bay{ID: "B5", Name: "5 工位", Types: []board.BayType{board.BayBody}, Order: 5}})
	case 7:
		return board.SetTeam{Team: board.Team{ID: one[board.TeamID](g, "G1", "G2", "G3"), Name: "组", Members: g.crew(),
			Bays: one(g, []board.BayID{"B1", "B2"}, []board.BayID{"B3", "B4"}, []board.BayID{"B5"})}}
	case 8:
		return board.RemoveTeam{Team: one[board.TeamID](g, "G2", "G3")}
	}
	return board.SetLabourTimes{Times: []board.LabourTime{{Code: one(g, "ME-001", "ME-777"), NameZH: "项目",
		Trade: one(g, board.Trades...), StandardMinutes: one(g, 0, 30), Crew: 1}}}
}
