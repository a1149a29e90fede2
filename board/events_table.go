package board

import (
	"encoding/json"
	"slices"
)

// eventSpec is one row of the event table: a kind and how its stored body is read.
type eventSpec struct {
	kind   string
	decode func(raw json.RawMessage) (Body, error)
}

// eventOf builds the row of an event's type.
func eventOf[B Body]() eventSpec {
	var zero B
	return eventSpec{kind: zero.kind(), decode: func(raw json.RawMessage) (Body, error) {
		var body B
		err := json.Unmarshal(raw, &body)
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
	eventOf[LateWarned](),
	eventOf[WarningSeen](),
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
	eventOf[PromiseWarned](),
	eventOf[WarningAcknowledged](),
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
