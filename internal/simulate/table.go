package simulate

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"strings"
	"text/tabwriter"
)

// Table prints all policies side by side, between the best known of who knows
// everything in advance and every car alone. The interval is the paired 95 %
// interval of the on-time share against MDD, in points, over the days; captured
// is how much of the way from FIFO to the clairvoyant a policy goes.
func Table(w io.Writer, s Setting) error {
	var lived [][]*day
	var results []Result
	for _, policy := range policies {
		days, err := s.live(policy)
		if err != nil {
			return err
		}
		lived, results = append(lived, days), append(results, summary(policy, days))
	}
	days, err := s.clairvoyant(lived)
	if err != nil {
		return err
	}
	alone, err := Alone(s)
	if err != nil {
		return err
	}
	results = append(results, summary(foreseen, days), alone)
	fmt.Fprintf(w, "%d days, %d cars, promise %.2g, sigma %.2g, seed %d; %s\n", s.Days, s.Cars, s.Promise, s.Sigma, s.Seed, machine())
	return write(w, results)
}

func write(w io.Writer, results []Result) error {
	fifo, mdd, best := results[0], results[2], results[len(results)-2]
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "policy\ton time %\tagainst MDD\tcaptured %\tweighted tardiness\tflow\tchanges %\tre-plan p50 ms\tp99 ms\tP80 %\tBrier\tflagged 30 min %\t2 h %\t")
	for _, r := range results {
		mean, half := paired(r.daily, mdd.daily)
		captured := "-"
		if way := best.OnTime - fifo.OnTime; way > 0 && r.Policy != "alone" {
			captured = fmt.Sprintf("%.0f", 100*(r.OnTime-fifo.OnTime)/way)
		}
		fmt.Fprintf(t, "%s\t%.1f\t%+.1f ±%.1f\t%s\t%.1f\t%.0f\t", r.Policy, 100*r.OnTime, 100*mean, 100*half, captured, r.WeightedTardiness, r.Flow)
		if r.Policy == foreseen || r.Policy == "alone" {
			fmt.Fprintln(t, "-\t-\t-\t-\t-\t-\t-\t")
			continue
		}
		fmt.Fprintf(t, "%.1f\t%.1f\t%.1f\t%.0f\t%.3f\t%.0f\t%.0f\t\n", 100*r.ChangesPerEvent, r.ReplanP50, r.ReplanP99, 100*r.P80Coverage, r.Brier, 100*r.Flagged30, 100*r.Flagged2h)
	}
	return t.Flush()
}

// machine says on what the times were measured.
func machine() string {
	model := runtime.GOARCH
	if f, err := os.Open("/proc/cpuinfo"); err == nil {
		defer f.Close()
		for lines := bufio.NewScanner(f); lines.Scan(); {
			if name, value, ok := strings.Cut(lines.Text(), ":"); ok && strings.TrimSpace(name) == "model name" {
				model = strings.TrimSpace(value)
				break
			}
		}
	}
	return fmt.Sprintf("%s, %d cores, one used, %s", model, runtime.NumCPU(), runtime.Version())
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
