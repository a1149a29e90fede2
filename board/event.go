package board

import (
	"encoding/json"
	"fmt"
	"time"
)

// Actor is who asked for a change.
type Actor struct {
	Name string `json:"name"`
	Role Role   `json:"role,omitempty"`
}

// Event is one recorded change. At is when it was recorded; On, when it
// differs, is when it happened (a tap made while the tablet was offline, an
// imported arrival).
type Event struct {
	Seq   int64
	At    time.Time
	On    time.Time
	Actor Actor
	Body  Body
}

// Happened gives the time the event took place.
func (e Event) Happened() time.Time {
	if e.On.IsZero() {
		return e.At
	}
	return e.On
}

// Body is the content of an event. The types of this package are the only
// implementations; kinds lists them.
type Body interface {
	kind() string
	apply(s *State, e Event)
}

// Kind gives the stable name of the event's content, "work_started".
func (e Event) Kind() string { return e.Body.kind() }

// VisitOf gives the visit an event is about, "" for events about the shop.
func (e Event) VisitOf() VisitID {
	if about, ok := e.Body.(interface{ about() VisitID }); ok {
		return about.about()
	}
	return ""
}

// ofVisit names the visit an event is about; the bodies of such events embed
// it.
type ofVisit struct {
	Visit VisitID `json:"visit"`
}

func (o ofVisit) about() VisitID { return o.Visit }

// envelope is the stored form of an event without Seq and At, which the
// journal keeps in columns of its own.
type envelope struct {
	On    time.Time       `json:"on,omitzero"`
	Actor Actor           `json:"actor"`
	Body  json.RawMessage `json:"body"`
}

// Encode gives the stored JSON of an event. Kind, Seq and At are stored beside
// it.
func Encode(e Event) ([]byte, error) {
	body, err := json.Marshal(e.Body)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", e.Kind(), err)
	}
	return json.Marshal(envelope{On: e.On, Actor: e.Actor, Body: body})
}

// Decode is the reverse of Encode. An unknown kind is an error: a newer
// program wrote it, and guessing would falsify the state.
func Decode(kind string, seq int64, at time.Time, data []byte) (Event, error) {
	row, ok := kinds[kind]
	if !ok {
		return Event{}, fmt.Errorf("event %d: unknown kind %q", seq, kind)
	}
	var env envelope
	if err := json.Unmarshal(data, &env); err != nil {
		return Event{}, fmt.Errorf("event %d (%s): %w", seq, kind, err)
	}
	body, err := row.decode(env.Body)
	if err != nil {
		return Event{}, fmt.Errorf("event %d (%s): %w", seq, kind, err)
	}
	return Event{Seq: seq, At: at, On: env.On, Actor: env.Actor, Body: body}, nil
}
