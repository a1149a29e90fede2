package dispatch

import (
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/dispatch/dispatchtest"
)

var slot = regexp.MustCompile(`\{(\w*)\}`)

func slots(text string) []string {
	names := []string{}
	for _, m := range slot.FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	return names
}

// Every code has a sentence in both languages, asking for the same arguments.
func TestEveryCodeSpeaksBothLanguages(t *testing.T) {
	for _, code := range ReasonCodes() {
		text := texts[code]
		require.NotEmpty(t, text.zh, code)
		require.NotEmpty(t, text.en, code)
		require.Equal(t, slots(text.en), slots(text.zh), code)
	}
	for code, term := range terms {
		require.NotEmpty(t, term.zh, code)
		require.NotEmpty(t, term.en, code)
	}
}

// Every code of the board that a sentence may name has its word.
func TestEveryTermIsNamed(t *testing.T) {
	for _, trade := range board.Trades {
		require.Contains(t, terms, "trade:"+string(trade))
	}
	for _, presence := range board.Presences {
		require.Contains(t, terms, "presence:"+string(presence))
	}
	for _, offer := range board.BayTypes {
		require.Contains(t, terms, "bay_type:"+string(offer))
	}
	for _, grade := range []board.Grade{board.GradeSenior, board.GradeJunior, board.GradeApprentice} {
		require.Contains(t, terms, "grade:"+string(grade))
	}
	for _, stop := range []board.StopReason{board.StopParts, board.StopApproval, board.StopEstimate, board.StopDecision, board.StopInsurer, board.StopWarranty,
		board.StopSublet, board.StopEquipment, board.StopCrew, board.StopShift, board.StopCustomer, board.StopOther} {
		require.Contains(t, terms, "reason:"+string(stop))
	}
}

// complete fails when a sentence lacks an argument, or is not known.
func complete(t require.TestingT, r Reason) {
	text, ok := texts[r.Code]
	require.True(t, ok, r.Code)
	for _, name := range slots(text.en) {
		value, ok := r.Args[name]
		require.True(t, ok, "%s lacks %s", r.Code, name)
		if name == "plate" || name == "person" || name == "bay" || name == "until" || name == "at" {
			require.NotEmpty(t, value, "%s has an empty %s", r.Code, name)
		}
	}
	require.NotContains(t, r.In("zh"), "{")
	require.NotContains(t, r.In("en"), "{")
}

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
		plan := Make(shop.State, shop.Now, Options{})
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
