package search

import (
	"errors"
	"fmt"
	"sort"
)

// ErrSchedule marks a schedule that breaks a rule of its problem.
var ErrSchedule = errors.New("search: broken schedule")

// Validate checks a schedule against every rule of the problem and returns the first breach,
// wrapping ErrSchedule, or nil. It shares no code with the engines: durations are counted
// from the calendars here, and capacities by sweeping over starts and ends.
func Validate(p *Problem, s Schedule) error {
	if len(s) != len(p.Operations) {
		return fmt.Errorf("%w: %d placements for %d operations", ErrSchedule, len(s), len(p.Operations))
	}
	for i := range s {
		if err := validatePlacement(p, s, i); err != nil {
			return err
		}
	}
	for r := range p.Resources {
		if err := validateCapacity(p, s, r); err != nil {
			return err
		}
	}
	return nil
}

func validatePlacement(p *Problem, s Schedule, i int) error {
	op, at := &p.Operations[i], s[i]
	if at.Mode < 0 || at.Mode >= len(op.Modes) {
		return fmt.Errorf("%w: operation %d has mode %d of %d", ErrSchedule, i, at.Mode, len(op.Modes))
	}
	if op.Pin != nil && op.Pin.Mode >= 0 && op.Pin.Mode != at.Mode {
		return fmt.Errorf("%w: operation %d is pinned to mode %d, has %d", ErrSchedule, i, op.Pin.Mode, at.Mode)
	}
	if op.Pin != nil && op.Pin.Start >= 0 {
		if op.Pin.Start != at.Start {
			return fmt.Errorf("%w: operation %d is pinned to start %d, has %d", ErrSchedule, i, op.Pin.Start, at.Start)
		}
	} else if at.Start < op.Release {
		return fmt.Errorf("%w: operation %d starts at %d before its release %d", ErrSchedule, i, at.Start, op.Release)
	}
	for _, a := range op.After {
		if s[a].End > at.Start {
			return fmt.Errorf("%w: operation %d starts at %d before operation %d ends at %d", ErrSchedule, i, at.Start,
				a, s[a].End)
		}
	}
	mode := op.Modes[at.Mode]
	worked := at.End - at.Start
	if !op.Passive {
		worked = openTime(p, mode.Resources, at.Start, at.End)
	}
	if at.End < at.Start || worked != mode.Duration {
		return fmt.Errorf("%w: operation %d is worked on for %d of %d in [%d, %d)", ErrSchedule, i, worked,
			mode.Duration, at.Start, at.End)
	}
	return nil
}

// openTime counts the time in [from, to) in which all resources are open.
func openTime(p *Problem, resources []int, from, to int64) int64 {
	stretches := []Window{{from, to}}
	for _, r := range resources {
		if p.Resources[r].Open == nil {
			continue
		}
		var kept []Window
		for _, a := range stretches {
			for _, b := range p.Resources[r].Open {
				if lo, hi := max(a.From, b.From), min(a.To, b.To); lo < hi {
					kept = append(kept, Window{lo, hi})
				}
			}
		}
		stretches = kept
	}
	var sum int64
	for _, w := range stretches {
		sum += w.To - w.From
	}
	return sum
}

func validateCapacity(p *Problem, s Schedule, r int) error {
	type step struct {
		at    int64
		delta int
		op    int
	}
	var steps []step
	for i := range s {
		if s[i].Start == s[i].End {
			continue
		}
		for _, used := range p.Operations[i].Modes[s[i].Mode].Resources {
			if used == r {
				steps = append(steps, step{s[i].Start, 1, i}, step{s[i].End, -1, i})
			}
		}
	}
	sort.Slice(steps, func(a, b int) bool {
		if steps[a].at != steps[b].at {
			return steps[a].at < steps[b].at
		}
		return steps[a].delta < steps[b].delta
	})
	load := 0
	for _, st := range steps {
		load += st.delta
		if load > max(1, p.Resources[r].Capacity) {
			return fmt.Errorf("%w: resource %d is overloaded at %d by operation %d", ErrSchedule, r, st.at, st.op)
		}
	}
	return nil
}
