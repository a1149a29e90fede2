package journaltest

import (
	"bytes"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/internal/journal"
)

func snapshots(t *testing.T, store Store) {
	j := fresh(t, store)
	past, err := j.Past(limited(t), "s", 1, 10)
	require.NoError(t, err)
	require.Zero(t, past, "a shop nobody knows")
	mustAppend(t, j, journal.Append{Shop: "s", Records: records(405, "grow")})
	all := mustRead(t, j, "s")
	latest := func(schema int) journal.Snapshot {
		past, err := j.Past(limited(t), "s", schema, 10)
		require.NoError(t, err)
		from := int(max(past.Snapshot.Seq, 1)) - 1
		require.Equal(t, all[from:min(from+10, len(all))], past.Records, "from the record of the snapshot on")
		return past.Snapshot
	}
	require.Zero(t, latest(1))

	noise := make([]byte, 1<<20)
	random := rand.NewChaCha8([32]byte{})
	_, err = random.Read(noise)
	require.NoError(t, err)
	for i, data := range [][]byte{{}, []byte(`{"visits":[]}`), bytes.Repeat([]byte("visit "), 1<<18), noise} {
		snapshot := journal.Snapshot{Shop: "s", Seq: int64(i+1) * 100, Schema: 1, Data: data}
		require.NoError(t, j.SaveSnapshot(limited(t), snapshot))
		got := latest(1)
		require.Equal(t, snapshot.Seq, got.Seq)
		require.True(t, bytes.Equal(data, got.Data))
		require.Equal(t, "s", got.Shop)
	}

	// One saved late does not hide a newer one; one saved again replaces itself.
	require.NoError(t, j.SaveSnapshot(limited(t), journal.Snapshot{Shop: "s", Seq: 50, Schema: 1, Data: []byte("late")}))
	require.NoError(t, j.SaveSnapshot(limited(t), journal.Snapshot{Shop: "s", Seq: 400, Schema: 1, Data: []byte("again")}))
	got := latest(1)
	require.Equal(t, journal.Snapshot{Shop: "s", Seq: 400, Schema: 1, Data: []byte("again")}, got)

	require.Zero(t, latest(2), "another schema is not offered")
	require.NoError(t, j.SaveSnapshot(limited(t), journal.Snapshot{Shop: "s", Seq: 10, Schema: 2, Data: []byte("new")}))
	require.EqualValues(t, 400, latest(1).Seq, "programs of two versions do not take each other's snapshots away")
	require.NoError(t, j.SaveSnapshot(limited(t), journal.Snapshot{Shop: "s", Seq: 406, Schema: 1, Data: []byte("beyond")}))
	require.EqualValues(t, 400, latest(1).Seq, "one from beyond the end of the log")

	for _, bad := range []journal.Snapshot{{Seq: 1}, {Shop: "s"}, {Shop: "\xff", Seq: 1}} {
		require.ErrorIs(t, j.SaveSnapshot(limited(t), bad), journal.ErrInvalid)
	}
}

func fullVisit() journal.VisitFact {
	late, onTime := true, false
	at := func(hour int) time.Time { return noon().Add(time.Duration(hour) * time.Hour).UTC() }
	return journal.VisitFact{
		Visit: "v1", OrderNo: "RO-1", Plate: "京A·12345", Advisor: "李顾问", Class: "general", Stage: "settled", Flags: "waiter comeback",
		BookedAt: at(-30), ArrivedAt: at(-5), SignedAt: at(-4), FirstPromise: at(0), LastPromise: at(3), StartedAt: at(-3),
		FinishedAt: at(-2), ReadyAt: at(-1), SettledAt: at(2), DeliveredAt: at(4), ClosedAt: at(70),
		LateFirst: &late, LateLast: &onTime, CustomerCaused: true, Comeback: true,
		ReworkCount: 2, StandardMinutes: 90, WorkedMinutes: 101, StoppedMinutes: 33,
	}
}

func fullOperation() journal.OperationFact {
	return journal.OperationFact{
		Visit: "v1", Line: "1", Code: "A0101", Name: "更换机油", Trade: "mechanical", Class: "general", StandardMinutes: 30,
		WorkedMinutes: 28, StoppedMinutes: 5, Technicians: "t1 t2", Bay: "B07",
		StartedAt: noon().Add(-time.Hour).UTC(), FinishedAt: noon().UTC(), Rework: true,
	}
}

// reports reads the facts of one shop around noon.
func reports(t *testing.T, j journal.Journal, shop string) ([]journal.VisitFact, []journal.OperationFact) {
	t.Helper()
	from, to := noon().Add(-24*time.Hour), noon().Add(24*time.Hour)
	visits, err := j.VisitsSettled(limited(t), shop, from, to)
	require.NoError(t, err)
	operations, err := j.OperationsFinished(limited(t), shop, from, to)
	require.NoError(t, err)
	return visits, operations
}

