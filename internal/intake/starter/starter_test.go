package starter_test

import (
	"testing"
	"time"

	"bayline/board"
	"bayline/internal/intake/starter"

	"github.com/stretchr/testify/require"
)

func TestCatalogueIsOneAShopAccepts(t *testing.T) {
	times, err := starter.Catalogue()
	require.NoError(t, err)
	require.Len(t, times, 197)

	meta := board.Meta{Now: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), Actor: board.Actor{Name: "admin"}}
	_, s, err := board.Decide(board.NewState("s"), board.OpenShop{Settings: board.DefaultSettings("店")}, meta)
	require.NoError(t, err)
	_, s, err = board.Decide(s, board.SetLabourTimes{Times: times}, meta)
	require.NoError(t, err)
	require.Len(t, s.Catalogue, 197, "every code once")

	estimates := 0
	for _, l := range times {
		require.NotEmpty(t, l.NameZH)
		require.NotEmpty(t, l.NameEN)
		if l.Estimate {
			estimates++
		} else {
			require.NotEmpty(t, l.Source, "%s has a printed figure, so it has a source", l.Code)
		}
	}
	require.Equal(t, 110, estimates)

	oil := s.Catalogue["ME-001"]
	require.Equal(t, 30, oil.StandardMinutes)
	require.Equal(t, board.TradeMechanical, oil.Trade)
	require.Equal(t, board.BayQuick, oil.BayType)
	require.Equal(t, []string{"机油", "机油滤清器", "放油螺栓垫圈"}, oil.PartsZH)
	require.Contains(t, oil.Source, "CarMD")
	require.Equal(t, 2, s.Catalogue["ME-005"].Crew, "the express service is two people on one car")
}

func TestHolidaysMakeAWorkingCalendar(t *testing.T) {
	days, err := starter.Holidays()
	require.NoError(t, err)
	calendar := board.DefaultSettings("店").Calendar
	calendar.Days = days
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	require.NoError(t, err)
	for date, open := range map[string]bool{
		"2026-01-01": false, // New Year
		"2026-01-04": true,  // a Sunday worked in exchange
		"2026-01-11": false, // a plain Sunday
		"2026-03-02": true,  // a plain Monday
		"2025-10-01": false, // National Day
		"2024-02-04": true,  // the Sunday before the Spring Festival of 2024
	} {
		day, err := time.ParseInLocation(time.DateOnly, date, shanghai)
		require.NoError(t, err)
		require.Equal(t, open, calendar.Open(day), date)
	}
}
