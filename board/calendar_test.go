package board_test

import (
	"testing"
	"time"

	"bayline/board"

	"github.com/stretchr/testify/require"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	require.NoError(t, err)
	return z
}

// usual is open 8:00-17:30 Monday to Saturday with lunch at noon.
func usual() board.Calendar { return board.DefaultSettings("店").Calendar }

func TestShiftsCutTheBreaksOut(t *testing.T) {
	shanghai := zone(t, "Asia/Shanghai")
	monday := time.Date(2026, 3, 2, 23, 59, 0, 0, shanghai)
	at := func(hour, minute int) time.Time { return time.Date(2026, 3, 2, hour, minute, 0, 0, shanghai) }
	require.Equal(t, []board.Span{{Start: at(8, 0), End: at(12, 0)}, {Start: at(13, 0), End: at(17, 30)}},
		usual().Shifts(monday, nil))
	require.Equal(t, []board.Span{{Start: at(13, 0), End: at(20, 0)}},
		usual().Shifts(monday, []board.Window{{From: 12*60 + 30, To: 20 * 60}}),
		"a shift of one's own that starts within the break")
	require.Empty(t, usual().Shifts(monday, []board.Window{{From: 12*60 + 10, To: 12*60 + 50}}))
	require.Empty(t, usual().Shifts(monday.AddDate(0, 0, 6), []board.Window{{From: 600, To: 660}}),
		"nobody's shift opens a closed shop")

	all := board.Calendar{Week: [7][]board.Window{1: {{From: 0, To: 24 * 60}}}}
	require.Equal(t, []board.Span{{Start: at(0, 0), End: at(24, 0)}}, all.Shifts(monday, nil), "to midnight")
}

func TestHolidaysAndWorkedWeekends(t *testing.T) {
	shanghai := zone(t, "Asia/Shanghai")
	c := usual()
	c.Days = map[string]board.DayKind{"2026-02-16": board.DayOff, "2026-02-15": board.DayWork, "2026-02-14": board.DayWork}
	day := func(d int) time.Time { return time.Date(2026, 2, d, 10, 0, 0, 0, shanghai) }
	require.False(t, c.Open(day(16)), "a Monday off")
	require.True(t, c.Open(day(15)), "a Sunday worked in exchange")
	require.Equal(t, 13, c.Shifts(day(15), nil)[1].Start.Hour(), "with the hours of Monday")
	require.True(t, c.Open(day(14)))
	require.False(t, c.Open(day(22)))
	// Friday 17:00 to Tuesday 9:00: half an hour, Saturday, the worked Sunday, no Monday, one hour.
	require.Equal(t, 30*time.Minute+2*510*time.Minute+time.Hour,
		c.Worked(day(13).Add(7*time.Hour), day(17).Add(-time.Hour), shanghai))
}

func TestWorkedTime(t *testing.T) {
	shanghai := zone(t, "Asia/Shanghai")
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 3, day, hour, minute, 0, 0, shanghai) }
	for name, c := range map[string]struct {
		from, to time.Time
		want     time.Duration
	}{
		"within the morning":     {at(2, 9, 0), at(2, 10, 30), 90 * time.Minute},
		"over lunch":             {at(2, 11, 30), at(2, 13, 30), time.Hour},
		"within lunch":           {at(2, 12, 10), at(2, 12, 50), 0},
		"forgotten over night":   {at(2, 17, 0), at(3, 8, 30), time.Hour},
		"over the Sunday":        {at(7, 17, 0), at(9, 8, 30), time.Hour},
		"to the very midnight":   {at(2, 17, 0), at(3, 0, 0), 30 * time.Minute},
		"from the very midnight": {at(2, 0, 0), at(2, 8, 1), time.Minute},
		"nothing":                {at(2, 9, 0), at(2, 9, 0), 0},
		"backwards":              {at(2, 10, 0), at(2, 9, 0), 0},
	} {
		require.Equal(t, c.want, usual().Worked(c.from.UTC(), c.to.UTC(), shanghai), name)
	}
}

