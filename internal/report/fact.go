package report

import "time"

// VisitFact is what reports need to know of one visit: one row per shop and visit, replaced as the visit goes on.
// A zero time means "not yet"; times are kept in UTC to the microsecond.
type VisitFact struct {
	Visit   string // identity of the visit, unique in its shop
	OrderNo string // repair order number as the shop prints it
	Plate   string
	Advisor string
	Class   string // job class: first service, maintenance, general repair, collision, warranty
	Stage   string
	Flags   string // flags of the visit, separated by spaces

	BookedAt     time.Time
	ArrivedAt    time.Time
	SignedAt     time.Time // the customer signed the repair order
	FirstPromise time.Time // hand-over as first promised
	LastPromise  time.Time // hand-over as last confirmed by the customer
	StartedAt    time.Time // first operation clocked on
	FinishedAt   time.Time // last operation done
	ReadyAt      time.Time
	SettledAt    time.Time // the time on the settlement sheet, which decides lateness
	DeliveredAt  time.Time
	ClosedAt     time.Time // followed up

	LateFirst      *bool // settled after the first promise; nil while that is open
	LateLast       *bool // settled after the last confirmed promise; nil while that is open
	CustomerCaused bool  // the delay is the customer's, signed for
	Comeback       bool  // the visit is a comeback of an earlier one

	ReworkCount     int64 // how often an inspection sent it back
	StandardMinutes int64 // sum of standard labour times
	WorkedMinutes   int64 // sum of time worked by all technicians
	StoppedMinutes  int64 // time it stood stopped
}

// OperationFact is what reports need to know of one operation of a visit: one row per shop, visit and line.
type OperationFact struct {
	Visit string
	Line  string // identity of the operation within the visit
	Code  string // code in the labour time catalogue
	Name  string
	Trade string
	Class string // job class of the visit, repeated here so that a report needs no join

	StandardMinutes int64
	WorkedMinutes   int64
	StoppedMinutes  int64

	Technicians string // who worked on it, separated by spaces
	Bay         string
	StartedAt   time.Time
	FinishedAt  time.Time
	Rework      bool // done again after an inspection
}
