package board

import (
	"fmt"
	"time"
)

// Window is a span of one local day in minutes after midnight, From < To.
type Window struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// String returns "08:00-17:30".
func (w Window) String() string {
	return fmt.Sprintf("%02d:%02d-%02d:%02d", w.From/60, w.From%60, w.To/60, w.To%60)
}

// Valid reports whether the window lies within one day and is not empty.
func (w Window) Valid() bool { return w.From >= 0 && w.To <= 24*60 && w.From < w.To }

// DayKind overrides the week for one date: a public holiday or a weekend that
// is worked in exchange.
type DayKind string

// The kinds of an exceptional day.
const (
	DayOff  DayKind = "off"
	DayWork DayKind = "work"
)

// Calendar says when the shop works. Week[0] is Sunday; an empty slice is a
// day off. Breaks are cut out of every working day. Windows and breaks are in
// order and do not overlap. Days overrides single
// dates, "2006-01-02" in the shop's time zone; a worked weekend follows the
// hours of Monday when its own weekday has none.
type Calendar struct {
	Week   [7][]Window        `json:"week"`
	Breaks []Window           `json:"breaks"`
	Days   map[string]DayKind `json:"days,omitempty"`
}

// Span is a stretch of time; an End of zero means "still running".
type Span struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end,omitzero"`
}

// Open reports whether the shop works at all on the date of day.
func (c Calendar) Open(day time.Time) bool { return len(c.hours(day)) > 0 }

// OpenAt reports whether the shop is open at a time, which must be in the
// shop's time zone. Customers are received during the breaks too.
func (c Calendar) OpenAt(at time.Time) bool {
	for _, h := range c.hours(at) {
		s := span(at, h.From, h.To)
		if !at.Before(s.Start) && at.Before(s.End) {
			return true
		}
	}
	return false
}

func (c Calendar) hours(day time.Time) []Window {
	own := c.Week[int(day.Weekday())]
	switch c.Days[day.Format(time.DateOnly)] {
	case DayOff:
		return nil
	case DayWork:
		if len(own) == 0 {
			return c.Week[1]
		}
	}
	return own
}

// Shifts returns the working spans of the date of day, breaks cut out, in order.
// day must be in the shop's time zone. own replaces the shop's hours for a
// person with a shift of their own and may be nil.
func (c Calendar) Shifts(day time.Time, own []Window) []Span {
	hours := c.hours(day)
	if len(hours) > 0 && len(own) > 0 {
		hours = own
	}
	var spans []Span
	for _, h := range hours {
		from := h.From
		for _, b := range c.Breaks {
			if b.To <= from || b.From >= h.To {
				continue
			}
			if b.From > from {
				spans = append(spans, span(day, from, b.From))
			}
			from = b.To
		}
		if from < h.To {
			spans = append(spans, span(day, from, h.To))
		}
	}
	return spans
}

// Worked returns the working time between from and to: what of it lies inside
// the shop's shifts. A technician who forgets to clock off for lunch has not
// worked through it.
func (c Calendar) Worked(from, to time.Time, zone *time.Location) time.Duration {
	var total time.Duration
	from, to = from.In(zone), to.In(zone)
	// Noon exists on every day in every zone; midnight does not.
	for day := noon(from); !midnight(day).After(to); day = noon(day.AddDate(0, 0, 1)) {
		for _, s := range c.Shifts(day, nil) {
			start, end := later(s.Start, from), earlier(s.End, to)
			if end.After(start) {
				total += end.Sub(start)
			}
		}
	}
	return total
}

func span(day time.Time, from, to int) Span {
	y, m, d := day.Date()
	at := func(minute int) time.Time { return time.Date(y, m, d, 0, minute, 0, 0, day.Location()) }
	return Span{Start: at(from), End: at(to)}
}

func noon(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 12, 0, 0, 0, t.Location())
}

func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
