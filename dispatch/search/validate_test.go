package search

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// twoBays has a job of two operations and one of a single operation; bay 0 rests from 4 to 6.
func twoBays() *Problem {
	return &Problem{
		Resources: []Resource{{Open: []Window{{0, 4}, {6, 100}}}, {Capacity: 2}},
		Jobs:      []Job{{Due: 5, Weight: 2}, {Due: 9, Weight: 1}},
		Operations: []Operation{
			{Job: 0, Modes: []Mode{{[]int{0}, 3}, {[]int{1}, 4}}},
			{Job: 0, After: []int{0}, Modes: []Mode{{[]int{0}, 2}}},
			{Job: 1, Release: 1, Modes: []Mode{{[]int{0, 1}, 2}}, Passive: true, Pin: &Pin{Mode: 0, Start: 8}},
		},
	}
}

func TestValidateNamesEveryBreach(t *testing.T) {
	good := Schedule{{0, 0, 3}, {0, 3, 7}, {0, 8, 10}}
	require.NoError(t, Validate(twoBays(), good))
	for name, c := range map[string]struct {
		change func(Schedule)
		want   string
	}{
		"mode out of range":    {func(s Schedule) { s[0].Mode = 2 }, "has mode 2 of 2"},
		"precedence":           {func(s Schedule) { s[1] = Placement{0, 2, 3} }, "before operation 0 ends at 3"},
		"worked in the break":  {func(s Schedule) { s[1].End = 5 }, "worked on for 1 of 2"},
		"too short":            {func(s Schedule) { s[0].End = 2 }, "worked on for 2 of 3"},
		"moved from its pin":   {func(s Schedule) { s[2] = Placement{0, 9, 11} }, "pinned to start 8, has 9"},
		"two on a single unit": {func(s Schedule) { s[1] = Placement{0, 9, 11} }, "resource 0 is overloaded at 9"},
		"before release":       {func(s Schedule) { s[0] = Placement{0, -1, 2} }, "before its release"},
	} {
		t.Run(name, func(t *testing.T) {
			s := append(Schedule(nil), good...)
			c.change(s)
			err := Validate(twoBays(), s)
			require.ErrorIs(t, err, ErrSchedule)
			require.ErrorContains(t, err, c.want)
		})
	}
	require.ErrorIs(t, Validate(twoBays(), good[:2]), ErrSchedule)
}

func TestValues(t *testing.T) {
	p, s := twoBays(), Schedule{{0, 0, 3}, {0, 3, 7}, {0, 8, 10}}
	for objective, want := range map[Objective]int64{Makespan: 10, WeightedTardiness: 5, WeightedLate: 3,
		WeightedFlow: 24} {
		p.Objective = objective
		require.Equal(t, want, s.Value(p))
	}
}

func TestCheckNamesTheMistake(t *testing.T) {
	for want, spoil := range map[string]func(*Problem){
		"belongs to job 7":       func(p *Problem) { p.Operations[0].Job = 7 },
		"comes after operation":  func(p *Problem) { p.Operations[0].After = []int{0} },
		"has a cycle":            func(p *Problem) { p.Operations[0].After = []int{1} },
		"has no mode":            func(p *Problem) { p.Operations[1].Modes = nil },
		"lasts -1":               func(p *Problem) { p.Operations[1].Modes[0].Duration = -1 },
		"needs resource 5":       func(p *Problem) { p.Operations[1].Modes[0].Resources = []int{5} },
		"needs resource 1 twice": func(p *Problem) { p.Operations[1].Modes[0].Resources = []int{1, 1} },
		"window 1":               func(p *Problem) { p.Resources[0].Open[1].From = 3 },
		"capacity -2":            func(p *Problem) { p.Resources[0].Capacity = -2 },
		"released at":            func(p *Problem) { p.Operations[0].Release = -1 },
		"pinned to mode 4":       func(p *Problem) { p.Operations[2].Pin.Mode = 4 },
	} {
		p := twoBays()
		spoil(p)
		_, err := Solve(p, Options{})
		require.ErrorIs(t, err, ErrProblem)
		require.ErrorContains(t, err, want)
	}
}
