package dispatch

import (
	"time"

	"bayline/board"
)

// What is assumed of people who are away without an expected end.
const (
	usualBreak  = 15 * time.Minute
	usualRescue = 2 * time.Hour
)

// overdue is how many minutes from now something is expected that should have
// ended already: a break, a stop, a maintenance.
const overdue = 10

// backAt gives when a person can be counted on again. Somebody off or in
// training without an end is away for the rest of the local day.
func backAt(p *board.Person, now time.Time, zone *time.Location) time.Time {
	if p.Presence == "" || p.Here() {
		return now
	}
	if !p.PresenceUntil.IsZero() {
		if soon := now.Add(overdue * time.Minute); p.PresenceUntil.Before(soon) {
			return soon
		}
		return p.PresenceUntil
	}
	switch p.Presence {
	case board.PresenceBreak:
		return now.Add(usualBreak)
	case board.PresenceRescue:
		return now.Add(usualRescue)
	}
	y, m, d := now.In(zone).Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, zone)
}

// stopEnds gives when a stop is expected to end; known is false when nobody
// said. A stop for parts ends with the part; one for the next shift or for
// people needs nothing but the calendar: its time is zero.
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
