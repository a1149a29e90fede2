package dispatch

import (
	"testing"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/dispatch/dispatchtest"
)

// Whatever happens in a shop, every reason, violation and suggestion can be
// said in full.
func TestEverySentenceIsComplete(t *testing.T) {
	said := map[string]bool{}
	say := func(list ...Reason) {
		for _, r := range list {
			complete(t, r)
			said[r.Code] = true
		}
	}
	for seed := range uint64(80) {
		shop := dispatchtest.Open(seed)
		shop.Live(300)
		plan := NewPlan(shop.State, shop.Now, Options{})
		for _, o := range plan.Outlooks {
			say(o.Reasons...)
		}
		for range 5 {
			for _, v := range Check(shop.State, plan, shop.Now, randomChoice(shop)) {
				say(v.Reason)
			}
		}
	}
	require.Greater(t, len(said), 35, "the random shops say too little: %v", said)
}

// randomChoice makes up an assignment, sensible or not.
func randomChoice(shop *dispatchtest.Shop) Assignment {
	d := &shop.Dice
	v := dispatchtest.Pick(d, board.Sorted(shop.State.Visits))
	if v == nil {
		return Assignment{}
	}
	a := Assignment{Visit: v.ID, Bay: dispatchtest.Pick(d, shop.State.BaysInOrder()).ID}
	if len(v.Operations) > 0 && d.Chance(85) {
		a.Line = dispatchtest.Pick(d, v.Operations).Line
	}
	for range 1 + d.Below(2) {
		a.Technicians = append(a.Technicians, dispatchtest.Pick(d, board.Sorted(shop.State.People)).ID)
	}
	switch d.Below(3) {
	case 0:
		a.Start = shop.Now
	case 1:
		a.Start = shop.Now.Add(3e11 * 20)
	}
	return a
}
