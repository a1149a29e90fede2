package dispatch

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"bayline/board"
	"bayline/dispatch/dispatchtest"
)

type imagined struct {
	o   Outcome
	err error
}

// anyChange makes up one change; many of them are refused.
func anyChange(t *rapid.T, shop *dispatchtest.Shop) Change {
	some := func(label string, n int) int { return rapid.IntRange(0, n-1).Draw(t, label) }
	people, bays, visits := board.Sorted(shop.State.People), board.Sorted(shop.State.Bays),
		board.Sorted(shop.State.Visits)
	soon := func(label string) time.Time {
		return shop.Now.Add(time.Duration(rapid.IntRange(-30, 600).Draw(t, label)) * time.Minute)
	}
	c := Change{Kind: rapid.SampledFrom([]ChangeKind{ChangePerson, ChangeBay, ChangeCar, ChangePromise,
		ChangeAssign}).Draw(t, "kind")}
	switch c.Kind {
	case ChangePerson:
		c.Person = people[some("person", len(people))].ID
		if rapid.Bool().Draw(t, "later") {
			c.From = soon("from")
		}
		if rapid.Bool().Draw(t, "ends") {
			c.Until = soon("until")
		}
	case ChangeBay:
		c.Bay = bays[some("bay", len(bays))].ID
	case ChangeCar:
		c.Car = &WorkRequest{Class: rapid.SampledFrom(board.Classes).Draw(t, "class"), From: soon("comes")}
		c.PromisedAt = soon("promise")
	default:
		if len(visits) > 0 {
			c.Visit = visits[some("visit", len(visits))].ID
		}
		c.Line, c.PromisedAt, c.Technicians = 1, soon("promise"), []board.PersonID{people[some("to", len(people))].ID}
	}
	return c
}

// Imagining changes nothing and says the same twice; the commands that come
// with it lead to the very shop that was looked at.
func TestWhatIfIsPure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shop := dispatchtest.Open(rapid.Uint64().Draw(t, "seed"))
		shop.Live(rapid.IntRange(0, 200).Draw(t, "commands"))
		var changes []Change
		for range rapid.IntRange(1, 3).Draw(t, "changes") {
			changes = append(changes, anyChange(t, shop))
		}
		got := untouched(t, shop.State, func() imagined {
			o, err := WhatIf(shop.State, shop.Now, changes, Options{})
			return imagined{o, err}
		})
		if got.err != nil {
			_, ok := board.AsRefusal(got.err)
			require.True(t, ok, "%v", got.err)
			return
		}
		require.NotEmpty(t, got.o.Reasons)
		for _, c := range got.o.Commands {
			require.True(t, shop.Do(c), "%s is refused after all", c.Name())
		}
		if len(got.o.Open) > 0 {
			return
		}
		plan := CurrentPlan(shop.State, shop.Now)
		for _, car := range got.o.Cars {
			require.Equal(t, plan.Outlooks[car.Visit].Ready, car.ReadyAfter)
			require.InDelta(t, plan.Outlooks[car.Visit].Late, car.LateAfter, 1e-9)
		}
	})
}

// What if is the plan in force of the living shop, which leaves adopted
// work with whom it was given to: here with somebody who is away until tomorrow.
// A plan that may change hands by itself would have the car ready today.
func TestWhatIfKeepsWhatWasAdopted(t *testing.T) {
	shop := dispatchtest.Open(0)
	shop.Live(45)
	o, err := WhatIf(shop.State, shop.Now, []Change{{Kind: ChangePerson,
		Person: board.Sorted(shop.State.People)[2].ID}}, Options{})
	require.NoError(t, err)
	require.Empty(t, o.Open)
	for _, c := range o.Commands {
		require.True(t, shop.Do(c), c.Name())
	}
	kept, freed := CurrentPlan(shop.State, shop.Now), NewPlan(shop.State, shop.Now, Options{})
	differs := false
	for _, car := range o.Cars {
		require.Equal(t, kept.Outlooks[car.Visit].Ready, car.ReadyAfter)
		differs = differs || !freed.Outlooks[car.Visit].Ready.Equal(car.ReadyAfter)
	}
	require.True(t, differs)
}

// A technician who leaves is taken off his work and what was given to him; his
// cars wait longer.
func TestWhatIfATechnicianLeaves(t *testing.T) {
	shop := dispatchtest.Busy(24, 2)
	work := shop.State.Visits
	var who board.PersonID
	var ref board.OperationRef
	for _, v := range board.Sorted(work) {
		for _, o := range v.Operations {
			if o.Running() && who == "" {
				who, ref = o.Technicians[0], board.OperationRef{Visit: v.ID, Line: o.Line}
			}
		}
	}
	require.NotEmpty(t, who)
	o, err := WhatIf(shop.State, shop.Now, []Change{{Kind: ChangePerson, Person: who}}, Options{})
	require.NoError(t, err)
	require.Equal(t, board.StopWork{Visit: ref.Visit, Line: ref.Line, Reason: board.StopCrew, KeepBay: true},
		o.Commands[0])
	require.Equal(t, board.SetPresence{Person: who, Presence: board.PresenceOff}, o.Commands[len(o.Commands)-1])
	require.Empty(t, o.Open)
	require.NotEmpty(t, o.Moves)
	for _, m := range o.Moves {
		require.False(t, slices.Contains(m.To, who) && m.Start.Before(shop.Now.Add(10*time.Hour)),
			"%v would do line %d of %s today", who, m.Line, m.Plate)
	}

	later, err := WhatIf(shop.State, shop.Now, []Change{{Kind: ChangePerson, Person: who,
		From: shop.Now.Add(4 * time.Hour)}}, Options{})
	require.NoError(t, err)
	require.Empty(t, later.Commands)
	require.Equal(t, []int{0}, later.Open)

	_, err = WhatIf(shop.State, shop.Now, []Change{{Kind: ChangeBay, Bay: "B01"}, {Kind: ChangePerson, Person: "X"}},
		Options{})
	r, ok := board.AsRefusal(err)
	require.True(t, ok)
	require.Equal(t, "person_unknown", r.Code)
	require.Equal(t, "changes[1].person", r.Field)
}

// A promise moved far out leaves room: nobody is harmed, and the sentence says
// so or names who gains.
func TestWhatIfAPromiseMoves(t *testing.T) {
	shop := dispatchtest.Busy(10, 5)
	v := board.Sorted(shop.State.Visits)[0]
	o, err := WhatIf(shop.State, shop.Now, []Change{{Kind: ChangePromise, Visit: v.ID,
		PromisedAt: shop.Now.Add(72 * time.Hour)}}, Options{})
	require.NoError(t, err)
	require.Len(t, o.Commands, 1)
	for _, c := range o.Cars {
		if c.Visit == v.ID {
			require.Equal(t, v.PromisedAt(), c.PromisedBefore)
			require.Equal(t, shop.Now.Add(72*time.Hour).UTC(), c.PromisedAfter.UTC())
			require.Less(t, c.LateAfter, 0.05)
		}
	}
}

func BenchmarkWhatIf60(b *testing.B) {
	shop := dispatchtest.Busy(60, 1)
	for b.Loop() {
		_, err := WhatIf(shop.State, shop.Now, []Change{{Kind: ChangePerson, Person: "M00"}}, Options{})
		require.NoError(b, err)
	}
}
