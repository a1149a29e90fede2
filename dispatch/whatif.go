package dispatch

import (
	"cmp"
	"math"
	"slices"
	"time"

	"bayline/board"
)

// Outcome is what some changes would do to every promise. Commands carry the
// changes out, in this order; Open are the indexes of changes that none of
// them carries out. Cars are all cars of the plan, those worst hit first.
type Outcome struct {
	Cars     []CarEffect
	Moves    []Move
	Before   Sums
	After    Sums
	Reasons  []Reason
	Commands []board.Command
	Open     []int
}

// CarEffect sets what the plan says of a car against what it said before.
// Minutes are working minutes by which the car is ready later, negative when
// sooner. A hypothetical car is New and has no before; one that cannot be
// planned to its end has no Ready.
type CarEffect struct {
	Visit          board.VisitID `json:"visit"`
	Plate          string        `json:"plate"`
	New            bool          `json:"new,omitempty"`
	PromisedBefore time.Time     `json:"promised_before,omitzero"`
	PromisedAfter  time.Time     `json:"promised_after,omitzero"`
	ReadyBefore    time.Time     `json:"ready_before,omitzero"`
	ReadyAfter     time.Time     `json:"ready_after,omitzero"`
	LateBefore     float64       `json:"late_before"`
	LateAfter      float64       `json:"late_after"`
	Minutes        int           `json:"minutes"`
	Stuck          bool          `json:"stuck,omitempty" doc:"cannot be planned to its end any more"`
}

// Move is an operation that changes hands or bays.
type Move struct {
	Visit board.VisitID    `json:"visit"`
	Line  int              `json:"line"`
	Plate string           `json:"plate"`
	From  []board.PersonID `json:"from"`
	To    []board.PersonID `json:"to"`
	Bay   board.BayID      `json:"bay,omitempty" doc:"where it would be done"`
	Start time.Time        `json:"start"`
}

// Sums are figures over all cars with a promise: how many will be late on
// average, how many are at risk or late, and how many working minutes of
// lateness there will be on average.
type Sums struct {
	Late    float64 `json:"late"`
	AtRisk  int     `json:"at_risk"`
	Minutes int     `json:"minutes"`
}

// WhatIf says what changes would do, asked at now: the shop is planned with
// and without them. The state is left as it is. The error is a *board.Refusal
// whose field is a path in the changes.
func WhatIf(s *board.State, now time.Time, changes []Change, options Options) (Outcome, error) {
	f := newWhatIf(s, now)
	before := f.plan(options)
	open, err := f.changes(changes)
	if err != nil {
		return Outcome{}, err
	}
	after := f.plan(options)
	o := Outcome{Cars: []CarEffect{}, Moves: moves(before, after), Before: before.sums(), After: after.sums(),
		Commands: f.issued, Open: open}
	for i := range after.jobs {
		if v := after.jobs[i].visit; v.Stage != board.StageReady && v.Stage != board.StageSettled {
			if effect, ok := effectOn(before, after, v); ok {
				o.Cars = append(o.Cars, effect)
			}
		}
	}
	slices.SortStableFunc(o.Cars, func(a, b CarEffect) int {
		return cmp.Or(cmp.Compare(b.weight(), a.weight()), cmp.Compare(b.Minutes, a.Minutes),
			cmp.Compare(a.Visit, b.Visit))
	})
	o.Reasons = o.sentences(after)
	return o, nil
}

// effectOn compares what two prospects say of a car.
func effectOn(before, after *prospect, v *board.Visit) (CarEffect, bool) {
	now, ok := after.look(v.ID)
	if !ok {
		return CarEffect{}, false
	}
	e := CarEffect{Visit: v.ID, Plate: board.ShowPlate(v.Plate), PromisedAfter: v.PromisedAt(), ReadyAfter: now.Ready,
		LateAfter: now.Late}
	was, ok := before.look(v.ID)
	if !ok {
		e.New = true
		return e, true
	}
	e.PromisedBefore, e.ReadyBefore, e.LateBefore = before.jobs[before.job(v.ID)].visit.PromisedAt(), was.Ready,
		was.Late
	e.Stuck = !was.Ready.IsZero() && now.Ready.IsZero()
	if !was.Ready.IsZero() && !now.Ready.IsZero() {
		e.Minutes = before.gauge.worked(before.minute(now.Ready)) - before.gauge.worked(before.minute(was.Ready))
	}
	return e, true
}

