package judge

import (
	"fmt"
	"time"

	"bayline/board"
	"bayline/dispatch"
)

// policies are the ways to dispatch that can be compared. bayline is what the
// live shop does.
var policies = []string{"fifo", "edd", "mdd", "atc", "bayline"}

// planner gives the planner of a policy.
func planner(policy string) (Planner, error) {
	options := dispatch.Options{}
	switch policy {
	case "bayline":
	case "fifo", "edd", "mdd", "atc":
		options.Rule = dispatch.Rule(policy)
	default:
		return nil, fmt.Errorf("no policy is called %q", policy)
	}
	return func(s *board.State, now time.Time) *dispatch.Plan { return dispatch.Make(s, now, options) }, nil
}

// Run lives the days of a setting with a policy.
func Run(s Setting, policy string) (Result, error) {
	plan, err := planner(policy)
	if err != nil {
		return Result{}, err
	}
	return s.run(policy, plan)
}

func (s Setting) run(policy string, plan Planner) (Result, error) {
	var days []*day
	var d *day
	for n := range s.Days {
		var err error
		if d, err = live(d, s.draw(n), s.disturb(n), plan, nil); err != nil {
			return Result{}, fmt.Errorf("day %d with %s: %w", n, policy, err)
		}
		days = append(days, d)
	}
	return summary(policy, days), nil
}

// Alone lives every car of the days by itself: what no dispatcher can beat,
// because the promise was too short for the work.
func Alone(s Setting) (Result, error) {
	plan, err := planner("atc")
	if err != nil {
		return Result{}, err
	}
	var days []*day
	for n := range s.Days {
		all := &day{meter: newMeter()}
		for _, c := range s.draw(n) {
			d, err := live(nil, []*car{c}, nil, plan, nil)
			if err != nil {
				return Result{}, fmt.Errorf("day %d, car %d alone: %w", n, c.index, err)
			}
			all.cars = append(all.cars, d.cars...)
		}
		days = append(days, all)
	}
	return summary("alone", days), nil
}
