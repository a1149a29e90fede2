package dispatch_test

import (
	"fmt"
	"slices"

	"bayline/board"
	"bayline/dispatch"
	"bayline/dispatch/dispatchtest"
)

// A plan keeps every hard rule, which the validator confirms.
func ExampleNewPlan() {
	shop := dispatchtest.Busy(8, 3)
	plan := dispatch.NewPlan(shop.State, shop.Now, dispatch.Options{})
	fmt.Println("broken rules:", len(dispatch.Validate(shop.State, plan)))
	for _, t := range plan.Tasks[:3] {
		start, finish := t.Start.In(shop.State.Location()), t.Finish.In(shop.State.Location())
		fmt.Println(t.Kind, t.Bay, t.Technicians, start.Format("15:04"), finish.Format("15:04"))
	}
	// Output:
	// broken rules: 0
	// work B07 [M09] 08:01 08:39
	// work B05 [K1] 08:02 08:36
	// work B16 [P1] 08:03 10:45
}

// A choice that breaks rules is told which; the sentences stand in the word catalogue.
func ExampleCheck() {
	shop := dispatchtest.Busy(8, 3)
	plan := dispatch.NewPlan(shop.State, shop.Now, dispatch.Options{})
	work := firstWaiting(plan)
	choice := dispatch.Assignment{Visit: work.Visit, Line: work.Line, Bay: "B16", Technicians: []board.PersonID{"Q1"}}
	for _, v := range dispatch.Check(shop.State, plan, shop.Now, choice) {
		fmt.Println(v.Message().Code, v.Impossible)
	}
	// Output:
	// reason.bay_type false
	// reason.trade false
	// reason.grade false
}

// The best candidates for an operation, each tried out against every other promise.
func ExampleSuggest() {
	shop := dispatchtest.Busy(8, 3)
	plan := dispatch.NewPlan(shop.State, shop.Now, dispatch.Options{})
	work := firstWaiting(plan)
	ref := board.OperationRef{Visit: work.Visit, Line: work.Line}
	for _, c := range dispatch.Suggest(shop.State, plan, shop.Now, ref, 2).Best {
		fmt.Println(c.Technicians, c.Bay, c.Score, c.Reasons[0].Code)
	}
	// Output:
	// [M05] B03 63 free_at
	// [M08] B05 65 free_at
}

// firstWaiting returns the first operation of a plan that has not begun.
func firstWaiting(plan *dispatch.Plan) dispatch.Task {
	i := slices.IndexFunc(plan.Tasks, func(t dispatch.Task) bool { return t.Kind == dispatch.KindWork && !t.Running })
	return plan.Tasks[i]
}
