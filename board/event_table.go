package board

import (
	"encoding/json"
	"fmt"
	"slices"
)

// upcaster brings a stored body to the next version.
type upcaster func(raw json.RawMessage) (json.RawMessage, error)

// eventSpec is one row of the event table: a kind, how its stored body is read, and how the bodies of its earlier
// versions become today's: upcasters[0] makes version 2 of version 1, and so on.
type eventSpec struct {
	kind      string
	decode    func(raw json.RawMessage) (Body, error)
	upcasters []upcaster
}

// version returns the version the kind is written in today.
func (s eventSpec) version() int { return len(s.upcasters) + 1 }

// read reads a body of a version.
func (s eventSpec) read(version int, raw json.RawMessage) (Body, error) {
	if version > s.version() {
		return nil, fmt.Errorf("version %d, this program knows %d: %w", version, s.version(), ErrNewer)
	}
	for _, upcast := range s.upcasters[version-1:] {
		next, err := upcast(raw)
		if err != nil {
			return nil, err
		}
		raw = next
	}
	return s.decode(raw)
}

// eventOf builds the row of an event's type.
func eventOf[B Body](upcasters ...upcaster) eventSpec {
	var zero B
	return eventSpec{kind: zero.kind(), upcasters: upcasters, decode: func(raw json.RawMessage) (Body, error) {
		var body B
		err := strict(raw, &body)
		return body, err
	}}
}

// eventTable lists every event once. Kinds stay for ever: a journal written today is read by every later program.
var eventTable = []eventSpec{
	eventOf[ShopConfigured](),
	eventOf[PersonSet](),
	eventOf[PersonRemoved](),
	eventOf[PresenceSet](),
	eventOf[BaySet](),
	eventOf[BayRemoved](),
	eventOf[BayMaintenanceSet](),
	eventOf[TeamSet](),
	eventOf[TeamRemoved](),
	eventOf[LabourTimesSet](),
	eventOf[Booked](),
	eventOf[AppointmentConfirmed](),
	eventOf[Rebooked](),
	eventOf[NoShowMarked](),
	eventOf[Arrived](),
	eventOf[DetailsChanged](),
	eventOf[ReceptionStarted](),
	eventOf[OperationAdded](),
	eventOf[OperationChanged](),
	eventOf[OperationCancelledEvent](),
	eventOf[OrderSigned](),
	eventOf[PromiseMade](),
	eventOf[CustomerTold](),
	eventOf[NoteAdded](),
	eventOf[Dispatched](),
	eventOf[Recalled](),
	eventOf[Pinned](),
	eventOf[PlanAdopted](),
	eventOf[PlanRejected](),
	eventOf[WorkStarted](),
	eventOf[WorkStopped](),
	eventOf[VehicleStopped](),
	eventOf[StopEnded](),
	eventOf[WorkFinished](),
	eventOf[SelfChecked](),
	eventOf[CarMoved](),
	eventOf[HelpSet](),
	eventOf[OverrunReported](),
	eventOf[OverrunAcknowledged](),
	eventOf[Inspected](),
	eventOf[ReworkReleased](),
	eventOf[WashStarted](),
	eventOf[WashEnded](),
	eventOf[Settled](),
	eventOf[SettlementVoided](),
	eventOf[Delivered](),
	eventOf[FollowedUp](),
	eventOf[VisitEnded](),
	eventOf[CarriedOver](),
	eventOf[AdditionalFoundEvent](),
	eventOf[AdditionalMoved](),
	eventOf[PartSet](),
	eventOf[Corrected](),
	eventOf[ForecastNoted](),
	eventOf[PromiseAlertRaised](saidToMessages),
	eventOf[PromiseAlertAcknowledged](),
}

// kinds finds the row of a kind.
var kinds = func() map[string]eventSpec {
	rows := make(map[string]eventSpec, len(eventTable))
	for _, row := range eventTable {
		rows[row.kind] = row
	}
	return rows
}()

// Kinds lists the stable names of all events in alphabetical order.
func Kinds() []string {
	names := make([]string, 0, len(eventTable))
	for _, row := range eventTable {
		names = append(names, row.kind)
	}
	slices.Sort(names)
	return names
}
