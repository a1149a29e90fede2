package boardtest

import (
	"time"

	"bayline/board"
)

// next returns what usually comes next for a visit.
func (g gen) next(v *board.Visit) board.Command {
	switch v.Stage {
	case board.StageBooked, board.StageConfirmed:
		return one[board.Command](g, board.Arrive{Visit: v.ID},
			board.Arrive{Visit: v.ID, Details: board.Details{Waiter: true}},
			board.ConfirmAppointment{Visit: v.ID, How: board.HowPhone}, board.MarkNoShow{Visit: v.ID, Cause: g.text()},
			board.Rebook{Visit: v.ID, At: g.soon(), Override: g.text()}, board.Cancel{Visit: v.ID, Reason: g.text()})
	case board.StageNoShow:
		return one[board.Command](g, board.Arrive{Visit: v.ID},
			board.Rebook{Visit: v.ID, At: g.soon(), Reason: g.text(), Override: "x"},
			board.MarkNoShow{Visit: v.ID, Cause: g.text()})
	case board.StageArrived:
		return one[board.Command](g, board.StartReception{Visit: v.ID, Advisor: "A1"}, board.StartReception{Visit: v.ID},
			board.LeaveUnrepaired{Visit: v.ID, Reason: g.text()})
	case board.StageReception:
		if len(v.Operations) == 0 {
			return g.addOperation(v)
		}
		return one[board.Command](g, g.addOperation(v), board.SignOrder{Visit: v.ID, PromisedAt: g.soon()},
			board.SignOrder{Visit: v.ID, PromisedAt: g.now.Add(3 * time.Hour)},
			board.CancelOperation{Visit: v.ID, Line: g.line(v)}, board.LeaveUnrepaired{Visit: v.ID, Reason: g.text()})
	case board.StageWaitInspection:
		return one[board.Command](g, board.Inspect{Visit: v.ID, Passed: true,
			Inspector: one[board.PersonID](g, "Q1", "", g.person())}, board.Inspect{Visit: v.ID, Passed: true}, g.fail(v))
	case board.StageWaitWash:
		return one[board.Command](g, board.StartWash{Visit: v.ID, Bay: one[board.BayID](g, "B6", "", g.bay())},
			board.StartWash{Visit: v.ID}, board.SkipWash{Visit: v.ID, Reason: g.text()}, g.fail(v))
	case board.StageWashing:
		return one[board.Command](g, board.FinishWash{Visit: v.ID}, board.FinishWash{Visit: v.ID}, g.fail(v))
	case board.StageReady:
		return one[board.Command](g, board.Settle{Visit: v.ID, Checked: true}, board.Settle{Visit: v.ID, Checked: true},
			board.Settle{Visit: v.ID}, g.fail(v), g.additional(v), board.TellCustomer{Visit: v.ID, How: board.HowPhone})
	case board.StageSettled:
		return one[board.Command](g, board.Deliver{Visit: v.ID}, board.Deliver{Visit: v.ID},
			board.VoidSettlement{Visit: v.ID, Reason: g.text()})
	case board.StageDelivered:
		return one[board.Command](g, board.FollowUpCall{Visit: v.ID, Reached: g.chance(80), OnTime: g.chance(90)},
			board.Arrive{Details: board.Details{Plate: v.Plate}, ComebackOf: v.ID})
	case board.StageClosed, board.StageCancelled, board.StageLeft:
		return one[board.Command](g, board.Arrive{Details: board.Details{Plate: v.Plate}, ComebackOf: v.ID}, g.newcomer(),
			g.newcomer())
	}
	return g.work(v)
}

// work returns what happens to a visit in the workshop.
func (g gen) work(v *board.Visit) board.Command {
	o := v.Operation(g.line(v))
	if o == nil {
		return g.addOperation(v)
	}
	switch o.State {
	case board.OperationWaiting, board.OperationStopped:
		if g.chance(40) {
			return board.StartWork{Visit: v.ID, Line: o.Line, Bay: g.bay(), Technicians: []board.PersonID{g.person()}}
		}
		return one[board.Command](g, board.Dispatch{Visit: v.ID, Line: o.Line, Bay: g.bay(), Technicians: g.crew(),
			Start: one(g, time.Time{}, g.soon())},
			board.StartWork{Visit: v.ID, Line: o.Line, Bay: g.bay(), Technicians: g.crew()},
			board.StartWork{Visit: v.ID, Line: o.Line, Bay: g.bay(), Technicians: g.crew()},
			board.EndStop{Visit: v.ID, Line: o.Line}, board.ReleaseRework{Visit: v.ID}, g.stop(v))
	case board.OperationDispatched:
		return one[board.Command](g, board.StartWork{Visit: v.ID, Line: o.Line},
			board.StartWork{Visit: v.ID, Line: o.Line}, board.StartWork{Visit: v.ID, Line: o.Line, Technicians: g.crew()},
			board.Recall{Visit: v.ID, Line: o.Line, Reason: g.text()}, g.stop(v))
	case board.OperationWorking:
		if g.chance(50) {
			return board.FinishWork{Visit: v.ID, Line: o.Line, SelfCheck: true}
		}
		return one[board.Command](g, board.FinishWork{Visit: v.ID, Line: o.Line, SelfCheck: true},
			board.FinishWork{Visit: v.ID, Line: o.Line, SelfCheck: g.chance(50), Stay: g.chance(30)}, g.stop(v))
	}
	return one[board.Command](g, board.SignSelfCheck{Visit: v.ID}, board.SignSelfCheck{Visit: v.ID}, g.additional(v))
}

func (g gen) addOperation(v *board.Visit) board.Command {
	n := board.NewOperation{Code: one(g, g.codes()...)}
	if g.chance(20) {
		n = board.NewOperation{Name: "自编项目", Trade: one(g, board.Trades...), StandardMinutes: one(g, 0, 20, 45)}
	}
	if len(v.Operations) > 0 && g.chance(20) {
		n.After = []int{g.line(v)}
	}
	return board.AddOperation{Visit: v.ID, NewOperation: n}
}

func (g gen) stop(v *board.Visit) board.Command {
	line := g.line(v)
	if g.chance(30) {
		line = 0
	}
	reason := one(g, board.StopParts, board.StopApproval, board.StopShift, board.StopOther)
	return board.StopWork{Visit: v.ID, Line: line, Reason: reason, Note: g.text(), KeepBay: g.chance(50),
		Until: one(g, time.Time{}, g.soon())}
}

func (g gen) fail(v *board.Visit) board.Command {
	return board.Inspect{Visit: v.ID, Item: one(g, "漏油", ""), Cause: one(g, "未拧紧", ""), Line: one(g, 0, g.line(v)),
		Minutes: one(g, 0, 15)}
}

// additional moves additional work of the visit on.
func (g gen) additional(v *board.Visit) board.Command {
	if len(v.Additional) == 0 || g.chance(30) {
		return board.FindAdditional{Visit: v.ID, Codes: g.codes()}
	}
	a := board.AnswerAdditional{Visit: v.ID, ID: one(g, v.Additional...).ID, How: board.HowWeChat, Amount: 12000}
	a.State = one(g, board.AdditionalQuoted, board.AdditionalSent, board.AdditionalApproved, board.AdditionalApproved,
		board.AdditionalDeclined, board.AdditionalExpired)
	if a.NoChange = g.chance(50); !a.NoChange {
		a.PromisedAt = g.soon()
	}
	return a
}
