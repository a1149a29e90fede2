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
	decide(d *decision) error
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
	d := &decision{State: s.Clone(), meta: m}
	if !s.Open {
		if _, opens := c.(OpenShop); !opens {
			return nil, nil, refuse("shop_unknown")
		}
	}
	if m.Actor.Name == "" {
		return nil, nil, refuse("field_missing", "field", "actor")
	}
	if err := checkLength(text{"actor", m.Actor.Name, maxName}); err != nil {
		return nil, nil, err
	}
	if !m.On.IsZero() {
		if m.On.After(m.Now.Add(clockSkew)) {
			return nil, nil, refuse("time_impossible", "field", "on", "value", d.local(m.On), "why", "future")
		}
		if m.Now.Sub(m.On) > longAgo {
			return nil, nil, refuse("time_impossible", "field", "on", "value", d.local(m.On), "why", "too_long_ago")
		}
	}
	if err := c.decide(d); err != nil {
		return nil, nil, err
	}
	return d.events, d.State, nil
}

func stored(at time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	return at.UTC().Truncate(time.Microsecond)
}

// decision is one command being decided: a scratch state to which every event is
// applied at once, so that later rules of the same command see it.
type decision struct {
	*State
	meta   Meta
	events []Event
}

// at returns the time the change takes place.
func (d *decision) at() time.Time {
	if d.meta.On.IsZero() || d.meta.On.After(d.meta.Now) {
		return d.meta.Now
	}
	return d.meta.On
}

// emit records an event, unless it would move a visit where it may not go.
func (d *decision) emit(b Body) error { return d.emitAt(b, d.at()) }

// emitAt records an event that happened at a given time.
func (d *decision) emitAt(b Body, on time.Time) error {
	on = stored(on)
	e := Event{Seq: d.Seq + 1, At: d.meta.Now, Actor: d.meta.Actor, Body: b}
	if !on.Equal(e.At) {
		e.On = on
	}
	id := e.VisitOf()
	before, existed := d.Visits[id]
	d.Apply(e)
	if after, ok := d.Visits[id]; ok && existed && !mayMove(before.Stage, after.Stage) {
		if _, corrects := b.(Corrected); !corrects {
			return refuse("move_refused", "visit", id, "plate", ShowPlate(after.Plate), "from", before.Stage, "to", after.Stage)
		}
	}
	d.events = append(d.events, e)
	return nil
}

// newVisit returns the id of a visit whose first event comes next.
func (d *decision) newVisit() VisitID { return VisitID("V" + strconv.FormatInt(d.Seq+1, 10)) }

func (d *decision) visit(id VisitID) (*Visit, error) {
	if id == "" {
		return nil, refuse("field_missing", "field", "visit")
	}
	v, ok := d.Visits[id]
	if !ok {
		return nil, refuse("visit_unknown", "visit", id, "field", "visit")
	}
	return v, nil
}

// visitIn finds a visit and refuses unless it is in one of the stages.
func (d *decision) visitIn(id VisitID, action string, stages ...Stage) (*Visit, error) {
	v, err := d.visit(id)
	if err != nil {
		return nil, err
	}
	if !known(stages, v.Stage) {
		return nil, refuse("wrong_stage", "visit", id, "plate", ShowPlate(v.Plate), "stage", v.Stage, "action", action)
	}
	return v, nil
}

func (d *decision) line(v *Visit, line int) (*Operation, error) {
	o := v.Operation(line)
	if o == nil {
		return nil, refuse("operation_unknown", "visit", v.ID, "line", line, "field", "line")
	}
	return o, nil
}

// lineOf finds an operation by its visit and line.
func (d *decision) lineOf(id VisitID, line int) (*Visit, *Operation, error) {
	v, err := d.visit(id)
	if err != nil {
		return nil, nil, err
	}
	o, err := d.line(v, line)
	return v, o, err
}

func (d *decision) person(id PersonID, field string) (*Person, error) {
	if id == "" {
		return nil, refuse("field_missing", "field", field)
	}
	p, ok := d.People[id]
	if !ok {
		return nil, refuse("person_unknown", "person", id, "field", field)
	}
	return p, nil
}

func (d *decision) bay(id BayID, field string) (*Bay, error) {
	if id == "" {
		return nil, refuse("field_missing", "field", field)
	}
	b, ok := d.Bays[id]
	if !ok {
		return nil, refuse("bay_unknown", "bay", id, "field", field)
	}
	return b, nil
}

// local returns a time as the clocks of the shop show it: what is said to people keeps the shop's zone.
// A year JSON cannot write is said as the last or first it can.
func (d *decision) local(at time.Time) time.Time {
	switch at = at.In(d.Location()); {
	case at.Year() > 9999:
		return time.Date(9999, time.December, 31, 23, 59, 0, 0, d.Location())
	case at.Year() < 0:
		return time.Date(0, time.January, 1, 0, 0, 0, 0, d.Location())
	}
	return at
}
