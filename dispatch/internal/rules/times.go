package rules

import (
	"time"

	"bayline/board"
)

// What is assumed of people who are away without an expected end.
const (
	breakLength  = 15 * time.Minute
	rescueLength = 2 * time.Hour
)

// Back returns when a person who is away can be counted on again, zero for somebody who is here. Off or in training
// without an end is away for the rest of the local day.
func Back(p *board.Person, now time.Time, zone *time.Location) time.Time {
	if p.Presence == "" || p.Here() {
		return time.Time{}
	}
	if !p.PresenceUntil.IsZero() {
		return Expected(p.PresenceUntil, now)
	}
	switch p.Presence {
	case board.PresenceBreak:
		return now.Add(breakLength)
	case board.PresenceRescue:
		return now.Add(rescueLength)
	}
	y, m, d := now.In(zone).Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, zone)
}

// Shifts returns the hours in which a person works on a day: the shop's, or a shift of their own.
func Shifts(s *board.State, own []board.Window, day time.Time) []board.Span {
	return s.Settings.Calendar.Shifts(day, own)
}

func onShift(s *board.State, p *board.Person, at time.Time) bool {
	for _, shift := range Shifts(s, p.Shift, at.In(s.Location())) {
		if !at.Before(shift.Start) && at.Before(shift.End) {
			return true
		}
	}
	return false
}

// maintenance returns when a bay is back in use; known is false when nobody said.
func maintenance(bay *board.Bay) (at time.Time, known bool) {
	if bay.Maintenance == "" {
		return time.Time{}, true
	}
	return bay.MaintenanceUntil, !bay.MaintenanceUntil.IsZero()
}

// stopOf returns the stop that holds a line: that of the whole car before its own; nil without one.
func stopOf(v *board.Visit, line int) *board.Stop {
	if v.Stop != nil {
		return v.Stop
	}
	if o := v.Operation(line); o != nil {
		return o.Stop
	}
	return nil
}

// stopped returns when the stop that holds a line is expected to end.
func stopped(v *board.Visit, line int) (at time.Time, known bool) {
	if stop := stopOf(v, line); stop != nil {
		return stopEnds(v, line, stop)
	}
	return time.Time{}, true
}

// stopEnds returns when a stop is expected to end; known is false when nobody said. A stop for parts ends with the
// part;
// one for the next shift or for people needs nothing but the calendar: its time is zero.
func stopEnds(v *board.Visit, line int, stop *board.Stop) (at time.Time, known bool) {
	if !stop.Until.IsZero() {
		return stop.Until, true
	}
	switch stop.Reason {
	case board.StopShift, board.StopCrew:
		return time.Time{}, true
	case board.StopParts:
		if at, ok := v.PartsReady(line); ok && !at.IsZero() {
			return at, true
		}
	}
	return time.Time{}, false
}

// Keeps returns until when stopped lines keep the bay their car stands in, whatever else is done to the car there; none
// is false when nothing does, known when one of them has no end.
func Keeps(v *board.Visit, now time.Time) (until time.Time, keeps, known bool) {
	known = true
	add := func(line int, stop *board.Stop) {
		if stop == nil || !stop.KeepsBay {
			return
		}
		end, told := stopEnds(v, line, stop)
		until, keeps, known = latest(until, Expected(end, now)), true, known && told
	}
	add(0, v.Stop)
	for i := range v.Operations {
		if o := &v.Operations[i]; o.State == board.OperationStopped {
			add(o.Line, o.Stop)
		}
	}
	return until, keeps, known
}

// Leaves returns when a car on which nobody works can be out of its bay: moved out at once, or when what keeps it there
// is over. known is false when nobody can tell.
func Leaves(s *board.State, v *board.Visit, now time.Time) (until time.Time, known bool) {
	move := time.Duration(s.Settings.MoveMinutes) * time.Minute
	until, _, known = Keeps(v, now)
	return latest(now, until).Add(move), known
}

// MissingPart names the part that keeps a line longest; one without a date before all others.
func MissingPart(v *board.Visit, line int) board.Name {
	var worst *board.Part
	for i := range v.Parts {
		part := &v.Parts[i]
		if !part.Missing() || (part.Line != line && part.Line != 0) {
			continue
		}
		if worst == nil || (!worst.ETA.IsZero() && (part.ETA.IsZero() || part.ETA.After(worst.ETA))) {
			worst = part
		}
	}
	if worst == nil {
		return board.Name{}
	}
	return board.Named(worst.NameZH, worst.NameEN)
}
