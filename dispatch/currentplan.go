package dispatch

import (
	"time"

	"bayline/board"
)

// CurrentPlan returns the plan in force of a shop people work in: what a person has adopted stays as long as it is
// feasible, until a person, or the planner in automatic mode, takes over something better. What the planner itself
// has placed first it moves only for a gain above the stability threshold, as NewPlan does: nobody ever decided it,
// and a shop in which nobody answers proposals must not stand still for it.
func CurrentPlan(s *board.State, now time.Time) *Plan { return NewPlan(s, now, Options{Keep: true}) }

// currentProblem reads the state as the plan in force does.
func currentProblem(s *board.State, now time.Time) *problem {
	return newProblem(s, now, Options{Keep: true}.inForce())
}
