package board

import (
	"slices"
	"time"
)

// Apply folds one event into the state. The event's Seq must be the next one:
// anything else is a fault of the caller, and Apply answers false without
// touching the state.
func (s *State) Apply(e Event) bool {
	if e.Seq != s.Seq+1 {
		return false
	}
	s.index = &index{} // the old one may belong to a clone too
	e.Body.apply(s, e)
	s.Seq, s.At = e.Seq, e.At
	s.sweep(e.At)
	s.index = &index{}
	return true
}

// change replaces a visit by a copy that edit may alter, then derives its
// stage anew. An event about a visit the state no longer holds does nothing.
func (s *State) change(e Event, id VisitID, edit func(v *Visit)) {
	old, ok := s.Visits[id]
	if !ok {
		return
	}
	v := old.clone()
	edit(v)
	s.put(e, v)
}

// put stores a visit and stamps the stage it has now.
func (s *State) put(e Event, v *Visit) {
	at := e.Happened()
	stage := v.derive(s.Settings)
	if stage != v.Stage {
		v.Stage, v.StageSince = stage, at
		switch stage {
		case StageReady:
			if v.ReadyAt.IsZero() { // a voided settlement does not make the car ready anew
				v.ReadyAt = at
			}
		case StageSettled, StageDelivered, StageClosed:
		default:
			v.ReadyAt, v.NotifiedAt = time.Time{}, time.Time{}
		}
	}
	v.ChangedAt = e.At
	s.Visits[v.ID] = v
}

// operation edits one operation of a visit.
func (s *State) operation(e Event, id VisitID, line int, edit func(v *Visit, o *Operation)) {
	s.change(e, id, func(v *Visit) {
		if o := v.Operation(line); o != nil {
			edit(v, o)
		}
	})
}

func (v *Visit) clone() *Visit {
	c := *v
	c.Operations = slices.Clone(v.Operations)
	for i := range c.Operations {
		c.Operations[i].Spans = slices.Clone(c.Operations[i].Spans)
	}
	c.Promises, c.Parts, c.Additional = slices.Clone(v.Promises), slices.Clone(v.Parts), slices.Clone(v.Additional)
	c.Inspections, c.Contacts, c.Notes = slices.Clone(v.Inspections), slices.Clone(v.Contacts), slices.Clone(v.Notes)
	return &c
}

// sweep drops visits that were finished, or missed, long ago, once per local day.
func (s *State) sweep(now time.Time) {
	today := now.In(s.Location()).Format(time.DateOnly)
	if today == s.SweptOn {
		return
	}
	s.SweptOn = today
	for id, v := range s.Visits {
		if v.leaves(now) {
			delete(s.Visits, id)
		}
	}
}

// leaves reports whether nobody needs the visit in the state any more.
func (v *Visit) leaves(now time.Time) bool {
	if v.Finished() {
		return now.Sub(v.ChangedAt) > keepFinished
	}
	return v.due() && now.Sub(later(v.AppointmentAt, v.ChangedAt)) > keepMissed
}
