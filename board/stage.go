package board

import "slices"

// moves lists where a visit may go from each stage. A change that would move a
// visit anywhere else is refused; only a manager's correction may.
//
// These go beyond the field's usual table, because one tap does two steps of it
// or because a shop is set up so:
//   - confirmed -> booked: a moved appointment has to be confirmed again.
//   - wait_dispatch, rework -> in_repair: a technician clocks on without a
//     dispatch, or the last open line is taken off the order.
//   - in_repair, stopped, rework -> dispatched: the next line is given out.
//   - in_repair -> wait_wash, ready: the class needs no inspection but the
//     self-check.
//   - wait_inspection, wait_wash, ready -> wait_dispatch: late additional work,
//     approved with its promise but not yet clocked on.
//   - wait_wash -> ready: the wash is skipped; -> rework: a fault is seen while
//     the car waits.
//   - ready -> wait_wash: a wash is the late additional work.
var moves = map[Stage][]Stage{
	StageBooked:       {StageConfirmed, StageArrived, StageNoShow, StageCancelled},
	StageConfirmed:    {StageBooked, StageArrived, StageNoShow, StageCancelled},
	StageNoShow:       {StageArrived, StageCancelled},
	StageArrived:      {StageReception, StageLeft},
	StageReception:    {StageWaitDispatch, StageLeft},
	StageWaitDispatch: {StageDispatched, StageInRepair, StageStopped, StageCancelled},
	StageDispatched:   {StageInRepair, StageWaitDispatch, StageStopped},
	StageInRepair: {StageStopped, StageWaitInspection, StageWaitDispatch, StageDispatched, StageWaitWash,
		StageReady},
	StageStopped:        {StageInRepair, StageWaitDispatch, StageDispatched, StageLeft, StageCancelled},
	StageWaitInspection: {StageRework, StageWaitWash, StageReady, StageWaitDispatch},
	StageRework:         {StageWaitDispatch, StageDispatched, StageInRepair},
	StageWaitWash:       {StageWashing, StageReady, StageRework, StageWaitDispatch},
	StageWashing:        {StageReady, StageRework},
	StageReady:          {StageSettled, StageRework, StageInRepair, StageWaitDispatch, StageWaitWash},
	StageSettled:        {StageDelivered, StageReady},
	StageDelivered:      {StageClosed},
}

// Moves returns the stages a visit may go to from here, in no special order.
func Moves(from Stage) []Stage { return slices.Clone(moves[from]) }

func mayMove(from, to Stage) bool { return from == to || slices.Contains(moves[from], to) }

// derive computes the stage from the facts of the visit and the inspections
// its class needs.
func (v *Visit) derive(set Settings) Stage {
	switch {
	case v.Ended != "":
		return v.Ended
	case !v.ClosedAt.IsZero():
		return StageClosed
	case !v.DeliveredAt.IsZero():
		return StageDelivered
	case !v.SettledAt.IsZero():
		return StageSettled
	case v.ArrivedAt.IsZero() && !v.NoShowAt.IsZero():
		return StageNoShow
	case v.ArrivedAt.IsZero() && !v.ConfirmedAt.IsZero():
		return StageConfirmed
	case v.ArrivedAt.IsZero():
		return StageBooked
	case v.ReceptionAt.IsZero():
		return StageArrived
	case v.SignedAt.IsZero():
		return StageReception
	}
	if stage, open := v.repairStage(); open {
		return stage
	}
	switch {
	case v.NextLevel(set) != "":
		return StageWaitInspection
	case !v.WashingAt.IsZero() && v.WashedAt.IsZero():
		return StageWashing
	case v.NeedsWash(set):
		return StageWaitWash
	}
	return StageReady
}

// repairStage returns the stage while repair work is open. The wash is a step of
// its own and does not count as open repair work.
func (v *Visit) repairStage() (Stage, bool) {
	var waiting, dispatched, stopped bool
	for i := range v.Operations {
		switch o := &v.Operations[i]; {
		case o.Trade == TradeWash:
		case o.State == OperationWorking:
			return StageInRepair, true
		case o.State == OperationDispatched:
			dispatched = true
		case o.State == OperationWaiting:
			waiting = true
		case o.State == OperationStopped:
			stopped = true
		}
	}
	switch {
	case v.Stop != nil:
		return StageStopped, true
	case dispatched:
		return StageDispatched, true
	case waiting && v.ReworkHeld:
		return StageRework, true
	case waiting:
		return StageWaitDispatch, true
	case stopped:
		return StageStopped, true
	case v.SelfCheckedAt.IsZero():
		return StageInRepair, true // all done, the self-check is not signed yet
	}
	return "", false
}

// NextLevel returns the inspection that must be passed next, "" when none is
// left. The self-check is signed by the technician and never returned here.
func (v *Visit) NextLevel(set Settings) Level {
	if left := v.levelsLeft(set); len(left) > 0 {
		return left[0]
	}
	return ""
}

// levelsLeft lists the inspections that must still be passed, in order: those the signed order needs, or, before the
// signature, those the settings ask of its class.
func (v *Visit) levelsLeft(set Settings) []Level {
	levels := v.Levels
	if len(levels) == 0 {
		levels = set.levels(v.Class)
	}
	var left []Level
	for _, level := range levels {
		if level != LevelSelf && !v.passed(level) {
			left = append(left, level)
		}
	}
	return left
}

// InspectionsLeft lists the inspections that will still be done on a visit, in order. The self-check is a signature and
// not among them, nor is a final inspection that will be passed by sampling.
func (s *State) InspectionsLeft(v *Visit) []Level {
	left := v.levelsLeft(s.Settings)
	if len(left) == 1 && left[0] == LevelFinal && v.SelfCheckedAt.IsZero() && v.ReworkRuns == 0 && !s.FinalSampled(v) {
		return nil
	}
	return left
}

func (v *Visit) passed(level Level) bool {
	for _, i := range v.Inspections {
		if i.Level == level && i.Passed && !i.Void {
			return true
		}
	}
	return false
}

// NeedsWash reports whether a wash is still to be done.
func (v *Visit) NeedsWash(set Settings) bool {
	return v.WashedAt.IsZero() && !v.NoWash && v.WashMinutes(set) > 0
}

// WashMinutes returns the length of the wash: what the order asks for, or the
// shop's usual wash as it was when the order was signed.
func (v *Visit) WashMinutes(set Settings) int {
	minutes := 0
	for i := range v.Operations {
		if o := &v.Operations[i]; o.Trade == TradeWash && o.State != OperationCancelled {
			minutes += o.StandardMinutes / max(o.Crew, 1)
		}
	}
	if minutes > 0 {
		return minutes
	}
	if !v.SignedAt.IsZero() {
		return v.Wash
	}
	return set.WashMinutes
}
