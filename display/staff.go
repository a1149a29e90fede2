package display

import (
	"cmp"
	"slices"
	"time"

	"bayline/board"
	"bayline/dispatch"
)

// Named is a person, a bay or a team with the name people know it by.
type Named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// staff lists the people who have one of the roles, by name.
func (x index) staff(roles ...board.Role) []Named {
	list := []Named{}
	for _, p := range board.Sorted(x.People) {
		if slices.ContainsFunc(roles, p.Is) {
			list = append(list, Named{string(p.ID), p.Name})
		}
	}
	slices.SortStableFunc(list, func(a, b Named) int { return cmp.Compare(a.Name, b.Name) })
	return list
}

// forecast returns the outlook of a visit. Before the order is signed there is
// nothing to be late for.
func (x index) forecast(v *board.Visit) Forecast {
	o := x.outlook(v)
	f := Forecast{Ready: x.local(o.Ready), From: x.local(o.From), To: x.local(o.To), Late: o.Late, Health: o.Health}
	if v.SignedAt.IsZero() && f.Health == dispatch.HealthUnknown {
		f.Health = dispatch.HealthNormal
	}
	for _, r := range o.Reasons {
		f.Reasons = append(f.Reasons, r.Message())
	}
	return f
}

// Forecast is how a visit stands: when it will be ready, how sure that is, and
// why it may be late. Late is a probability, 0 to 1.
type Forecast struct {
	Ready   time.Time       `json:"eta,omitzero"`
	From    time.Time       `json:"eta_from,omitzero"`
	To      time.Time       `json:"eta_to,omitzero"`
	Late    float64         `json:"late"`
	Health  dispatch.Health `json:"health"`
	Reasons []board.Message `json:"reasons,omitempty"`
}

// severity orders healths, the worst first.
func severity(h dispatch.Health) int {
	return slices.Index([]dispatch.Health{dispatch.HealthLate, dispatch.HealthRisk, dispatch.HealthStopped, dispatch.HealthUnknown, dispatch.HealthNormal, dispatch.HealthReady}, h)
}

// Standstill is why work does not go on, and whose move it is.
type Standstill struct {
	Line     int              `json:"line,omitempty"`
	Reason   board.StopReason `json:"reason"`
	Note     string           `json:"note,omitempty"`
	Owner    string           `json:"owner"`
	KeepsBay bool             `json:"keeps_bay"`
	Since    time.Time        `json:"since"`
	Until    time.Time        `json:"until,omitzero"`
}

func (x index) stop(line int, s *board.Stop) *Standstill {
	if s == nil {
		return nil
	}
	owner := s.Owner
	if p, ok := x.People[board.PersonID(owner)]; ok {
		owner = p.Name
	}
	return &Standstill{line, s.Reason, s.Note, owner, s.KeepsBay, x.local(s.Since), x.local(s.Until)}
}

// standstill gives the stop to show for a visit, with the line it holds.
func (x index) standstill(v *board.Visit) *Standstill {
	if v.Stop != nil {
		return x.stop(0, v.Stop)
	}
	for i := range v.Operations {
		if o := &v.Operations[i]; o.State == board.OperationStopped {
			return x.stop(o.Line, o.Stop)
		}
	}
	return nil
}

// PartsState sums up the parts of one operation.
type PartsState string

// The parts states of an operation: nothing needed or all there, still to be
// looked up, or missing (with or without an expected time).
const (
	PartsThere     PartsState = "there"
	PartsUnchecked PartsState = "unchecked"
	PartsMissing   PartsState = "missing"
)

// partsOf sums up the parts a line needs and when the missing ones come.
func (x index) partsOf(v *board.Visit, line int) (state PartsState, ready time.Time) {
	state = PartsThere
	for _, p := range v.Parts {
		if p.Line != line && p.Line != 0 {
			continue
		}
		if p.Missing() {
			at, _ := v.PartsReady(line)
			return PartsMissing, x.local(at)
		}
		if p.State == board.PartUnchecked {
			state = PartsUnchecked
		}
	}
	return state, ready
}

// WarnedLate is a technician's "I won't make it".
type WarnedLate struct {
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	Minutes int       `json:"minutes"`
	Reason  string    `json:"reason,omitempty"`
	Seen    bool      `json:"seen,omitempty"`
}

func (x index) warning(w *board.Warning) *WarnedLate {
	if w == nil {
		return nil
	}
	return &WarnedLate{x.local(w.At), w.By, w.Minutes, w.Reason, !w.SeenAt.IsZero()}
}

// heldBy lists the lines that must be finished before this one.
func heldBy(v *board.Visit, o *board.Operation) []int {
	var lines []int
	for _, line := range o.After {
		if before := v.Operation(line); before != nil && before.Open() {
			lines = append(lines, line)
		}
	}
	return lines
}
