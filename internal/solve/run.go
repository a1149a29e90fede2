package solve

import (
	"fmt"
	"time"

	"bayline/dispatch/search"
)

// Request is what to do with an instance.
type Request struct {
	Objective  string // "makespan" or "twt"
	DueFactor  float64
	Time       time.Duration // wall clock; 0 means only Iterations counts
	Iterations int64         // 0 means only Time counts
	Seed       uint64
	Threads    int
	// Elapsed, when not nil, replaces the wall clock that Time is measured with.
	Elapsed func() time.Duration
}

// Answer is the output of bayline solve.
type Answer struct {
	Objective  string  `json:"objective"`
	Value      int64   `json:"value"`
	Bound      int64   `json:"bound"`
	Seconds    float64 `json:"seconds"`
	Iterations int64   `json:"iterations"`
	Schedule   []Row   `json:"schedule"`
}

// Row is one operation. Job and op count from 0 in the order of the file; machine and worker are
// numbered as in the file, and worker is null where the format has none.
type Row struct {
	Job     int   `json:"job"`
	Op      int   `json:"op"`
	Machine int   `json:"machine"`
	Worker  *int  `json:"worker"`
	Start   int64 `json:"start"`
	End     int64 `json:"end"`
}

// Run searches with one search per thread, each with its own seed, and returns the best. Every answer has
// passed the independent validator.
func Run(in *Instance, r Request) (Answer, error) {
	switch r.Objective {
	case "makespan":
		in.Problem.Objective = search.Makespan
	case "twt":
		in.Problem.Objective = search.WeightedTardiness
		in.Promise(r.DueFactor)
	default:
		return Answer{}, fmt.Errorf("objective %q is neither makespan nor twt", r.Objective)
	}
	began := time.Now()
	if r.Elapsed == nil {
		r.Elapsed = func() time.Duration { return time.Since(began) }
	}
	best, iterations, err := race(&in.Problem, r)
	if err != nil {
		return Answer{}, err
	}
	if err := search.Validate(&in.Problem, best.Schedule); err != nil {
		return Answer{}, fmt.Errorf("the plan found is not allowed: %w", err)
	}
	a := Answer{Objective: r.Objective, Value: best.Value, Bound: best.Bound, Seconds: r.Elapsed().Seconds(), Iterations: iterations}
	for i, at := range best.Schedule {
		use := in.Uses[i][at.Mode]
		row := Row{Job: in.Places[i].Job, Op: in.Places[i].Op, Machine: use.Machine, Start: at.Start, End: at.End}
		if use.Worker >= 0 {
			row.Worker = &use.Worker
		}
		a.Schedule = append(a.Schedule, row)
	}
	return a, nil
}

func race(p *search.Problem, r Request) (search.Result, int64, error) {
	threads := max(1, r.Threads)
	results := make([]search.Result, threads)
	errs := make([]error, threads)
	done := make(chan struct{})
	for t := range threads {
		go func() {
			defer func() { done <- struct{}{} }()
			o := search.Options{Seed: r.Seed + uint64(t)*1_000_003, Iterations: r.Iterations}
			if r.Time > 0 {
				o.Stop = func() bool { return r.Elapsed() >= r.Time }
			}
			results[t], errs[t] = search.Solve(p, o)
		}()
	}
	for range threads {
		<-done
	}
	best, iterations := results[0], int64(0)
	for t := range threads {
		if errs[t] != nil {
			return best, 0, errs[t]
		}
		iterations += results[t].Iterations
		if results[t].Value < best.Value {
			best = results[t]
		}
	}
	return best, iterations, nil
}
