package checker

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/internal/journal"
	"bayline/internal/journal/postgres"
	"bayline/internal/testkit"
)

// The database tells when a record was committed, which may be long after its own time.
func TestTheCommitOfARecordHasATime(t *testing.T) {
	d, err := openDatabase(t.Context(), testkit.Dir(t))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, d.down()) })
	truth, err := postgres.Open(t.Context(), d.url(d.address()))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, truth.Close()) })
	began := time.Now()
	_, err = truth.Append(t.Context(), journal.Append{Shop: "shop1", Records: []journal.Record{
		{Seq: 1, At: began.Add(-time.Hour), Kind: "shop_opened", Data: []byte("{}")},
	}})
	require.NoError(t, err)
	at, err := d.committed(t.Context(), position{"shop1", 1})
	require.NoError(t, err)
	require.WithinRange(t, at, began, time.Now())
	_, err = d.committed(t.Context(), position{"shop1", 2})
	require.Error(t, err)
}
