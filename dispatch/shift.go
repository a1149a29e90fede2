package dispatch

import (
	"slices"
	"time"

	"bayline/board"
)

// shiftDraws is how many futures a shifted plan is forecast with unless told
// otherwise: a chance is then right to about a tenth.
const shiftDraws = 16

// Shift carries a plan over to a newer state and minute in a fraction of the
// time Make takes: every step keeps its turn, people and bay and moves no
// further than it has to. What is finished drops out, what runs stays as it is.
// Who and where is decided anew, by the rule, only for a step whose people or
// bay may not do it any more or have gone away, and for what the last plan does
// not know. The result keeps every hard rule, as a plan of Make does, but asks
// nowhere whether something else would be better. Its outlooks are forecast
// from the new state, with so few draws that a chance is coarse. Without a last
// plan everything is new.
func Shift(s *board.State, now time.Time, last *Plan, options Options) *Plan {
	if options.Draws <= 0 {
		options.Draws = shiftDraws
	}
	p := newProblem(s, now, options.inForce())
	return p.plan(p.shifted(last))
}

// shifted makes a schedule that follows another plan.
func (p *problem) shifted(last *Plan) *schedule {
	s := newSchedule(p)
	list := p.recall(last)
	for _, first := range []bool{true, false} {
		for _, r := range list {
			if p.steps[r.step].placed == first {
				s.again(r)
			}
		}
	}
	newDesk(s).finish(p.options.Rule, none)
	return s
}

// recalled is a step still to be begun, and what the last plan says of it.
type recalled struct {
	step int32
	task *Task
}

// recall finds the steps of the last plan in its order, without those that run.
func (p *problem) recall(last *Plan) []recalled {
	if last == nil {
		return nil
	}
	jobs := make(map[board.VisitID]*job, len(p.jobs))
	for i := range p.jobs {
		jobs[p.jobs[i].visit.ID] = &p.jobs[i]
	}
	list := make([]recalled, 0, len(last.Tasks))
	for i := range last.Tasks {
		t := &last.Tasks[i]
		j := jobs[t.Visit]
		if j == nil {
			continue
		}
		for k := j.first; k < j.last; k++ {
			if st := &p.steps[k]; st.now == nil && st.line == t.Line && st.kind == t.Kind && st.level == t.Level {
				list = append(list, recalled{int32(k), t})
			}
		}
	}
	return list
}

// again places a step as the last plan has it, or else by the rule. A step that
// something new goes before is left for later.
func (s *schedule) again(r recalled) {
	from, ok := s.ready(r.step)
	if !ok {
		return
	}
	if c, bay, ok := s.held(r); ok {
		if pl, ok := s.try(r.step, from, bay, &c, never); ok {
			s.put(r.step, pl)
			return
		}
	}
	s.place(r.step)
}

// held gives the people and the bay of the last plan; ok is false when they may
// not do the step any more, or have gone away meanwhile.
func (s *schedule) held(r recalled) (c crew, bay int32, ok bool) {
	p, st := s.p, &s.p.steps[r.step]
	begins := max(p.floor(r.task.Start), p.start)
	people := st.crew
	if people == nil && st.size > 0 {
		if people = p.crewIndex(r.task.Technicians); !p.able(st, people) {
			return c, none, false
		}
		for _, w := range people {
			if h := p.workers[w].hours; len(h) == 0 || h[0].from > begins || !s.may(r.step, w) {
				return c, none, false
			}
		}
	}
	if bay = st.bay; bay == none && !st.bayless {
		if bay = p.bayIndex(r.task.Bay); !slices.Contains(p.serving(st), bay) || p.places[bay].closed > begins {
			return c, none, false
		}
	}
	return s.crewOf(r.step, people), bay, true
}
