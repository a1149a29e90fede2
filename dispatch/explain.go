package dispatch

import (
	"slices"
	"time"

	"bayline/board"
)

// Explanation answers "why so, and not otherwise?" for one operation: every
// crew in every bay is either a candidate with its score, the best first, or
// refused with the rules against it. Chosen is the index of the candidate that
// stands in the plan, -1 when none of them does. Reasons says why there is
// nothing to choose, or why the plan has another than the best.
type Explanation struct {
	Operation  board.OperationRef `json:"operation"`
	Candidates []Weighed          `json:"candidates"`
	Chosen     int                `json:"chosen"`
	Refused    []Refused          `json:"refused"`
	Reasons    []Reason           `json:"reasons,omitempty"`
}

// Weighed is a candidate and the smallest single change that would make it the
// best; nil for the best itself, and where it was not looked for.
type Weighed struct {
	Candidate
	WouldWin *Reason `json:"would_win,omitempty"`
}

// Refused is a person in a bay, and the rules against that.
type Refused struct {
	Technician board.PersonID `json:"technician"`
	Bay        board.BayID    `json:"bay"`
	Rules      []Violation    `json:"rules"`
}

// Explain weighs every choice for an operation. plan is the plan in force; it
// says how long fixed work takes and which choice stands.
func Explain(s *board.State, plan *Plan, now time.Time, ref board.OperationRef) Explanation {
	e := Explanation{Operation: ref, Chosen: none}
	t, options, no := newTrial(s, now, ref)
	if t == nil {
		e.Reasons = append(e.Reasons, *no)
		return e
	}
	if len(options) == 0 {
		e.Reasons = append(e.Reasons, *t.free.noPlace(t.atTurn, t.step))
	}
	tried := t.tryAll(options)
	rivals := t.rivals(tried)
	for i := range tried {
		w := Weighed{Candidate: tried[i].Candidate}
		if rivals[i] {
			w.WouldWin = t.wouldWin(tried, i)
		}
		e.Candidates = append(e.Candidates, w)
	}
	e.Refused = t.refused(s, plan, now, ref, options)
	e.chosen(s, plan)
	return e
}

// tested is an option and what comes of it.
type tested struct {
	option
	Candidate
}

// tryAll plans the shop with each of the options, the best first.
func (t *optionTrial) tryAll(options []option) []tested {
	tried := make([]tested, 0, len(options))
	for _, o := range options {
		if c, ok := t.candidate(o); ok {
			tried = append(tried, tested{o, c})
		}
	}
	slices.SortStableFunc(tried, func(a, b tested) int { return better(&a.Candidate, &b.Candidate) })
	return tried
}

// How many candidates a change is looked for, and how many of these only for
// being good, whoever they are.
const (
	rivalsMost = 8
	rivalsBest = 3
)

// rivals marks the candidates for which a change is looked for: the next best,
// then the best of each person.
func (t *optionTrial) rivals(tried []tested) map[int]bool {
	rivals, seen := map[int]bool{}, map[int32]bool{}
	for i := range tried {
		fresh := false
		for _, w := range tried[i].people() {
			fresh = fresh || !seen[w]
			seen[w] = true
		}
		if i > 0 && len(rivals) < rivalsMost && (i <= rivalsBest || fresh) {
			rivals[i] = true
		}
	}
	return rivals
}

// refused lists every person in every bay that is no option, with the rules
// that say so. Of a crew it is enough that one of its options has the person in
// the bay.
func (t *optionTrial) refused(s *board.State, plan *Plan, now time.Time, ref board.OperationRef,
	options []option) []Refused {
	p := t.free
	var list []Refused
	for w := range p.workers {
		if p.workers[w].trades == 0 {
			continue
		}
		for b := range p.places {
			has := func(o option) bool { return o.bay == int32(b) && slices.Contains(o.people(), int32(w)) }
			if slices.ContainsFunc(options, has) {
				continue
			}
			a := Assignment{Visit: ref.Visit, Line: ref.Line, Bay: p.places[b].bay.ID,
				Technicians: []board.PersonID{p.workers[w].person.ID}}
			rules := t.alone(Check(s, plan, now, a))
			if len(rules) == 0 && len(options) > 0 {
				rules = []Violation{{Reason: *reason("ranked_lower")}}
			}
			if len(rules) == 0 {
				rules = []Violation{{Reason: *p.noPlace(t.atTurn, t.step)}}
			}
			list = append(list, Refused{a.Technicians[0], a.Bay, rules})
		}
	}
	return list
}

// chosen finds the candidate that stands in the plan, and says why when it is
// not the best.
func (e *Explanation) chosen(s *board.State, plan *Plan) {
	task := plan.task(e.Operation)
	if task == nil {
		return
	}
	e.Chosen = slices.IndexFunc(e.Candidates, func(c Weighed) bool {
		return c.Bay == task.Bay && slices.Equal(inOrder(c.Technicians), inOrder(task.Technicians))
	})
	o := s.Visits[e.Operation.Visit].Operation(e.Operation.Line)
	switch {
	case o.State == board.OperationDispatched:
		e.Reasons = append(e.Reasons, *reason("was_dispatched"))
	case o.Pin != nil:
		e.Reasons = append(e.Reasons, *reason("was_pinned", "by", o.Pin.By))
	case e.Chosen > 0:
		e.Reasons = append(e.Reasons, *reason("plan_chose", "rank", e.Chosen+1))
	}
}

// task returns the task of an operation, nil when it is not planned.
func (p *Plan) task(ref board.OperationRef) *Task {
	if p == nil {
		return nil
	}
	for i := range p.Tasks {
		if t := &p.Tasks[i]; t.Kind == KindWork && t.Visit == ref.Visit && t.Line == ref.Line {
			return t
		}
	}
	return nil
}

func inOrder(ids []board.PersonID) []board.PersonID { return slices.Sorted(slices.Values(ids)) }
