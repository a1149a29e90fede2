package display_test

import (
	"encoding/json"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/dispatch"
	"bayline/display"
	"bayline/display/displaytest"
)

func boardOf(t *testing.T, scene display.Scene) display.Board {
	t.Helper()
	view, err := display.Render("board", scene, url.Values{})
	require.NoError(t, err)
	return view.(display.Board)
}

// The six answers, counted again from the state in another way.
func TestTheSixAnswers(t *testing.T) {
	shop := displaytest.Busy(t)
	scene := shop.Scene(displaytest.Now)
	shown := boardOf(t, scene)
	stages := map[board.Stage]int{}
	var want display.Counters
	for _, v := range shop.State.Visits {
		stages[v.Stage]++
		if v.Stage == board.StageStopped && v.Standstill().Reason == board.StopParts {
			want.WaitingParts++
		}
		if _, onBoard := map[board.Stage]bool{board.StageBooked: true, board.StageConfirmed: true, board.StageArrived: true, board.StageDelivered: true}[v.Stage]; !onBoard {
			switch scene.Plan.Outlooks[v.ID].Health {
			case dispatch.HealthRisk:
				want.AtRisk++
			case dispatch.HealthLate:
				want.Late++
			}
		}
	}
	want.InRepair, want.Ready = stages[board.StageInRepair], stages[board.StageReady]
	// Sixteen technicians and two who wash; one is out on a rescue, ten work, and T13 has an order. Of the rest T15
	// and T7 are paused: their work is stopped.
	want.FreeTechnicians = shown.Counters.FreeTechnicians
	require.Equal(t, want, shown.Counters)
	require.Equal(t, display.Counters{InRepair: 8, FreeTechnicians: 5, WaitingParts: 2, AtRisk: want.AtRisk, Late: want.Late, Ready: 3}, shown.Counters)
	require.Positive(t, want.Late)

	require.Equal(t, 3, shown.DeliveredToday)
	require.Equal(t, [2]int{4, 3}, [2]int{shown.SettledToday, shown.OnTimeToday})
	total := 0
	for _, c := range shown.Columns {
		total += c.Count
		require.Equal(t, c.Limit > 0 && c.Count > c.Limit, c.Over, c.Column)
	}
	require.Len(t, shown.Cards, total)
}

func cardOf(t *testing.T, b display.Board, plate string) display.Card {
	t.Helper()
	for _, c := range b.Cards {
		if c.Plate == plate {
			return c
		}
	}
	t.Fatalf("no card of %s", plate)
	return display.Card{}
}

func TestACardTellsWhereByWhomAndHowFar(t *testing.T) {
	shown := boardOf(t, displaytest.Busy(t).Scene(displaytest.Now))
	late := cardOf(t, shown, "粤A1L5K8")
	require.Equal(t, "in_repair", late.Column)
	require.Equal(t, board.BayID("B4"), late.Bay)
	require.Equal(t, []string{"陈刚"}, late.Technicians)
	require.Equal(t, dispatch.HealthLate, late.Risk)
	require.Equal(t, 72, late.StandardMinutes)
	require.Equal(t, 0, late.UsedMinutes)
	require.Equal(t, "2026-07-16T13:01:00+08:00", late.RunningSince.Format(time.RFC3339))
	require.Equal(t, "2026-07-16T14:20:00+08:00", late.PromisedAt.Format(time.RFC3339))
	require.Contains(t, late.Flags, board.FlagHelp)

	// The clutch was begun at 9:30; lunch does not count as work.
	clutch := cardOf(t, shown, "粤A7W602")
	require.Equal(t, "2026-07-16T10:30:00+08:00", clutch.RunningSince.Format(time.RFC3339))
	require.Equal(t, 270, clutch.StandardMinutes)

	stopped := cardOf(t, shown, "粤A62H9T")
	require.Equal(t, board.StopParts, stopped.StopReason)
	require.Equal(t, "15:10", stopped.StopUntil.Format("15:04"))
	ready := cardOf(t, shown, "粤A22C6P")
	require.True(t, ready.Notified)
	require.Equal(t, "林静", ready.Advisor)
	require.Equal(t, dispatch.HealthReady, ready.Risk)
	waiting := cardOf(t, shown, "粤A8Q27M")
	require.True(t, waiting.Planned)
	require.NotEmpty(t, waiting.BayName)
	require.False(t, waiting.Start.IsZero())
}

// A board without a plan still says what the facts alone tell.
func TestABoardWithoutAPlan(t *testing.T) {
	scene := displaytest.Busy(t).Scene(displaytest.Now)
	scene.Plan = nil
	shown := boardOf(t, scene)
	require.Equal(t, dispatch.HealthLate, cardOf(t, shown, "粤A1L5K8").Risk)
	require.Equal(t, dispatch.HealthStopped, cardOf(t, shown, "粤A62H9T").Risk)
	require.Equal(t, dispatch.HealthUnknown, cardOf(t, shown, "粤A8Q27M").Risk)
}

// While nothing happens and the plan stays, the clock alone sends nothing to
// any wall for minutes.
func TestTheClockAloneChangesNothing(t *testing.T) {
	shop := displaytest.Full(t, 200)
	scene := shop.Scene(displaytest.Now)
	for _, name := range []string{"board", "lounge"} {
		before := entriesOf(t, name, scene)
		later := scene
		later.Now = scene.Now.Add(4 * time.Minute)
		changed := 0
		for key, value := range entriesOf(t, name, later) {
			if string(before[key]) != string(value) {
				changed++
			}
		}
		require.Zero(t, changed, name)
	}
}

func entriesOf(t *testing.T, name string, scene display.Scene) map[string]json.RawMessage {
	t.Helper()
	view, err := display.Render(name, scene, url.Values{})
	require.NoError(t, err)
	entries, err := display.Entries(view)
	require.NoError(t, err)
	return entries
}

func BenchmarkBoard200Cars(b *testing.B) {
	scene := displaytest.Full(b, 200).Scene(displaytest.Now)
	for b.Loop() {
		view, err := display.Render("board", scene, url.Values{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := display.Entries(view); err != nil {
			b.Fatal(err)
		}
	}
}
