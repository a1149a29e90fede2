package intake

import (
	"math"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/width"
)

// whenFault says what is wrong with a written time.
type whenFault int

const (
	whenFine whenFault = iota
	whenUnreadable
	whenNoClock // a date without a time of day
)

// when reads a time as people write it, in the zone. Without a year the one
// nearest to now is meant. A number is a spreadsheet's count of days.
func when(text string, now time.Time, zone *time.Location, epoch1904 bool) (time.Time, whenFault) {
	text = strings.ToUpper(strings.TrimSpace(width.Narrow.String(text)))
	if days, err := strconv.ParseFloat(text, 64); err == nil {
		return serial(days, zone, epoch1904)
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at.Truncate(time.Minute), plausible(at)
	}
	m := written.FindStringSubmatch(text)
	if m == nil {
		return time.Time{}, whenUnreadable
	}
	month, day := number(m[2]), number(m[3])
	if m[5] == "" {
		return time.Time{}, whenNoClock
	}
	hour, ok := clock24(number(m[5]), m[4]+m[7])
	minute := number(m[6])
	if !ok || minute > 59 {
		return time.Time{}, whenUnreadable
	}
	years := []int{number(m[1])}
	if m[1] == "" {
		this := now.In(zone).Year()
		years = []int{this, this - 1, this + 1}
	}
	var best time.Time
	for _, year := range years {
		at := time.Date(year, time.Month(month), day, hour, minute, 0, 0, zone)
		if at.Month() != time.Month(month) || at.Day() != day {
			continue // 30 February
		}
		if best.IsZero() || at.Sub(now).Abs() < best.Sub(now).Abs() {
			best = at
		}
	}
	if best.IsZero() {
		return best, whenUnreadable
	}
	return best, plausible(best)
}

// serial reads a spreadsheet's date: days since 30 December 1899, or 1904 on
// old Macintosh files, as wall-clock time.
func serial(days float64, zone *time.Location, epoch1904 bool) (time.Time, whenFault) {
	if !(days >= 20_000 && days <= 80_000) { // 1954 to 2119; not a number is neither
		return time.Time{}, whenUnreadable
	}
	if days == math.Trunc(days) {
		return time.Time{}, whenNoClock
	}
	minutes := int(math.Round((days - math.Trunc(days)) * 24 * 60))
	first := time.Date(1899, 12, 30, 0, 0, 0, 0, zone)
	if epoch1904 {
		first = time.Date(1904, 1, 1, 0, 0, 0, 0, zone)
	}
	y, m, d := first.AddDate(0, 0, int(days)).Date()
	return time.Date(y, m, d, 0, minutes, 0, 0, zone), whenFine
}

func plausible(at time.Time) whenFault {
	if at.Year() < 1950 || at.Year() > 2150 {
		return whenUnreadable
	}
	return whenFine
}

// clock24 turns an hour with the word for a half of the day into one of 24.
func clock24(hour int, half string) (int, bool) {
	switch writing.Halves[half] {
	case "":
		return hour, hour <= 23
	case "am":
		return hour % 12, hour <= 12
	case "noon":
		return 12 + hour%12%3, hour == 12 || hour <= 2
	}
	if hour < 12 {
		return hour + 12, true
	}
	return hour, hour <= 23 // "15:30 in the afternoon" is said too
}

func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}
