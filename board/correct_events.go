package board

import "time"

// Corrected is a manager's correction of where a visit stands, with its
// reason. It rewrites the facts the stage is derived from.
type Corrected struct {
	ofVisit
	To     Stage  `json:"to"`
	Reason string `json:"reason"`
}

func (Corrected) kind() string { return "corrected" }
func (b Corrected) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) { v.correct(b.To, e.Happened(), s.Settings) })
}

// correct sets the facts so that the visit derives to the stage to.
func (v *Visit) correct(to Stage, at time.Time, set Settings) {
	v.Ended, v.EndedAt, v.EndReason = "", time.Time{}, ""
	v.SettledAt, v.DeliveredAt, v.ClosedAt, v.NoShowAt = time.Time{}, time.Time{}, time.Time{}, time.Time{}
	v.Stop, v.ReworkHeld, v.WashingAt = nil, false, time.Time{}
	v.Bay, v.WashedAt = "", time.Time{}
	for i := range v.Operations {
		if o := &v.Operations[i]; o.Dropped {
			o.State, o.Dropped = OperationWaiting, false
		}
	}
	if to == StageWaitDispatch {
		v.reopen(at)
		return
	}
	for i := range v.Operations {
		if o := &v.Operations[i]; o.Open() && o.Trade != TradeWash {
			o.halt(at)
			o.State, o.FinishedAt, o.Stop = OperationDone, at, nil
		}
	}
	if v.SelfCheckedAt.IsZero() {
		v.SelfCheckedAt = at
	}
	switch to {
	case StageWaitInspection:
		v.voidInspections()
		return
	case StageWaitWash:
		v.NoWash = false
	case StageReady:
		v.endWash(at, OperationDone)
	}
	for level := v.NextLevel(set); level != ""; level = v.NextLevel(set) {
		v.Inspections = append(v.Inspections, Inspection{Level: level, Passed: true, At: at, Sampled: true})
	}
}

// reopen makes the last repair line wait for dispatch again.
func (v *Visit) reopen(at time.Time) {
	v.SelfCheckedAt = time.Time{}
	v.voidInspections()
	last := -1
	for i := range v.Operations {
		o := &v.Operations[i]
		if o.Trade == TradeWash || o.State == OperationCancelled {
			continue
		}
		last = i
		if o.Open() {
			o.halt(at)
			o.State, o.Stop, o.Bay, o.Technicians = OperationWaiting, nil, "", nil
		}
	}
	if last >= 0 {
		o := &v.Operations[last]
		o.State, o.FinishedAt, o.Bay, o.Technicians = OperationWaiting, time.Time{}, "", nil
	}
}
