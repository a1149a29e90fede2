package dispatch

import (
	"slices"

	"bayline/board"
)

// Changes lists the operations, not yet begun nor given out, for which a plan
// names other people or another bay than the adopted one, in the order of their
// start. A start that only moved is no change: starts move all day.
func Changes(s *board.State, plan *Plan) []board.PlanLine {
	var lines []board.PlanLine
	for i := range plan.Tasks {
		t := &plan.Tasks[i]
		v := s.Visits[t.Visit]
		if t.Kind != KindWork || t.Running || v == nil || t.Bay == "" || len(t.Technicians) == 0 {
			continue
		}
		o := v.Operation(t.Line)
		if o == nil || (o.State != board.OperationWaiting && o.State != board.OperationStopped) {
			continue
		}
		if w := o.Planned; w != nil && w.Bay == t.Bay && slices.Equal(w.Technicians, t.Technicians) {
			continue
		}
		lines = append(lines, board.PlanLine{Visit: t.Visit, Line: t.Line, Bay: t.Bay,
			Technicians: slices.Clone(t.Technicians), Start: t.Start})
	}
	return lines
}
