// Package board is the workshop as facts and rules: visits and their operations, people and bays, promises, and which
// change is allowed.
//
// A Command asks for a change. Decide returns the Events that record it, or a Refusal with a stable code and its
// arguments. State is the fold of events and nothing else: the same events always give the same State.
//
// The package is pure. It reads no clock, draws no random number and performs no I/O; every time it needs is handed to
// it in Meta or in an Event.
//
// # Files
//
// A feature F has its commands with their rules in F_commands.go and its events with their fold in F_events.go. All
// commands are listed in command_table.go, all events in event_table.go, all closed lists of codes in choices.go.
//
// # Glossary
//
// Each word has this one meaning, in Go, JSON, the journal and on the pages.
//
//   - Visit: one stay of one car, from the appointment or arrival to the follow-up call; its repair order.
//   - Appointment: the time a booked car is expected. A no-show is a car that did not come, a walk-in one without it.
//   - Stage: where a visit stands, derived from its facts. A flag (waiter, comeback, overnight ...) is no stage.
//   - Phase: the part of the stages in which a note between front desk and workshop was written.
//   - Reception: the write-up of the order with the customer, ended by the customer's signature.
//   - Operation: one line of the repair order, with a standard labour time and a crew. Line is its number.
//   - Labour time: the standard minutes of an operation, a line of the catalogue. Passive minutes need the bay alone.
//   - Trade: the skill an operation asks for. Grade: how experienced a technician is. Class: the kind of job counted.
//   - Bay: a place where work is done. It is free, reserved, active, blocked or under maintenance. Parking is no bay.
//   - Technician, advisor, inspector, supervisor, manager: roles of a person. A team is three people at two bays.
//   - Presence: whether a person is here; off, expected, present, on a break, at a rescue or in training.
//   - Dispatch: giving an operation to technicians and a bay. Recall takes it back before the work begins.
//   - Plan: what is proposed for operations not yet dispatched. Adopting it records it; rejecting it keeps it away.
//   - Pin: a person's word on the bay, technicians or start of an operation, which no plan overrules.
//   - Override: the note with which a person breaks a rule knowingly; Predicted is what it is expected to cost.
//   - Clock on: a technician begins or resumes an operation. Span: one stretch of that work.
//   - Stop: why an operation or the whole vehicle stands still, who acts next, and whether the car keeps its bay.
//   - Overrun: a technician's report that an operation takes more minutes than planned. Help: a technician's call.
//   - Additional work: work found after the signature. It is found, quoted, sent, and approved, declined or expired.
//   - Part: one part line of an order, from unchecked to issued or returned.
//   - Promise: the time the car was promised for. The ledger keeps all; the last confirmed one is in force.
//   - Forecast: what was expected of a promise at a Horizon before it. Outcome: the same beside what came true.
//   - Promise alert: bayline's own warning that a promise became unlikely. It is acknowledged by a person.
//   - Inspection: self-check, peer and final check, by Level. Sampled: passed without looking, by the shop's rate.
//   - Rework: an operation added because an inspection failed, before the car leaves.
//   - Comeback: a new visit of a car that left and returned with the same fault.
//   - Ready: all work, inspections and the wash are done. Settlement: the settlement sheet; its time ends the visit's
//     on-time measurement. Delivery: the car is handed over. Follow-up: the call within three days.
//   - Late: settled after the promise in force; before that, past it. Likely lateness is a forecast, never "late".
//   - Carry-over: the decision to keep a car over night. Left unrepaired: the car went without the work.
//   - Correction: a manager's change of the stage itself, with a reason.
//   - Experience: what the shop's own record taught about work times, people and inspections.
package board
