package dispatch

import (
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"time"

	"bayline/board"
)

// Proposal is what would change if the shop took over another plan: the lines
// that get other people or another bay, what that gains, and what made the
// planner think again. Fingerprint is the same for the same changes for the same
// reason, as long as nothing happens to the cars.
type Proposal struct {
	Fingerprint string         `json:"fingerprint"`
	Lines       []Reassignment `json:"lines"`
	Gain        Gain           `json:"gain"`
	Reasons     []Reason       `json:"reasons"`

	plan *Plan
}

// Plan returns the plan that is proposed.
func (d *Proposal) Plan() *Plan { return d.plan }

// Reassignment is one operation that would be done elsewhere, by others, or both.
type Reassignment struct {
	Visit  board.VisitID `json:"visit"`
	Line   int           `json:"line"`
	From   Place         `json:"from"`
	To     Place         `json:"to"`
	Reason Reason        `json:"reason"`
}

// Place is where, by whom and when a plan has an operation.
type Place struct {
	Bay         board.BayID      `json:"bay"`
	Technicians []board.PersonID `json:"technicians"`
	Start       time.Time        `json:"start"`
	Finish      time.Time        `json:"finish"`
}

// Gain sets two plans against each other. LateBefore and LateAfter are how many
// cars are expected to miss their promise; Minutes is how much less lateness
// there is in all, weighted as the planner does, in working minutes like the effects. Sooner and Later are the cars
// that are ready at another time, the most first; People is how many operations
// change hands.
type Gain struct {
	LateBefore float64  `json:"late_before"`
	LateAfter  float64  `json:"late_after"`
	Minutes    int      `json:"minutes"`
	Sooner     []Effect `json:"sooner,omitempty"`
	Later      []Effect `json:"later,omitempty"`
	People     int      `json:"people"`
}

// A gain below these is not worth anybody's attention: expected late cars, and
// minutes of lateness.
const (
	notifyLateGain    = 0.3
	notifyMinutesGain = 30
)

// Notify reports whether a gain is worth showing unasked.
func (g Gain) Notify() bool {
	saved := g.LateBefore - g.LateAfter
	return saved >= notifyLateGain || (g.Minutes >= notifyMinutesGain && saved > -leastLateGain)
}

// Improves reports whether a gain is one at all: fewer cars late, or as many and fewer minutes. It never buys minutes
// with
// a car.
func (g Gain) Improves() bool {
	saved := g.LateBefore - g.LateAfter
	return saved > leastLateGain || (g.Minutes > 0 && saved > -leastLateGain)
}

// leastLateGain is the least difference of expected late cars that two digits show.
const leastLateGain = 0.005

// compare says what changes from one plan to another, and what that gains.
func compare(live, proposed *Plan, s *board.State) Proposal {
	d := Proposal{Lines: []Reassignment{}, Gain: gain(live, proposed, s), plan: proposed}
	for i := range proposed.Tasks {
		if c, differs := moved(live, &proposed.Tasks[i], s); differs {
			d.Lines = append(d.Lines, c)
			if !slices.Equal(inOrder(c.From.Technicians), inOrder(c.To.Technicians)) {
				d.Gain.People++
			}
		}
	}
	return d
}

// explain adds the reasons, and the name by which the proposal is known.
func (d *Proposal) explain(live *Plan, s *board.State) {
	d.Reasons = triggers(live, s, *d)
	d.Fingerprint = d.fingerprint(s)
}

// FindBetter proposes the best plan known now in place of the one in force, nil
// when it does not change anything for the better, or was declined.
func FindBetter(s *board.State, live *Plan, now time.Time) *Proposal {
	p := live.problem(s, now, Options{}.proposing())
	d := compare(live, p.plan(p.scheduled()), s)
	if len(d.Lines) == 0 || !d.Gain.Improves() {
		return nil
	}
	if d.explain(live, s); d.declined(s) {
		return nil
	}
	return &d
}

// GainOf returns what it gains to take over some lines of a plan alone. The error
// is a refusal of the board.
func GainOf(s *board.State, plan *Plan, now time.Time, lines []board.PlanLine) (Gain, error) {
	_, next, err := board.Decide(s, board.AdoptPlan{Lines: lines},
		board.Meta{Now: now, Actor: board.Actor{Name: Planner}})
	if err != nil {
		return Gain{}, err
	}
	return gain(plan, CurrentPlan(next, now), s), nil
}

// Planner is the name under which the planner itself changes a plan.
const Planner = "bayline"

