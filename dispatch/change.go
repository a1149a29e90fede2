package dispatch

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"bayline/board"
)

// ChangeKind is what a supervisor can suppose.
type ChangeKind string

// The kinds of change.
const (
	ChangePerson  ChangeKind = "person_out" // a person is away, now or later today
	ChangeBay     ChangeKind = "bay_out"    // a bay is out of use from now on
	ChangeCar     ChangeKind = "car"        // one more car
	ChangePromise ChangeKind = "promise"    // a promise is moved
	ChangeAssign  ChangeKind = "assign"     // an operation is given to somebody
)

// ChangeChoice is the closed list of the kinds of change, which fields name in the tag `choice:"change"`.
var ChangeChoice = board.Choice{Name: "change", Codes: []string{
	string(ChangePerson), string(ChangeBay), string(ChangeCar), string(ChangePromise), string(ChangeAssign),
}}

// Change is one thing supposed. A change that begins later, or that brings a
// car, can be looked at but not carried out.
type Change struct {
	Kind        ChangeKind       `json:"kind" choice:"change"`
	Person      board.PersonID   `json:"person,omitempty" maxLength:"40" doc:"person_out: who"`
	Presence    board.Presence   `json:"presence,omitempty" choice:"away" doc:"person_out: why; empty: off"`
	Bay         board.BayID      `json:"bay,omitempty" maxLength:"40" doc:"bay_out: which; assign: where"`
	Reason      string           `json:"reason,omitempty" maxLength:"200" doc:"bay_out: why"`
	From        time.Time        `json:"from,omitzero" doc:"person_out: when it begins; empty: now"`
	Until       time.Time        `json:"until,omitzero" doc:"person_out, bay_out: when it ends; empty: the end of the day, or nobody knows"`
	Visit       board.VisitID    `json:"visit,omitempty" maxLength:"30" doc:"promise, assign"`
	Line        int              `json:"line,omitempty" doc:"assign"`
	Technicians []board.PersonID `json:"technicians,omitempty" maxItems:"3" doc:"assign: to whom"`
	PromisedAt  time.Time        `json:"promised_at,omitzero" doc:"promise: the new one; car: its promise, empty: none yet"`
	Cause       board.Cause      `json:"cause,omitempty" choice:"plan_cause" doc:"promise: why; empty: shop"`
	How         board.How        `json:"how,omitempty" choice:"how" doc:"promise: how the customer agreed; empty: phone"`
	Car         *WorkRequest     `json:"car,omitempty" doc:"car: its work"`
}

// change makes one change in the hypothetical state. done is false when it can only be looked at.
func (f *whatIf) change(c Change, path string) (done bool, err error) {
	switch c.Kind {
	case ChangePerson:
		return f.personOut(c, path)
	case ChangeBay:
		return true, f.bayOut(c, path)
	case ChangePromise:
		return true, f.in(path, board.RePromise{
			Visit: c.Visit, PromisedAt: c.PromisedAt, Cause: cmp.Or(c.Cause, board.CauseShop), Confirmed: true,
			How: cmp.Or(c.How, board.HowPhone),
		})
	case ChangeAssign:
		return true, f.assign(c, path)
	}
	w := WorkRequest{}
	if c.Car != nil {
		w = *c.Car
	}
	issued := f.issued
	id, err := f.addRequest(w, join(path, "car"))
	if err == nil {
		f.promise(id, c.PromisedAt)
	}
	f.issued = issued
	return false, err
}

