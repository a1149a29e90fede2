// Package reporttest is the contract of report.Store as tests. The facts of both databases run it.
package reporttest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"bayline/internal/journal"
	"bayline/internal/report"
)

// Opener opens a journal with the facts beside it, in a fresh place that the test's end takes away.
type Opener func(t testing.TB) (journal.Journal, report.Store)

// Run runs the whole contract.
func Run(t *testing.T, open Opener) {
	for name, test := range map[string]func(*testing.T, journal.Journal, report.Store){
		"facts come back as they went in":        comeBack,
		"a step from elsewhere changes nothing":  elsewhere,
		"one of many writers makes each step":    manyWriters,
		"bad steps are refused":                  badSteps,
		"reports see only their shop and period": period,
		"a reset forgets one shop":               reset,
		"what is behind its log":                 behind,
		"text no database keeps":                 oddText,
	} {
		t.Run(name, func(t *testing.T) {
			j, store := open(t)
			test(t, j, store)
		})
	}
}

// noon is an arbitrary moment with microseconds, in a zone that is not UTC.
func noon() time.Time {
	return time.Date(2026, 3, 2, 12, 0, 0, 123456000, time.FixedZone("CST", 8*3600))
}

func at(seq int64) report.Position {
	if seq == 0 {
		return report.Position{}
	}
	return report.Position{Seq: seq, At: noon().Add(time.Duration(seq) * time.Second).UTC()}
}

func fullVisit() report.VisitFact {
	late, onTime := true, false
	at := func(hour int) time.Time { return noon().Add(time.Duration(hour) * time.Hour).UTC() }
	return report.VisitFact{
		Visit: "v1", OrderNo: "RO-1", Plate: "京A·12345", Advisor: "李顾问", Class: "general", Stage: "settled", Flags: "waiter comeback",
		BookedAt: at(-30), ArrivedAt: at(-5), SignedAt: at(-4), FirstPromise: at(0), LastPromise: at(3), StartedAt: at(-3),
		FinishedAt: at(-2), ReadyAt: at(-1), SettledAt: at(2), DeliveredAt: at(4), ClosedAt: at(70),
		LateFirst: &late, LateLast: &onTime, CustomerCaused: true, Comeback: true,
		ReworkCount: 2, StandardMinutes: 90, WorkedMinutes: 101, StoppedMinutes: 33,
	}
}

func fullOperation() report.OperationFact {
	return report.OperationFact{
		Visit: "v1", Line: "1", Code: "A0101", Name: "更换机油", Trade: "mechanical", Class: "general", StandardMinutes: 30,
		WorkedMinutes: 28, StoppedMinutes: 5, Technicians: "t1 t2", Bay: "B07",
		StartedAt: noon().Add(-time.Hour).UTC(), FinishedAt: noon().UTC(), Rework: true,
	}
}

func save(t *testing.T, s report.Store, change report.Change) {
	t.Helper()
	moved, err := s.Save(t.Context(), change)
	require.NoError(t, err)
	require.True(t, moved)
}

// around reads the facts of one shop around noon.
func around(t *testing.T, s report.Store, shop string) ([]report.VisitFact, []report.OperationFact) {
	t.Helper()
	from, to := noon().Add(-24*time.Hour), noon().Add(24*time.Hour)
	visits, err := s.VisitsSettled(t.Context(), shop, from, to)
	require.NoError(t, err)
	operations, err := s.OperationsFinished(t.Context(), shop, from, to)
	require.NoError(t, err)
	return visits, operations
}

func comeBack(t *testing.T, _ journal.Journal, s report.Store) {
	sparse := report.VisitFact{Visit: "v2", SettledAt: noon().UTC()}
	unfinished := report.OperationFact{Visit: "v2", Line: "1"}
	save(t, s, report.Change{
		Shop: "s", To: at(1), Visits: []report.VisitFact{fullVisit(), sparse, {Visit: "open"}},
		Operations: []report.OperationFact{fullOperation(), unfinished},
	})
	visits, operations := around(t, s, "s")
	require.Equal(t, []report.VisitFact{sparse, fullVisit()}, visits)
	require.Equal(t, []report.OperationFact{fullOperation()}, operations)

	changed, done := fullVisit(), fullOperation()
	changed.LateFirst, changed.LateLast, changed.ClosedAt, changed.Comeback = nil, nil, time.Time{}, false
	changed.SettledAt = changed.SettledAt.Add(time.Hour)
	done.Line, done.Rework = "2", false
	save(t, s, report.Change{Shop: "s", From: at(1), To: at(3), Visits: []report.VisitFact{changed}, Operations: []report.OperationFact{done}})
	visits, operations = around(t, s, "s")
	require.Equal(t, []report.VisitFact{sparse, changed}, visits, "replaced, not added")
	require.Equal(t, []report.OperationFact{fullOperation(), done}, operations)
	position, err := s.Position(t.Context(), "s")
	require.NoError(t, err)
	require.Equal(t, at(3), position)

	found, known, err := s.VisitOfOrder(t.Context(), "s", changed.OrderNo)
	require.NoError(t, err)
	require.True(t, known)
	require.Equal(t, changed, found)
	_, known, err = s.VisitOfOrder(t.Context(), "other", changed.OrderNo)
	require.NoError(t, err)
	require.False(t, known, "another shop's order")
}

