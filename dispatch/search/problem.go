package search

import (
	"errors"
	"fmt"
)

// Objective says what a schedule is judged by. All are minimised and need the jobs' due dates
// and weights except Makespan.
type Objective int

const (
	// Makespan is the end of the last operation.
	Makespan Objective = iota
	// WeightedTardiness is the sum over jobs of weight times time past the due date.
	WeightedTardiness
	// WeightedLate is the summed weight of the jobs that end past their due date.
	WeightedLate
	// WeightedFlow is the sum over jobs of weight times end.
	WeightedFlow
)

// Problem is one shop to schedule. Times are whole numbers from 0 in any one unit.
type Problem struct {
	Resources  []Resource
	Jobs       []Job
	Operations []Operation
	Objective  Objective
}

// Resource is a bay, a person or a team.
type Resource struct {
	// Capacity is how many operations it takes at once; 0 means 1. A team that serves two
	// adjacent bays has 2.
	Capacity int
	// Open lists when it works, ascending and disjoint; nil means always. After the last
	// window it never works again.
	Open []Window
}

// Window is a half-open stretch of time [From, To).
type Window struct{ From, To int64 }

// Job is a set of operations that are promised together.
type Job struct {
	// Due is the promised end, Weight what a unit of lateness costs.
	Due, Weight int64
}

// Operation is one piece of work.
type Operation struct {
	// Job is an index into Problem.Jobs.
	Job int
	// After lists operations (indices) that must end before this one starts.
	After []int
	// Release is the earliest start, for instance when the parts are here.
	Release int64
	// Modes are the alternatives; at least one.
	Modes []Mode
	// Passive work (drying, charging) runs through closing times. Other work stops while
	// any of its resources is closed and goes on afterwards.
	Passive bool
	// Pin fixes what a person decided or what has begun; nil leaves everything open.
	Pin *Pin
}

// Mode is one way to do an operation: all Resources are held from start to end.
type Mode struct {
	Resources []int
	Duration  int64
}

// Pin fixes parts of an operation.
type Pin struct {
	// Mode is an index into Operation.Modes, or -1.
	Mode int
	// Start is the exact start, or -1. It overrules Release and the pins of predecessors
	// that contradict it are the caller's mistake, reported by Validate.
	Start int64
}

// ErrProblem marks a problem that cannot be scheduled because its description is wrong.
var ErrProblem = errors.New("search: bad problem")

// Check reports the first mistake in the description: an index out of range, a negative time,
// an operation without a mode, windows out of order, or a cycle in the precedence. The error
// wraps ErrProblem.
func (p *Problem) Check() error {
	for r, res := range p.Resources {
		if res.Capacity < 0 {
			return fmt.Errorf("%w: resource %d has capacity %d", ErrProblem, r, res.Capacity)
		}
		for i, w := range res.Open {
			if w.From < 0 || w.To <= w.From || i > 0 && w.From < res.Open[i-1].To {
				return fmt.Errorf("%w: resource %d window %d is [%d, %d)", ErrProblem, r, i, w.From, w.To)
			}
		}
	}
	for i := range p.Operations {
		if err := p.checkOperation(i); err != nil {
			return err
		}
	}
	if len(p.precedenceOrder()) != len(p.Operations) {
		return fmt.Errorf("%w: precedence has a cycle", ErrProblem)
	}
	return nil
}

func (p *Problem) checkOperation(i int) error {
	op := &p.Operations[i]
	if op.Job < 0 || op.Job >= len(p.Jobs) {
		return fmt.Errorf("%w: operation %d belongs to job %d of %d", ErrProblem, i, op.Job, len(p.Jobs))
	}
	for _, a := range op.After {
		if a < 0 || a >= len(p.Operations) || a == i {
			return fmt.Errorf("%w: operation %d comes after operation %d", ErrProblem, i, a)
		}
	}
	if len(op.Modes) == 0 {
		return fmt.Errorf("%w: operation %d has no mode", ErrProblem, i)
	}
	if op.Release < 0 {
		return fmt.Errorf("%w: operation %d is released at %d", ErrProblem, i, op.Release)
	}
	for m, mode := range op.Modes {
		if mode.Duration < 0 {
			return fmt.Errorf("%w: operation %d mode %d lasts %d", ErrProblem, i, m, mode.Duration)
		}
		for k, r := range mode.Resources {
			if r < 0 || r >= len(p.Resources) {
				return fmt.Errorf("%w: operation %d mode %d needs resource %d of %d", ErrProblem, i, m, r,
					len(p.Resources))
			}
			for _, other := range mode.Resources[:k] {
				if other == r {
					return fmt.Errorf("%w: operation %d mode %d needs resource %d twice", ErrProblem, i, m, r)
				}
			}
		}
	}
	if op.Pin != nil && (op.Pin.Mode < -1 || op.Pin.Mode >= len(op.Modes) || op.Pin.Start < -1) {
		return fmt.Errorf("%w: operation %d is pinned to mode %d start %d", ErrProblem, i, op.Pin.Mode, op.Pin.Start)
	}
	return nil
}

// precedenceOrder lists the operations so that each follows those it comes after; operations
// on a cycle are missing.
func (p *Problem) precedenceOrder() []int {
	open := make([]int, len(p.Operations))
	next := p.successors()
	order := make([]int, 0, len(p.Operations))
	for i := range p.Operations {
		open[i] = len(p.Operations[i].After)
		if open[i] == 0 {
			order = append(order, i)
		}
	}
	for k := 0; k < len(order); k++ {
		for _, s := range next[order[k]] {
			if open[s]--; open[s] == 0 {
				order = append(order, s)
			}
		}
	}
	return order
}

func (p *Problem) successors() [][]int {
	next := make([][]int, len(p.Operations))
	for i := range p.Operations {
		for _, a := range p.Operations[i].After {
			next[a] = append(next[a], i)
		}
	}
	return next
}

func (p *Problem) capacity(r int) int { return max(1, p.Resources[r].Capacity) }

// modes returns the range [from, to) of modes an operation may use under its pin.
func (op *Operation) modes() (from, to int) {
	if op.Pin != nil && op.Pin.Mode >= 0 {
		return op.Pin.Mode, op.Pin.Mode + 1
	}
	return 0, len(op.Modes)
}