func factsComeBack(t *testing.T, store Store) {
	j := fresh(t, store)
	sparse := journal.VisitFact{Visit: "v2", SettledAt: noon().UTC()}
	unfinished := journal.OperationFact{Visit: "v2", Line: "1"}
	mustAppend(t, j, journal.Append{
		Shop: "s", Records: records(1, "facts"),
		Visits:     []journal.VisitFact{fullVisit(), sparse, {Visit: "open"}},
		Operations: []journal.OperationFact{fullOperation(), unfinished},
	})
	visits, operations := reports(t, j, "s")
	require.Equal(t, []journal.VisitFact{sparse, fullVisit()}, visits)
	require.Equal(t, []journal.OperationFact{fullOperation()}, operations)

	changed, done := fullVisit(), fullOperation()
	changed.LateFirst, changed.LateLast, changed.ClosedAt, changed.Comeback = nil, nil, time.Time{}, false
	changed.SettledAt = changed.SettledAt.Add(time.Hour)
	done.Line, done.Rework = "2", false
	mustAppend(t, j, journal.Append{
		Shop: "s", Expected: 1, Records: records(1, "changed"),
		Visits: []journal.VisitFact{changed}, Operations: []journal.OperationFact{done},
	})
	visits, operations = reports(t, j, "s")
	require.Equal(t, []journal.VisitFact{sparse, changed}, visits, "replaced, not added")
	found, known, err := j.VisitOfOrder(limited(t), "s", changed.OrderNo)
	require.NoError(t, err)
	require.True(t, known)
	require.Equal(t, changed, found)
	_, known, err = j.VisitOfOrder(limited(t), "other", changed.OrderNo)
	require.NoError(t, err)
	require.False(t, known, "another shop's order")
	require.Equal(t, []journal.OperationFact{fullOperation(), done}, operations)
}

func factsRollBack(t *testing.T, store Store) {
	j := fresh(t, store)
	change := journal.Append{
		Shop: "s", Records: records(1, "settled"), Key: "k", Digest: "d",
		Visits: []journal.VisitFact{fullVisit()}, Operations: []journal.OperationFact{fullOperation()},
	}
	change.Expected = 7
	_, err := j.Append(limited(t), change)
	require.ErrorIs(t, err, journal.ErrConflict)
	visits, operations := reports(t, j, "s")
	require.Empty(t, visits)
	require.Empty(t, operations)

	change.Expected = 0
	mustAppend(t, j, change)
	replay := change
	later := fullVisit()
	later.Plate = "沪B·99999"
	replay.Visits = []journal.VisitFact{later}
	require.True(t, mustAppend(t, j, replay).Replayed)
	visits, operations = reports(t, j, "s")
	require.Equal(t, []journal.VisitFact{fullVisit()}, visits, "a repeated command writes no facts")
	require.Len(t, operations, 1)
}

// failingHalfway takes a table away, so that the append fails in the database after the records were written.
func failingHalfway(t *testing.T, store Store) {
	place := store.Place(t)
	j := open(t, store, place)
	defer func() { require.NoError(t, j.Close()) }()
	change := command("k")
	change.Visits, change.Operations = []journal.VisitFact{fullVisit()}, []journal.OperationFact{fullOperation()}

	store.Execute(t, place, "ALTER TABLE operation_fact RENAME TO taken_away")
	_, err := j.Append(limited(t), change)
	require.Error(t, err)
	store.Execute(t, place, "ALTER TABLE taken_away RENAME TO operation_fact")

	visits, operations := reports(t, j, "s")
	require.Empty(t, visits)
	require.Empty(t, operations)
	require.Empty(t, mustRead(t, j, "s"))
	_, _, found, err := j.Lookup(limited(t), "s", "k")
	require.NoError(t, err)
	require.False(t, found)
	require.False(t, mustAppend(t, j, change).Replayed, "it can be done again")
	visits, operations = reports(t, j, "s")
	require.Len(t, visits, 1)
	require.Len(t, operations, 1)
}

func factsRewritten(t *testing.T, store Store) {
	j := fresh(t, store)
	mustAppend(t, j, journal.Append{Shop: "s", Records: records(3, "before")})
	rewrite := journal.Append{Shop: "s", Expected: 3, Visits: []journal.VisitFact{fullVisit()}}
	require.Equal(t, journal.Receipt{First: 4, Last: 3}, mustAppend(t, j, rewrite))
	visits, _ := reports(t, j, "s")
	require.Len(t, visits, 1)
	require.Len(t, mustRead(t, j, "s"), 3)

	rewrite.Expected = 2
	_, err := j.Append(limited(t), rewrite)
	require.ErrorIs(t, err, journal.ErrConflict)
}

func factsOfPeriod(t *testing.T, store Store) {
	j := fresh(t, store)
	settled := func(visit string, at time.Time) journal.VisitFact {
		return journal.VisitFact{Visit: visit, SettledAt: at}
	}
	from, to := noon(), noon().Add(time.Hour)
	mustAppend(t, j, journal.Append{Shop: "s", Records: records(1, "s"), Visits: []journal.VisitFact{
		settled("before", from.Add(-time.Microsecond)), settled("last", to.Add(-time.Microsecond)), settled("first", from), settled("after", to),
	}})
	mustAppend(t, j, journal.Append{Shop: "other", Records: records(1, "o"), Visits: []journal.VisitFact{settled("first", from)}})
	visits, err := j.VisitsSettled(limited(t), "s", from, to)
	require.NoError(t, err)
	require.Len(t, visits, 2)
	require.Equal(t, "first", visits[0].Visit)
	require.Equal(t, "last", visits[1].Visit)
}
