package display

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"bayline/board"
	"bayline/dispatch"
)

func at(hm string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", "2026-07-16 "+hm, time.FixedZone("", 8*3600))
	if err != nil {
		panic(err)
	}
	return t
}

func etaOf(now string, promises []string, o *dispatch.Outlook) (from, to string, changed bool) {
	v := &board.Visit{ID: "V1", Stage: board.StageInRepair}
	for _, p := range promises {
		v.Promises = append(v.Promises, board.Promise{At: at(p), Confirmed: true})
	}
	s := board.NewState("haizhu")
	s.Settings = board.DefaultSettings("海珠店")
	scene := Scene{State: s, Plan: &dispatch.Plan{Outlooks: map[board.VisitID]dispatch.Outlook{}}, Now: at(now)}
	if o != nil {
		scene.Plan.Outlooks["V1"] = *o
	}
	f, t, changed := newIndex(scene).customerEta(v)
	if t.IsZero() {
		return "", "", changed
	}
	return f.Format("15:04"), t.Format("15:04"), changed
}

func TestWhatACustomerReadsAsTheTime(t *testing.T) {
	outlook := func(from, ready, to string) *dispatch.Outlook {
		return &dispatch.Outlook{From: at(from), Ready: at(ready), To: at(to)}
	}
	for name, c := range map[string]struct {
		now      string
		promises []string
		outlook  *dispatch.Outlook
		from, to string
		changed  bool
	}{
		"rounded outward":                   {"14:00", []string{"18:00"}, outlook("16:33", "16:44", "16:52"), "16:30", "17:00", false},
		"an end near the promise is it":     {"14:00", []string{"17:00"}, outlook("16:33", "16:44", "16:50"), "16:30", "17:00", false},
		"past the promise is a new time":    {"14:00", []string{"16:30"}, outlook("16:33", "16:44", "16:52"), "16:30", "17:00", true},
		"a moved promise is a new time":     {"14:00", []string{"15:00", "18:00"}, outlook("16:33", "16:44", "16:52"), "16:30", "17:00", true},
		"never before the present":          {"16:45", []string{"18:00"}, outlook("16:20", "16:30", "16:40"), "16:40", "16:50", false},
		"never a point":                     {"14:00", []string{"18:00"}, outlook("16:30", "16:30", "16:30"), "16:30", "16:40", false},
		"nobody can tell":                   {"14:00", []string{"18:00"}, &dispatch.Outlook{}, "", "", false},
		"without a plan the promise speaks": {"14:00", []string{"17:05"}, nil, "17:00", "17:10", false},
		"without both nothing is said":      {"14:00", nil, nil, "", "", false},
	} {
		from, to, changed := etaOf(c.now, c.promises, c.outlook)
		require.Equal(t, []any{c.from, c.to, c.changed}, []any{from, to, changed}, name)
	}
}

// However the forecast moves within a band, the range a customer reads stays,
// and it always is whole ten minutes that hold the forecast.
func TestTheRangeHoldsTheForecast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ready := at("15:00").Add(time.Duration(rapid.IntRange(0, 300*60).Draw(t, "ready")) * time.Second)
		o := dispatch.Outlook{Ready: ready, From: ready.Add(-time.Duration(rapid.IntRange(0, 3000).Draw(t, "before")) * time.Second), To: ready.Add(time.Duration(rapid.IntRange(0, 3000).Draw(t, "after")) * time.Second)}
		v := &board.Visit{ID: "V1", Promises: []board.Promise{{At: at("15:00").Add(time.Duration(rapid.IntRange(0, 360).Draw(t, "promise")) * time.Minute), Confirmed: true}}}
		s := board.NewState("haizhu")
		s.Settings = board.DefaultSettings("海珠店")
		w := newIndex(Scene{State: s, Plan: &dispatch.Plan{Outlooks: map[board.VisitID]dispatch.Outlook{"V1": o}}, Now: at("14:00")})
		from, to, _ := w.customerEta(v)
		require.False(t, from.After(o.From))
		require.False(t, to.Before(o.To))
		require.True(t, to.After(from))
		require.Zero(t, from.Minute()%10+from.Second())
		require.Zero(t, to.Minute()%10+to.Second())
		require.Less(t, o.From.Sub(from), etaStep)
		require.Less(t, to.Sub(o.To), 2*etaStep)
	})
}

