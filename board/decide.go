package board

import (
	"strconv"
	"time"
)

// Command is a wish for a change. The types of this package are the only
// implementations; Commands lists them.
type Command interface {
	// Name is the stable name used in URLs and logs, "start_work".
	Name() string
	decide(t *turn) error
}

// Meta is what a command carries besides its content: who asks, and when.
type Meta struct {
	Now   time.Time // when the shop received the command
	On    time.Time // when it happened, when that is earlier; zero: Now
	Actor Actor

	Predicted *Predicted // what a choice of a person is expected to cost; nil: nothing
}

// clockSkew is how far a tablet's clock may run ahead of the shop's.
const clockSkew = 2 * time.Minute

// longAgo is how far back a change may be dated: a car that came weeks ago may
// be imported today.
const longAgo = 120 * 24 * time.Hour

// Decide asks the rules for a command against a state. It answers with the
// events to record, none when everything is so already, or with a *Refusal;
// the state itself is not touched. next is the state after the events.
func Decide(s *State, c Command, m Meta) (events []Event, next *State, err error) {
	// The journal keeps microseconds in UTC: a state decided and a state read back must not differ.
	m.Now, m.On = stored(m.Now), stored(m.On)
	t := &turn{State: s.Clone(), meta: m}
	if !s.Open {
		if _, opens := c.(OpenShop); !opens {
			return nil, nil, refuse("shop_unknown")
		}
	}
	if m.Actor.Name == "" {
		return nil, nil, refuse("field_missing", "field", "actor")
	}
	if err := short(text{"actor", m.Actor.Name, maxName}); err != nil {
		return nil, nil, err
	}
	if !m.On.IsZero() {
		if m.On.After(m.Now.Add(clockSkew)) {
			return nil, nil, refuse("time_impossible", "field", "on", "value", t.local(m.On), "why", "future")
		}
		if m.Now.Sub(m.On) > longAgo {
			return nil, nil, refuse("time_impossible", "field", "on", "value", t.local(m.On), "why", "too_long_ago")
		}
	}
	if err := c.decide(t); err != nil {
		return nil, nil, err
	}
	return t.events, t.State, nil
}

func stored(at time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	return at.UTC().Truncate(time.Microsecond)
}

// turn is one command being decided: a scratch state to which every event is
// applied at once, so that later rules of the same command see it.
type turn struct {
	*State
	meta   Meta
	events []Event
}

// at gives the time the change takes place.
func (t *turn) at() time.Time {
	if t.meta.On.IsZero() || t.meta.On.After(t.meta.Now) {
		return t.meta.Now
	}
	return t.meta.On
}

// emit records an event, unless it would move a visit where it may not go.
func (t *turn) emit(b Body) error { return t.emitAt(b, t.at()) }

// emitAt records an event that happened at a given time.
func (t *turn) emitAt(b Body, on time.Time) error {
	on = stored(on)
	e := Event{Seq: t.Seq + 1, At: t.meta.Now, Actor: t.meta.Actor, Body: b}
	if !on.Equal(e.At) {
		e.On = on
	}
	id := e.VisitOf()
	before, existed := t.Visits[id]
	t.Apply(e)
	if after, ok := t.Visits[id]; ok && existed && !mayMove(before.Stage, after.Stage) {
		if _, corrects := b.(Corrected); !corrects {
			return refuse("move_refused", "visit", id, "plate", ShowPlate(after.Plate), "from", before.Stage, "to", after.Stage)
		}
	}
	t.events = append(t.events, e)
	return nil
}

// newVisit gives the id of a visit whose first event comes next.
func (t *turn) newVisit() VisitID { return VisitID("V" + strconv.FormatInt(t.Seq+1, 10)) }

func (t *turn) visit(id VisitID) (*Visit, error) {
	if id == "" {
		return nil, refuse("field_missing", "field", "visit")
	}
	v, ok := t.Visits[id]
	if !ok {
		return nil, refuse("visit_unknown", "visit", id, "field", "visit")
	}
	return v, nil
}

// visitIn finds a visit and refuses unless it is in one of the stages.
func (t *turn) visitIn(id VisitID, action string, stages ...Stage) (*Visit, error) {
	v, err := t.visit(id)
	if err != nil {
		return nil, err
	}
	if !known(stages, v.Stage) {
		return nil, refuse("wrong_stage", "visit", id, "plate", ShowPlate(v.Plate), "stage", v.Stage, "action", action)
	}
	return v, nil
}

func (t *turn) line(v *Visit, line int) (*Operation, error) {
	o := v.Operation(line)
	if o == nil {
		return nil, refuse("operation_unknown", "visit", v.ID, "line", line, "field", "line")
	}
	return o, nil
}

// lineOf finds an operation by its visit and line.
func (t *turn) lineOf(id VisitID, line int) (*Visit, *Operation, error) {
	v, err := t.visit(id)
	if err != nil {
		return nil, nil, err
	}
	o, err := t.line(v, line)
	return v, o, err
}

func (t *turn) person(id PersonID, field string) (*Person, error) {
	if id == "" {
		return nil, refuse("field_missing", "field", field)
	}
	p, ok := t.People[id]
	if !ok {
		return nil, refuse("person_unknown", "person", id, "field", field)
	}
	return p, nil
}

func (t *turn) bay(id BayID, field string) (*Bay, error) {
	if id == "" {
		return nil, refuse("field_missing", "field", field)
	}
	b, ok := t.Bays[id]
	if !ok {
		return nil, refuse("bay_unknown", "bay", id, "field", field)
	}
	return b, nil
}

// local returns a time as the clocks of the shop show it: what is said to people keeps the shop's zone.
// A year JSON cannot write is said as the last or first it can.
func (t *turn) local(at time.Time) time.Time {
	switch at = at.In(t.Location()); {
	case at.Year() > 9999:
		return time.Date(9999, time.December, 31, 23, 59, 0, 0, t.Location())
	case at.Year() < 0:
		return time.Date(0, time.January, 1, 0, 0, 0, 0, t.Location())
	}
	return at
}
