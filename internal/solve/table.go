package solve

import (
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// TableCmd is the command `bench benchmark`, which compares the search with published results: every instance named in
// the lists of best known values of a directory is planned, and the gaps are printed per
// family.
type TableCmd struct {
	Dir     string        `arg:"" help:"Directory with fjsp_bks.csv, fjssp-w_bks.csv, jsp-twt_bks.csv and the files they name." type:"existingdir"`
	Time    time.Duration `default:"10s" help:"Processor time per instance and seed."`
	Seeds   int           `default:"3" help:"Searches per instance, with seeds 1, 2, ..."`
	Family  string        `default:"" help:"Only families whose name contains this."`
	File    string        `default:"" help:"Only instances whose file name contains this."`
	Results string        `default:"" help:"File of JSON lines that keeps every search. What it already holds is not searched again."`
	All     bool          `help:"Print every instance too."`
}

// Run prints the table to standard output.
func (c *TableCmd) Run() error {
	return Table(c.Dir, TableOptions{
		Family: c.Family, File: c.File, Seeds: c.Seeds, Results: c.Results, All: c.All, Request: Request{Time: c.Time},
	}, os.Stdout)
}

// TableOptions say what goes into the table. Objective, due factor, seed and threads of the request
// come from the lists and the table itself: one search runs at a time, on one thread.
type TableOptions struct {
	Request
	Family, File string
	Seeds        int
	Results      string // path of the ledger, "" for none
	All          bool
}

// goals are the mean gaps in percent that the search is to reach per family in 10 s.
var goals = map[string]float64{
	"brandimarte": 0.5, "dauzere": 1, "barnes": 0.1, "hurink_edata": 0.4, "hurink_rdata": 0.3, "hurink_vdata": 0.05,
	"fjssp-w": -0.5, "jsp-twt": 0.5,
}

// Table plans every listed instance and writes, per family in a Markdown table, the mean gap to the best
// known value and its goal, the worst gap, and how many searches were better than published, equal and worse.
// Gaps to a best known value of 0 count as 0 % when it is reached and 100 % when not. Time counts
// the processor time of the process, so that other work on the machine does not change the table.
func Table(dir string, o TableOptions, out io.Writer) error {
	list, err := benchmarks(dir)
	if err != nil {
		return err
	}
	kept, err := openLedger(o.Results)
	if err != nil {
		return err
	}
	var families, machines []string
	sums := map[string]*tally{}
	for _, b := range list {
		if !strings.Contains(b.family, o.Family) || !strings.Contains(b.file, o.File) {
			continue
		}
		if sums[b.family] == nil {
			families = append(families, b.family)
			sums[b.family] = &tally{worst: math.Inf(-1)}
		}
		trials, err := o.trials(dir, b, kept)
		if err != nil {
			return err
		}
		sums[b.family].add(b, trials)
		var values []string
		for _, t := range trials {
			values = append(values, strconv.FormatInt(t.Value, 10))
			if !slices.Contains(machines, t.Machine) {
				machines = append(machines, t.Machine)
			}
		}
		if o.All {
			fmt.Fprintf(out, "%s factor %g: best known %g, found %s\n", b.file, b.factor, b.best, strings.Join(values, " "))
		}
	}
	fmt.Fprintf(out, "One core, %s per search, searches per instance: %d. Made on: %s.\n\n", o.budget(), max(1, o.Seeds), strings.Join(machines, "; "))
	fmt.Fprintln(out, "| family | instances | mean gap | goal | worst | better / equal / worse than published |\n|---|---|---|---|---|---|")
	for _, family := range families {
		fmt.Fprintln(out, sums[family].row(family))
	}
	return nil
}

func (o *TableOptions) budget() string {
	if o.Time > 0 {
		return o.Time.String() + " of processor time"
	}
	return fmt.Sprintf("%d moves", o.Iterations)
}

// trials searches the instance with every seed that the ledger does not hold yet.
func (o *TableOptions) trials(dir string, b benchmark, kept *ledger) ([]trial, error) {
	var list []trial
	for seed := range uint64(max(1, o.Seeds)) {
		key := trialKey{File: b.file, Factor: b.factor, Seed: seed + 1, Budget: o.budget()}
		t, ok := kept.done[key]
		if !ok {
			in, err := load(filepath.Join(dir, filepath.FromSlash(b.file)), b.format)
			if err != nil {
				return nil, err
			}
			start := spentCPU()
			a, err := Run(in, Request{
				Objective: b.objective, DueFactor: b.factor, Time: o.Time, Iterations: o.Iterations, Seed: seed + 1,
				Elapsed: func() time.Duration { return spentCPU() - start },
			})
			if err != nil {
				return nil, fmt.Errorf("%s: %w", b.file, err)
			}
			t = trial{trialKey: key, Value: a.Value, Bound: a.Bound, Iterations: a.Iterations, Seconds: a.Seconds, Machine: machine()}
			if err := kept.add(t); err != nil {
				return nil, err
			}
		}
		list = append(list, t)
	}
	return list, nil
}

// tally sums up a family.
type tally struct {
	instances, runs, better, equal int
	gap, worst                     float64
}

func (s *tally) add(b benchmark, trials []trial) {
	s.instances++
	for _, t := range trials {
		g := gap(t.Value, b.best)
		s.runs++
		s.gap += g
		s.worst = max(s.worst, g)
		switch {
		case g < 0:
			s.better++
		case g == 0:
			s.equal++
		}
	}
}

func (s *tally) row(family string) string {
	goal := ""
	if g, ok := goals[family]; ok {
		goal = fmt.Sprintf("%g %%", g)
	}
	return fmt.Sprintf("| %s | %d | %.3f %% | %s | %.2f %% | %d / %d / %d |", family, s.instances, s.gap/float64(s.runs), goal,
		s.worst, s.better, s.equal, s.runs-s.better-s.equal)
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
