package dispatch

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"bayline/board"
	"bayline/dispatch/dispatchtest"
)

// given reports whether a person decided about the task's operation.
func given(s *board.State, t *Task) bool {
	o := s.Visits[t.Visit].Operation(t.Line)
	return o != nil && (o.State == board.OperationDispatched || o.Pin != nil)
}

// What the plan does by itself a person may order: the check has nothing
// against it, nor has the validator.
func TestCheckAllowsWhatThePlanDoes(t *testing.T) {
	asked := 0
	shops(t, func(t *rapid.T) {
		shop := dispatchtest.Open(rapid.Uint64().Draw(t, "seed"))
		shop.Live(rapid.IntRange(50, 250).Draw(t, "commands"))
		plan := NewPlan(shop.State, shop.Now, Options{})
		require.Empty(t, Validate(shop.State, plan))
		for i := range plan.Tasks {
			task := &plan.Tasks[i]
			if task.Running || given(shop.State, task) || task.Kind == KindWash {
				continue
			}
			if task.Kind == KindInspection &&
				shop.State.InspectionsLeft(shop.State.Visits[task.Visit])[0] != task.Level {
				continue // the check speaks of the next inspection
			}
			a := Assignment{Visit: task.Visit, Line: task.Line, Bay: task.Bay, Technicians: task.Technicians,
				Start: task.Start}
			require.Empty(t, Check(shop.State, plan, shop.Now, a), "%+v", task)
			asked++
		}
	})
	require.Positive(t, asked)
}

// spoilt is a sound plan in which one task was given to other people, another
// bay or another time, and nothing else is left that the planner could move.
func spoilt(t *rapid.T, s *board.State, sound *Plan) (*Plan, *Task) {
	plan := *sound
	plan.Tasks = nil
	free := []int{}
	for i := range sound.Tasks {
		task := &sound.Tasks[i]
		if v := s.Visits[task.Visit]; !task.Running && !given(s, task) &&
			(task.Kind == KindWork || task.Kind == KindInspection && s.InspectionsLeft(v)[0] == task.Level) {
			free = append(free, i)
		}
	}
	if len(free) == 0 {
		return nil, nil
	}
	task := sound.Tasks[rapid.SampledFrom(free).Draw(t, "task")]
	if task.Bay != "" && rapid.Bool().Draw(t, "other bay") {
		task.Bay = rapid.SampledFrom(s.BaysInOrder()).Draw(t, "bay").ID
	}
	if n := len(task.Technicians); n > 0 && rapid.Bool().Draw(t, "other people") {
		people := rapid.Permutation(board.Sorted(s.People)).Draw(t, "people")
		task.Technicians = nil
		for _, p := range people[:rapid.IntRange(1, min(n, len(people))).Draw(t, "crew")] {
			task.Technicians = append(task.Technicians, p.ID)
		}
	}
	if rapid.Bool().Draw(t, "other time") {
		task.Start = plan.At.Truncate(time.Minute).Add(time.Duration(rapid.IntRange(1, 600).Draw(t,
			"minutes")) * time.Minute)
	}
	c := &check{a: Assignment{Start: task.Start, Technicians: task.Technicians},
		op: s.Visits[task.Visit].Operation(task.Line)}
	c.State, c.Now = s, plan.At
	c.finish()
	task.Attended, task.Finish = []board.Span{{Start: task.Start, End: c.busyTo}}, c.end
	for i := range sound.Tasks {
		other := sound.Tasks[i]
		same := other.Visit == task.Visit && other.Line == task.Line && other.Kind == task.Kind &&
			other.Level == task.Level
		if !same && (other.Visit == task.Visit || other.Running || given(s, &other)) {
			plan.Tasks = append(plan.Tasks, other)
		}
	}
	plan.Tasks = append(plan.Tasks, task)
	return &plan, &task
}

