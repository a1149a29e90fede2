package journaltest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"bayline/internal/journal"
)

// model is a journal as simple as can be, to compare with.
type model struct {
	logs map[string][]journal.Record
	keys map[[2]string]stored
}

type stored struct {
	receipt journal.Receipt
	digest  string
}

func (m *model) append(change journal.Append) (journal.Receipt, error) {
	key := [2]string{change.Shop, change.Key}
	if earlier, found := m.keys[key]; found && change.Key != "" {
		if earlier.digest != change.Digest {
			return journal.Receipt{}, journal.ErrKeyReused
		}
		earlier.receipt.Replayed = true
		return earlier.receipt, nil
	}
	head := int64(len(m.logs[change.Shop]))
	if head != change.Expected {
		return journal.Receipt{}, journal.ErrConflict
	}
	m.logs[change.Shop] = append(m.logs[change.Shop], numbered(head, change.Records)...)
	receipt := journal.Receipt{First: head + 1, Last: head + int64(len(change.Records)), Reply: change.Reply}
	if change.Key != "" {
		m.keys[key] = stored{receipt, change.Digest}
	}
	return receipt, nil
}

// randomHistory plays random appends, right and wrong ones, against the journal and the model.
func randomHistory(t *testing.T, store Store) {
	j := fresh(t, store)
	runs := 0
	rapid.Check(t, func(r *rapid.T) {
		runs++
		ctx, cancel := context.WithTimeout(context.Background(), wait)
		defer cancel()
		m := model{logs: map[string][]journal.Record{}, keys: map[[2]string]stored{}}
		shops := []string{fmt.Sprintf("a%d", runs), fmt.Sprintf("b%d", runs)} // empty shops for every run
		for range rapid.IntRange(1, 6).Draw(r, "steps") {
			change := journal.Append{
				Shop:    rapid.SampledFrom(shops).Draw(r, "shop"),
				Records: records(rapid.IntRange(1, 3).Draw(r, "records"), rapid.String().Draw(r, "label")),
				Key:     rapid.SampledFrom([]string{"", "", "k1", "k2"}).Draw(r, "key"),
				Digest:  rapid.SampledFrom([]string{"d1", "d2"}).Draw(r, "digest"),
				Reply:   []byte(rapid.SampledFrom([]string{"", "ok"}).Draw(r, "reply")),
			}
			change.Expected = max(0, int64(len(m.logs[change.Shop])+rapid.SampledFrom([]int{0, 0, 0, -1, 1}).Draw(r, "off")))
			want, wantErr := m.append(change)
			got, err := j.Append(ctx, change)
			if !errors.Is(err, wantErr) || got.First != want.First || got.Last != want.Last || got.Replayed != want.Replayed ||
				!bytes.Equal(got.Reply, want.Reply) {
				r.Fatalf("got %+v, %v; want %+v, %v", got, err, want, wantErr)
			}
		}
		for _, shop := range shops {
			read, err := j.Read(ctx, shop, 0, 1000)
			require.NoError(r, err)
			require.Equal(r, m.logs[shop], read)
		}
	})
}
