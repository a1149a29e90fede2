package dispatch

import (
	"cmp"
	"slices"
	"time"

	"bayline/board"
	"bayline/dispatch/internal/rules"
)

// Suggestion answers "who should do this, and where?" for one operation: the
// best candidates, the best first, and for everybody and every bay else what
// speaks against them. Reasons says why there is no candidate.
type Suggestion struct {
	Operation board.OperationRef `json:"operation"`
	Best      []Candidate        `json:"best"`
	Others    []Other            `json:"others"`
	Reasons   []Reason           `json:"reasons,omitempty"`
}

// Candidate is one choice for an operation and what would come of it. Ready is
// when the car would be ready. Score is the sum of its Parts; less is better.
type Candidate struct {
	Technicians []board.PersonID `json:"technicians"`
	Bay         board.BayID      `json:"bay"`
	Start       time.Time        `json:"start"`
	Finish      time.Time        `json:"finish"`
	Ready       time.Time        `json:"ready,omitzero"`
	Score       int              `json:"score"`
	Parts       []ScorePart      `json:"parts"`
	Effects     []Effect         `json:"effects,omitempty"`
	Reasons     []Reason         `json:"reasons"`
}

// ScorePart is one part of a score, in points: a point is a minute.
type ScorePart struct {
	Code   string `json:"code" enum:"finish,promise,others,newly_late,move,team,offer,handover,grade,skill,load"`
	Points int    `json:"points"`
}

// Effect is what a choice does to another car: Minutes later (or sooner, when
// negative) against the plan without it.
type Effect struct {
	Visit     board.VisitID `json:"visit"`
	Minutes   int           `json:"minutes"`
	MakesLate bool          `json:"makes_late,omitempty"`
}

// Other is a person or a bay that is not among the best, and the rules against
// it; the last word may be that it only ranks lower.
type Other struct {
	Technician board.PersonID `json:"technician,omitempty"`
	Bay        board.BayID    `json:"bay,omitempty"`
	Rules      []Violation    `json:"rules"`
}

// How a suggestion is found: how many choices are tried out in full per one
// asked for, how many of these may have the same people, and what a car that
// becomes late costs in points.
const (
	triesPer   = 3
	triesCrew  = 2
	newlyLate  = 60
	bestNumber = 3
)

// Suggest finds the best n choices (0: three) for an operation. Each of the
// most promising is tried out: the whole shop is planned with it and without,
// so that its effect on every other promise is known. plan says how long fixed
// work takes and may be nil.
func Suggest(s *board.State, plan *Plan, now time.Time, ref board.OperationRef, n int) Suggestion {
	sug := Suggestion{Operation: ref}
	if n <= 0 {
		n = bestNumber
	}
	t, options, no := newTrial(s, now, ref)
	if t == nil {
		sug.Reasons = append(sug.Reasons, *no)
		return sug
	}
	if len(options) == 0 {
		sug.Reasons = append(sug.Reasons, *t.free.noPlace(t.atTurn, t.step))
	}
	for _, o := range shortlist(options, n*triesPer) {
		if c, ok := t.candidate(o); ok {
			sug.Best = append(sug.Best, c)
		}
	}
	slices.SortStableFunc(sug.Best, func(a, b Candidate) int { return better(&a, &b) })
	sug.Best = sug.Best[:min(n, len(sug.Best))]
	sug.Others = t.others(s, plan, now, ref, options, sug.Best)
	return sug
}

// newTrial prepares to try out choices for an operation, and lists those that
// come into question, the most promising first; no says why there is nothing
// to try.
func newTrial(s *board.State, now time.Time, ref board.OperationRef) (t *optionTrial, options []option, no *Reason) {
	base := currentProblem(s, now)
	k := base.find(ref)
	if k == none {
		return nil, nil, reason("visit_closed")
	}
	if base.steps[k].now != nil {
		return nil, nil, reason("running", "line", ref.Line)
	}
	free := base.freed(k)
	sc, came := byRuleUntil(free, free.options.Rule, k)
	if !came {
		return nil, nil, base.notNow(sc, k)
	}
	t = &optionTrial{base: base.scheduled(), free: free, step: k, atTurn: sc}
	t.order = orderWith(free, t.base, k)
	return t, sc.options(k), nil
}

// better orders candidates: the least score first, of equals the soonest.
func better(a, b *Candidate) int {
	return cmp.Or(cmp.Compare(a.Score, b.Score), a.Finish.Compare(b.Finish))
}

// find returns the step of an operation, none when it is not open.
func (p *problem) find(ref board.OperationRef) int32 {
	for k := range p.steps {
		if st := &p.steps[k]; st.Kind == KindWork && st.Line == ref.Line && p.jobs[st.job].visit.ID == ref.Visit {
			return int32(k)
		}
	}
	return none
}

// freed returns the problem with one operation as if nobody had decided anything
// about it yet, and as if it went first now.
func (p *problem) freed(k int32) *problem {
	st := p.steps[k]
	op := *st.op
	op.Pin, op.Planned, op.Start = nil, nil, time.Time{}
	if op.State == board.OperationDispatched {
		op.State = board.OperationWaiting
	}
	fresh := p.operation(p.jobs[st.job].visit, &op, st.job)
	fresh.before, fresh.placed = st.before, true
	return p.with(k, fresh)
}

// with returns the problem with one step replaced.
func (p *problem) with(k int32, st step) *problem {
	other := *p
	other.steps = slices.Clone(p.steps)
	other.steps[k] = st
	other.rolloutModel = nil
	return &other
}

// notNow says why an operation's turn never comes: it is held itself, or
// something before it is.
func (p *problem) notNow(sc *schedule, k int32) *Reason {
	if hold := p.steps[k].hold; hold != nil {
		return hold
	}
	for _, b := range p.steps[k].before {
		if !sc.placed[b].ok {
			return reason("precedence_undated", "before", p.steps[b].Line)
		}
	}
	return reason("beyond_horizon", "days", p.options.Days)
}

// option is one crew in one bay, with when it could do the step and what else
// speaks against it.
type option struct {
	placement
	price rules.Priced
}

func (o *option) cost() int { return o.finish + o.price.Sum() }

// priced prices people in a bay by all soft rules.
func (s *schedule) priced(k, bay int32, people []int32) rules.Priced {
	price, place := s.priceCrew(k, people), s.priceBay(k, bay, s.away(bay, people))
	for i := range price {
		price[i] += place[i]
	}
	return price
}

// options lists every crew in every bay that may do a step, the best first.
func (s *schedule) options(k int32) []option {
	t, _ := s.ready(k)
	var options []option
	s.crewsFor(k, t)
	for i := range s.crews {
		c := &s.crews[i]
		s.eachBay(k, func(bay int32) {
			if pl, ok := s.try(k, t, bay, c, never); ok {
				options = append(options, option{pl, s.priced(k, bay, pl.people())})
			}
		})
	}
	slices.SortStableFunc(options, func(a, b option) int { return a.cost() - b.cost() })
	return options
}

// shortlist returns the best options, each with other people as long as there
// are some, so that there is something to choose from.
func shortlist(options []option, n int) []option {
	times := map[[3]int32]int{}
	var list, again []option
	for _, o := range options {
		if times[o.crew]++; times[o.crew] == 1 {
			list = append(list, o)
		} else if times[o.crew] <= triesCrew {
			again = append(again, o)
		}
	}
	list = append(list, again...)
	return list[:min(n, len(list))]
}
