package journaltest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"bayline/internal/journal"
)

func expiredContext(t *testing.T, store Store) {
	j := fresh(t, store)
	mustAppend(t, j, command("k"))

	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	expired, cancel := context.WithDeadline(context.Background(), time.Now().Add(-time.Second))
	defer cancel()
	for ctx, want := range map[context.Context]error{cancelled: context.Canceled, expired: context.DeadlineExceeded} {
		_, err := j.Append(ctx, journal.Append{Shop: "s", Expected: 2, Records: records(1, "never")})
		require.ErrorIs(t, err, want)
		_, err = j.Read(ctx, "s", 0, 10)
		require.ErrorIs(t, err, want)
		_, err = j.Heads(ctx, nil)
		require.ErrorIs(t, err, want)
		require.ErrorIs(t, j.Ping(ctx), want)
		require.Equal(t, want == context.DeadlineExceeded, isUnavailable(err), "only a deadline means that the store is slow")
	}
	require.Len(t, mustRead(t, j, "s"), 2)
}

func reopening(t *testing.T, store Store) {
	place := store.Place(t)
	j := open(t, store, place)
	change := command("k")
	mustAppend(t, j, change)
	require.NoError(t, j.SaveSnapshot(limited(t), journal.Snapshot{Shop: "s", Seq: 2, Schema: 1, Data: []byte("state")}))
	require.NoError(t, j.Close())

	j = open(t, store, place)
	defer func() { require.NoError(t, j.Close()) }()
	require.Equal(t, numbered(0, change.Records), mustRead(t, j, "s"))
	require.True(t, mustAppend(t, j, change).Replayed)
	past, err := j.Past(limited(t), "s", 1, 10)
	require.NoError(t, err)
	require.Equal(t, "state", string(past.Snapshot.Data))
	mustAppend(t, j, journal.Append{Shop: "s", Expected: 2, Records: records(1, "goes on")})
}

func closedJournal(t *testing.T, store Store) {
	j := open(t, store, store.Place(t))
	require.NoError(t, j.Close())
	_, err := j.Append(limited(t), command("k"))
	require.ErrorIs(t, err, journal.ErrUnavailable)
	_, err = j.Read(limited(t), "s", 0, 1)
	require.ErrorIs(t, err, journal.ErrUnavailable)
	require.ErrorIs(t, j.Ping(limited(t)), journal.ErrUnavailable)
}

// readersBesideWriters reads a log while it grows: what a reader sees is always a gap-free beginning of the log.
func readersBesideWriters(t *testing.T, store Store) {
	j := fresh(t, store)
	const appends = 60
	ctx, stop := context.WithCancel(limited(t))
	defer stop()
	var group errgroup.Group
	for range 3 {
		group.Go(func() error {
			for ctx.Err() == nil {
				if err := readConsistent(limited(t), j); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for i := range int64(appends) {
		mustAppend(t, j, journal.Append{Shop: "s", Expected: 2 * i, Records: records(2, "grow")})
	}
	stop()
	require.NoError(t, group.Wait())
}

func readConsistent(ctx context.Context, j journal.Journal) error {
	heads, err := j.Heads(ctx, []string{"s"})
	if err != nil {
		return err
	}
	read, err := j.Read(ctx, "s", 0, 1000)
	if err != nil {
		return err
	}
	switch {
	case int64(len(read)) < heads["s"].Seq || len(read)%2 != 0:
		return fmt.Errorf("%d records after head %d was seen", len(read), heads["s"].Seq)
	}
	for i, record := range read {
		if record.Seq != int64(i)+1 {
			return fmt.Errorf("record %d at position %d", record.Seq, i)
		}
	}
	return nil
}

func newerSchema(t *testing.T, store Store) {
	place := store.Place(t)
	require.NoError(t, open(t, store, place).Close())
	store.Execute(t, place, "INSERT INTO bayline_migration (version_id, is_applied) VALUES (99999, true)")
	_, err := store.Open(limited(t), place)
	require.ErrorContains(t, err, "start a newer bayline")
	store.Execute(t, place, "DELETE FROM bayline_migration WHERE version_id = 99999")
	require.NoError(t, open(t, store, place).Close(), "a refused start leaves nothing behind")
}

func damagedSnapshot(t *testing.T, store Store) {
	place := store.Place(t)
	j := open(t, store, place)
	mustAppend(t, j, journal.Append{Shop: "s", Records: records(3, "grow")})
	for seq := int64(1); seq <= 2; seq++ {
		require.NoError(t, j.SaveSnapshot(limited(t), journal.Snapshot{Shop: "s", Seq: seq, Schema: 1, Data: []byte("state")}))
	}
	require.NoError(t, j.Close())

	store.Execute(t, place, "UPDATE snapshot SET data = substr(data, 1, 20) WHERE seq = 2")
	j = open(t, store, place)
	defer func() { require.NoError(t, j.Close()) }()
	past, err := j.Past(limited(t), "s", 1, 10)
	require.NoError(t, err)
	require.EqualValues(t, 1, past.Snapshot.Seq, "the one before the damaged one")
	require.Equal(t, mustRead(t, j, "s"), past.Records)
	store.Execute(t, place, "UPDATE snapshot SET data = substr(data, 1, 20)")
	past, err = j.Past(limited(t), "s", 1, 10)
	require.NoError(t, err)
	require.Equal(t, journal.Past{Records: mustRead(t, j, "s")}, past, "from the first record")
}

// failingHalfway takes a table away, so that the append fails in the database after the head was moved and the key
// written.
func failingHalfway(t *testing.T, store Store) {
	place := store.Place(t)
	j := open(t, store, place)
	defer func() { require.NoError(t, j.Close()) }()
	change := command("k")

	store.Execute(t, place, "ALTER TABLE record RENAME TO taken_away")
	_, err := j.Append(limited(t), change)
	require.Error(t, err)
	store.Execute(t, place, "ALTER TABLE taken_away RENAME TO record")

	require.Empty(t, mustRead(t, j, "s"))
	_, _, found, err := j.Lookup(limited(t), "s", "k")
	require.NoError(t, err)
	require.False(t, found)
	require.False(t, mustAppend(t, j, change).Replayed, "it can be done again")
}
