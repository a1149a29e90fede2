package solve

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"
)

// Cmd is the command `bench solve`: it plans one benchmark file and prints the plan as JSON.
type Cmd struct {
	File       string        `arg:"" help:"Benchmark file." type:"existingfile"`
	Format     string        `enum:"fjsp,fjsspw,jsp" default:"fjsp" help:"File format: fjsp (flexible job shop), fjsspw (with workers), jsp (job shop)."`
	Objective  string        `enum:"makespan,twt" default:"makespan" help:"What to minimise: makespan, or twt (total weighted tardiness)."`
	DueFactor  float64       `default:"1.3" help:"With twt: a job is due at this factor times its work."`
	Time       time.Duration `default:"10s" help:"Wall-clock budget."`
	Iterations int64         `default:"0" help:"Budget in search moves instead of time; the result is then the same on every machine."`
	Seed       uint64        `default:"1" help:"Seed of the search."`
	Threads    int           `default:"1" help:"Independent searches side by side; the best one counts."`
}

// Run plans the file and writes to standard output. A file that cannot be read names the line.
func (c *Cmd) Run() error { return c.run(os.Stdout) }

func (c *Cmd) run(out io.Writer) error {
	in, err := load(c.File, c.Format)
	if err != nil {
		return err
	}
	r := Request{Objective: c.Objective, DueFactor: c.DueFactor, Time: c.Time, Iterations: c.Iterations, Seed: c.Seed, Threads: c.Threads}
	if c.Iterations > 0 {
		r.Time = 0
	}
	answer, err := Run(in, r)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	return json.NewEncoder(out).Encode(answer)
}

// load reads and parses a benchmark file.
func load(path, format string) (*Instance, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the benchmark: %w", err)
	}
	in, err := Parse(format, string(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return in, nil
}