func elsewhere(t *testing.T, _ journal.Journal, s report.Store) {
	step := report.Change{Shop: "s", From: at(4), To: at(7), Visits: []report.VisitFact{fullVisit()}, Operations: []report.OperationFact{fullOperation()}}
	refused := func(why string) {
		t.Helper()
		moved, err := s.Save(t.Context(), step)
		require.NoError(t, err)
		require.False(t, moved, why)
		visits, operations := around(t, s, "s")
		require.Empty(t, visits, why)
		require.Empty(t, operations, why)
	}
	refused("there are no facts")
	save(t, s, report.Change{Shop: "s", To: at(3)})
	refused("they are before it")
	save(t, s, report.Change{Shop: "s", From: at(3), To: report.Position{Seq: 4, At: noon().Add(time.Hour)}})
	refused("they are of another past")
	step.From = report.Position{}
	refused("they have begun")
	step.From = report.Position{Seq: 4, At: noon().Add(time.Hour)}
	save(t, s, step)
	visits, _ := around(t, s, "s")
	require.Len(t, visits, 1)
}

func manyWriters(t *testing.T, _ journal.Journal, s report.Store) {
	const writers, steps = 4, 20
	moves := make([]int, writers)
	var group errgroup.Group
	for w := range writers {
		group.Go(func() error {
			for step := int64(0); step < steps; {
				moved, err := s.Save(context.Background(), report.Change{Shop: "s", From: at(step), To: at(step + 1), Visits: []report.VisitFact{fullVisit()}})
				if err != nil {
					return err
				}
				if moved {
					moves[w]++
				}
				position, err := s.Position(context.Background(), "s")
				if err != nil {
					return err
				}
				step = position.Seq
			}
			return nil
		})
	}
	require.NoError(t, group.Wait())
	all := 0
	for _, n := range moves {
		all += n
	}
	require.Equal(t, steps, all)
}

func badSteps(t *testing.T, _ journal.Journal, s report.Store) {
	for name, change := range map[string]report.Change{
		"no shop":        {To: at(1)},
		"no way":         {Shop: "s", From: at(2), To: at(2)},
		"back":           {Shop: "s", From: at(2), To: at(1)},
		"no time":        {Shop: "s", To: report.Position{Seq: 1}},
		"nameless visit": {Shop: "s", To: at(1), Visits: []report.VisitFact{{}}},
		"nameless line":  {Shop: "s", To: at(1), Operations: []report.OperationFact{{Visit: "v"}}},
	} {
		_, err := s.Save(t.Context(), change)
		require.ErrorIs(t, err, journal.ErrInvalid, name)
	}
}

func period(t *testing.T, _ journal.Journal, s report.Store) {
	settled := func(visit string, at time.Time) report.VisitFact {
		return report.VisitFact{Visit: visit, SettledAt: at}
	}
	from, to := noon(), noon().Add(time.Hour)
	save(t, s, report.Change{Shop: "s", To: at(1), Visits: []report.VisitFact{
		settled("before", from.Add(-time.Microsecond)), settled("last", to.Add(-time.Microsecond)), settled("first", from), settled("after", to),
	}})
	save(t, s, report.Change{Shop: "other", To: at(1), Visits: []report.VisitFact{settled("first", from)}})
	visits, err := s.VisitsSettled(t.Context(), "s", from, to)
	require.NoError(t, err)
	require.Len(t, visits, 2)
	require.Equal(t, "first", visits[0].Visit)
	require.Equal(t, "last", visits[1].Visit)
}

func reset(t *testing.T, _ journal.Journal, s report.Store) {
	for _, shop := range []string{"s", "other"} {
		save(t, s, report.Change{Shop: shop, To: at(1), Visits: []report.VisitFact{fullVisit()}, Operations: []report.OperationFact{fullOperation()}})
	}
	require.NoError(t, s.Reset(t.Context(), "s"))
	require.NoError(t, s.Reset(t.Context(), "unknown"))
	visits, operations := around(t, s, "s")
	require.Empty(t, visits)
	require.Empty(t, operations)
	position, err := s.Position(t.Context(), "s")
	require.NoError(t, err)
	require.Zero(t, position)
	visits, operations = around(t, s, "other")
	require.Len(t, visits, 1)
	require.Len(t, operations, 1)
	save(t, s, report.Change{Shop: "s", To: at(1)})
}

func behind(t *testing.T, j journal.Journal, s report.Store) {
	for _, shop := range []string{"never", "short", "there", "another past"} {
		_, err := j.Append(t.Context(), journal.Append{Shop: shop, Records: []journal.Record{
			{At: at(1).At, Kind: "k", Data: []byte("1")}, {At: at(2).At, Kind: "k", Data: []byte("2")},
		}})
		require.NoError(t, err)
	}
	past := report.Position{Seq: 2, At: noon()}
	save(t, s, report.Change{Shop: "short", To: at(1)})
	save(t, s, report.Change{Shop: "there", To: at(2)})
	save(t, s, report.Change{Shop: "another past", To: past})
	list, err := s.Behind(t.Context())
	require.NoError(t, err)
	past.At = past.At.UTC()
	require.Equal(t, map[string]report.Position{"never": {}, "short": at(1), "another past": past}, list)
}

func oddText(t *testing.T, _ journal.Journal, s report.Store) {
	odd := report.VisitFact{Visit: "v", Plate: "a\x00b\xff", SettledAt: noon().UTC()}
	save(t, s, report.Change{Shop: "s", To: at(1), Visits: []report.VisitFact{odd}})
	visits, _ := around(t, s, "s")
	require.Equal(t, "ab\uFFFD", visits[0].Plate, "a projection must not stop at a record that is in the log")
}
