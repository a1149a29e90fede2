package simulate

import (
	"fmt"
	"io"
	"runtime"
	"text/tabwriter"

	"golang.org/x/sync/errgroup"
)

// The cells: how full the shop is, in cars a day, about 0.75, 0.92 and 1.02 of
// what its bottleneck can do; and how far work strays from its standard time.
var (
	cellCars  = []int{48, 60, 66}
	cellSigma = []float64{0.15, 0.3, 0.5}
)

// cell is one of them, with how each of its policies did.
type cell struct {
	Setting
	results []Result // as in cellPolicies
}

// cellPolicies are compared in each cell, the one they are compared with first.
var cellPolicies = []string{"mdd", "bayline", "unanswered"}

// Cells prints how bayline does beside MDD in shops of every load and spread,
// each over the days of the setting. Differences are in points of the on-time
// share and in minutes of weighted tardiness a car, with paired 95 % intervals over the days;
// the last line is of all days of all cells. Cells are lived side by side.
func Cells(w io.Writer, s Setting) error {
	cells, err := s.cells()
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%d days each, promise %.2g, seed %d\n", s.Days, s.Promise, s.Seed)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(t, "cars a day\tsigma\tMDD %\ttardiness\t")
	for _, policy := range cellPolicies[1:] {
		fmt.Fprintf(t, "%s\ttardiness\t", policy)
	}
	fmt.Fprintln(t)
	all := make([]Result, len(cellPolicies))
	for _, c := range cells {
		fmt.Fprintf(t, "%d\t%.2g\t", c.Cars, c.Sigma)
		compare(t, c.results)
		for i, r := range c.results {
			all[i].add(r)
		}
	}
	fmt.Fprint(t, "all\t\t")
	compare(t, all)
	return t.Flush()
}

// compare writes the first of some results, and what the others differ from it.
func compare(w io.Writer, results []Result) {
	first := results[0]
	fmt.Fprintf(w, "%.1f\t%.1f\t", 100*mean(first.daily), mean(first.tardy))
	for _, r := range results[1:] {
		points, half := paired(r.daily, first.daily)
		minutes, wide := paired(r.tardy, first.tardy)
		fmt.Fprintf(w, "%+.2f ±%.2f\t%+.2f ±%.2f\t", 100*points, 100*half, minutes, wide)
	}
	fmt.Fprintln(w)
}

// add puts the days of another result behind those of this one.
func (r *Result) add(o Result) {
	r.daily, r.tardy = append(r.daily, o.daily...), append(r.tardy, o.tardy...)
}

// cells lives every cell with every policy, as many at once as there are
// processors.
func (s Setting) cells() ([]cell, error) {
	var cells []cell
	for _, cars := range cellCars {
		for _, sigma := range cellSigma {
			c := cell{s, make([]Result, len(cellPolicies))}
			c.Cars, c.Sigma = cars, sigma
			cells = append(cells, c)
		}
	}
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, c := range cells {
		for i, policy := range cellPolicies {
			g.Go(func() (err error) {
				c.results[i], err = Run(c.Setting, policy)
				return err
			})
		}
	}
	return cells, g.Wait()
}

func mean(list []float64) float64 {
	sum := 0.0
	for _, v := range list {
		sum += v
	}
	return sum / float64(max(1, len(list)))
}
