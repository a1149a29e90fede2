package dispatch

import (
	"cmp"
	"slices"
	"time"

	"bayline/board"
)

// Options say how a plan is made; the zero value is the usual way.
type Options struct {
	Rule Rule // which step is next; empty: the planner's own judgement
	Days int  // how many days ahead the plan looks; 0: three weeks

	Draws int // how many draws the forecast makes; 0: 256

	// Keep holds to what a person has adopted whatever could be gained, as long
	// as it can be done: changes of it are then proposed, not made.
	Keep bool

	stability int     // minutes a change of people must gain
	rollout   bool    // ask whether something else than the rule's choice should begin now
	whatIf    *whatIf // the hypothetical state; nil: the shop as it is
}

// inForce sets how much a change must gain in the plan in force.
func (o Options) inForce() Options {
	o.stability = stabilityCurrent
	return o
}

// proposing sets how much a change must gain to be proposed.
func (o Options) proposing() Options {
	o.stability = stabilityProposal
	return o
}

// horizon is how many days a plan looks ahead unless told otherwise.
const horizon = 21

func (o Options) withDefaults() Options {
	if o.Rule == "" {
		o.Rule, o.rollout = RuleMDD, true
	}
	if o.Days <= 0 {
		o.Days = horizon
	}
	if o.Draws <= 0 {
		o.Draws = draws
	}
	return o
}

// NewPlan returns a plan of every open visit of the shop as seen at now: a list schedule by a priority rule that
// keeps every hard rule. Running work stays as it is, dispatched work keeps its bay and people, pins are kept part by
// part. Work that an adopted plan has given to somebody stays theirs, unless that is infeasible, somebody else can
// begin it now while they cannot, or the change gains more than the stability threshold.
func NewPlan(s *board.State, now time.Time, options Options) *Plan {
	return makePlan(s, now, options.inForce())
}

// Propose returns the plan the planner would like best now. It changes what was
// adopted where that gains more than the unrest costs; what differs from NewPlan is
// worth proposing.
func Propose(s *board.State, now time.Time, options Options) *Plan {
	return makePlan(s, now, options.proposing())
}

// draft makes a plan.
func makePlan(s *board.State, now time.Time, options Options) *Plan {
	p := newProblem(s, now, options)
	return p.plan(p.scheduled())
}

// plan writes a schedule as a plan.
func (p *problem) plan(sc *schedule) *Plan {
	return &Plan{
		Shop: p.state.Shop, Seq: p.state.Seq, At: p.now,
		Tasks: p.tasks(sc), Outlooks: p.outlooks(sc), Load: p.tradeLoad(), of: p,
	}
}

// scheduled makes the schedule the options ask for.
func (p *problem) scheduled() *schedule {
	if p.options.rollout {
		return rolloutSchedule(p, p.options.Rule)
	}
	return byRule(p, p.options.Rule)
}

// tasks writes a schedule as the tasks of a plan.
func (p *problem) tasks(sc *schedule) []Task {
	tasks := make([]Task, 0, len(sc.order))
	for _, k := range sc.order {
		tasks = append(tasks, p.task(sc, k))
	}
	slices.SortFunc(tasks, func(a, b Task) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Visit, b.Visit), cmp.Compare(a.Line, b.Line),
			a.Finish.Compare(b.Finish), cmp.Compare(a.Level, b.Level))
	})
	return tasks
}

func (p *problem) task(sc *schedule, k int32) Task {
	st, pl := &p.steps[k], &sc.placed[k]
	t := Task{
		Visit: p.jobs[st.job].visit.ID, Line: st.Line, Kind: st.Kind, Level: st.level,
		Start: p.clock(pl.start), Finish: p.clock(pl.finish), Pinned: st.pinned,
	}
	if pl.bay != none {
		t.Bay = p.places[pl.bay].bay.ID
	}
	h := p.hours
	for i, w := range pl.people() {
		t.Technicians = append(t.Technicians, p.workers[w].person.ID)
		if i == 0 {
			h = p.workers[w].hours
		} else {
			h = both(h, p.workers[w].hours)
		}
	}
	if r := st.now; r != nil {
		t.Running, t.Start = true, r.start
		if st.op != nil {
			t.Technicians = st.op.Technicians
		}
		t.Attended = p.past(r.start)
	}
	t.Attended = append(t.Attended, p.spans(h, max(pl.start, p.start), pl.busy)...)
	return t
}

// spans cuts from..to into the stretches that lie in the hours.
func (p *problem) spans(h hours, from, to int) []board.Span {
	var spans []board.Span
	for i := h.after(from); i < len(h) && h[i].from < to; i++ {
		spans = append(spans, board.Span{Start: p.clock(max(h[i].from, from)), End: p.clock(min(h[i].to, to))})
	}
	return spans
}

// past returns the shop's working stretches from a start until now.
func (p *problem) past(start time.Time) []board.Span {
	var spans []board.Span
	y, m, d := start.In(p.zone).Date()
	for day := time.Date(y, m, d, 0, 0, 0, 0, p.zone); day.Before(p.now); day = day.AddDate(0, 0, 1) {
		for _, s := range p.state.Settings.Calendar.Shifts(day, nil) {
			if s.Start.Before(start) {
				s.Start = start
			}
			if s.End.After(p.now) {
				s.End = p.now
			}
			if s.Start.Before(s.End) {
				spans = append(spans, s)
			}
		}
	}
	return spans
}
