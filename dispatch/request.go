package dispatch

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"bayline/board"
)

// WorkRequest is work that somebody asks about before it is signed. Of a visit that
// is in the shop its own lines count too; without one it is a car that is not
// here yet.
type WorkRequest struct {
	Visit      board.VisitID        `json:"visit,omitempty" maxLength:"30" doc:"a visit that is in the shop or booked; empty: another car"`
	Class      board.Class          `json:"class,omitempty" doc:"of a car that is not here yet; empty: general"`
	Waiter     bool                 `json:"waiter,omitempty"`
	NoWash     bool                 `json:"no_wash,omitempty"`
	Operations []board.NewOperation `json:"operations,omitempty" maxItems:"50" doc:"lines to add; without any line a new car gets the usual work of its class"`
	Additional int                  `json:"additional,omitempty" minimum:"1" doc:"additional work of the visit, as if the customer had agreed to it"`
	From       time.Time            `json:"from,omitzero" doc:"when the car comes; empty: now"`
}

// newPlate stands for the plate of a car that is not here yet.
const newPlate = "NEW"

// addRequest puts a car with its work into the hypothetical state, signed and without a promise. path names the
// request for refusals.
func (f *whatIf) addRequest(w WorkRequest, path string) (board.VisitID, error) {
	lines := w.Operations
	if w.Visit == "" && len(lines) == 0 {
		lines = usualWork(f.state, cmp.Or(w.Class, board.ClassGeneral))
	}
	id, err := f.ensureArrived(w, path)
	if err != nil {
		return "", err
	}
	for i, line := range lines {
		if err := f.in(join(path, fmt.Sprintf("operations[%d]", i)),
			board.AddOperation{Visit: id, NewOperation: line}); err != nil {
			return "", err
		}
	}
	if w.Additional > 0 {
		if err := f.in(path, board.AnswerAdditional{Visit: id, ID: w.Additional, State: board.AdditionalApproved,
			How: board.HowPhone, NoChange: true}); err != nil {
			return "", err
		}
	}
	if f.state.Visits[id].SignedAt.IsZero() {
		if err := f.in(path, board.SignOrder{Visit: id, PromisedAt: f.now.AddDate(0, 0, 1)}); err != nil {
			return "", err
		}
	}
	f.promise(id, time.Time{})
	if w.From.After(f.now) {
		f.from[id] = w.From.Add(f.reception())
	}
	return id, nil
}

// ensureArrived brings the car of a request to its write-up, unless it is past that.
func (f *whatIf) ensureArrived(w WorkRequest, path string) (board.VisitID, error) {
	id := w.Visit
	stage := board.StageBooked
	if id != "" {
		v, ok := f.state.Visits[id]
		if !ok {
			return "", f.in(path, board.StartReception{Visit: id})
		}
		stage = v.Stage
	}
	switch stage {
	case board.StageBooked, board.StageConfirmed:
		c := board.Arrive{Visit: id}
		if id == "" {
			c.Details = board.Details{Plate: newPlate, Class: w.Class, Waiter: w.Waiter, NoWash: w.NoWash}
		}
		before := f.state.Seq
		if err := f.in(path, c); err != nil {
			return "", err
		}
		if id == "" {
			id = board.VisitID(fmt.Sprintf("V%d", before+1))
		}
	case board.StageArrived:
	default:
		return id, nil
	}
	return id, f.in(path, board.StartReception{Visit: id})
}

func (f *whatIf) reception() time.Duration {
	return time.Duration(f.state.Settings.ReceptionMinutes) * time.Minute
}

// addExpectedCars puts into the hypothetical state what is not signed yet but known to come: cars at the write-up,
// and the cars booked for the days ahead, each with the usual work of its class when nobody has said more. They have
// no promise: what they will be promised gives way to what is promised before. What the board refuses is left out.
func (f *whatIf) addExpectedCars(days int, except board.VisitID) {
	for _, v := range byArrival(f.state, func(v *board.Visit) bool { return v.ID != except }) {
		w := WorkRequest{Visit: v.ID, From: f.now}
		switch v.Stage {
		case board.StageArrived, board.StageReception:
		case board.StageBooked, board.StageConfirmed:
			w.From = v.AppointmentAt
			if w.From.Before(f.now.Add(-noShowAfter)) || w.From.After(f.now.AddDate(0, 0, days)) {
				continue
			}
		default:
			continue
		}
		if len(v.Operations) == 0 {
			w.Operations = usualWork(f.state, v.Class)
		}
		trial := &whatIf{state: f.state, now: f.now, from: f.from, away: f.away}
		if id, err := trial.addRequest(w, ""); err == nil {
			f.state = trial.state
			f.promise(id, time.Time{})
			f.from[id] = later(w.From, f.now).Add(f.reception())
		}
	}
}

