package board_test

import (
	"errors"
	"fmt"
	"time"

	"bayline/board"
)

var nine = board.Meta{
	Now:   time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC),
	Actor: board.Actor{Name: "Chen", Role: board.RoleManager},
}

// A command is decided against a state; its events and the state after them come back, the state stays as it was.
func ExampleDecide() {
	before := board.NewState("haizhu")
	events, after, err := board.Decide(before, board.OpenShop{Settings: board.DefaultSettings("Haizhu")}, nine)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(events[0].Seq, events[0].Kind(), before.Open, after.Open)
	// Output: 1 shop_configured false true
}

// A state is the fold of its events: whoever has them has the state.
func ExampleState_Apply() {
	state := board.NewState("haizhu")
	var journal []board.Event
	for _, c := range []board.Command{
		board.OpenShop{Settings: board.DefaultSettings("Haizhu")},
		board.Arrive{Details: board.Details{Plate: "粤A12345"}},
	} {
		events, next, err := board.Decide(state, c, nine)
		if err != nil {
			fmt.Println(err)
			return
		}
		state, journal = next, append(journal, events...)
	}

	again := board.NewState("haizhu")
	for _, e := range journal {
		again.Apply(e)
	}
	v := again.VisitsInOrder()[0]
	fmt.Println(again.Seq, v.ID, board.ShowPlate(v.Plate), v.Stage)
	// Output: 2 V2 粤A·12345 arrived
}

// A refusal is a message: a code of the word catalogue and the values of its sentence.
func ExampleRefusal() {
	state := board.NewState("haizhu")
	_, _, err := board.Decide(state, board.StartReception{Visit: "V2"}, nine)
	var refusal *board.Refusal
	fmt.Println(errors.As(err, &refusal), refusal.Code)

	_, state, _ = board.Decide(state, board.OpenShop{Settings: board.DefaultSettings("Haizhu")}, nine)
	_, _, err = board.Decide(state, board.StartReception{Visit: "V2"}, nine)
	errors.As(err, &refusal)
	fmt.Println(refusal.Message().Code, refusal.Message().Args["visit"])
	// Output:
	// true shop_unknown
	// refusal.visit_unknown V2
}