// personOut sends a person away: who leaves now is taken off the work and off
// what was given out.
func (f *whatIf) personOut(c Change, path string) (done bool, err error) {
	if c.From.After(f.now) {
		then := newWhatIf(f.state, c.From) // only to hear what is wrong with the change
		if err := then.in(path, board.SetPresence{Person: c.Person, Presence: board.PresencePresent,
			Until: c.Until}); err != nil {
			return false, err
		}
		y, m, d := c.From.In(f.state.Location()).Date()
		night := time.Date(y, m, d+1, 0, 0, 0, 0, f.state.Location())
		f.away[c.Person] = board.Span{Start: c.From, End: cmp.Or(c.Until, night)}
		return false, nil
	}
	for _, work := range f.state.WorkOf(c.Person) {
		if err := f.in(path, board.StopWork{Visit: work.Visit, Line: work.Line, Reason: board.StopCrew,
			KeepBay: true}); err != nil {
			return false, err
		}
	}
	if err := f.free(path, func(o *board.Operation) bool { return slices.Contains(o.Technicians, c.Person) },
		func(pin *board.Pin) bool {
			named := slices.Contains(pin.Technicians, c.Person)
			if named {
				pin.Technicians = nil
			}
			return named
		}); err != nil {
		return false, err
	}
	return true, f.in(path, board.SetPresence{Person: c.Person, Presence: cmp.Or(c.Presence, board.PresenceOff),
		Until: c.Until})
}

// bayOut empties a bay and puts it out of use.
func (f *whatIf) bayOut(c Change, path string) error {
	if v := f.state.Occupant(c.Bay); v != nil {
		soon := f.now.Add(time.Duration(f.state.Settings.MoveMinutes) * time.Minute)
		for _, o := range v.Operations {
			if o.Running() {
				if err := f.in(path, board.StopWork{Visit: v.ID, Line: o.Line, Reason: board.StopEquipment,
					Note: c.Reason, Until: soon}); err != nil {
					return err
				}
			}
		}
		if err := f.in(path, board.MoveCar{Visit: v.ID}); err != nil {
			return err
		}
	}
	if err := f.free(path, func(o *board.Operation) bool { return o.Bay == c.Bay }, func(pin *board.Pin) bool {
		named := pin.Bay == c.Bay
		if named {
			pin.Bay = ""
		}
		return named
	}); err != nil {
		return err
	}
	return f.in(path, board.SetMaintenance{Bay: c.Bay, Reason: cmp.Or(c.Reason, "停用"), Until: c.Until})
}

// free takes back what was given out to somebody or some place that is gone,
// and loosens the pins that name it.
func (f *whatIf) free(path string, given func(*board.Operation) bool, loosen func(*board.Pin) bool) error {
	for _, v := range board.Sorted(f.state.Visits) {
		for _, o := range v.Operations {
			if o.State == board.OperationDispatched && given(&o) {
				if err := f.in(path, board.Recall{Visit: v.ID, Line: o.Line, Reason: "资源变动，重新安排"}); err != nil {
					return err
				}
			}
			if o.Pin == nil || !o.Open() || o.Running() {
				continue
			}
			if pin := *o.Pin; loosen(&pin) {
				if err := f.in(path, board.SetPin{Visit: v.ID, Line: o.Line, Bay: pin.Bay, Technicians: pin.Technicians,
					Start: pin.Start, Note: pin.Note}); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// assign pins an operation to people; one given out already is taken back.
func (f *whatIf) assign(c Change, path string) error {
	if v, ok := f.state.Visits[c.Visit]; ok {
		if o := v.Operation(c.Line); o != nil && o.State == board.OperationDispatched {
			if err := f.in(path, board.Recall{Visit: c.Visit, Line: c.Line, Reason: "改派"}); err != nil {
				return err
			}
		}
	}
	return f.in(path, board.SetPin{Visit: c.Visit, Line: c.Line, Bay: c.Bay, Technicians: c.Technicians})
}

// changes makes all of them, in order, and returns the indexes of those that can only be looked at.
func (f *whatIf) changes(list []Change) (open []int, err error) {
	open = []int{}
	for i, c := range list {
		done, err := f.change(c, fmt.Sprintf("changes[%d]", i))
		if err != nil {
			return nil, err
		}
		if !done {
			open = append(open, i)
		}
	}
	return open, nil
}
