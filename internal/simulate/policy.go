package simulate

import (
	"errors"
	"fmt"
	"time"

	"bayline/board"
	"bayline/dispatch"
)

// policies are the ways to dispatch that can be compared. bayline is what the
// live shop does when every proposal worth it is taken over, by a person or in
// automatic mode; unanswered is the same shop when nobody answers one.
var policies = []string{"fifo", "edd", "mdd", "atc", "unanswered", "bayline"}

// wayOf gives the way of a policy.
func wayOf(policy string) (way, error) {
	switch policy {
	case "bayline", "unanswered":
		return way{plan: dispatch.CurrentPlan, adopts: true, answers: policy == "bayline"}, nil
	case "fifo", "edd", "mdd", "atc":
		options := dispatch.Options{Rule: dispatch.Rule(policy)}
		return way{plan: func(s *board.State, now time.Time) *dispatch.Plan { return dispatch.NewPlan(s, now, options) }}, nil
	default:
		return way{}, fmt.Errorf("no policy is called %q", policy)
	}
}

// Run lives the days of a setting with a policy.
func Run(s Setting, policy string) (Result, error) {
	days, err := s.live(policy)
	if err != nil {
		return Result{}, err
	}
	return summary(policy, days), nil
}

// live lives the days of a setting with a policy.
func (s Setting) live(policy string) ([]*day, error) {
	if policy == foreseen {
		var lived [][]*day
		for _, other := range policies {
			days, err := s.live(other)
			if err != nil {
				return nil, err
			}
			lived = append(lived, days)
		}
		return s.clairvoyant(lived)
	}
	w, err := wayOf(policy)
	if err != nil {
		return nil, err
	}
	var days []*day
	var d *day
	for n := range s.Days {
		var err error
		if d, err = live(d, s.draw(n), s.disturb(n), w, s.checker()); err != nil {
			return nil, fmt.Errorf("day %d with %s: %w", n, policy, err)
		}
		days = append(days, d)
	}
	return days, nil
}

// checker returns the validator of plans, nil when they are not to be checked.
func (s Setting) checker() func(*board.State, *dispatch.Plan) error {
	if !s.Check {
		return nil
	}
	return func(state *board.State, plan *dispatch.Plan) error {
		return errors.Join(dispatch.Validate(state, plan)...)
	}
}

// foreseen is the policy of who knows everything in advance.
const foreseen = "clairvoyant"

// clairvoyant lives each day as well as it is known to be possible: by the best
// order found by who knows all, or as the best of the policies lived it.
func (s Setting) clairvoyant(lived [][]*day) ([]*day, error) {
	var days []*day
	for n := range s.Days {
		shop, err := newShop(nil)
		if err != nil {
			return nil, err
		}
		o := foretell(shop, s.draw(n), s.disturb(n))
		var orders [][]int32
		for _, all := range lived {
			orders = append(orders, o.orderOf(all[n]))
		}
		best, err := live(nil, s.draw(n), s.disturb(n), way{follows: &follower{o: o, order: o.clairvoyant(orders, s.Tries, uint64(n))}}, nil)
		if err != nil {
			return nil, fmt.Errorf("day %d with %s: %w", n, foreseen, err)
		}
		for _, all := range lived {
			if all[n].onTime() > best.onTime() {
				best = all[n]
			}
		}
		days = append(days, best)
	}
	return days, nil
}

// onTime counts the cars that were ready as promised.
func (d *day) onTime() int {
	n := 0
	for _, l := range d.cars {
		n += count(l.ready <= l.promise)
	}
	return n
}

// Alone lives every car of the days by itself: what no dispatcher can beat,
// because the promise was too short for the work.
func Alone(s Setting) (Result, error) {
	w, err := wayOf("atc")
	if err != nil {
		return Result{}, err
	}
	var days []*day
	for n := range s.Days {
		all := &day{meter: newMeter()}
		for _, c := range s.draw(n) {
			d, err := live(nil, []*car{c}, nil, w, nil)
			if err != nil {
				return Result{}, fmt.Errorf("day %d, car %d alone: %w", n, c.index, err)
			}
			all.cars = append(all.cars, d.cars...)
		}
		days = append(days, all)
	}
	return summary("alone", days), nil
}
