package simulate

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A line of the cells gives the first policy, and what the others differ from it
// with the paired interval; the days of several cells add up.
func TestCellsComparePairwise(t *testing.T) {
	mdd := Result{daily: []float64{0.80, 0.90}, tardy: []float64{4, 2}}
	bayline := Result{daily: []float64{0.82, 0.94}, tardy: []float64{3, 1}}
	line := func(results ...Result) string {
		var b strings.Builder
		compare(&b, results)
		return b.String()
	}
	require.Equal(t, "85.0\t3.0\t+3.00 ±1.96\t-1.00 ±0.00\t\n", line(mdd, bayline))

	var all, other Result
	all.add(mdd)
	all.add(mdd)
	other.add(bayline)
	other.add(bayline)
	require.Equal(t, "85.0\t3.0\t+3.00 ±1.13\t-1.00 ±0.00\t\n", line(all, other))
}

func TestBadFlagsAreNamed(t *testing.T) {
	good := Cmd{Days: 1, Cars: 1, Promise: 1.2}
	require.NoError(t, good.Validate())
	for flag, spoil := range map[string]func(*Cmd){
		"--days":    func(c *Cmd) { c.Days = 0 },
		"--cars":    func(c *Cmd) { c.Cars = -3 },
		"--promise": func(c *Cmd) { c.Promise = 0 },
		"--sigma":   func(c *Cmd) { c.Sigma = -0.1 },
	} {
		bad := good
		spoil(&bad)
		require.ErrorContains(t, bad.Validate(), flag)
	}
}
