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

// desk is what the staff views need of a scene at hand: times in the shop's
// zone, names for ids, and the plan's tasks by operation.
type desk struct {
	*board.State
	floor workshop
	plan  *dispatch.Plan
	now   time.Time
	zone  *time.Location
	tasks map[board.OperationRef]dispatch.Task
}

func newDesk(scene Scene) desk {
	d := desk{State: scene.State, floor: newWorkshop(scene), plan: scene.Plan, zone: scene.State.Location(), tasks: map[board.OperationRef]dispatch.Task{}}
	d.now = scene.Now.In(d.zone)
	if d.plan == nil {
		d.plan = &dispatch.Plan{}
	}
	for _, t := range d.plan.Tasks {
		if t.Kind == dispatch.KindWork {
			d.tasks[board.OperationRef{Visit: t.Visit, Line: t.Line}] = t
		}
	}
	return d
}

// local gives a time in the shop's zone, as the pages get every time.
func (d desk) local(t time.Time) time.Time {
	return d.floor.clock.at(t)
}

func (d desk) today() time.Time {
	return time.Date(d.now.Year(), d.now.Month(), d.now.Day(), 0, 0, 0, 0, d.zone)
}

// isToday reports whether t lies on the shop's current date.
func (d desk) isToday(t time.Time) bool {
	return d.floor.clock.sameDay(t, d.now)
}

func (d desk) person(id board.PersonID) *Named {
	if id == "" {
		return nil
	}
	if p, ok := d.People[id]; ok {
		return &Named{string(id), p.Name}
	}
	return &Named{string(id), string(id)}
}

func (d desk) persons(ids []board.PersonID) []Named {
	names := make([]Named, 0, len(ids))
	for _, id := range ids {
		names = append(names, *d.person(id))
	}
	return names
}

func (d desk) bay(id board.BayID) *Named {
	if id == "" {
		return nil
	}
	if b, ok := d.Bays[id]; ok {
		return &Named{string(id), b.Name}
	}
	return &Named{string(id), string(id)}
}

// staff lists the people who have one of the roles, by name.
func (d desk) staff(roles ...board.Role) []Named {
	list := []Named{}
	for _, p := range board.Sorted(d.People) {
		if slices.ContainsFunc(roles, p.Is) {
			list = append(list, Named{string(p.ID), p.Name})
		}
	}
	slices.SortStableFunc(list, func(a, b Named) int { return cmp.Compare(a.Name, b.Name) })
	return list
}

// outlook gives the forecast of a visit. Before the order is signed there is
// nothing to be late for.
func (d desk) outlook(v *board.Visit) Forecast {
	o := d.floor.outlook(v)
	f := Forecast{Ready: d.local(o.Ready), From: d.local(o.From), To: d.local(o.To), Late: o.Late, Health: o.Health}
	if v.SignedAt.IsZero() && f.Health == dispatch.HealthUnknown {
		f.Health = dispatch.HealthNormal
	}
	for _, r := range o.Reasons {
		f.Reasons = append(f.Reasons, Words{r.In("zh"), r.In("en")})
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
	Reasons []Words         `json:"reasons,omitempty"`
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

func (d desk) stop(line int, s *board.Stop) *Standstill {
	if s == nil {
		return nil
	}
	owner := s.Owner
	if p, ok := d.People[board.PersonID(owner)]; ok {
		owner = p.Name
	}
	return &Standstill{line, s.Reason, s.Note, owner, s.KeepsBay, d.local(s.Since), d.local(s.Until)}
}

// standstill gives the stop to show for a visit, with the line it holds.
func (d desk) standstill(v *board.Visit) *Standstill {
	if v.Stop != nil {
		return d.stop(0, v.Stop)
	}
	for i := range v.Operations {
		if o := &v.Operations[i]; o.State == board.OperationStopped {
			return d.stop(o.Line, o.Stop)
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
func (d desk) partsOf(v *board.Visit, line int) (state PartsState, ready time.Time) {
	state = PartsThere
	for _, p := range v.Parts {
		if p.Line != line && p.Line != 0 {
			continue
		}
		if p.Missing() {
			at, _ := v.PartsReady(line)
			return PartsMissing, d.local(at)
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

func (d desk) warning(w *board.Warning) *WarnedLate {
	if w == nil {
		return nil
	}
	return &WarnedLate{d.local(w.At), w.By, w.Minutes, w.Reason, !w.SeenAt.IsZero()}
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
