package simulate

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A promise quoted at the signature is in the ledger as quoted, and nearly all
// of the sure ones are kept.
func TestQuotedPromisesAreKept(t *testing.T) {
	s := short
	s.Quote = 96
	w, err := wayOf("bayline")
	require.NoError(t, err)
	d, err := live(nil, s.draw(1), s.disturb(1), w, nil)
	require.NoError(t, err)
	for _, l := range d.cars {
		first, _ := d.state.Visits[l.visit].FirstPromise()
		require.Equal(t, l.quote.by[96], minuteOf(first.At))
		require.GreaterOrEqual(t, l.quote.by[96], l.quote.by[80])
		require.GreaterOrEqual(t, l.quote.by[80], l.quote.by[50])
	}
	r := summary("bayline", []*day{d})
	require.Equal(t, r.OnTime, r.Quoted96Met)
	require.InDelta(t, 0.96, r.Quoted96Met, 0.06)
	require.Greater(t, r.Quoted96Stay, r.Quoted80Stay)
}
