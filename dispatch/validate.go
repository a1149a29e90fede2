package dispatch

import (
	"bayline/board"
	"bayline/dispatch/internal/validate"
)

// Fault is one broken rule of a plan, as Validate finds it.
type Fault = validate.Fault

// Validate checks a plan against every hard rule, from the state alone: package validate shares no code with what makes
// plans. It returns one error, a *Fault, for each broken rule, nil for a sound plan.
func Validate(s *board.State, plan *Plan) []error {
	outlooks := make(map[board.VisitID]validate.Outlook, len(plan.Outlooks))
	for id, o := range plan.Outlooks {
		outlooks[id] = validate.Outlook{
			Ready: o.Ready, From: o.From, To: o.To, Late: o.Late, Health: o.Health, Reasons: len(o.Reasons),
		}
	}
	return validate.Check(s, &validate.Plan{At: plan.At, Tasks: plan.Tasks, Outlooks: outlooks})
}
