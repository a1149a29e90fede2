package solve

import (
	"fmt"

	"bayline/dispatch/search"
)

// Instance is a benchmark file as a problem, with the way back to the file's own numbers.
type Instance struct {
	Problem search.Problem
	// Places gives job and operation (both from 0) of each of the problem's operations.
	Places []Place
	// Uses gives machine and worker, numbered as in the file, of each operation's modes; the
	// worker is -1 where the format has none.
	Uses [][]Use
}

// Place is an operation's job and number in the job, from 0.
type Place struct{ Job, Op int }

// Use is a machine and a worker as numbered in the file.
type Use struct{ Machine, Worker int }

// Parse reads a benchmark file: "fjsp" (flexible job shop), "fjsspw" (flexible job shop with
// workers) or "jsp" (job shop). Errors are of type *ParseError and name the line.
func Parse(format, text string) (*Instance, error) {
	lines := scan(text)
	switch format {
	case "fjsp":
		return parseFlexible(lines)
	case "fjsspw":
		return parseWorkers(lines)
	case "jsp":
		return parseJobShop(lines)
	}
	return nil, fmt.Errorf("format %q is none of fjsp, fjsspw, jsp", format)
}

// builder collects operations; resources are the machines, then the workers.
type builder struct {
	Instance
	machines int
}

func newBuilder(jobs, machines, workers int) *builder {
	b := &builder{machines: machines}
	b.Problem.Jobs = make([]search.Job, jobs)
	b.Problem.Resources = make([]search.Resource, machines+workers)
	return b
}

// begin starts the k-th operation of a job.
func (b *builder) begin(job, k int) {
	op := search.Operation{Job: job}
	if k > 0 {
		op.After = []int{len(b.Problem.Operations) - 1}
	}
	b.Problem.Operations = append(b.Problem.Operations, op)
	b.Places = append(b.Places, Place{job, k})
	b.Uses = append(b.Uses, nil)
}

// mode adds an alternative to the operation begun last. The second resource is left out when
// worker is negative.
func (b *builder) mode(use Use, machine, worker int, duration int64) {
	i := len(b.Problem.Operations) - 1
	resources := []int{machine}
	if worker >= 0 {
		resources = append(resources, b.machines+worker)
	}
	b.Problem.Operations[i].Modes = append(b.Problem.Operations[i].Modes, search.Mode{Resources: resources, Duration: duration})
	b.Uses[i] = append(b.Uses[i], use)
}

// parseFlexible reads `jobs machines`, then per job its number of operations and per operation
// the number of machines and that many pairs machine, duration. Machines count from 0, or
// from 1 in files where no machine 0 and a machine n occurs.
func parseFlexible(lines []*line) (*Instance, error) {
	counts, err := header(lines, "jobs", "machines")
	if err != nil {
		return nil, err
	}
	n := int64(counts[1])
	b := newBuilder(counts[0], counts[1], 0)
	base := flexibleBase(lines[1:], n)
	for job, l := range lines[1:] {
		ops, err := l.whole("the number of operations", 1, maxCount)
		if err != nil {
			return nil, err
		}
		for k := 0; k < int(ops); k++ {
			b.begin(job, k)
			modes, err := l.whole("the number of machines of an operation", 1, n)
			if err != nil {
				return nil, err
			}
			for range modes {
				m, err := l.whole("a machine", base, n-1+base)
				if err != nil {
					return nil, err
				}
				d, err := l.whole("a duration", 0, maxDuration)
				if err != nil {
					return nil, err
				}
				b.mode(Use{int(m), -1}, int(m-base), -1, d)
			}
		}
		if err := l.done(); err != nil {
			return nil, err
		}
	}
	return &b.Instance, nil
}

// flexibleBase looks ahead for the lowest and highest machine number.
func flexibleBase(lines []*line, n int64) int64 {
	zero, top := false, false
	for _, l := range lines {
		look := *l
		ops, err := look.whole("", 1, maxCount)
		for k := int64(0); err == nil && k < ops; k++ {
			var modes, m int64
			modes, err = look.whole("", 1, n)
			for ; err == nil && modes > 0; modes-- {
				if m, err = look.whole("", 0, n); err == nil {
					zero, top = zero || m == 0, top || m == n
					_, err = look.whole("", 0, maxDuration)
				}
			}
		}
	}
	if top && !zero {
		return 1
	}
	return 0
}

// parseWorkers reads `jobs machines workers`, then per job its number of operations, per
// operation the number of machines, per machine its number and the number of workers, and that many pairs
// worker, duration. Machines and workers count from 1.
func parseWorkers(lines []*line) (*Instance, error) {
	counts, err := header(lines, "jobs", "machines", "workers")
	if err != nil {
		return nil, err
	}
	n, w := int64(counts[1]), int64(counts[2])
	b := newBuilder(counts[0], counts[1], counts[2])
	for job, l := range lines[1:] {
		ops, err := l.whole("the number of operations", 1, maxCount)
		if err != nil {
			return nil, err
		}
		for k := 0; k < int(ops); k++ {
			b.begin(job, k)
			machines, err := l.whole("the number of machines of an operation", 1, n)
			if err != nil {
				return nil, err
			}
			for range machines {
				if err := b.workers(l, n, w); err != nil {
					return nil, err
				}
			}
		}
		if err := l.done(); err != nil {
			return nil, err
		}
	}
	return &b.Instance, nil
}

// workers reads one machine of an operation and the workers who can do it there.
func (b *builder) workers(l *line, n, w int64) error {
	m, err := l.whole("a machine", 1, n)
	if err != nil {
		return err
	}
	count, err := l.whole("the number of workers of a machine", 1, w)
	if err != nil {
		return err
	}
	for range count {
		worker, err := l.whole("a worker", 1, w)
		if err != nil {
			return err
		}
		d, err := l.whole("a duration", 0, maxDuration)
		if err != nil {
			return err
		}
		b.mode(Use{int(m), int(worker)}, int(m-1), int(worker-1), d)
	}
	return nil
}

// parseJobShop reads `jobs machines`, then per job pairs machine, duration. Machines count from 0.
func parseJobShop(lines []*line) (*Instance, error) {
	counts, err := header(lines, "jobs", "machines")
	if err != nil {
		return nil, err
	}
	if err := lines[0].done(); err != nil {
		return nil, err
	}
	n := int64(counts[1])
	b := newBuilder(counts[0], counts[1], 0)
	for job, l := range lines[1:] {
		for k := 0; k == 0 || l.at < len(l.words); k++ {
			b.begin(job, k)
			m, err := l.whole("a machine", 0, n-1)
			if err != nil {
				return nil, err
			}
			d, err := l.whole("a duration", 0, maxDuration)
			if err != nil {
				return nil, err
			}
			b.mode(Use{int(m), -1}, int(m), -1, d)
		}
	}
	return &b.Instance, nil
}
