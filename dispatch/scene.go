package dispatch

import (
	"time"

	"bayline/board"
)

// Scene is one shop at one moment: its state, the plan in force, the time. The planner makes it, and views, the
// simulator and the forecast log look at it.
type Scene struct {
	State *board.State
	Plan  *Plan
	Now   time.Time

	Proposal func() *Proposal // a plan that would be better, nil when there is none; looked for when asked
}
