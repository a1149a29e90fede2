package solve

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

// TableCmd is the command that compares the search with published results: every instance named in
// the lists of best known values of a directory is planned, and the gaps are printed per
// family.
type TableCmd struct {
	Dir    string        `arg:"" help:"Directory with fjsp_bks.csv, fjssp-w_bks.csv, jsp-twt_bks.csv and the files they name." type:"existingdir"`
	Time   time.Duration `default:"10s" help:"Wall-clock budget per instance and seed."`
	Seeds  int           `default:"3" help:"Searches per instance, with seeds 1, 2, ..."`
	Family string        `default:"" help:"Only families whose name contains this."`
	All    bool          `help:"Print every instance too."`
}

// Run prints the table to standard output.
func (c *TableCmd) Run() error {
	return Table(c.Dir, TableOptions{Family: c.Family, Seeds: c.Seeds, All: c.All, Request: Request{Time: c.Time, Threads: 1}}, os.Stdout)
}

// TableOptions say what goes into the table. Objective and DueFactor of the request come
// from the lists.
type TableOptions struct {
	Request
	Family string
	Seeds  int
	All    bool
}

// benchmark is one line of a list of best known values.
type benchmark struct {
	family, file, format, objective string
	factor, best                    float64
}

// Table plans every listed instance and writes the mean gap to the best known value, the worst gap
// and how many searches reached or beat it, per family. Gaps to a best known value of 0 count as
// 0 % when it is reached and 100 % when not.
func Table(dir string, o TableOptions, out io.Writer) error {
	list, err := benchmarks(dir)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "family\tinstances\tseeds\tmean gap\tworst\treached\tbetter\tseconds\t")
	var families []string
	for _, b := range list {
		if strings.Contains(b.family, o.Family) && !slices.Contains(families, b.family) {
			families = append(families, b.family)
		}
	}
	for _, family := range families {
		var sum tally
		for _, b := range list {
			if b.family == family {
				if err := sum.add(dir, b, o, out); err != nil {
					return err
				}
			}
		}
		fmt.Fprintf(w, "%s\t%d\t%d\t%.3f %%\t%.2f %%\t%d/%d\t%d\t%.1f\t\n", family, sum.instances, max(1, o.Seeds),
			sum.gap/float64(sum.runs), sum.worst, sum.reached, sum.runs, sum.better, sum.seconds/float64(sum.runs))
	}
	return w.Flush()
}

// tally sums up a family.
type tally struct {
	instances, runs, reached, better int
	gap, worst, seconds              float64
}

func (t *tally) add(dir string, b benchmark, o TableOptions, out io.Writer) error {
	in, err := load(filepath.Join(dir, filepath.FromSlash(b.file)), b.format)
	if err != nil {
		return err
	}
	if t.instances++; t.instances == 1 {
		t.worst = math.Inf(-1)
	}
	var values []string
	for seed := range max(1, o.Seeds) {
		r := o.Request
		r.Objective, r.DueFactor, r.Seed = b.objective, b.factor, uint64(seed)+1
		a, err := Run(in, r)
		if err != nil {
			return fmt.Errorf("%s: %w", b.file, err)
		}
		g := gap(a.Value, b.best)
		t.runs++
		t.gap += g
		t.worst = max(t.worst, g)
		t.seconds += a.Seconds
		if g <= 0 {
			t.reached++
		}
		if g < 0 {
			t.better++
		}
		values = append(values, strconv.FormatInt(a.Value, 10))
	}
	if o.All {
		fmt.Fprintf(out, "%s factor %g: best known %g, found %s\n", b.file, b.factor, b.best, strings.Join(values, " "))
	}
	return nil
}

// gap is the distance to the best known value in percent.
func gap(value int64, best float64) float64 {
	switch {
	case float64(value) == best:
		return 0
	case best == 0:
		return 100
	}
	return 100 * (float64(value) - best) / best
}

func benchmarks(dir string) ([]benchmark, error) {
	var list []benchmark
	add := func(name string, wanted []string, make func([]string) (benchmark, error)) error {
		rows, err := columns(filepath.Join(dir, name), wanted)
		if err != nil {
			return err
		}
		for _, row := range rows {
			b, err := make(row)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			list = append(list, b)
		}
		return nil
	}
	err := add("fjsp_bks.csv", []string{"family", "file", "ub"}, func(r []string) (benchmark, error) {
		best, err := strconv.ParseFloat(r[2], 64)
		return benchmark{family: r[0], file: r[1], format: "fjsp", objective: "makespan", best: best}, err
	})
	if err != nil {
		return nil, err
	}
	err = add("fjssp-w_bks.csv", []string{"file", "ub"}, func(r []string) (benchmark, error) {
		best, err := strconv.ParseFloat(r[1], 64)
		return benchmark{family: "fjssp-w", file: r[0], format: "fjsspw", objective: "makespan", best: best}, err
	})
	if err != nil {
		return nil, err
	}
	err = add("jsp-twt_bks.csv", []string{"file", "f", "literature_value"}, func(r []string) (benchmark, error) {
		factor, err := strconv.ParseFloat(r[1], 64)
		if err != nil {
			return benchmark{}, err
		}
		best, err := strconv.ParseFloat(r[2], 64)
		return benchmark{family: "jsp-twt", file: r[0], format: "jsp", objective: "twt", factor: factor, best: best}, err
	})
	return list, err
}

// columns reads the named columns of a CSV file with a header.
func columns(path string, wanted []string) ([][]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read the best known values: %w", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("%s: the file is empty", path)
	}
	out := make([][]string, len(rows)-1)
	for _, name := range wanted {
		k := slices.Index(rows[0], name)
		if k < 0 {
			return nil, fmt.Errorf("%s: no column %q", path, name)
		}
		for i, row := range rows[1:] {
			out[i] = append(out[i], row[k])
		}
	}
	return out, nil
}
