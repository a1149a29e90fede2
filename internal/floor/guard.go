package floor

import (
	"slices"
	"strings"
	"time"

	"bayline/board"
	"bayline/dispatch"
)

// RuleBreak is the error of a choice that breaks rules of dispatching. All of
// them are named; the command passes with a note when none is impossible.
type RuleBreak struct {
	Violations []dispatch.Violation
	Zone       *time.Location // of the shop, and its time: for the sentences
	Now        time.Time
}

// Error implements error with the English sentences.
func (r *RuleBreak) Error() string {
	sentences := make([]string, len(r.Violations))
	for i, v := range r.Violations {
		sentences[i] = v.Code
	}
	return strings.Join(sentences, " ")
}

// startRules are the rules that still count when work starts with other people
// or in another bay than it was dispatched to. Shifts and plans do not: who
// clocks on at lunch works at lunch.
var startRules = []string{"bay_type", "crew_size", "grade", "trade"}

// partsRules count at every start.
var partsRules = []string{"parts", "parts_undated"}

// RuleGuard refuses a dispatch, pin or start that breaks a rule of dispatching,
// unless the command's note overrides it. Impossible choices are never let
// through.
func RuleGuard(s *board.State, c board.Command, now time.Time) error {
	var a dispatch.Assignment
	var note string
	relevant := func(dispatch.Violation) bool { return true }
	switch c := c.(type) {
	case board.Dispatch:
		a, note = dispatch.Assignment{Visit: c.Visit, Line: c.Line, Bay: c.Bay, Technicians: c.Technicians, Start: c.Start}, c.Note
	case board.SetPin:
		a, note = dispatch.Assignment{Visit: c.Visit, Line: c.Line, Bay: c.Bay, Technicians: c.Technicians, Start: c.Start}, c.Note
		if c.Bay == "" && len(c.Technicians) == 0 && c.Start.IsZero() {
			return nil // taking a pin away breaks nothing
		}
	case board.StartWork:
		v := s.Visits[c.Visit]
		if v == nil || v.Operation(c.Line) == nil {
			return nil // the board has refused it
		}
		a, note = startOf(v.Operation(c.Line), c, now), c.Note
		rules := partsRules
		if o := v.Operation(c.Line); a.Bay != o.Bay || !slices.Equal(a.Technicians, o.Technicians) {
			rules = slices.Concat(partsRules, startRules)
		}
		relevant = func(v dispatch.Violation) bool { return slices.Contains(rules, v.Code) }
	default:
		return nil
	}
	var broken []dispatch.Violation
	for _, v := range dispatch.Check(s, nil, now, a) {
		if relevant(v) && (v.Impossible || note == "") {
			broken = append(broken, v)
		}
	}
	if len(broken) == 0 {
		return nil
	}
	return &RuleBreak{broken, s.Location(), now}
}

// startOf fills what a start leaves out from the dispatch.
func startOf(o *board.Operation, c board.StartWork, now time.Time) dispatch.Assignment {
	a := dispatch.Assignment{Visit: c.Visit, Line: c.Line, Bay: c.Bay, Technicians: c.Technicians, Start: now}
	if a.Bay == "" {
		a.Bay = o.Bay
	}
	if len(a.Technicians) == 0 {
		a.Technicians = o.Technicians
	}
	return a
}
