package journaltest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"bayline/internal/journal"
)

func asConflict(err error) (*journal.ConflictError, bool) {
	var conflict *journal.ConflictError
	return conflict, errors.As(err, &conflict) && errors.Is(err, journal.ErrConflict)
}

func isUnavailable(err error) bool { return errors.Is(err, journal.ErrUnavailable) }

func recordsComeBack(t *testing.T, store Store) {
	j := fresh(t, store)
	first, second := records(3, "first"), records(2, "second")
	second[0].At = noon().Add(789 * time.Nanosecond) // finer than what is kept
	receipt := mustAppend(t, j, journal.Append{Shop: "北京一店", Records: first})
	require.Equal(t, journal.Receipt{First: 1, Last: 3}, receipt)
	receipt = mustAppend(t, j, journal.Append{Shop: "北京一店", Expected: 3, Records: second})
	require.Equal(t, journal.Receipt{First: 4, Last: 5}, receipt)

	second[0].At = noon()
	require.Equal(t, append(numbered(0, first), numbered(3, second)...), mustRead(t, j, "北京一店"))
	require.Empty(t, mustRead(t, j, "nowhere"))
	require.NoError(t, j.Ping(limited(t)))
}

func badChangesAreRefused(t *testing.T, store Store) {
	j := fresh(t, store)
	good := records(1, "good")
	with := func(change func(*journal.Record)) []journal.Record {
		bad := append(records(1, "good"), records(1, "bad")...)
		change(&bad[1])
		return bad
	}
	for name, change := range map[string]journal.Append{
		"no shop":           {Records: good},
		"zero byte in shop": {Shop: "a\x00b", Records: good},
		"broken shop":       {Shop: "\xff", Records: good},
		"negative head":     {Shop: "s", Expected: -1, Records: good},
		"nothing":           {Shop: "s"},
		"key of nothing":    {Shop: "s", Key: "k"},
		"no time":           {Shop: "s", Records: with(func(r *journal.Record) { r.At = time.Time{} })},
		"no kind":           {Shop: "s", Records: with(func(r *journal.Record) { r.Kind = "" })},
		"no data":           {Shop: "s", Records: with(func(r *journal.Record) { r.Data = nil })},
		"cut data":          {Shop: "s", Records: with(func(r *journal.Record) { r.Data = []byte(`{"a":`) })},
		"data not UTF-8":    {Shop: "s", Records: with(func(r *journal.Record) { r.Data = []byte("\"\xff\"") })},
		"zero byte actor":   {Shop: "s", Records: with(func(r *journal.Record) { r.Actor = "\x00" })},
	} {
		_, err := j.Append(limited(t), change)
		require.ErrorIs(t, err, journal.ErrInvalid, name)
	}
	shops, err := j.Shops(limited(t))
	require.NoError(t, err)
	require.Empty(t, shops, "nothing half-written")
}

func readingPages(t *testing.T, store Store) {
	j := fresh(t, store)
	all := records(25, "page")
	mustAppend(t, j, journal.Append{Shop: "s", Records: all})
	var read []journal.Record
	for after := int64(0); ; {
		page, err := j.Read(limited(t), "s", after, 10)
		require.NoError(t, err)
		if len(page) == 0 {
			break
		}
		require.LessOrEqual(t, len(page), 10)
		read, after = append(read, page...), page[len(page)-1].Seq
	}
	require.Equal(t, numbered(0, all), read)
	for _, none := range []int{0, -1} {
		page, err := j.Read(limited(t), "s", 0, none)
		require.NoError(t, err)
		require.Empty(t, page)
	}
}

func headsAndShops(t *testing.T, store Store) {
	j := fresh(t, store)
	const shops = 300 // more than Heads names in one query
	want, names := map[string]int64{}, []string{}
	for i := range shops {
		name := fmt.Sprintf("shop-%03d", i)
		mustAppend(t, j, journal.Append{Shop: name, Records: records(i%3+1, name)})
		want[name], names = int64(i%3+1), append(names, name)
	}
	listed, err := j.Shops(limited(t))
	require.NoError(t, err)
	require.Equal(t, names, listed)

	for _, asked := range [][]string{nil, names, append([]string{"unknown"}, names[:256]...), names[:3], names[:1], {"unknown"}, {}} {
		expected := map[string]journal.Head{}
		for _, name := range asked {
			if seq, found := want[name]; found {
				expected[name] = end(seq)
			}
		}
		if asked == nil {
			for name, seq := range want {
				expected[name] = end(seq)
			}
		}
		heads, err := j.Heads(limited(t), asked)
		require.NoError(t, err)
		require.Equal(t, expected, heads, "%d asked", len(asked))
	}
}

