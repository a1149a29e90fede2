// Package plan holds what the planner and its validator both speak of: the tasks of a plan and the health of a visit.
package plan

import (
	"time"

	"bayline/board"
)

// Kind is what a piece of work is. Inspection and wash are steps of the visit (Line 0), not lines of its order.
type Kind string

// The kinds of work.
const (
	KindWork       Kind = "work"
	KindInspection Kind = "inspection"
	KindWash       Kind = "wash"
)

// Task is one stretch of the plan: an operation, an inspection or a wash with
// its place, people and time. Finish includes passive time; Attended are the
// stretches with people, split at breaks and nights. A Running task has
// started: its Start is a fact and its Finish a forecast.
type Task struct {
	Visit       board.VisitID    `json:"visit"`
	Line        int              `json:"line,omitempty"`
	Kind        Kind             `json:"kind"`
	Level       board.Level      `json:"level,omitempty"`
	Bay         board.BayID      `json:"bay,omitempty"`
	Technicians []board.PersonID `json:"technicians,omitempty"`
	Start       time.Time        `json:"start"`
	Finish      time.Time        `json:"finish"`
	Attended    []board.Span     `json:"attended,omitempty"`
	Running     bool             `json:"running,omitempty"`
	Pinned      bool             `json:"pinned,omitempty"`
}

// Health is how a visit stands against its promise; colour means only this.
type Health string

// The healths.
const (
	HealthNormal  Health = "normal"
	HealthRisk    Health = "at_risk"
	HealthLate    Health = "late"
	HealthStopped Health = "stopped"
	HealthReady   Health = "ready"
	HealthUnknown Health = "unknown"
)
