package dispatch

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"bayline/board"
	"bayline/dispatch/dispatchtest"
)

// decode turns an order of steps into a schedule that keeps every rule: each
// step in turn goes to its best place. Steps whose predecessors are not placed
// are left out, with everything that follows them.
func decode(p *problem, order []int32) *schedule {
	s := newSchedule(p)
	s.lay(order)
	return s
}

// Whatever a workshop lives through, its plan keeps every hard rule, is the
// same when made again, and leaves no open visit without a word.
func TestPlansKeepEveryRule(t *testing.T) {
	shops(t, func(t *rapid.T) {
		shop := dispatchtest.Open(rapid.Uint64().Draw(t, "seed"))
		for range 2 {
			shop.Live(rapid.IntRange(20, 150).Draw(t, "commands"))
			options := Options{Rule: rapid.SampledFrom([]Rule{"", RuleATC, RuleMDD}).Draw(t, "rule"), Draws: 32}
			for _, way := range []func(*board.State, time.Time, Options) *Plan{NewPlan, Propose} {
				plan := way(shop.State, shop.Now, options)
				require.Empty(t, Validate(shop.State, plan))
				require.Equal(t, plan, way(shop.State.Clone(), shop.Now, options))
				adopt(t, shop, plan)
			}
		}
	})
}

// Any order that keeps the precedences gives a schedule that keeps every rule,
// and the order a rule found gives the rule's schedule.
func TestEveryOrderDecodes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shop := dispatchtest.Open(rapid.Uint64().Draw(t, "seed"))
		shop.Live(rapid.IntRange(50, 400).Draw(t, "commands"))
		p := newProblem(shop.State, shop.Now, Options{})
		found := byRule(p, RuleATC)
		require.Equal(t, found.placed, decode(p, found.order).placed)
		order := rapid.Permutation(found.order).Draw(t, "order")
		for range len(p.steps) { // sort it until every step follows those before it
			slices.SortStableFunc(order, func(a, b int32) int {
				switch {
				case slices.Contains(p.steps[b].before, a):
					return -1
				case slices.Contains(p.steps[a].before, b):
					return 1
				}
				return 0
			})
		}
		sc := decode(p, order)
		plan := &Plan{Shop: shop.State.Shop, Seq: shop.State.Seq, At: shop.Now, Tasks: p.tasks(sc),
			Outlooks: p.outlooks(sc)}
		require.Empty(t, Validate(shop.State, plan))
	})
}

// A busy shop of the usual size is planned to the end, whatever the rule.
func TestBusyShop(t *testing.T) {
	shop := dispatchtest.Busy(60, 1)
	for _, rule := range []Rule{RuleATC, RuleEDD, RuleMDD, RuleFIFO} {
		plan := NewPlan(shop.State, shop.Now, Options{Rule: rule})
		require.Empty(t, Validate(shop.State, plan))
		for id, o := range plan.Outlooks {
			require.False(t, o.Ready.IsZero(), "%s %s", id, o.Reasons)
		}
	}
}

// day opens a small shop by hand: two lift bays, two mechanics, one inspector,
// no wash.
func day(t *testing.T) *dispatchtest.Shop {
	t.Helper()
	s := &dispatchtest.Shop{State: board.NewState("small"), Now: dispatchtest.Monday}
	set := board.DefaultSettings("小店")
	set.WashMinutes = 0
	set.FinalSampling = nil
	do := func(c board.Command) { require.True(t, s.Do(c), c.Name()) }
	do(board.OpenShop{Settings: set})
	do(board.SetLabourTimes{Times: dispatchtest.Catalogue})
	for i := range 2 {
		do(board.SetBay{Bay: board.Bay{ID: board.BayID(fmt.Sprintf("B%d", i+1)), Name: fmt.Sprintf("%d 工位", i+1),
			Types: []board.BayType{board.BayLift, board.BayQuick}, Order: i + 1}})
		do(board.SetPerson{Person: board.Person{ID: board.PersonID(fmt.Sprintf("T%d", i+1)),
			Name: []string{"王强", "李明"}[i], Roles: []board.Role{board.RoleTechnician},
			Trades: []board.Trade{board.TradeMechanical}, Grade: board.GradeSenior}})
	}
	do(board.SetPerson{Person: board.Person{ID: "Q1", Name: "赵检", Roles: []board.Role{board.RoleInspector}}})
	return s
}

// order brings in a signed order and gives its visit.
func order(t *testing.T, s *dispatchtest.Shop, plate string, promised time.Duration, codes ...string) board.VisitID {
	t.Helper()
	require.True(t, s.Do(board.ImportOrder{Details: board.Details{OrderNo: plate, Plate: plate,
		Class: board.ClassMaintenance}, ArrivedAt: s.Now.Add(-time.Minute), PromisedAt: s.Now.Add(promised),
		Operations: codes}))
	for _, v := range s.State.Visits {
		if v.Plate == plate {
			return v.ID
		}
	}
	return ""
}

func taskOf(t *testing.T, p *Plan, id board.VisitID, line int) Task {
	t.Helper()
	for _, task := range p.Tasks {
		if task.Visit == id && task.Line == line {
			return task
		}
	}
	require.Fail(t, "no task", "%s/%d", id, line)
	return Task{}
}

// A plan made within the first second of a minute begins with the next one, not before itself.
func TestNothingStartsBeforeNow(t *testing.T) {
	for _, late := range []time.Duration{time.Microsecond, 889 * time.Millisecond, time.Second,
		59*time.Second + 999*time.Millisecond} {
		shop := dispatchtest.Busy(24, 3)
		now := shop.Now.Truncate(time.Minute).Add(time.Minute + late)
		require.Empty(t, Validate(shop.State, NewPlan(shop.State, now, Options{})), "%v after the minute", late)
		require.Empty(t, Validate(shop.State, CurrentPlan(shop.State, now)), "%v after the minute", late)
	}
}
