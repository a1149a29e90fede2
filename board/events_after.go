package board

import "time"

// Inspected records the result of an inspection. A failed one adds a rework
// line and holds it until the supervisor gives it out.
type Inspected struct {
	ofVisit
	Inspection Inspection `json:"inspection"`
	Rework     *Operation `json:"rework,omitempty"`
}

func (Inspected) kind() string { return "inspected" }
func (b Inspected) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		i := b.Inspection
		i.At = e.Happened()
		if i.By == "" {
			i.By = e.Actor.Name
		}
		v.Inspections = append(v.Inspections, i)
		if i.Level == LevelFinal && !i.Sampled {
			s.Experience.Inspected++
			if !i.Passed {
				s.Experience.Failed++
			}
		}
		if b.Rework == nil {
			return
		}
		v.voidInspections()
		o := *b.Rework
		o.State = OperationWaiting
		v.Operations = append(v.Operations, o)
		v.SelfCheckedAt, v.WashingAt, v.WashedAt = time.Time{}, time.Time{}, time.Time{}
		v.ReworkHeld, v.ReworkRuns = true, v.ReworkRuns+1
	})
}

// voidInspections makes every passed inspection count no more.
func (v *Visit) voidInspections() {
	for i := range v.Inspections {
		v.Inspections[i].Void = true
	}
}

// ReworkReleased gives held rework out for dispatch.
type ReworkReleased struct {
	ofVisit
}

func (ReworkReleased) kind() string { return "rework_released" }
func (b ReworkReleased) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) { v.ReworkHeld = false })
}

// WashStarted records that the wash began.
type WashStarted struct {
	ofVisit
	Bay BayID `json:"bay,omitempty"`
}

func (WashStarted) kind() string { return "wash_started" }
func (b WashStarted) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) { v.WashingAt, v.Bay, v.Parking = e.Happened(), b.Bay, "" })
}

// WashEnded records that the wash is done, or was skipped with a reason.
type WashEnded struct {
	ofVisit
	Skipped string `json:"skipped,omitempty"`
}

func (WashEnded) kind() string { return "wash_ended" }
func (b WashEnded) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		as := OperationDone
		if b.Skipped != "" {
			as = OperationCancelled
		}
		v.endWash(e.Happened(), as)
		v.Bay, v.NoWash = "", v.NoWash || b.Skipped != ""
	})
}

// endWash closes the wash and the lines that ask for it.
func (v *Visit) endWash(at time.Time, as OperationState) {
	for i := range v.Operations {
		if o := &v.Operations[i]; o.Trade == TradeWash && o.Open() {
			o.drop()
			o.State, o.StartedAt, o.FinishedAt = as, v.WashingAt, at
		}
	}
	v.WashedAt = at
}

// AdditionalFoundEvent records work found after the order was signed (增项).
type AdditionalFoundEvent struct {
	ofVisit
	ID    int      `json:"id"`
	What  string   `json:"what"`
	Codes []string `json:"codes"`
}

func (AdditionalFoundEvent) kind() string { return "additional_found" }
func (b AdditionalFoundEvent) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		v.Additional = append(v.Additional, Additional{
			ID: b.ID, What: b.What, Codes: b.Codes, State: AdditionalFound, FoundAt: e.Happened(), FoundBy: e.Actor.Name,
		})
	})
}

// AdditionalMoved records the next step of additional work.
type AdditionalMoved struct {
	ofVisit
	ID     int             `json:"id"`
	State  AdditionalState `json:"state"`
	Amount int64           `json:"amount,omitempty"`
	How    How             `json:"how,omitempty"`
	Note   string          `json:"note,omitempty"`
}

func (AdditionalMoved) kind() string { return "additional_moved" }
func (b AdditionalMoved) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		for i := range v.Additional {
			a := &v.Additional[i]
			if a.ID != b.ID {
				continue
			}
			a.State, a.Note = b.State, b.Note
			switch b.State {
			case AdditionalQuoted:
				a.QuotedAt, a.Amount = e.Happened(), b.Amount
			case AdditionalSent:
				a.SentAt, a.How = e.Happened(), b.How
			case AdditionalExpired:
				a.AnsweredAt = e.Happened() // how it was sent stays
			default:
				a.AnsweredAt, a.How = e.Happened(), b.How
			}
		}
	})
}

// PartSet adds a part line or moves it to another state.
type PartSet struct {
	ofVisit
	Part Part `json:"part"`
}

func (PartSet) kind() string { return "part_set" }
func (b PartSet) apply(s *State, e Event) {
	s.change(e, b.Visit, func(v *Visit) {
		p := b.Part
		p.Since = e.Happened()
		for i := range v.Parts {
			old := &v.Parts[i]
			if old.ID != p.ID {
				continue
			}
			if old.State == p.State {
				p.Since = old.Since
			}
			*old = p
			return
		}
		v.Parts = append(v.Parts, p)
	})
}

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