// noShowAfter is how long after the appointment a customer is still expected.
const noShowAfter = time.Hour

// usualStay is how long a car is taken to be in the shop before it has a promise,
// in a shop whose promises have the given generosity.
func usualStay(v *board.Visit, generosity float64) time.Duration {
	return time.Duration(generosity * float64(plainStay(v)))
}

// plainStay is that in a shop that has promised nothing yet.
func plainStay(v *board.Visit) time.Duration {
	minutes := 0
	for i := range v.Operations {
		o := &v.Operations[i]
		minutes += o.StandardMinutes/max(o.Crew, 1) + o.PassiveMinutes
	}
	return time.Duration(minutes*3/2+90) * time.Minute
}

// fewestPromises is how many of its promises tell how generous a shop is.
const fewestPromises = 5

// generosity returns how long this shop promises against plainStay: the median of
// the first promises for the day of the signature that it still knows.
func generosity(s *board.State) float64 {
	var ratios []float64
	zone := s.Location()
	for _, v := range s.Visits {
		first, ok := v.FirstPromise()
		if !ok || v.SignedAt.IsZero() || first.At.In(zone).YearDay() != v.SignedAt.In(zone).YearDay() {
			continue
		}
		ratios = append(ratios, float64(first.At.Sub(v.SignedAt))/float64(plainStay(v)))
	}
	if len(ratios) < fewestPromises {
		return 1
	}
	slices.Sort(ratios)
	return ratios[len(ratios)/2]
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// usualWork returns the work a car of a class usually brings; a plain line in a shop
// that has seen none yet.
func usualWork(s *board.State, class board.Class) []board.NewOperation {
	lines := typicalLines(s, class)
	if len(lines) == 0 {
		return plainWork[class]
	}
	asked := make([]board.NewOperation, len(lines))
	for i := range lines {
		asked[i] = repeatLine(s, &lines[i])
	}
	return asked
}

// typicalLines returns the lines of the middle one, by standard time, of the visits of
// a class that the shop still knows; nil when there is none.
func typicalLines(s *board.State, class board.Class) []board.Operation {
	type order struct {
		lines   []board.Operation
		minutes int
	}
	var known []order
	for _, v := range board.Sorted(s.Visits) {
		if v.Class != class || v.SignedAt.IsZero() {
			continue
		}
		var o order
		for _, line := range v.Operations {
			if !line.Rework && line.Additional == 0 && line.State != board.OperationCancelled {
				o.lines = append(o.lines, line)
				o.minutes += line.StandardMinutes
			}
		}
		if o.minutes > 0 {
			known = append(known, o)
		}
	}
	if len(known) == 0 {
		return nil
	}
	slices.SortStableFunc(known, func(a, b order) int { return cmp.Compare(a.minutes, b.minutes) })
	return known[len(known)/2].lines
}

// repeatLine asks for a line once more. One that has left the catalogue becomes
// free work.
func repeatLine(s *board.State, o *board.Operation) board.NewOperation {
	n := board.NewOperation{Code: o.Code, Trade: o.Trade, StandardMinutes: o.StandardMinutes, Crew: o.Crew}
	if _, ok := s.Catalogue[o.Code]; !ok {
		n.Code, n.Name = "", cmp.Or(o.NameZH, o.NameEN)
	}
	return n
}

// plainWork is what a car of a class is taken to need in a shop that has seen
// none yet.
var plainWork = map[board.Class][]board.NewOperation{
	board.ClassFirstService: {{Name: "首保", Trade: board.TradeMechanical, StandardMinutes: 45}},
	board.ClassMaintenance:  {{Name: "保养", Trade: board.TradeMechanical, StandardMinutes: 60}},
	board.ClassGeneral:      {{Name: "维修", Trade: board.TradeMechanical, StandardMinutes: 90}},
	board.ClassWarranty:     {{Name: "索赔维修", Trade: board.TradeMechanical, StandardMinutes: 90}},
	board.ClassCollision: {{Name: "钣金", Trade: board.TradeBody, StandardMinutes: 180},
		{Name: "喷漆", Trade: board.TradePaint, StandardMinutes: 150}},
}
