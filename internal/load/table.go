package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// row is one server in one scenario over all rounds.
type row struct {
	scenario, server string
	samples          []sample
	failed           []error
}

// middle gives the median of one figure.
func middle[T cmp.Ordered](of []sample, figure func(sample) T) (m T) {
	if len(of) == 0 {
		return m
	}
	all := make([]T, len(of))
	for i, s := range of {
		all[i] = figure(s)
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// write prints the table as Markdown.
func write(w io.Writer, rows []row) {
	fmt.Fprintln(w, "| scenario | server | shown/expected | p50 | p99 | CPU us each | cores | KB/screen idle | KB/screen loaded | converged |")
	fmt.Fprintln(w, "|---|---|---|---|---|---|---|---|---|---|")
	for _, r := range rows {
		if len(r.samples) == 0 {
			fmt.Fprintf(w, "| %s | %s | failed: %v |\n", r.scenario, r.server, r.failed)
			continue
		}
		m := r.samples
		cells := []string{
			r.scenario, r.server,
			fmt.Sprintf("%d/%d", middle(m, func(s sample) int { return s.delivered }), middle(m, func(s sample) int { return s.expected })),
			ms(middle(m, func(s sample) time.Duration { return s.p50 })), ms(middle(m, func(s sample) time.Duration { return s.p99 })),
			figure("%.1f", middle(m, func(s sample) float64 { return s.cpuEach })),
			figure("%.3f", middle(m, func(s sample) float64 { return s.cores })),
			figure("%.1f", middle(m, func(s sample) float64 { return s.idle / 1024 })),
			figure("%.1f", middle(m, func(s sample) float64 { return s.loaded / 1024 })),
			ms(middle(m, func(s sample) time.Duration { return s.converged })),
		}
		if len(r.failed) > 0 {
			cells[1] += fmt.Sprintf(" (%d rounds failed)", len(r.failed))
		}
		fmt.Fprintf(w, "| %s |\n", strings.Join(cells, " | "))
	}
}

func figure(format string, f float64) string {
	if f == 0 {
		return ""
	}
	return fmt.Sprintf(format, f)
}

func ms(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
}
