package board

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
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

// Happened returns the time the event took place.
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

// Kind returns the stable name of the event's content, "work_started".
func (e Event) Kind() string { return e.Body.kind() }

// VisitOf returns the visit an event is about, "" for events about the shop.
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
// V is the version of the body, 1 when it is left out.
type envelope struct {
	V     int             `json:"v,omitempty"`
	On    time.Time       `json:"on,omitzero"`
	Actor Actor           `json:"actor"`
	Body  json.RawMessage `json:"body"`
}

// Encode returns the stored JSON of an event. Kind, Seq and At are stored beside
// it.
func Encode(e Event) ([]byte, error) {
	env := struct { // an envelope whose body is encoded in the same pass
		V     int       `json:"v,omitempty"`
		On    time.Time `json:"on,omitzero"`
		Actor Actor     `json:"actor"`
		Body  Body      `json:"body"`
	}{On: e.On, Actor: e.Actor, Body: e.Body}
	if v := kinds[e.Kind()].version(); v > 1 {
		env.V = v
	}
	data, err := json.Marshal(env)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", e.Kind(), err)
	}
	return data, nil
}

// ErrNewer is part of the error about an event that a newer program wrote.
var ErrNewer = errors.New("a newer program wrote it")

// Decode is the reverse of Encode; bodies of earlier versions are brought to today's. What this program does not know,
// a kind, a version or a field, is an error that is ErrNewer: folding the rest would lead to another state than the
// program that wrote it has. So a field is never added to an event without a new version.
func Decode(kind string, seq int64, at time.Time, data []byte) (Event, error) {
	row, ok := kinds[kind]
	if !ok {
		return Event{}, fmt.Errorf("event %d: unknown kind %q: %w", seq, kind, ErrNewer)
	}
	var env envelope
	if err := strict(data, &env); err != nil {
		return Event{}, fmt.Errorf("event %d (%s): %w", seq, kind, err)
	}
	body, err := row.read(max(env.V, 1), env.Body)
	if err != nil {
		return Event{}, fmt.Errorf("event %d (%s): %w", seq, kind, err)
	}
	return Event{Seq: seq, At: at, On: env.On, Actor: env.Actor, Body: body}, nil
}

// strict reads JSON and refuses fields that the value does not have.
func strict(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	err := d.Decode(into)
	if err != nil && strings.Contains(err.Error(), "unknown field") {
		return fmt.Errorf("%w: %w", ErrNewer, err)
	}
	return err
}
