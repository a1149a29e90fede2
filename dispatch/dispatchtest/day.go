package dispatchtest

import (
	"fmt"
	"time"

	"bayline/board"
)

// Live lets random commands happen; refused ones are part of life. It gives
// the number that were allowed.
func (s *Shop) Live(commands int) int {
	done := 0
	for range commands {
		s.pass()
		if s.Do(s.command()) {
			done++
		}
	}
	return done
}

// pass moves the clock: mostly a few minutes and seconds, at times over night.
func (s *Shop) pass() {
	s.Now = s.Now.Add(time.Duration(s.Dice.Below(240)) * time.Second)
	if s.Dice.Chance(1) {
		s.Now = s.Now.Add(time.Duration(s.Dice.Below(20)) * time.Hour)
	}
}

// some gives a visit that is open, mostly one in the given stages.
func (s *Shop) some(stages ...board.Stage) *board.Visit {
	var wanted, open []*board.Visit
	for _, v := range board.Sorted(s.State.Visits) {
		if v.Finished() {
			continue
		}
		open = append(open, v)
		for _, stage := range stages {
			if v.Stage == stage {
				wanted = append(wanted, v)
			}
		}
	}
	if len(wanted) > 0 {
		return Pick(&s.Dice, wanted)
	}
	if len(open) > 0 {
		return Pick(&s.Dice, open)
	}
	return &board.Visit{}
}

func (s *Shop) line(v *board.Visit, states ...board.OperationState) int {
	var lines []int
	for _, o := range v.Operations {
		for _, state := range states {
			if o.State == state && o.Trade != board.TradeWash {
				lines = append(lines, o.Line)
			}
		}
	}
	return Pick(&s.Dice, lines)
}

func (s *Shop) person() board.PersonID {
	p := Pick(&s.Dice, board.Sorted(s.State.People))
	if p == nil {
		return ""
	}
	return p.ID
}

func (s *Shop) bay() board.BayID { return Pick(&s.Dice, s.State.BaysInOrder()).ID }

func (s *Shop) crew() []board.PersonID {
	ids := []board.PersonID{s.person()}
	if other := s.person(); other != ids[0] && s.Dice.Chance(30) {
		ids = append(ids, other)
	}
	return ids
}

// soon gives a time ahead, or none.
func (s *Shop) soon(hours int) time.Time {
	if s.Dice.Chance(40) {
		return time.Time{}
	}
	return s.Now.Add(time.Duration(1+s.Dice.Below(hours*60)) * time.Minute)
}

// command makes up one command that is likely to be allowed.
func (s *Shop) command() board.Command {
	if s.Dice.Chance(25) {
		return s.front()
	}
	if s.Dice.Chance(15) {
		return s.disturb()
	}
	d := &s.Dice
	switch d.Below(12) {
	case 0, 1:
		v := s.some(board.StageWaitDispatch, board.StageDispatched)
		return board.Dispatch{Visit: v.ID, Line: s.line(v, board.OperationWaiting, board.OperationDispatched),
			Bay: s.bay(), Technicians: s.crew(), Start: s.soon(6)}
	case 2, 3, 4:
		v := s.some(board.StageDispatched, board.StageWaitDispatch, board.StageStopped, board.StageInRepair)
		c := board.StartWork{Visit: v.ID, Line: s.line(v, board.OperationDispatched, board.OperationWaiting,
			board.OperationStopped)}
		if o := v.Operation(c.Line); o == nil || o.State != board.OperationDispatched || d.Chance(20) {
			c.Bay, c.Technicians = s.bay(), s.crew()
		}
		return c
	case 5, 6, 7:
		v := s.some(board.StageInRepair)
		if line := s.line(v, board.OperationWorking); line != 0 {
			return board.FinishWork{Visit: v.ID, Line: line, SelfCheck: d.Chance(80), Stay: d.Chance(20)}
		}
		return board.SignSelfCheck{Visit: v.ID}
	case 8:
		v := s.some(board.StageInRepair, board.StageWaitDispatch)
		line := s.line(v, board.OperationWorking, board.OperationWaiting)
		if d.Chance(30) {
			line = 0
		}
		reasons := []board.StopReason{board.StopParts, board.StopApproval, board.StopShift, board.StopCrew,
			board.StopDecision}
		return board.StopWork{Visit: v.ID, Line: line, Reason: Pick(d, reasons), KeepBay: d.Chance(50),
			Until: s.soon(20)}
	case 9:
		if d.Chance(50) {
			return board.EndStop{Visit: s.some(board.StageStopped).ID}
		}
		return s.part()
	case 10:
		v := s.some(board.StageWaitInspection)
		return board.Inspect{Visit: v.ID, Passed: d.Chance(75), Item: "异响", Cause: "螺栓未紧", Minutes: 10 + d.Below(40)}
	default:
		switch v := s.some(board.StageWaitWash, board.StageWashing, board.StageReady, board.StageSettled,
			board.StageRework); v.Stage {
		case board.StageWaitWash:
			return board.StartWash{Visit: v.ID}
		case board.StageWashing:
			return board.FinishWash{Visit: v.ID}
		case board.StageReady:
			return board.Settle{Visit: v.ID, Checked: true}
		case board.StageSettled:
			return board.Deliver{Visit: v.ID}
		default:
			return board.ReleaseRework{Visit: v.ID}
		}
	}
}

