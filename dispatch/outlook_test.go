package dispatch

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"bayline/dispatch/dispatchtest"
)

// nth agrees with sorting.
func TestNth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.Int32Range(0, 50), 1, 100).Draw(t, "list")
		k := rapid.IntRange(0, len(list)-1).Draw(t, "k")
		sorted := slices.Sorted(slices.Values(list))
		require.Equal(t, sorted[k], nth(list, k))
	})
}

// A quantile never falls as its probability grows, and those of the range are
// the plan's own.
func TestQuantilesOfAnOutlook(t *testing.T) {
	shop := dispatchtest.Busy(20, 1)
	for id, o := range Make(shop.State, shop.Now, Options{}).Outlooks {
		require.Equal(t, []time.Time{o.From, o.Ready, o.To}, []time.Time{o.Quantile(0.2), o.Quantile(0.5), o.Quantile(0.8)}, id)
		last := o.Quantile(0)
		for p := range 101 {
			next := o.Quantile(float64(p) / 100)
			require.False(t, next.Before(last), "%s at %d %%", id, p)
			last = next
		}
	}
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	require.Equal(t, at, Outlook{Ready: at}.Quantile(0.96), "a car that is ready")
	require.Zero(t, Outlook{}.Quantile(0.96), "nobody can tell")
}
