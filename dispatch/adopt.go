package dispatch

import (
	"slices"

	"bayline/board"
)

// Adoption is what the planner takes over on its own: the places of a plan that
// nobody has decided, which are work that has none yet or only the planner's
// own, and a better plan where it is worth it; nil when that is for people to
// answer. What had another place before comes with it and with the reason, so
// that it can be seen and taken back. Without lines there is nothing to take
// over.
func Adoption(s *board.State, plan *Plan, better *Proposal) (c board.AdoptPlan, why []Reason) {
	if better != nil && better.Gain.Notify() {
		c, why = board.AdoptPlan{Lines: better.PlanLines(false), Before: better.PlanLines(true)}, better.Reasons
	}
	var moves []Reassignment
	for _, l := range Changes(s, plan) {
		w := s.Visits[l.Visit].Operation(l.Line).Planned
		switch decided := w != nil && w.By != Planner; {
		case decided || slices.ContainsFunc(c.Lines,
			func(o board.PlanLine) bool { return o.Visit == l.Visit && o.Line == l.Line }):
			continue
		case w != nil:
			c.Before = append(c.Before, board.PlanLine{Visit: l.Visit, Line: l.Line, Bay: w.Bay,
				Technicians: w.Technicians, Start: w.Start})
			moves = append(moves, Reassignment{Visit: l.Visit, Line: l.Line,
				From: Place{Bay: w.Bay, Technicians: w.Technicians, Start: w.Start}})
		}
		c.Lines = append(c.Lines, l)
	}
	if why == nil && moves != nil {
		why = triggers(plan, s, Proposal{Lines: moves})
	}
	return c, why
}
