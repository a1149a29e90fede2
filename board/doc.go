// Package board holds the workshop as facts: visits and their operations, the
// people, the bays, the promises made, and the rules that say which change is
// allowed.
//
// A Command asks for a change. Decide answers with the Events that record it,
// or with a Refusal that carries a stable code and a sentence in both
// languages. State is the fold of events and nothing else: the same events
// always give the same State.
//
// The package is pure. It reads no clock, draws no random number and performs
// no I/O; every time it needs is handed to it in Meta or in an Event.
package board