// moved says how a task of another plan differs from the plan in force. Only
// work that nobody has begun, given out or pinned may.
func moved(live *Plan, t *Task, s *board.State) (Reassignment, bool) {
	v := s.Visits[t.Visit]
	if t.Kind != KindWork || t.Running || t.Bay == "" || len(t.Technicians) == 0 || v == nil {
		return Reassignment{}, false
	}
	o, old := v.Operation(t.Line), live.task(board.OperationRef{Visit: t.Visit, Line: t.Line})
	if o == nil || old == nil || (o.State != board.OperationWaiting && o.State != board.OperationStopped) {
		return Reassignment{}, false
	}
	c := Reassignment{Visit: t.Visit, Line: t.Line, From: placeOf(old), To: placeOf(t)}
	if old.Bay == t.Bay && slices.Equal(inOrder(old.Technicians), inOrder(t.Technicians)) {
		return c, false
	}
	minutes := working(s, t.Finish, old.Finish)
	switch {
	case minutes >= leastToldMinutes:
		c.Reason = *reason("moves_sooner", "minutes", minutes)
	case minutes <= -leastToldMinutes:
		c.Reason = *reason("gives_way", "minutes", -minutes)
	default:
		c.Reason = *reason("makes_room")
	}
	return c, true
}

func placeOf(t *Task) Place { return Place{t.Bay, t.Technicians, t.Start, t.Finish} }

// gain sets the outlooks of two plans against each other.
func gain(before, after *Plan, s *board.State) Gain {
	var g Gain
	for _, v := range board.Sorted(s.Visits) {
		a, b := before.Outlooks[v.ID], after.Outlooks[v.ID]
		g.LateBefore += a.Late
		g.LateAfter += b.Late
		if a.Ready.IsZero() || b.Ready.IsZero() {
			continue
		}
		if promise := v.PromisedAt(); !promise.IsZero() {
			late := func(o Outlook) int { return max(0, working(s, promise, o.Ready)) }
			g.Minutes += weight(v) * (late(a) - late(b))
		}
		e := Effect{v.ID, working(s, a.Ready, b.Ready), a.Late < 0.5 && b.Late >= 0.5}
		switch {
		case e.Minutes >= leastToldMinutes:
			g.Later = append(g.Later, e)
		case e.Minutes <= -leastToldMinutes:
			g.Sooner = append(g.Sooner, e)
		}
	}
	slices.SortStableFunc(g.Later, func(a, b Effect) int { return b.Minutes - a.Minutes })
	slices.SortStableFunc(g.Sooner, func(a, b Effect) int { return a.Minutes - b.Minutes })
	g.LateBefore, g.LateAfter = cents(g.LateBefore), cents(g.LateAfter)
	return g
}

// working returns the shop's working minutes from one time to another, negative
// when that is earlier.
func working(s *board.State, from, to time.Time) int {
	if to.Before(from) {
		return -working(s, to, from)
	}
	return int(s.Settings.Calendar.Worked(from, to, s.Location()) / time.Minute)
}

func cents(x float64) float64 { return math.Round(x*100) / 100 }

// PlanLines returns the changes as lines of a command: to take them over, or with
// back to have it as it was.
func (d Proposal) PlanLines(back bool) []board.PlanLine {
	lines := make([]board.PlanLine, len(d.Lines))
	for i, c := range d.Lines {
		to := c.To
		if back {
			to = c.From
		}
		lines[i] = board.PlanLine{Visit: c.Visit, Line: c.Line, Bay: to.Bay, Technicians: to.Technicians,
			Start: to.Start}
	}
	return lines
}

// fingerprint hashes what would change and why, with how far each car has come.
func (d Proposal) fingerprint(s *board.State) string {
	h := fnv.New64a()
	for _, c := range d.Lines {
		fmt.Fprintln(h, c.Visit, c.Line, c.To.Bay, c.To.Technicians, s.Visits[c.Visit].ChangedAt.UnixMicro())
	}
	for _, r := range d.Reasons {
		fmt.Fprintln(h, r.Code, r.Args["plate"], r.Args["person"], r.Args["bay"])
	}
	return fmt.Sprintf("%016x", h.Sum64())
}

// declined reports whether a person has said no to all of this since anything
// happened to its cars.
func (d Proposal) declined(s *board.State) bool {
	if s.RejectedPlan(d.Fingerprint) {
		return true
	}
	known := func(c Reassignment) bool {
		return slices.ContainsFunc(s.Rejected, func(r board.Rejection) bool {
			return !s.Visits[c.Visit].ChangedAt.After(r.At) &&
				slices.ContainsFunc(r.Lines, func(l board.PlanLine) bool {
					return l.Visit == c.Visit && l.Line == c.Line && l.Bay == c.To.Bay &&
						slices.Equal(l.Technicians, c.To.Technicians)
				})
		})
	}
	return !slices.ContainsFunc(d.Lines, func(c Reassignment) bool { return !known(c) })
}
