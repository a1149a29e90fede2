package dispatch

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"bayline/dispatch/dispatchtest"
)

// A quantile never falls as its probability grows, and the range counts
// with more.
func TestQuantilesOfAnOutlook(t *testing.T) {
	shop := dispatchtest.Busy(20, 1)
	for id, o := range NewPlan(shop.State, shop.Now, Options{}).Outlooks {
		require.False(t, o.From.Before(o.Quantile(0.2)) || o.Ready.Before(o.Quantile(0.5)) ||
			o.To.Before(o.Quantile(0.8)), "%s: work that may be found makes it later", id)
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

func TestSortedEnds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ends := rapid.SliceOfN(rapid.Int32Range(0, rapid.SampledFrom([]int32{40, 9000}).Draw(t, "range")), 1,
			100).Draw(t, "ends")
		sorted := slices.Sorted(slices.Values(ends))
		sortMinutes(ends)
		require.Equal(t, sorted, ends)

		few := slices.Sorted(slices.Values(rapid.SliceOfN(rapid.Int32Range(0, 50), 0, 20).Draw(t, "few")))
		require.Equal(t, slices.Sorted(slices.Values(append(slices.Clone(sorted), few...))), merge(sorted, few))
	})
}
