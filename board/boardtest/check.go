package boardtest

import (
	"fmt"
	"slices"
	"time"

	"bayline/board"
)

// Check returns the first thing in a state that must never be, nil when all is
// well.
func Check(s *board.State) error {
	inBay, plates, orders := map[board.BayID]board.VisitID{}, map[string]board.VisitID{}, map[string]board.VisitID{}
	for _, v := range board.Sorted(s.Visits) {
		if v.Bay != "" {
			if other, taken := inBay[v.Bay]; taken {
				return fmt.Errorf("bay %s holds %s and %s", v.Bay, other, v.ID)
			}
			inBay[v.Bay] = v.ID
			if b, ok := s.Bays[v.Bay]; !ok || b.Maintenance != "" {
				return fmt.Errorf("%s stands in bay %s, which is gone or under maintenance", v.ID, v.Bay)
			}
		}
		if v.InShop() {
			if other, twice := plates[v.Plate]; twice {
				return fmt.Errorf("plate %s is in the shop as %s and %s", v.Plate, other, v.ID)
			}
			plates[v.Plate] = v.ID
		}
		if v.OrderNo != "" {
			if other, twice := orders[v.OrderNo]; twice {
				return fmt.Errorf("order %s is %s and %s", v.OrderNo, other, v.ID)
			}
			orders[v.OrderNo] = v.ID
		}
		if err := checkVisit(s, v); err != nil {
			return fmt.Errorf("%s (%s): %w", v.ID, v.Stage, err)
		}
	}
	return checkPeople(s)
}

func checkVisit(s *board.State, v *board.Visit) error {
	if (v.Finished() || !v.InShop()) && v.Bay != "" {
		return fmt.Errorf("not in the shop, but in bay %s", v.Bay)
	}
	if v.SignedAt.IsZero() != (len(v.Promises) == 0) {
		return fmt.Errorf("signed %v with %d promises", v.SignedAt, len(v.Promises))
	}
	for i := range v.Operations {
		o := &v.Operations[i]
		if o.Line != i+1 {
			return fmt.Errorf("line %d stands at place %d", o.Line, i+1)
		}
		if v.Finished() && o.Open() {
			return fmt.Errorf("finished, but line %d is %s", o.Line, o.State)
		}
		if err := checkOperation(s, v, o); err != nil {
			return fmt.Errorf("line %d (%s): %w", o.Line, o.State, err)
		}
	}
	return nil
}

func checkOperation(s *board.State, v *board.Visit, o *board.Operation) error {
	if o.Running() && (v.Stage != board.StageInRepair || v.Bay != o.Bay) {
		return fmt.Errorf("running in bay %q while the car is in %q", o.Bay, v.Bay)
	}
	for i, w := range o.Spans {
		last := i == len(o.Spans)-1
		if w.End.IsZero() != (last && o.Running()) {
			return fmt.Errorf("span %d ends %v", i, w.End)
		}
		if !w.End.IsZero() && w.End.Before(w.Start) || i > 0 && w.Start.Before(o.Spans[i-1].End) {
			return fmt.Errorf("span %d runs backwards", i)
		}
	}
	if (o.State == board.OperationStopped) != (o.Stop != nil) {
		return fmt.Errorf("stop is %v", o.Stop)
	}
	if (o.State == board.OperationDispatched || o.Running()) && !known(s, o.Bay, o.Technicians) {
		return fmt.Errorf("given to %v in %q, who are not all there", o.Technicians, o.Bay)
	}
	if o.Planned != nil && o.State != board.OperationWaiting && o.State != board.OperationStopped {
		return fmt.Errorf("a plan still wants %+v", *o.Planned)
	}
	if o.Planned != nil && !known(s, o.Planned.Bay, o.Planned.Technicians) {
		return fmt.Errorf("planned with what is gone: %+v", *o.Planned)
	}
	if o.Pin != nil && o.Open() && !known(s, o.Pin.Bay, o.Pin.Technicians) {
		return fmt.Errorf("pinned to what is gone: %+v", *o.Pin)
	}
	return nil
}

func known(s *board.State, bay board.BayID, people []board.PersonID) bool {
	if _, ok := s.Bays[bay]; !ok && bay != "" {
		return false
	}
	return !slices.ContainsFunc(people, func(p board.PersonID) bool { return s.People[p] == nil })
}

func checkPeople(s *board.State) error {
	for _, p := range board.Sorted(s.People) {
		attended := slices.DeleteFunc(s.WorkOf(p.ID),
			func(r board.OperationRef) bool { return s.Visits[r.Visit].Operation(r.Line).PassiveMinutes > 0 })
		switch work := attended; {
		case len(work) > 2, len(work) == 2 && work[0].Visit == work[1].Visit:
			return fmt.Errorf("%s works on %v", p.ID, work)
		case len(work) > 0 && p.Presence != board.PresencePresent:
			return fmt.Errorf("%s works, but is %s", p.ID, p.Presence)
		}
		if team, ok := s.Teams[p.Team]; p.Team != "" && (!ok || !slices.Contains(team.Members, p.ID)) {
			return fmt.Errorf("%s says team %s, which says otherwise", p.ID, p.Team)
		}
	}
	for _, team := range board.Sorted(s.Teams) {
		for _, id := range team.Members {
			if p := s.People[id]; p == nil || p.Team != team.ID {
				return fmt.Errorf("team %s counts %s, who says otherwise", team.ID, id)
			}
		}
		if !known(s, "", team.Members) || slices.ContainsFunc(team.Bays,
			func(b board.BayID) bool { return s.Bays[b] == nil }) {
			return fmt.Errorf("team %s holds what is gone", team.ID)
		}
	}
	return nil
}

// CheckStep returns the first thing that must not happen between two states:
// a gap in the sequence, a visit that moved where it may not go, a promise
// that vanished or changed.
func CheckStep(before *board.State, events []board.Event, after *board.State) error {
	if after.Seq != before.Seq+int64(len(events)) {
		return fmt.Errorf("%d events lead from %d to %d", len(events), before.Seq, after.Seq)
	}
	corrected := map[board.VisitID]bool{}
	for i, e := range events {
		if e.Seq != before.Seq+int64(i)+1 {
			return fmt.Errorf("event %d carries number %d after %d", i, e.Seq, before.Seq)
		}
		if _, ok := e.Body.(board.Corrected); ok {
			corrected[e.VisitOf()] = true
		}
	}
	for id, was := range before.Visits {
		is, kept := after.Visits[id]
		if !kept {
			missed := was.ArrivedAt.IsZero() && after.At.Sub(was.AppointmentAt) > 7*24*time.Hour
			if !was.Finished() && !missed {
				return fmt.Errorf("%s vanished while %s", id, was.Stage)
			}
			continue
		}
		if was.Stage != is.Stage && len(events) == 1 && !corrected[id] && !slices.Contains(board.Moves(was.Stage), is.Stage) {
			return fmt.Errorf("%s moved from %s to %s", id, was.Stage, is.Stage)
		}
		if len(is.Promises) < len(was.Promises) || !slices.Equal(was.Promises, is.Promises[:len(was.Promises)]) {
			return fmt.Errorf("%s: the ledger of promises was rewritten", id)
		}
	}
	return nil
}
