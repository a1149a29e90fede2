package solve

import "bayline/dispatch/search"

// Promise sets due dates and weights by the rule of Singer and Pinedo: due is the job's work
// (its shortest modes) times factor, rounded down; the first fifth of the jobs weighs 4, the
// last fifth 1, the others 2.
func (in *Instance) Promise(factor float64) {
	work := make([]int64, len(in.Problem.Jobs))
	for i := range in.Problem.Operations {
		op := &in.Problem.Operations[i]
		d := op.Modes[0].Duration
		for _, m := range op.Modes {
			d = min(d, m.Duration)
		}
		work[op.Job] += d
	}
	n := len(in.Problem.Jobs)
	for j := range in.Problem.Jobs {
		weight := int64(2)
		if j*5 < n {
			weight = 4
		} else if j*5 >= 4*n {
			weight = 1
		}
		// The small addition keeps 1.3 * 100 from becoming 129.
		in.Problem.Jobs[j] = search.Job{Due: int64(factor*float64(work[j]) + 1e-9), Weight: weight}
	}
}
