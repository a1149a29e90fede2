package checker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"bayline/internal/journal/postgres"
)

// Cmd is the long run, as a command of kong.
type Cmd struct {
	Minutes  float64  `default:"30" help:"How long; the round that is going on is finished."`
	Seed     uint64   `help:"Of all that is random; default: a new one, printed."`
	Shops    int      `default:"3" help:"Shops that work."`
	Pace     float64  `default:"0.4" help:"Mean pause of a hand between two commands, in seconds; two hands work in each shop."`
	Beat     float64  `default:"1" help:"How long hands work before a fault, after it, and in calm again, in seconds."`
	Patience float64  `default:"1" help:"Multiplies every bound, for a machine that is busy with other things."`
	Faults   []string `name:"fault" help:"Only faults whose name contains this."`
	Binary   string   `help:"The bayline to check; default: built from the module of the working directory."`
	Keep     bool     `help:"Keep the directory with the logs."`
}

// Run implements the command. It fails when a promise was broken.
func (c *Cmd) Run(ctx context.Context) error {
	if c.Seed == 0 {
		c.Seed = rand.Uint64() >> 1
	}
	fmt.Printf("seed %d, %d shops, %g minutes\n", c.Seed, c.Shops, c.Minutes)
	faults := chosen(matrix(), c.Faults)
	if len(faults) == 0 {
		return fmt.Errorf("no fault is called %q", c.Faults)
	}
	o := options{seed: c.Seed, shops: c.Shops, pace: time.Duration(c.Pace * float64(time.Second)), patience: c.Patience, beat: time.Duration(c.Beat * float64(time.Second)),
		log: func(format string, args ...any) {
			fmt.Printf(time.Now().UTC().Format("15:04:05 ")+format+"\n", args...)
		}}
	rows, err := run(ctx, o, faults, c.Binary, time.Now().Add(time.Duration(c.Minutes*float64(time.Minute))), c.Keep)
	all := table(os.Stdout, rows)
	switch broken := len(all.found); {
	case err != nil:
		return err
	case broken > 0:
		return fmt.Errorf("%d promises broken; repeat with --seed %d", broken, c.Seed)
	case all.acked == 0 || all.checked == 0:
		return errors.New("nothing was acknowledged or nothing shown, so nothing was proven")
	}
	return nil
}

func chosen(all []fault, names []string) (some []fault) {
	for _, f := range all {
		keep := len(names) == 0
		for _, name := range names {
			keep = keep || strings.Contains(f.name, name)
		}
		if keep {
			some = append(some, f)
		}
	}
	return some
}

// run plays the faults over and over, each time at another instance, at least once and until the time is over.
func run(ctx context.Context, o options, faults []fault, program string, until time.Time, keep bool) (rows []row, err error) {
	if program == "" {
		dir, err := os.MkdirTemp("", "bayline-built-")
		if err != nil {
			return nil, err
		}
		defer func() { _ = os.RemoveAll(dir) }()
		if program, err = build(ctx, dir); err != nil {
			return nil, err
		}
	}
	h, err := openHouse(ctx, program)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, h.close(keep)) }()
	o.log("house in %s", h.dir)
	truth, err := postgres.Open(ctx, h.database.url(h.database.address()))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, truth.Close()) }()
	r, err := newRig(ctx, site{h.doors(), truth, h.database.committed}, o)
	if err != nil {
		return nil, err
	}
	defer r.stop()
	rows = make([]row, len(faults))
	for lap := 0; lap == 0 || time.Now().Before(until); lap++ {
		for n, f := range faults {
			if lap > 0 && !time.Now().Before(until) {
				break
			}
			one, err := r.round(ctx, h, f, (lap+n)%instances)
			rows[n].fault = f.name
			rows[n].add(one)
			o.log("%s", one)
			for i, v := range one.found {
				if i < 5 {
					o.log("  BROKEN %v", v)
				}
			}
			if err != nil {
				return rows, err
			}
		}
	}
	return rows, nil
}

// build makes the program that is checked.
func build(ctx context.Context, dir string) (string, error) {
	program := filepath.Join(dir, "bayline")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", program, "bayline/cmd/bayline").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build bayline: %w: %s", err, out)
	}
	return program, nil
}

// String gives one line about the round.
func (o row) String() string {
	ms := func(d time.Duration) time.Duration { return d.Round(time.Millisecond) }
	return fmt.Sprintf("%-34s %5.1f s, %d acknowledged, %d refused, %d unknown, %d frames, %d dials, p99 %v, slowest %v; right after %v while it lasted, %v healed, %v calm; %d broken",
		o.fault, o.took.Seconds(), o.acked, o.refused, o.unknown, o.frames, o.dials, ms(o.delay), ms(o.slowest), ms(o.during), ms(o.after), ms(o.calm), len(o.found))
}

// table prints what came of every fault and returns the sum.
func table(w io.Writer, rows []row) row {
	fmt.Fprintf(w, "\n%-34s %6s %6s %7s %7s %8s %8s %6s %7s %7s %7s %7s %7s %6s\n", "fault", "rounds", "acked", "refused", "unknown", "frames", "checked", "dials", "p99", "slowest", "during", "healed", "calm", "broken")
	total := row{fault: "all"}
	line := func(o row) {
		fmt.Fprintf(w, "%-34s %6d %6d %7d %7d %8d %8d %6d %7s %7s %7s %7s %7s %6d\n", o.fault, o.rounds, o.acked, o.refused, o.unknown, o.frames, o.checked, o.dials,
			seconds(o.delay), seconds(o.slowest), seconds(o.during), seconds(o.after), seconds(o.calm), len(o.found))
	}
	for _, o := range rows {
		line(o)
		total.add(o)
	}
	line(total)
	return total
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }
