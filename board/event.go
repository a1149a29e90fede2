package board

import (
	"encoding/json"
	"fmt"
	"slices"
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
	fresh, ok := kinds[kind]
	if !ok {
		return Event{}, fmt.Errorf("event %d: unknown kind %q", seq, kind)
	}
	var env envelope
	if err := json.Unmarshal(data, &env); err != nil {
		return Event{}, fmt.Errorf("event %d (%s): %w", seq, kind, err)
	}
	body, err := fresh(env.Body)
	if err != nil {
		return Event{}, fmt.Errorf("event %d (%s): %w", seq, kind, err)
	}
	return Event{Seq: seq, At: at, On: env.On, Actor: env.Actor, Body: body}, nil
}

func decoder[B Body](raw json.RawMessage) (Body, error) {
	var body B
	err := json.Unmarshal(raw, &body)
	return body, err
}

// kinds maps the stable name of every event to its decoder.
var kinds = func() map[string]func(json.RawMessage) (Body, error) {
	m := map[string]func(json.RawMessage) (Body, error){}
	add := func(b Body, d func(json.RawMessage) (Body, error)) { m[b.kind()] = d }
	add(ShopConfigured{}, decoder[ShopConfigured])
	add(PersonSet{}, decoder[PersonSet])
	add(PersonRemoved{}, decoder[PersonRemoved])
	add(PresenceSet{}, decoder[PresenceSet])
	add(BaySet{}, decoder[BaySet])
	add(BayRemoved{}, decoder[BayRemoved])
	add(BayMaintenanceSet{}, decoder[BayMaintenanceSet])
	add(TeamSet{}, decoder[TeamSet])
	add(TeamRemoved{}, decoder[TeamRemoved])
	add(LabourTimesSet{}, decoder[LabourTimesSet])
	add(Booked{}, decoder[Booked])
	add(AppointmentConfirmed{}, decoder[AppointmentConfirmed])
	add(Rebooked{}, decoder[Rebooked])
	add(NoShowMarked{}, decoder[NoShowMarked])
	add(Arrived{}, decoder[Arrived])
	add(DetailsChanged{}, decoder[DetailsChanged])
	add(ReceptionStarted{}, decoder[ReceptionStarted])
	add(OperationAdded{}, decoder[OperationAdded])
	add(OperationChanged{}, decoder[OperationChanged])
	add(OperationCancelledEvent{}, decoder[OperationCancelledEvent])
	add(OrderSigned{}, decoder[OrderSigned])
	add(PromiseMade{}, decoder[PromiseMade])
	add(CustomerTold{}, decoder[CustomerTold])
	add(NoteAdded{}, decoder[NoteAdded])
	add(Dispatched{}, decoder[Dispatched])
	add(Recalled{}, decoder[Recalled])
	add(Pinned{}, decoder[Pinned])
	add(PlanAdopted{}, decoder[PlanAdopted])
	add(PlanRejected{}, decoder[PlanRejected])
	add(WorkStarted{}, decoder[WorkStarted])
	add(WorkStopped{}, decoder[WorkStopped])
	add(VehicleStopped{}, decoder[VehicleStopped])
	add(StopEnded{}, decoder[StopEnded])
	add(WorkFinished{}, decoder[WorkFinished])
	add(SelfChecked{}, decoder[SelfChecked])
	add(CarMoved{}, decoder[CarMoved])
	add(HelpSet{}, decoder[HelpSet])
	add(LateWarned{}, decoder[LateWarned])
	add(WarningSeen{}, decoder[WarningSeen])
	add(Inspected{}, decoder[Inspected])
	add(ReworkReleased{}, decoder[ReworkReleased])
	add(WashStarted{}, decoder[WashStarted])
	add(WashEnded{}, decoder[WashEnded])
	add(Settled{}, decoder[Settled])
	add(SettlementVoided{}, decoder[SettlementVoided])
	add(Delivered{}, decoder[Delivered])
	add(FollowedUp{}, decoder[FollowedUp])
	add(VisitEnded{}, decoder[VisitEnded])
	add(CarriedOver{}, decoder[CarriedOver])
	add(AdditionalFoundEvent{}, decoder[AdditionalFoundEvent])
	add(AdditionalMoved{}, decoder[AdditionalMoved])
	add(PartSet{}, decoder[PartSet])
	add(Corrected{}, decoder[Corrected])
	add(ForecastNoted{}, decoder[ForecastNoted])
	add(PromiseWarned{}, decoder[PromiseWarned])
	add(WarningAcknowledged{}, decoder[WarningAcknowledged])
	return m
}()

// Kinds lists the stable names of all events in alphabetical order.
func Kinds() []string {
	names := make([]string, 0, len(kinds))
	for name := range kinds {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