// The clocks of Berlin go forward on 29 March 2026 and back on 25 October: the
// shop's hours stay what the wall clock says.
func TestSummerTime(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	c := board.Calendar{Week: [7][]board.Window{{{From: 0, To: 24 * 60}}, {{From: 480, To: 1020}},
		6: {{From: 480, To: 1020}}}}
	spring := time.Date(2026, 3, 29, 12, 0, 0, 0, berlin)
	require.Equal(t, 23*time.Hour, c.Worked(spring.Add(-14*time.Hour), spring.Add(14*time.Hour), berlin),
		"a Sunday without an hour")
	autumn := time.Date(2026, 10, 25, 12, 0, 0, 0, berlin)
	require.Equal(t, 25*time.Hour, c.Worked(autumn.Add(-14*time.Hour), autumn.Add(14*time.Hour), berlin),
		"a Sunday with one more")
	require.Equal(t, 8, c.Shifts(spring.AddDate(0, 0, 1), nil)[0].Start.Hour())
	require.Equal(t, 18*time.Hour, c.Worked(spring.AddDate(0, 0, -1).Add(-12*time.Hour), spring.AddDate(0, 0, 2),
		berlin)-23*time.Hour, "Saturday and Monday are as long as ever")
	// In Cairo the clocks go forward at midnight itself: 24 April 2026 begins at 01:00.
	cairo := zone(t, "Africa/Cairo")
	c = board.Calendar{Week: [7][]board.Window{5: {{From: 480, To: 540}}}}
	require.Equal(t, time.Hour, c.Worked(time.Date(2026, 4, 23, 12, 0, 0, 0, cairo),
		time.Date(2026, 4, 25, 12, 0, 0, 0, cairo), cairo))
}

func TestOpenAt(t *testing.T) {
	shanghai := zone(t, "Asia/Shanghai")
	at := func(hour, minute int) time.Time { return time.Date(2026, 3, 2, hour, minute, 0, 0, shanghai) }
	require.False(t, usual().OpenAt(at(7, 59)))
	require.True(t, usual().OpenAt(at(8, 0)))
	require.True(t, usual().OpenAt(at(12, 30)), "customers are received at lunch")
	require.False(t, usual().OpenAt(at(17, 30)))
	require.False(t, usual().OpenAt(at(10, 0).AddDate(0, 0, -1)))
}

func TestSettingsAShopCannotWorkWithAreRefused(t *testing.T) {
	for field, spoil := range map[string]func(*board.Settings){
		"name":          func(s *board.Settings) { s.Name = "" },
		"zone":          func(s *board.Settings) { s.Zone = "Local" },
		"language":      func(s *board.Settings) { s.Language = "de" },
		"plan_mode":     func(s *board.Settings) { s.PlanMode = "magic" },
		"wash_minutes":  func(s *board.Settings) { s.WashMinutes = -1 },
		"calendar.week": func(s *board.Settings) { s.Calendar.Week[1] = []board.Window{{From: 600, To: 500}} },
		"calendar.breaks": func(s *board.Settings) {
			s.Calendar.Breaks = []board.Window{{From: 700, To: 800}, {From: 600, To: 650}}
		},
		"calendar.days":  func(s *board.Settings) { s.Calendar.Days = map[string]board.DayKind{"2026-02-30": board.DayOff} },
		"levels":         func(s *board.Settings) { s.Levels = map[board.Class][]board.Level{"magic": nil} },
		"final_sampling": func(s *board.Settings) { s.FinalSampling = map[board.Class]int{board.ClassGeneral: 101} },
		"wip_limits":     func(s *board.Settings) { s.WIPLimits = map[board.Stage]int{"nowhere": 1} },
	} {
		set := board.DefaultSettings("店")
		spoil(&set)
		_, _, err := board.Decide(board.NewState("s"), board.OpenShop{Settings: set},
			board.Meta{Now: time.Now(), Actor: board.Actor{Name: "x"}})
		refusal, ok := board.AsRefusal(err)
		require.True(t, ok, field)
		require.Equal(t, field, refusal.Field)
		checkRefusal(t, err)
	}
}
