package boardtest

import (
	"time"

	"bayline/board"

	"pgregory.net/rapid"
)

// Week returns the events of a week in a shop where everything happens at random, and the state they lead to. The
// same seed gives the same week as long as the drawing stays as it is: what must stay is written down in testdata.
func Week(seed, commands int) ([]board.Event, *board.State) {
	state, events := Shop("golden", Monday)
	now := Monday
	step := 7 * 24 * time.Hour / time.Duration(commands)
	for i := range commands {
		now = now.Add(step)
		draw := rapid.Custom(func(t *rapid.T) board.Command {
			switch g := (gen{t, state, now}); {
			case i%4 == 3:
				return g.asideOf(i / 4 % (asides + 1))
			case i%24 == 0:
				return g.changeOf(i / 24 % (changes + 1))
			case i%50 == 1:
				rapid.Bool().Draw(t, "rare") // a draw must draw
				return g.rare()
			default:
				return Draw(t, state, now)
			}
		})
		decided, next, err := board.Decide(state, draw.Example(seed+i), board.Meta{Now: now, Actor: Manager})
		if err != nil {
			continue
		}
		events, state = append(events, decided...), next
	}
	return events, state
}

// rare returns what random commands seldom reach: rework given out, a plan adopted.
func (g gen) rare() board.Command {
	for _, v := range board.Sorted(g.s.Visits) {
		if v.ReworkHeld {
			return board.ReleaseRework{Visit: v.ID}
		}
		if v.Stage == board.StageWaitInspection {
			return board.Inspect{Visit: v.ID, Item: "漏油", Cause: "未拧紧"}
		}
	}
	for _, v := range board.Sorted(g.s.Visits) {
		for _, o := range v.Operations {
			if o.State == board.OperationWaiting && o.Trade != board.TradeWash {
				line := board.PlanLine{Visit: v.ID, Line: o.Line, Bay: "B1", Technicians: []board.PersonID{"T1"}}
				return board.AdoptPlan{Lines: []board.PlanLine{line}}
			}
		}
	}
	return g.newcomer()
}