// front makes up what happens at the front desk.
func (s *Shop) front() board.Command {
	d := &s.Dice
	v := s.some(board.StageReception, board.StageArrived)
	switch {
	case v.Stage == board.StageArrived:
		return board.StartReception{Visit: v.ID}
	case v.Stage != board.StageReception || d.Chance(20):
		return board.Arrive{Details: board.Details{Plate: fmt.Sprintf("粤A%05d", d.Below(99999)),
			Class: Pick(d, board.Classes), Waiter: d.Chance(30), NoWash: d.Chance(20)}, Comeback: d.Chance(5)}
	case len(v.Operations) > 0 && d.Chance(50):
		return board.SignOrder{Visit: v.ID, PromisedAt: s.Now.Add(time.Duration(60+d.Below(2400)) * time.Minute)}
	}
	n := board.NewOperation{Code: Pick(d, Catalogue).Code}
	if len(v.Operations) > 0 && d.Chance(40) {
		n.After = []int{Pick(d, v.Operations).Line}
	}
	return board.AddOperation{Visit: v.ID, NewOperation: n}
}

func (s *Shop) part() board.Command {
	d := &s.Dice
	v := s.some(board.StageWaitDispatch, board.StageInRepair)
	states := []board.PartState{board.PartShort, board.PartOrdered, board.PartArrived, board.PartKitted}
	if len(v.Parts) > 0 && d.Chance(70) {
		return board.SetPart{Visit: v.ID, ID: Pick(d, v.Parts).ID, State: Pick(d, states), ETA: s.soon(30)}
	}
	return board.SetPart{Visit: v.ID, Part: "机油", Line: s.line(v, board.OperationWaiting), State: Pick(d, states),
		ETA: s.soon(30)}
}

// disturb makes up what upsets a plan.
func (s *Shop) disturb() board.Command {
	d := &s.Dice
	v := s.some(board.StageWaitDispatch, board.StageDispatched, board.StageInRepair)
	switch d.Below(10) {
	case 9:
		line := s.line(v, board.OperationWaiting, board.OperationStopped)
		return board.AdoptPlan{Lines: []board.PlanLine{{Visit: v.ID, Line: line, Bay: s.bay(), Technicians: s.crew(),
			Start: s.soon(10)}}}
	case 0, 1:
		pin := board.SetPin{Visit: v.ID, Line: s.line(v, board.OperationWaiting, board.OperationDispatched,
			board.OperationStopped)}
		if d.Chance(50) {
			pin.Bay = s.bay()
		}
		if d.Chance(50) {
			pin.Technicians = s.crew()
		}
		if d.Chance(50) {
			pin.Start = s.soon(10)
		}
		return pin
	case 2, 3:
		return board.SetPresence{Person: s.person(), Presence: Pick(d, board.Presences), Until: s.soon(5)}
	case 4:
		reason := ""
		if d.Chance(50) {
			reason = "保养举升机"
		}
		return board.SetMaintenance{Bay: s.bay(), Reason: reason, Until: s.soon(8)}
	case 5:
		return board.ReportOverrun{Visit: v.ID, Line: s.line(v, board.OperationWorking), Minutes: 5 + d.Below(90)}
	case 6:
		return board.MoveCar{Visit: s.some(board.StageWaitDispatch, board.StageReady).ID, Bay: s.bay()}
	case 7:
		return board.Recall{Visit: v.ID, Line: s.line(v, board.OperationDispatched), Reason: "换人"}
	default:
		return board.RePromise{Visit: v.ID, PromisedAt: s.Now.Add(time.Duration(30+d.Below(600)) * time.Minute),
			Cause: board.CauseShop, Confirmed: true, How: board.HowPhone}
	}
}
