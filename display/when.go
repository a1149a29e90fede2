package display

import (
	"time"

	"bayline/board"
)

// clockOf writes times as the shop reads them: in its zone, whole seconds.
type clockOf struct{ zone *time.Location }

func newClock(s *board.State) clockOf { return clockOf{s.Location()} }

func (c clockOf) at(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.In(c.zone).Truncate(time.Second)
}

// down and up give the nearest whole step of the shop's clock before or after
// t.
func (c clockOf) down(t time.Time, step time.Duration) time.Time {
	t = t.In(c.zone)
	_, offset := t.Zone()
	shift := time.Duration(offset) * time.Second
	return t.Add(shift).Truncate(step).Add(-shift)
}

func (c clockOf) up(t time.Time, step time.Duration) time.Time {
	down := c.down(t, step)
	if down.Before(t) {
		return down.Add(step)
	}
	return down
}

func (c clockOf) sameDay(a, b time.Time) bool {
	return !a.IsZero() && !b.IsZero() && a.In(c.zone).Format(time.DateOnly) == b.In(c.zone).Format(time.DateOnly)
}

// minutes gives whole minutes of a duration, rounded down.
func minutes(d time.Duration) int { return int(d / time.Minute) }
