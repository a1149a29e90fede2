package judge

import (
	"fmt"
	"io"
	"math"
	"text/tabwriter"
)

// Table prints all policies side by side. The interval is the paired 95 %
// interval of the on-time share against MDD, in points, over the days.
func Table(w io.Writer, s Setting) error {
	var results []Result
	for _, policy := range policies {
		r, err := Run(s, policy)
		if err != nil {
			return err
		}
		results = append(results, r)
	}
	alone, err := Alone(s)
	if err != nil {
		return err
	}
	results = append(results, alone)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "policy\ton time %\tagainst MDD\tweighted tardiness\tflow\tchanges %\tre-plan p99 ms\tP80 %\tBrier\tflagged 30 min %\t2 h %\t")
	for _, r := range results {
		mean, half := paired(r.daily, results[2].daily)
		fmt.Fprintf(t, "%s\t%.1f\t%+.1f ±%.1f\t%.1f\t%.0f\t%.1f\t%.1f\t%.0f\t%.3f\t%.0f\t%.0f\t\n", r.Policy, 100*r.OnTime, 100*mean, 100*half,
			r.WeightedTardiness, r.Flow, 100*r.ChangesPerEvent, r.ReplanP99, 100*r.P80Coverage, r.Brier, 100*r.Flagged30, 100*r.Flagged2h)
	}
	return t.Flush()
}

// paired gives the mean difference of two policies over the same days and half
// of its 95 % interval.
func paired(a, b []float64) (mean, half float64) {
	n := float64(len(a))
	if n < 2 {
		return 0, 0
	}
	for i := range a {
		mean += (a[i] - b[i]) / n
	}
	for i := range a {
		half += (a[i] - b[i] - mean) * (a[i] - b[i] - mean)
	}
	return mean, 1.96 * math.Sqrt(half/(n-1)/n)
}
