package dispatch

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/dispatch/dispatchtest"
)

// workshop does what the plan says, when it says, through the commands people
// use; ratio gives how long each operation really takes, in parts of
// ratioUnit.
type workshop struct {
	*dispatchtest.Shop
	t     *testing.T
	rule  Rule
	ratio func() int
	ends  map[board.OperationRef]time.Time
}

// liveable returns a busy shop without drying times (the board keeps people on
// the clock meanwhile) and with inspections too short to matter, because the
// board knows an inspection only when it is over.
func liveable(t *testing.T, cars int, seed uint64) *dispatchtest.Shop {
	shop := dispatchtest.Busy(cars, seed)
	for _, v := range board.Sorted(shop.State.Visits) {
		for _, o := range v.Operations {
			if o.PassiveMinutes > 0 {
				require.True(t, shop.Do(board.ChangeOperation{Visit: v.ID, Line: o.Line,
					StandardMinutes: o.StandardMinutes, Crew: o.Crew, MinGrade: o.MinGrade}))
			}
		}
	}
	set := shop.State.Settings
	set.InspectionMinutes = 1
	require.True(t, shop.Do(board.ConfigureShop{Settings: set}))
	return shop
}

// live follows the plan until every car is ready.
func (w *workshop) live() {
	for range 5000 {
		plan := NewPlan(w.State, w.Now, Options{Rule: w.rule, Draws: 8})
		require.Empty(w.t, Validate(w.State, plan))
		if len(plan.Tasks) == 0 {
			return
		}
		if !w.act(plan) {
			w.Now = w.next(plan)
		}
	}
	require.Fail(w.t, "the shop never finishes")
}

// act does one thing that is due and reports whether there was one.
func (w *workshop) act(plan *Plan) bool {
	for i := range plan.Tasks {
		switch task := &plan.Tasks[i]; {
		case task.Running && !w.end(task).After(w.Now):
			w.finish(task)
			return true
		case !task.Running && !task.Start.After(w.Now):
			w.begin(task)
			return true
		}
	}
	return false
}

// next finds when something is due.
func (w *workshop) next(plan *Plan) (next time.Time) {
	for i := range plan.Tasks {
		at := plan.Tasks[i].Start
		if plan.Tasks[i].Running {
			at = w.end(&plan.Tasks[i])
		}
		if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	return next
}

// end returns when running work really ends: drawn once, when it is first seen.
func (w *workshop) end(task *Task) time.Time {
	ref := board.OperationRef{Visit: task.Visit, Line: task.Line}
	if _, ok := w.ends[ref]; !ok && task.Kind == KindWash {
		w.ends[ref] = task.Finish
	} else if !ok {
		planned, spent := 0, int(w.Now.Sub(task.Start)/time.Minute)
		for _, a := range task.Attended {
			planned += int(a.End.Sub(a.Start) / time.Minute)
		}
		p := newProblem(w.State, w.Now, Options{})
		left := max(1, planned*w.ratio()/ratioUnit-spent)
		w.ends[ref] = p.clock(p.gauge.clock(p.gauge.worked(p.start) + left))
	}
	return w.ends[ref]
}

// begin does what a task says at its start, moving a car that waits out of the
// way.
func (w *workshop) begin(task *Task) {
	if other := w.State.Occupant(task.Bay); other != nil && other.ID != task.Visit {
		require.True(w.t, w.Do(board.MoveCar{Visit: other.ID, Parking: "P"}))
		return
	}
	switch task.Kind {
	case KindWork:
		require.True(w.t, w.Do(board.StartWork{Visit: task.Visit, Line: task.Line, Bay: task.Bay,
			Technicians: task.Technicians}))
	case KindInspection:
		w.Now = task.Finish
		require.True(w.t, w.Do(board.Inspect{Visit: task.Visit, Level: task.Level, Inspector: task.Technicians[0],
			Passed: true}))
	case KindWash:
		require.True(w.t, w.Do(board.StartWash{Visit: task.Visit, Bay: task.Bay}))
	}
}

func (w *workshop) finish(task *Task) {
	if task.Kind == KindWash {
		require.True(w.t, w.Do(board.FinishWash{Visit: task.Visit}))
		return
	}
	require.True(w.t, w.Do(board.FinishWork{Visit: task.Visit, Line: task.Line, SelfCheck: true}))
}

// A shop that follows the plan is never refused by the rules of the board and
// gets every car ready. When work takes as long as the forecast believes, the
// P80 of the first plan holds in about 80 % and its chances beat a plain guess
// of the average.
func TestAPlanCanBeLived(t *testing.T) {
	cars, within, late, score := 0, 0, 0, 0.0
	for seed := range uint64(6) {
		dice := splitMix(seed)
		w := &workshop{Shop: liveable(t, 14+6*int(seed%3), seed), t: t, rule: RuleMDD,
			ratio: func() int { return int(ratiosOf(0.3)[dice.below(quantileCount)]) },
			ends:  map[board.OperationRef]time.Time{}}
		if seed == 0 { // the others go by the rule alone, which is quick
			w.rule = ""
		}
		first := NewPlan(w.State, w.Now, Options{Rule: w.rule})
		w.live()
		for _, v := range board.Sorted(w.State.Visits) {
			require.Equal(t, board.StageReady, v.Stage, v.ID)
			o, missed := first.Outlooks[v.ID], 0.0
			cars++
			if !v.ReadyAt.After(o.Quantile(0.8)) {
				within++
			}
			if v.ReadyAt.After(v.PromisedAt()) {
				late++
				missed = 1
			}
			score += (o.Late - missed) * (o.Late - missed)
		}
	}
	coverage, rate := float64(within)/float64(cars), float64(late)/float64(cars)
	t.Logf("%d cars, %.0f %% within the P80, Brier %.3f against %.3f", cars, 100*coverage, score/float64(cars),
		rate*(1-rate))
	require.InDelta(t, 0.8, coverage, 0.1)
	require.Less(t, score/float64(cars), rate*(1-rate))
}
