package dispatch

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
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