func staleWriter(t *testing.T, store Store) {
	j := fresh(t, store)
	_, err := j.Append(limited(t), journal.Append{Shop: "s", Expected: 1, Records: records(1, "too early")})
	conflict, lost := asConflict(err)
	require.True(t, lost, "%v", err)
	require.Equal(t, journal.ConflictError{Shop: "s", Expected: 1, Have: 0}, *conflict)

	mustAppend(t, j, journal.Append{Shop: "s", Records: records(4, "winner")})
	_, err = j.Append(limited(t), journal.Append{Shop: "s", Expected: 2, Records: records(2, "loser"), Key: "k", Digest: "d"})
	conflict, lost = asConflict(err)
	require.True(t, lost, "%v", err)
	require.Equal(t, journal.ConflictError{Shop: "s", Expected: 2, Have: 4}, *conflict)

	require.Len(t, mustRead(t, j, "s"), 4)
	_, _, found, err := j.Lookup(limited(t), "s", "k")
	require.NoError(t, err)
	require.False(t, found, "the loser's key is not kept")
}

// end is the head of a shop with n of the suite's records.
func end(n int64) journal.Head {
	return journal.Head{Seq: n, At: noon().Add(time.Duration(n-1) * time.Second).UTC()}
}

// otherPast refuses a writer whose last record is not the one in the store: it was put back to a backup and others have
// written since, up to the same length.
func otherPast(t *testing.T, store Store) {
	j := fresh(t, store)
	mustAppend(t, j, journal.Append{Shop: "s", Records: records(3, "kept")})
	last := mustRead(t, j, "s")[2].At

	_, err := j.Append(limited(t), journal.Append{Shop: "s", Expected: 3, Since: last.Add(time.Microsecond), Records: records(1, "another past"), Key: "k", Digest: "d"})
	conflict, lost := asConflict(err)
	require.True(t, lost, "%v", err)
	require.EqualValues(t, 3, conflict.Have)
	require.Len(t, mustRead(t, j, "s"), 3)

	mustAppend(t, j, journal.Append{Shop: "s", Expected: 3, Since: last, Records: records(1, "this past"), Key: "k", Digest: "d"})
	receipt, err := j.Append(limited(t), journal.Append{Shop: "s", Expected: 3, Since: last, Records: records(1, "this past"), Key: "k", Digest: "d"})
	require.NoError(t, err)
	require.True(t, receipt.Replayed)
}

func fiftyWriters(t *testing.T, store Store) {
	j := fresh(t, store)
	const writers, each = 50, 2
	ctx := limited(t)
	var group errgroup.Group
	for w := range writers {
		group.Go(func() error {
			for i := range each {
				label := fmt.Sprintf("%d/%d", w, i)
				receipt, err := appendUntilDone(ctx, j, journal.Append{Shop: "s", Records: records(1+w%3, label)})
				if err != nil {
					return err
				}
				// What was acknowledged is there, where the receipt says.
				read, err := j.Read(ctx, "s", receipt.First-1, 1)
				if err != nil {
					return err
				}
				if len(read) != 1 || string(read[0].Data) != string(records(1, label)[0].Data) {
					return fmt.Errorf("record %d is not the one acknowledged", receipt.First)
				}
			}
			return nil
		})
	}
	require.NoError(t, group.Wait())
	want := 0
	for w := range writers {
		want += each * (1 + w%3)
	}
	read := mustRead(t, j, "s")
	require.Len(t, read, want)
	for i, record := range read {
		require.EqualValues(t, i+1, record.Seq)
	}
	heads, err := j.Heads(ctx, nil)
	require.NoError(t, err)
	require.EqualValues(t, want, heads["s"].Seq)
	require.Equal(t, read[want-1].At, heads["s"].At)
}

func manyShops(t *testing.T, store Store) {
	j := fresh(t, store)
	ctx := limited(t)
	var group errgroup.Group
	for shop := range 20 {
		group.Go(func() error {
			for head := range int64(5) {
				change := journal.Append{Shop: fmt.Sprint(shop), Expected: head, Records: records(1, "own")}
				if _, err := j.Append(ctx, change); err != nil {
					return err // alone in its shop, so never a conflict
				}
			}
			return nil
		})
	}
	require.NoError(t, group.Wait())
	heads, err := j.Heads(ctx, nil)
	require.NoError(t, err)
	require.Len(t, heads, 20)
	for shop, head := range heads {
		require.EqualValues(t, 5, head.Seq, shop)
	}
}

func largeBatch(t *testing.T, store Store) {
	j := fresh(t, store)
	const n = 2000
	large := records(n, "import")
	receipt := mustAppend(t, j, journal.Append{Shop: "s", Records: large})
	require.Equal(t, journal.Receipt{First: 1, Last: n}, receipt)
	require.Len(t, mustRead(t, j, "s"), n)

	large[n-1].Data = []byte("{")
	_, err := j.Append(limited(t), journal.Append{Shop: "s", Expected: n, Records: large})
	require.ErrorIs(t, err, journal.ErrInvalid)
	require.Len(t, mustRead(t, j, "s"), n)
}