// Whatever the validator faults in a task, the check refuses to order, and the
// other way round: two hands have written the rules.
func TestCheckAndValidatorAgree(t *testing.T) {
	both := []string{"trade", "grade", "crew_size", "bay_type", "bay_maintenance", "bay_held", "not_inspector", "parts",
		"precedence"}
	implied := []string{"busy", "absent", "car_elsewhere", "inspector_worked"} // the plan's rules go further
	same := map[string]string{"bay_busy": "bay_held", "parts_undated": "parts", "precedence_undated": "precedence",
		"off_shift": "absent", "team_bays": "busy"}
	seen := map[string]int{}
	shops(t, func(t *rapid.T) {
		shop := dispatchtest.Open(rapid.Uint64().Draw(t, "seed"))
		shop.Live(rapid.IntRange(50, 250).Draw(t, "commands"))
		plan, task := spoilt(t, shop.State, NewPlan(shop.State, shop.Now, Options{}))
		if task == nil {
			return
		}
		name := func(code string) string {
			if other, ok := same[code]; ok {
				return other
			}
			return code
		}
		checked, validated := map[string]bool{}, map[string]bool{}
		for _, v := range Check(shop.State, plan, shop.Now,
			Assignment{Visit: task.Visit, Line: task.Line, Bay: task.Bay, Technicians: task.Technicians,
				Start: task.Start}) {
			checked[name(v.Code)] = true
		}
		faults := Validate(shop.State, plan)
		for _, err := range faults {
			var f *Fault
			require.True(t, errors.As(err, &f))
			if f.Task.Visit == task.Visit && f.Task.Line == task.Line && f.Task.Kind == task.Kind &&
				f.Task.Level == task.Level {
				validated[name(f.Code)] = true
			}
		}
		for _, code := range slices.Concat(both, implied) {
			if checked[code] {
				seen[code]++
				require.True(t, validated[code], "the check names %s, the validator does not: %+v: %v", code, task,
					faults)
			}
		}
		for _, code := range both {
			if validated[code] && (task.Kind == KindWork || code != "precedence") {
				require.True(t, checked[code], "the validator names %s, the check does not: %+v: %v", code, task,
					faults)
			}
		}
	})
	require.Greater(t, len(seen), 5, "%v", seen)
}

// Settings changed after the signature do not take an inspection from the
// order: the plan asks the visit.
func TestPlanKeepsTheInspectionsOfTheOrder(t *testing.T) {
	s := day(t)
	v := order(t, s, "粤A10001", 3*time.Hour, "M1")
	set := s.State.Settings
	set.Levels = map[board.Class][]board.Level{s.State.Visits[v].Class: {board.LevelSelf}}
	require.True(t, s.Do(board.ConfigureShop{Settings: set}))
	p := validPlan(t, s)
	inspection := taskOf(t, p, v, 0)
	require.Equal(t, KindInspection, inspection.Kind)
	require.Equal(t, board.LevelFinal, inspection.Level)
	p.Tasks = slices.DeleteFunc(p.Tasks, func(t Task) bool { return t.Kind == KindInspection })
	require.ErrorContains(t, errors.Join(Validate(s.State, p)...), "is ready without its final inspection")
}

// A stopped line keeps the bay although another line of the car is worked on
// there: no other car is planned into it, and whoever would order it is told.
func TestStoppedLineKeepsTheBayBesideRunningOne(t *testing.T) {
	s := day(t)
	do := func(c board.Command) { require.True(t, s.Do(c), c.Name()) }
	do(board.SetMaintenance{Bay: "B2", Reason: "举升机检修"})
	a := order(t, s, "粤A10001", 3*time.Hour, "M1", "M2")
	b := order(t, s, "粤A10002", 3*time.Hour, "M1")
	do(board.StartWork{Visit: a, Line: 1, Bay: "B1", Technicians: []board.PersonID{"T1"}})
	do(board.StartWork{Visit: a, Line: 2, Bay: "B1", Technicians: []board.PersonID{"T2"}})
	s.Now = at(10)
	do(board.StopWork{Visit: a, Line: 1, Reason: board.StopApproval, KeepBay: true})
	p := validPlan(t, s)
	for _, task := range p.Tasks {
		require.Equal(t, a, task.Visit, "nothing else is planned into B1")
	}
	require.True(t, hasReason(p.Outlooks[b], "bay_blocked"), "%v", p.Outlooks[b].Reasons)
	order := Assignment{Visit: b, Line: 1, Bay: "B1", Technicians: []board.PersonID{"T1"}, Start: at(300)}
	require.Equal(t, "bay_held", Check(s.State, p, s.Now, order)[0].Code)
	p.Tasks = append(p.Tasks, Task{Visit: b, Line: 1, Kind: KindWork, Bay: "B1", Technicians: order.Technicians,
		Start: order.Start, Finish: at(330)})
	require.ErrorContains(t, errors.Join(Validate(s.State, p)...), "keeps and nobody knows until when")
}
