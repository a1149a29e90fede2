package board

import (
	"slices"
	"time"
)

// Operation gives the operation on a line, nil when there is none.
func (v *Visit) Operation(line int) *Operation {
	for i := range v.Operations {
		if v.Operations[i].Line == line {
			return &v.Operations[i]
		}
	}
	return nil
}

// Promise gives the promise in force: the last one the customer confirmed.
func (v *Visit) Promise() (Promise, bool) {
	for i := len(v.Promises) - 1; i >= 0; i-- {
		if v.Promises[i].Confirmed {
			return v.Promises[i], true
		}
	}
	return Promise{}, false
}

// PromisedAt gives the time of the promise in force, zero when there is none.
func (v *Visit) PromisedAt() time.Time {
	p, _ := v.Promise()
	return p.At
}

// Warned gives the warning about the promise in force, nil when there is none.
func (v *Visit) CurrentAlert() *PromiseAlert {
	if v.Alert == nil || !v.Alert.Promise.Equal(v.PromisedAt()) {
		return nil
	}
	return v.Alert
}

// FirstPromise gives the first promise of the ledger.
func (v *Visit) FirstPromise() (Promise, bool) {
	if len(v.Promises) == 0 {
		return Promise{}, false
	}
	return v.Promises[0], true
}

// LateAt reports whether the visit is late against the promise in force, seen
// at now: by its settlement time once there is one, else by the clock.
func (v *Visit) LateAt(now time.Time) bool {
	p, ok := v.Promise()
	if !ok {
		return false
	}
	if !v.SettledAt.IsZero() {
		now = v.SettledAt
	}
	return now.After(p.At)
}

// InShop reports whether the car is in the shop.
func (v *Visit) InShop() bool {
	return !v.ArrivedAt.IsZero() && v.DeliveredAt.IsZero() && v.Ended == ""
}

// Finished reports whether nothing more can happen to the visit but a
// follow-up.
func (v *Visit) Finished() bool {
	return !v.DeliveredAt.IsZero() || v.Ended != "" || v.Stage == StageNoShow
}

// Flags lists the visit's flags.
func (v *Visit) Flags() []Flag {
	var flags []Flag
	add := func(on bool, f Flag) {
		if on {
			flags = append(flags, f)
		}
	}
	add(v.Waiter, FlagWaiter)
	add(!v.AppointmentAt.IsZero(), FlagAppointment)
	add(v.Comeback, FlagComeback)
	add(v.Special, FlagSpecial)
	add(v.Class == ClassCollision, FlagCollision)
	add(v.Warranty || v.Class == ClassWarranty, FlagWarranty)
	add(slices.ContainsFunc(v.Additional, Additional.Pending), FlagAdditional)
	add(v.Overnight != "", FlagOvernight)
	add(slices.ContainsFunc(v.Operations, func(o Operation) bool { return !o.HelpSince.IsZero() }), FlagHelp)
	return flags
}

// Current gives the operation a board should show for the visit: the one in
// progress, else stopped, else dispatched, else the first waiting, else the
// last; nil without operations.
func (v *Visit) Current() *Operation {
	for _, state := range []OperationState{OperationWorking, OperationStopped, OperationDispatched, OperationWaiting} {
		for i := range v.Operations {
			if v.Operations[i].State == state && (v.Operations[i].Trade != TradeWash || len(v.Operations) == 1) {
				return &v.Operations[i]
			}
		}
	}
	if n := len(v.Operations); n > 0 {
		return &v.Operations[n-1]
	}
	return nil
}

// Standstill gives the stop to show for the visit, of the vehicle or of the
// first stopped operation, nil when nothing is stopped.
func (v *Visit) Standstill() *Stop {
	if v.Stop != nil {
		return v.Stop
	}
	for i := range v.Operations {
		if v.Operations[i].State == OperationStopped {
			return v.Operations[i].Stop
		}
	}
	return nil
}

// Open reports whether work on the operation is still to be done.
func (o *Operation) Open() bool { return o.State != OperationDone && o.State != OperationCancelled }

// Running reports whether somebody is clocked on.
func (o *Operation) Running() bool { return o.State == OperationWorking }

// Worked gives the clocked time of the operation until now, breaks and nights
// cut out by the calendar. It is time on the clock, not man-time.
func (o *Operation) Worked(now time.Time, calendar Calendar, zone *time.Location) time.Duration {
	var total time.Duration
	for _, w := range o.Spans {
		end := w.End
		if end.IsZero() {
			end = now
		}
		total += calendar.Worked(w.Start, end, zone)
	}
	return total
}

// PlannedMinutes gives the clock minutes the attended work should take for a
// crew of the given efficiency (percent): standard / crew / efficiency.
func (o *Operation) PlannedMinutes(efficiency int) int {
	if efficiency <= 0 {
		efficiency = 100
	}
	crew := max(o.Crew, 1)
	return (o.StandardMinutes*100 + crew*efficiency - 1) / (crew * efficiency)
}

// PartsReady gives when the parts of a line are all there: the zero time when
// nothing is missing; ok is false when a missing part has no expected time.
// Parts of line 0 hold every line.
func (v *Visit) PartsReady(line int) (at time.Time, ok bool) {
	for _, p := range v.Parts {
		if !p.Missing() || (p.Line != line && p.Line != 0) {
			continue
		}
		if p.ETA.IsZero() {
			return time.Time{}, false
		}
		at = later(at, p.ETA)
	}
	return at, true
}

// Worker reports whether the person has clocked work on the visit.
func (v *Visit) Worker(p PersonID) bool {
	for i := range v.Operations {
		for _, w := range v.Operations[i].Spans {
			if slices.Contains(w.Technicians, p) {
				return true
			}
		}
	}
	return false
}

// LastContact gives the newest talk with the customer.
func (v *Visit) LastContact() (Contact, bool) {
	if len(v.Contacts) == 0 {
		return Contact{}, false
	}
	return v.Contacts[len(v.Contacts)-1], true
}
