package journaltest

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"bayline/internal/journal"
)

func command(key string) journal.Append {
	return journal.Append{Shop: "s", Records: records(2, key), Key: key, Digest: "digest of " + key, Reply: []byte("reply\x00\xff to " + key)}
}

func repeatedCommand(t *testing.T, store Store) {
	j := fresh(t, store)
	require.Equal(t, journal.Receipt{First: 1, Last: 2, Reply: command("k").Reply}, mustAppend(t, j, command("k")))
	earlier := journal.Receipt{First: 1, Last: 2, Replayed: true, Reply: command("k").Reply}
	require.Equal(t, earlier, mustAppend(t, j, command("k")), "decided on the same head")

	mustAppend(t, j, journal.Append{Shop: "s", Expected: 2, Records: records(1, "another")})
	again := command("k")
	again.Expected = 3
	require.Equal(t, earlier, mustAppend(t, j, again), "decided after catching up")
	again.Reply = []byte("a different reply")
	require.Equal(t, earlier, mustAppend(t, j, again), "the first reply stands")
	require.Len(t, mustRead(t, j, "s"), 3)

	receipt, digest, found, err := j.Lookup(limited(t), "s", "k")
	require.NoError(t, err)
	require.True(t, found)
	require.Equal(t, "digest of k", digest)
	require.Equal(t, earlier, receipt)
	_, _, found, err = j.Lookup(limited(t), "another shop", "k")
	require.NoError(t, err)
	require.False(t, found, "keys belong to a shop")

	silent := command("silent")
	silent.Expected, silent.Reply = 3, nil
	mustAppend(t, j, silent)
	require.Nil(t, mustAppend(t, j, silent).Reply)
}

func reusedKey(t *testing.T, store Store) {
	j := fresh(t, store)
	mustAppend(t, j, command("k"))
	for _, head := range []int64{0, 2, 9} {
		other := command("k")
		other.Expected, other.Digest = head, "another digest"
		_, err := j.Append(limited(t), other)
		require.ErrorIs(t, err, journal.ErrKeyReused)
		require.NotErrorIs(t, err, journal.ErrConflict)
	}
	require.Len(t, mustRead(t, j, "s"), 2)
}

func sameCommandAtOnce(t *testing.T, store Store) {
	j := fresh(t, store)
	const commands, copies = 10, 5
	ctx := limited(t)
	receipts := make([][copies]journal.Receipt, commands)
	var group errgroup.Group
	for c := range commands {
		for i := range copies {
			group.Go(func() (err error) {
				receipts[c][i], err = appendUntilDone(ctx, j, command(fmt.Sprint(c)))
				return err
			})
		}
	}
	require.NoError(t, group.Wait())
	require.Len(t, mustRead(t, j, "s"), commands*2)
	for _, same := range receipts {
		appended := 0
		for _, receipt := range same {
			require.Equal(t, same[0].First, receipt.First)
			require.Equal(t, same[0].Reply, receipt.Reply)
			if !receipt.Replayed {
				appended++
			}
		}
		require.Equal(t, 1, appended)
	}
}

func oldKeys(t *testing.T, store Store) {
	j := fresh(t, store)
	known := func(shop, key string) bool {
		_, _, found, err := j.Lookup(limited(t), shop, key)
		require.NoError(t, err)
		return found
	}
	old, young := command("old"), command("young")
	young.Expected = 2
	for i := range young.Records {
		young.Records[i].At = noon().Add(48 * time.Hour)
	}
	elsewhere := command("old")
	elsewhere.Shop = "silent shop"
	mustAppend(t, j, old)
	mustAppend(t, j, young)
	mustAppend(t, j, elsewhere)

	// A busy shop forgets by itself, by the time of its records, what is older than the retention.
	busy := records(300, "busy")
	for i := range busy {
		busy[i].At = noon().Add(journal.KeyRetention + 24*time.Hour)
	}
	mustAppend(t, j, journal.Append{Shop: "s", Expected: 4, Records: busy})
	require.False(t, known("s", "old"))
	require.True(t, known("s", "young"))
	require.True(t, known("silent shop", "old"))

	require.NoError(t, j.Purge(limited(t), noon().Add(24*time.Hour)))
	require.False(t, known("silent shop", "old"))
	require.True(t, known("s", "young"))
}
