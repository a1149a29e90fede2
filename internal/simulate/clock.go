package simulate

import "time"

// The hours of the simulated shop in minutes after midnight: 8:00 to 17:30,
// lunch from 12:00 to 13:00, closed on Sundays.
const (
	opens, lunch, back, closes = 8 * 60, 12 * 60, 13 * 60, 17*60 + 30

	dayWork = lunch - opens + closes - back
	dayLong = 24 * 60
	week    = 6 * dayWork
)

var zone = time.FixedZone("shop", 8*60*60)

// monday is midnight of the day every simulated day is, in shop time. Minutes
// of this package are counted from it.
var monday = time.Date(2026, 3, 2, 0, 0, 0, 0, zone)

func at(minute int) time.Time { return monday.Add(time.Duration(minute) * time.Minute) }

func minuteOf(t time.Time) int { return int(t.Sub(monday) / time.Minute) }

// worked gives the working minutes before a minute.
func worked(minute int) int {
	day, m := minute/dayLong, minute%dayLong
	done := day/7*week + min(day%7, 6)*dayWork
	if day%7 == 6 {
		return done
	}
	return done + min(max(m-opens, 0), lunch-opens) + min(max(m-back, 0), closes-back)
}

// clock gives the first minute with so many working minutes before it.
func clock(work int) int {
	days, rest := work/dayWork, work%dayWork
	if rest == 0 && days > 0 {
		days, rest = days-1, dayWork
	}
	m := days/6*7*dayLong + days%6*dayLong + opens + rest
	if rest > lunch-opens {
		m += back - lunch
	}
	return m
}
