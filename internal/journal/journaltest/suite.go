// Package journaltest is the contract of journal.Journal as tests. Both stores run it; a third one would have to.
package journaltest

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/internal/journal"
)

// Store is how the suite gets at the store under test.
type Store struct {
	// Open opens the journal of a place; two calls with the same place see the same journal.
	Open func(ctx context.Context, place string) (journal.Journal, error)
	// Place makes a fresh, empty place for one test: a database URL, a directory.
	Place func(t testing.TB) string
	// Execute runs a statement on a place behind the journal's back and returns its rows, values as text.
	Execute func(t testing.TB, place, statement string) [][]string
}

// Run runs the whole contract.
func Run(t *testing.T, store Store) {
	for name, test := range map[string]func(*testing.T, Store){
		"records come back as they went in":          recordsComeBack,
		"bad changes are refused":                    badChangesAreRefused,
		"reading pages through a log":                readingPages,
		"heads and shops":                            headsAndShops,
		"a stale writer is told the head":            staleWriter,
		"a writer of another past is refused":        otherPast,
		"fifty writers leave no gap":                 fiftyWriters,
		"many shops at once":                         manyShops,
		"a repeated command":                         repeatedCommand,
		"a key used for another request":             reusedKey,
		"the same command twice at once":             sameCommandAtOnce,
		"a random history against a model":           randomHistory,
		"old keys are forgotten":                     oldKeys,
		"snapshots":                                  snapshots,
		"a damaged snapshot":                         damagedSnapshot,
		"an append that fails halfway":               failingHalfway,
		"a large batch is all or nothing":            largeBatch,
		"an expired context":                         expiredContext,
		"reopening keeps everything":                 reopening,
		"a closed journal is unavailable":            closedJournal,
		"readers beside writers":                     readersBesideWriters,
		"a schema of a newer program is not touched": newerSchema,
	} {
		t.Run(name, func(t *testing.T) { test(t, store) })
	}
}

// wait bounds a test that hangs; it is long because the machine may be busy.
const wait = 2 * time.Minute

// noon is an arbitrary moment with microseconds, in a zone that is not UTC.
func noon() time.Time {
	return time.Date(2026, 3, 2, 12, 0, 0, 123456000, time.FixedZone("CST", 8*3600))
}

func open(t testing.TB, store Store, place string) journal.Journal {
	t.Helper()
	j, err := store.Open(limited(t), place)
	require.NoError(t, err)
	return j
}

// fresh opens a new journal that is closed at the end of the test.
func fresh(t testing.TB, store Store) journal.Journal {
	t.Helper()
	j := open(t, store, store.Place(t))
	t.Cleanup(func() { require.NoError(t, j.Close()) })
	return j
}

func limited(t testing.TB) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), wait)
	t.Cleanup(cancel)
	return ctx
}

// records makes n records which can be told apart.
func records(n int, label string) []journal.Record {
	made := make([]journal.Record, n)
	for i := range made {
		data, err := json.Marshal(map[string]any{"label": label, "i": i, "plate": "京A·12345", "odd": "\x00\u2028</script>"})
		if err != nil {
			panic(err)
		}
		made[i] = journal.Record{At: noon().Add(time.Duration(i) * time.Second), Actor: "张工", Kind: "operation.started", Data: data}
	}
	return made
}

// numbered is records as a reader gets them.
func numbered(after int64, appended []journal.Record) []journal.Record {
	read := make([]journal.Record, len(appended))
	for i, record := range appended {
		record.Seq = after + int64(i) + 1
		record.At = record.At.UTC()
		read[i] = record
	}
	return read
}

func mustAppend(t testing.TB, j journal.Journal, change journal.Append) journal.Receipt {
	t.Helper()
	receipt, err := j.Append(limited(t), change)
	require.NoError(t, err)
	return receipt
}

func mustRead(t testing.TB, j journal.Journal, shop string) []journal.Record {
	t.Helper()
	read, err := j.Read(limited(t), shop, 0, 1_000_000)
	require.NoError(t, err)
	return read
}

// appendUntilDone is what every writer does: decide on the head, and decide again after a conflict.
func appendUntilDone(ctx context.Context, j journal.Journal, change journal.Append) (journal.Receipt, error) {
	for {
		receipt, err := j.Append(ctx, change)
		conflict, lost := asConflict(err)
		if !lost {
			return receipt, err
		}
		if conflict.Expected != change.Expected || conflict.Have == change.Expected || conflict.Shop != change.Shop {
			return receipt, fmt.Errorf("misleading conflict: %w", err)
		}
		change.Expected = conflict.Have
	}
}
