package journaltest

import (
	"bytes"
	"math/rand/v2"
	"testing"

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
