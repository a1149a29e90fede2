package dispatch

import (
	"time"

	"bayline/board"
)

// CurrentPlan returns the plan in force of a shop people work in: what a person has
// adopted stays as long as it can be done, until a person, or the planner in
// automatic mode, takes over something better. What the planner itself has
// given a first place it moves calmly, as NewPlan does: nobody ever decided it, and
// a shop in which nobody answers proposals must not stand still for them.
func CurrentPlan(s *board.State, now time.Time) *Plan { return NewPlan(s, now, Options{Keep: true}) }

// live reads the state as the plan in force does.
func live(s *board.State, now time.Time) *problem {
	return newProblem(s, now, Options{Keep: true}.inForce())
}