// A forecast that moves by less than ten minutes moves what the customer reads
// by nothing or by one band.
func TestSmallMovesOfTheForecast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minutes := func(from, to int, name string) time.Duration {
			return time.Duration(rapid.IntRange(from, to).Draw(t, name)) * time.Minute
		}
		s := board.NewState("haizhu")
		s.Settings = board.DefaultSettings("海珠店")
		v := &board.Visit{ID: "V1", Promises: []board.Promise{{At: at("23:00"), Confirmed: true}}}
		o := dispatch.Outlook{From: at("15:00").Add(minutes(0, 200, "from"))}
		o.Ready = o.From.Add(minutes(0, 40, "ready"))
		o.To = o.Ready.Add(minutes(0, 40, "to"))
		shown := func(o dispatch.Outlook) (from, to time.Time) {
			from, to, _ = newIndex(Scene{State: s, Plan: &dispatch.Plan{Outlooks: map[board.VisitID]dispatch.Outlook{"V1": o}}, Now: at("14:00")}).customerEta(v)
			return from, to
		}
		from, to := shown(o)
		move := minutes(-9, 9, "move")
		o.From, o.Ready, o.To = o.From.Add(move), o.Ready.Add(move), o.To.Add(move)
		nextFrom, nextTo := shown(o)
		require.Contains(t, []time.Duration{-etaStep, 0, etaStep}, nextFrom.Sub(from))
		require.Contains(t, []time.Duration{-etaStep, 0, etaStep}, nextTo.Sub(to))
	})
}

func TestPhasesFollowTheStage(t *testing.T) {
	for _, stage := range board.Stages {
		_, shown := stations[stage]
		gone := stage == board.StageBooked || stage == board.StageConfirmed || stage == board.StageNoShow || stage == board.StageDelivered ||
			stage == board.StageClosed || stage == board.StageCancelled || stage == board.StageLeft
		require.Equal(t, !gone, shown, stage)
	}
	rework := &board.Visit{Operations: []board.Operation{{Line: 1, State: board.OperationDone}, {Line: 2, State: board.OperationWorking, Rework: true}}}
	require.True(t, onlyRework(rework))
	rework.Operations[0].State = board.OperationWaiting
	require.False(t, onlyRework(rework))
}

func TestAppointmentsAroundNow(t *testing.T) {
	visit := func(stage board.Stage, booked, arrived string) *board.Visit {
		v := &board.Visit{Stage: stage, AppointmentAt: at(booked)}
		if arrived != "" {
			v.ArrivedAt = at(arrived)
		}
		return v
	}
	for _, c := range []struct {
		visit *board.Visit
		state WelcomeState
		shown bool
	}{
		{visit(board.StageBooked, "14:15", ""), WelcomeExpected, true},
		{visit(board.StageBooked, "14:14", ""), WelcomeExpected, false},
		{visit(board.StageConfirmed, "15:30", ""), WelcomeExpected, true},
		{visit(board.StageConfirmed, "15:31", ""), WelcomeExpected, false},
		{visit(board.StageArrived, "14:00", "14:21"), WelcomeArrived, true},
		{visit(board.StageReception, "15:40", "14:29"), WelcomeArrived, true},
		{visit(board.StageArrived, "14:00", "14:20"), WelcomeArrived, false},
		{visit(board.StageNoShow, "14:20", ""), "", false},
		{visit(board.StageCancelled, "14:40", ""), "", false},
	} {
		state, shown := welcomeState(c.visit, at("14:30"))
		require.Equal(t, c.shown, shown)
		if shown {
			require.Equal(t, c.state, state)
		}
	}
}
