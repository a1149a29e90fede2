package boardtest

import (
	"time"

	"bayline/board"

	"pgregory.net/rapid"
)

// Draw returns a random command for the state at now. Most of them are the next
// thing a person would do with a car, some are odd, some cannot be meant.
func Draw(t *rapid.T, s *board.State, now time.Time) board.Command {
	g := gen{t, s, now}
	switch n := rapid.IntRange(0, 99).Draw(t, "what"); {
	case n < 7:
		return g.newcomer()
	case n < 80:
		if v := g.pick(); v != nil {
			return g.next(v)
		}
		return g.newcomer()
	case n < 95:
		return g.aside()
	default:
		return g.shop()
	}
}

// gen draws from what the state holds.
type gen struct {
	t   *rapid.T
	s   *board.State
	now time.Time
}

func (g gen) chance(percent int) bool { return rapid.IntRange(0, 99).Draw(g.t, "chance") < percent }

func one[T any](g gen, all ...T) T { return all[rapid.IntRange(0, len(all)-1).Draw(g.t, "one")] }

func (g gen) minutes(from, to int) time.Duration {
	return time.Duration(rapid.IntRange(from, to).Draw(g.t, "minutes")) * time.Minute
}

// soon returns a time ahead, rarely one that lies behind or is absurd.
func (g gen) soon() time.Time {
	if g.chance(4) {
		return one(g, time.Time{}, g.now.Add(-time.Hour), g.now.AddDate(30, 0, 0), time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC))
	}
	return g.now.Add(g.minutes(5, 2000))
}

func (g gen) text() string {
	return one(g, "", "客户要求", "再等等", "needs a second look", "line\nbreak")
}

// pick returns a visit, most often one of the first few in the shop, so that
// some cars get to the end of their way.
func (g gen) pick() *board.Visit {
	var open []*board.Visit
	for _, v := range board.Sorted(g.s.Visits) {
		if v.InShop() && len(open) < 3 {
			open = append(open, v)
		}
	}
	if len(open) > 0 && g.chance(80) {
		return one(g, open...)
	}
	if all := board.Sorted(g.s.Visits); len(all) > 0 {
		return one(g, all...)
	}
	return nil
}

func (g gen) visit() board.VisitID {
	if v := g.pick(); v != nil && !g.chance(3) {
		return v.ID
	}
	return one[board.VisitID](g, "", "V999999")
}

func (g gen) person() board.PersonID {
	return one[board.PersonID](g, "T1", "T2", "T3", "T4", "T5", "T6", "T7", "A1", "Q1")
}

func (g gen) crew() []board.PersonID {
	crew := make([]board.PersonID, rapid.SampledFrom([]int{1, 1, 1, 2, 2, 3, 0}).Draw(g.t, "crew"))
	for i := range crew {
		crew[i] = g.person()
	}
	return crew
}

func (g gen) bay() board.BayID { return one[board.BayID](g, "B1", "B2", "B3", "B4", "B5", "B6") }

func (g gen) codes() []string {
	all := []string{"ME-001", "ME-005", "ME-040", "EL-001", "BO-001"}
	codes := []string{one(g, all...)}
	if g.chance(40) {
		codes = append(codes, one(g, all...))
	}
	if g.chance(20) {
		codes = append(codes, "WA-001")
	}
	return codes
}

func (g gen) line(v *board.Visit) int {
	if len(v.Operations) > 0 && !g.chance(3) {
		return one(g, v.Operations...).Line
	}
	return rapid.IntRange(-1, 3).Draw(g.t, "line")
}

func (g gen) details() board.Details {
	return board.Details{
		Plate:    one(g, "粤A·1", "粤B·2", "沪C·3", "京AD") + one(g, "2345", "2346", "2347", "0001", "0002"),
		Customer: one(g, "", "王先生", "李女士"), Class: one(g, board.Classes...),
		Advisor: one[board.PersonID](g, "A1", "A2", ""), Waiter: g.chance(30), NoWash: g.chance(10),
	}
}

// newcomer brings a car, or the wish of one.
func (g gen) newcomer() board.Command {
	switch d := g.details(); rapid.IntRange(0, 4).Draw(g.t, "newcomer") {
	case 0:
		return board.Book{Details: d, At: g.soon(), Override: one(g, "", "客户坚持")}
	case 1:
		return board.Arrive{Details: d, Comeback: g.chance(10)}
	default:
		d.OrderNo = one(g, "R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8")
		return board.ImportOrder{Details: d, ArrivedAt: g.now.Add(-g.minutes(0, 60)), PromisedAt: g.soon(),
			Operations: g.codes()}
	}
}