// weight says how hard a car is hit.
func (e *CarEffect) weight() float64 {
	if e.Stuck {
		return 2
	}
	if e.New {
		return e.LateAfter
	}
	return e.LateAfter - e.LateBefore
}

// endangered reports whether a promise was safe and is not any more.
func (e *CarEffect) endangered(risk int) bool {
	return !e.New && (e.Stuck || e.LateAfter-e.LateBefore >= harmful && 100*e.LateAfter >= float64(risk))
}

// sums adds up what a prospect says of the promises.
func (w *prospect) sums() Sums {
	var s Sums
	minutes := 0.0
	for i := range w.jobs {
		j := &w.jobs[i]
		o, ok := w.look(j.visit.ID)
		if !ok || j.due == never || o.Health == HealthReady {
			continue
		}
		s.Late += o.Late
		if o.Health == HealthRisk || o.Health == HealthLate {
			s.AtRisk++
		}
		if o.drawn != nil {
			over := 0
			for _, end := range o.drawn.ends {
				over += max(0, int(end)-j.dueIn)
			}
			minutes += float64(over) / float64(len(o.drawn.ends))
		}
	}
	s.Late, s.Minutes = math.Round(s.Late*100)/100, int(math.Round(minutes))
	return s
}

// moves lists the work that other people would do, in order of its start.
func moves(before, after *prospect) []Move {
	list := []Move{}
	for k := range after.steps {
		st, pl := &after.steps[k], &after.schedule.placed[k]
		if st.Kind != KindWork || st.now != nil || !pl.ok {
			continue
		}
		v := after.jobs[st.job].visit
		was := before.find(board.OperationRef{Visit: v.ID, Line: st.Line})
		if was == none || !before.schedule.placed[was].ok {
			continue
		}
		from, to := before.names(&before.schedule.placed[was]), after.names(pl)
		if slices.Equal(slices.Sorted(slices.Values(from)), slices.Sorted(slices.Values(to))) {
			continue
		}
		m := Move{Visit: v.ID, Line: st.Line, Plate: board.ShowPlate(v.Plate), From: from, To: to,
			Start: after.clock(pl.start)}
		if pl.bay != none {
			m.Bay = after.places[pl.bay].bay.ID
		}
		list = append(list, m)
	}
	slices.SortStableFunc(list, func(a, b Move) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Visit, b.Visit), cmp.Compare(a.Line, b.Line))
	})
	return list
}

// names returns the people of a placement.
func (w *prospect) names(pl *placement) []board.PersonID {
	ids := []board.PersonID{}
	for _, i := range pl.people() {
		ids = append(ids, w.workers[i].person.ID)
	}
	return ids
}

// slower is from how many minutes on a car counts as delayed, or gained.
const slower = 10

// sentences puts an outcome into words: the promises first.
func (o *Outcome) sentences(after *prospect) []Reason {
	list := []Reason{}
	add := func(code string, pairs ...any) { list = append(list, *reason(code, pairs...)) }
	endangered, delayed, gained := 0, 0, 0
	var worst, latest *CarEffect
	for i := range o.Cars {
		e := &o.Cars[i]
		switch {
		case e.Stuck:
			add("whatif_stuck", "plate", e.Plate)
		case e.New && !e.PromisedAfter.IsZero():
			add("whatif_new_promised", "at", e.ReadyAfter, "percent", int(math.Round(100*(1-e.LateAfter))))
		case e.New && !e.ReadyAfter.IsZero():
			add("whatif_new", "at", e.ReadyAfter)
		case e.New:
			add("whatif_new_stuck")
		}
		if e.endangered(after.state.Settings.RiskPercent) {
			if endangered++; worst == nil {
				worst = e
			}
		}
		switch {
		case e.New || e.Minutes > -slower && e.Minutes < slower:
		case e.Minutes < 0:
			gained++
		default:
			delayed++
			if latest == nil || e.Minutes > latest.Minutes {
				latest = e
			}
		}
	}
	if worst != nil {
		add("whatif_endangered", "count", endangered, "plate", worst.Plate)
	}
	if latest != nil {
		add("whatif_delayed", "count", delayed, "plate", latest.Plate, "minutes", latest.Minutes)
	}
	if gained > 0 {
		add("whatif_gained", "count", gained)
	}
	if len(o.Moves) > 0 {
		add("whatif_moves", "count", len(o.Moves))
	}
	if len(list) == 0 {
		add("whatif_nothing")
	}
	return list
}
