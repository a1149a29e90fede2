package board

import "time"

// Visit is one stay of one car: the repair order (委托书/工单) with its
// operations, promises, parts, inspections and the talks with the customer.
type Visit struct {
	ID       VisitID  `json:"id"`
	OrderNo  string   `json:"order_no,omitempty"`
	Code     string   `json:"code,omitempty" doc:"pickup code, given at arrival"`
	Plate    string   `json:"plate"`
	Customer string   `json:"customer,omitempty"`
	Phone    string   `json:"phone,omitempty"`
	Model    string   `json:"model,omitempty"`
	VIN      string   `json:"vin,omitempty"`
	Advisor  PersonID `json:"advisor,omitempty"`
	Class    Class    `json:"class"`
	Purpose  string   `json:"purpose,omitempty" doc:"reported fault or wish, in the customer's words"`
	Wishes   string   `json:"wishes,omitempty"`
	LinkedTo VisitID  `json:"linked_to,omitempty" doc:"earlier visit this one follows from"`
	Comeback bool     `json:"comeback,omitempty"`
	Waiter   bool     `json:"waiter,omitempty"`
	Special  bool     `json:"special,omitempty"`
	Warranty bool     `json:"warranty,omitempty"`
	OptOut   bool     `json:"opt_out,omitempty" doc:"owner does not want the car on public screens"`
	NoWash   bool     `json:"no_wash,omitempty"`

	AppointmentAt time.Time `json:"appointment_at,omitzero"`
	BookedAt      time.Time `json:"booked_at,omitzero"`
	ConfirmedAt   time.Time `json:"confirmed_at,omitzero"`
	NoShowAt      time.Time `json:"no_show_at,omitzero"`
	ArrivedAt     time.Time `json:"arrived_at,omitzero"`
	ReceptionAt   time.Time `json:"reception_at,omitzero"`
	SignedAt      time.Time `json:"signed_at,omitzero"`
	SelfCheckedAt time.Time `json:"self_checked_at,omitzero"`
	WashingAt     time.Time `json:"washing_at,omitzero"`
	WashedAt      time.Time `json:"washed_at,omitzero"`
	ReadyAt       time.Time `json:"ready_at,omitzero"`
	NotifiedAt    time.Time `json:"notified_at,omitzero" doc:"customer told that the car is ready"`
	SettledAt     time.Time `json:"settled_at,omitzero" doc:"time on the settlement sheet: the actual time of the on-time rate"`
	DeliveredAt   time.Time `json:"delivered_at,omitzero"`
	ClosedAt      time.Time `json:"closed_at,omitzero"`
	EndedAt       time.Time `json:"ended_at,omitzero"`
	Ended         Stage     `json:"ended,omitempty" doc:"cancelled or left_unrepaired"`
	EndReason     string    `json:"end_reason,omitempty"`

	Stage      Stage     `json:"stage"`
	StageSince time.Time `json:"stage_since"`
	ChangedAt  time.Time `json:"changed_at"`

	Bay        BayID  `json:"bay,omitempty" doc:"where the car stands; empty: not in a bay"`
	Parking    string `json:"parking,omitempty"`
	Stop       *Stop  `json:"stop,omitempty" doc:"a stop of the whole vehicle"`
	ReworkHeld bool   `json:"rework_held,omitempty" doc:"failed an inspection, rework not yet given out"`
	ReworkRuns int    `json:"rework_runs,omitempty"`
	Overnight  string `json:"overnight,omitempty" doc:"decision taken when the car stayed over night"`

	Levels   []Level  `json:"levels,omitempty" doc:"inspections the signed order needs; later settings do not change them"`
	Wash     int      `json:"wash,omitempty" doc:"minutes of the wash the signed order includes, unless a line asks for one"`
	Imported []string `json:"imported,omitempty" doc:"codes of the order as it was imported"`

	Operations  []Operation  `json:"operations"`
	Promises    []Promise    `json:"promises"`
	Parts       []Part       `json:"parts"`
	Additional  []Additional `json:"additional"`
	Inspections []Inspection `json:"inspections"`
	Contacts    []Contact    `json:"contacts"`
	Notes       []Note       `json:"notes"`
	FollowUp    *FollowUp    `json:"follow_up,omitempty"`

	Forecasts []ForecastRecord `json:"said,omitempty" doc:"what the forecast said about the promises"`
	Alert     *PromiseAlert    `json:"alarm,omitempty" doc:"the newest warning that a promise became unlikely"`
}

// OperationState is where one operation stands.
type OperationState string

// The states of an operation.
const (
	OperationWaiting    OperationState = "waiting"
	OperationDispatched OperationState = "dispatched"
	OperationWorking    OperationState = "in_progress"
	OperationStopped    OperationState = "stopped"
	OperationDone       OperationState = "done"
	OperationCancelled  OperationState = "cancelled"
)

// OperationStates lists every state of an operation once, in the usual order.
var OperationStates = []OperationState{
	OperationWaiting, OperationDispatched, OperationWorking, OperationStopped, OperationDone, OperationCancelled,
}

// Operation is one line of the repair order (维修项目). StandardMinutes are
// sold man-minutes; the planned clock time is StandardMinutes / Crew over the
// technicians' efficiency, plus PassiveMinutes.
type Operation struct {
	Line            int            `json:"line"`
	Code            string         `json:"code"`
	NameZH          string         `json:"name_zh"`
	NameEN          string         `json:"name_en"`
	Trade           Trade          `json:"trade"`
	StandardMinutes int            `json:"standard_minutes"`
	PassiveMinutes  int            `json:"passive_minutes,omitempty"`
	Crew            int            `json:"crew"`
	MinGrade        Grade          `json:"min_grade,omitempty"`
	BayType         BayType        `json:"bay_type,omitempty"`
	After           []int          `json:"after,omitempty" doc:"lines that must be finished first"`
	Rework          bool           `json:"rework,omitempty"`
	Additional      int            `json:"additional,omitempty" doc:"the additional work it came from"`
	Dropped         bool           `json:"dropped,omitempty" doc:"cancelled because the visit ended, not on its own"`
	State           OperationState `json:"state"`

	Bay         BayID      `json:"bay,omitempty"`
	Technicians []PersonID `json:"technicians,omitempty"`
	Start       time.Time  `json:"start,omitzero" doc:"planned start given at dispatch"`
	Pin         *Pin       `json:"pin,omitempty"`
	Planned     *Planned   `json:"planned,omitempty" doc:"what the adopted plan wants, until it begins or a person gives it out"`

	Override *Override `json:"override,omitempty" doc:"what a person's choice was expected to cost"`

	StartedAt  time.Time `json:"started_at,omitzero"`
	FinishedAt time.Time `json:"finished_at,omitzero"`
	Spans      []Work    `json:"spans,omitempty"`
	Stop       *Stop     `json:"stop,omitempty"`
	Warning    *Warning  `json:"warning,omitempty"`
	HelpSince  time.Time `json:"help_since,omitzero"`
}

// Work is one stretch of clocked work by a crew; End is zero while it runs.
type Work struct {
	Span
	Technicians []PersonID `json:"technicians"`
	Bay         BayID      `json:"bay,omitempty"`
}

// Pin is what a person fixed for an operation; empty parts are left to the
// planner.
type Pin struct {
	Bay         BayID      `json:"bay,omitempty"`
	Technicians []PersonID `json:"technicians,omitempty"`
	Start       time.Time  `json:"start,omitzero"`
	Note        string     `json:"note,omitempty" doc:"why a rule was overridden"`
	By          string     `json:"by"`
}

// Planned is what the plan in force wants for an operation. It is a wish: the
// planner keeps to it as long as it can.
type Planned struct {
	Bay         BayID      `json:"bay"`
	Technicians []PersonID `json:"technicians"`
	Start       time.Time  `json:"start,omitzero"`
	By          string     `json:"by"`
}

// Stop is a standstill of an operation or of the whole vehicle.
type Stop struct {
	Reason   StopReason `json:"reason"`
	Note     string     `json:"note,omitempty"`
	Owner    string     `json:"owner" doc:"who owns the next action: a role or a person"`
	KeepsBay bool       `json:"keeps_bay"`
	Since    time.Time  `json:"since"`
	Until    time.Time  `json:"until,omitzero" doc:"when it is expected to end"`
}

// Warning is a technician's "I won't make it".
type Warning struct {
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	Minutes int       `json:"minutes" doc:"further minutes the work will take"`
	Reason  string    `json:"reason,omitempty"`
	SeenAt  time.Time `json:"seen_at,omitzero"`
	SeenBy  string    `json:"seen_by,omitempty"`
}

// PromiseAlert is bayline's own warning that a promise became unlikely.
type PromiseAlert struct {
	At      time.Time `json:"at"`
	Promise time.Time `json:"promise"`
	Urgent  bool      `json:"urgent,omitempty"`
	Late    float64   `json:"late" doc:"probability of missing the promise"`
	Ready   time.Time `json:"ready,omitzero" doc:"when it was expected to be ready"`
	Why     []Message `json:"why,omitempty"`
	SeenAt  time.Time `json:"seen_at,omitzero"`
	SeenBy  string    `json:"seen_by,omitempty"`
}

// Cause says why a promise was changed or broken.
type Cause string

// The causes.
const (
	CauseFirst      Cause = "first"      // the first promise, on the order
	CauseAdditional Cause = "additional" // additional work
	CauseShop       Cause = "shop"       // the shop's own fault
	CauseParts      Cause = "parts"      // parts came late
	CauseCustomer   Cause = "customer"   // the customer's doing; needs a signature
)

// Causes lists every cause once, that of the first promise first.
var Causes = []Cause{CauseFirst, CauseAdditional, CauseShop, CauseParts, CauseCustomer}

// Promise is one entry of the promise ledger. Only a confirmed one counts.
type Promise struct {
	At          time.Time `json:"at"`
	MadeAt      time.Time `json:"made_at"`
	MadeBy      string    `json:"made_by"`
	Cause       Cause     `json:"cause"`
	Note        string    `json:"note,omitempty"`
	Confirmed   bool      `json:"confirmed"`
	ConfirmedBy string    `json:"confirmed_by,omitempty"`
	How         How       `json:"how,omitempty"`
	Signed      bool      `json:"signed,omitempty" doc:"the customer signed that the delay is theirs"`
}

// Part is one part line. Line 0 belongs to the whole order.
type Part struct {
	ID     int       `json:"id"`
	Line   int       `json:"line"`
	NameZH string    `json:"name_zh"`
	NameEN string    `json:"name_en"`
	State  PartState `json:"state"`
	ETA    time.Time `json:"eta,omitzero"`
	Note   string    `json:"note,omitempty"`
	Since  time.Time `json:"since"`
}

// PartState is where a part is.
type PartState string

// The states of a part.
const (
	PartUnchecked PartState = "unchecked"
	PartKitted    PartState = "kitted"
	PartShort     PartState = "short"
	PartOrdered   PartState = "ordered"
	PartInTransit PartState = "in_transit"
	PartArrived   PartState = "arrived"
	PartIssued    PartState = "issued"
	PartReturned  PartState = "returned"
)

// PartStates lists every state of a part once, in the usual order.
var PartStates = []PartState{PartUnchecked, PartKitted, PartShort, PartOrdered, PartInTransit, PartArrived, PartIssued, PartReturned}

// partMoves lists where a part may go from each state. Beyond the usual chain,
// a short part may be found or fetched at once, and a part that is not needed
// after all goes back to the shelf.
var partMoves = map[PartState][]PartState{
	PartUnchecked: {PartKitted, PartShort, PartIssued},
	PartKitted:    {PartIssued, PartShort, PartReturned},
	PartShort:     {PartOrdered, PartInTransit, PartArrived, PartKitted},
	PartOrdered:   {PartInTransit, PartArrived},
	PartInTransit: {PartArrived},
	PartArrived:   {PartIssued, PartKitted, PartReturned},
	PartIssued:    {PartReturned},
}

// Missing reports whether work has to wait for the part.
func (p Part) Missing() bool {
	return p.State == PartShort || p.State == PartOrdered || p.State == PartInTransit
}

// AdditionalState is where additional work (增项) stands.
type AdditionalState string

// The states of additional work.
const (
	AdditionalFound    AdditionalState = "found"
	AdditionalQuoted   AdditionalState = "quoted"
	AdditionalSent     AdditionalState = "sent"
	AdditionalApproved AdditionalState = "approved"
	AdditionalDeclined AdditionalState = "declined"
	AdditionalExpired  AdditionalState = "expired"
)

// AdditionalStates lists every state of additional work once, in the usual order.
var AdditionalStates = []AdditionalState{
	AdditionalFound, AdditionalQuoted, AdditionalSent, AdditionalApproved, AdditionalDeclined, AdditionalExpired,
}

// Additional is work found after the order was signed. Amount is in fen.
type Additional struct {
	ID         int             `json:"id"`
	What       string          `json:"what"`
	Codes      []string        `json:"codes" doc:"operations it would add"`
	State      AdditionalState `json:"state"`
	Amount     int64           `json:"amount,omitempty" doc:"quoted price in fen"`
	FoundAt    time.Time       `json:"found_at"`
	FoundBy    string          `json:"found_by"`
	QuotedAt   time.Time       `json:"quoted_at,omitzero"`
	SentAt     time.Time       `json:"sent_at,omitzero"`
	AnsweredAt time.Time       `json:"answered_at,omitzero"`
	How        How             `json:"how,omitempty"`
	Note       string          `json:"note,omitempty"`
}

// Pending reports whether the customer's answer is still open.
func (a Additional) Pending() bool {
	return a.State == AdditionalFound || a.State == AdditionalQuoted || a.State == AdditionalSent
}

// Inspection is one result of an inspection. Sampled means the level was
// passed by sampling, without a look at this car.
type Inspection struct {
	Level   Level     `json:"level"`
	Passed  bool      `json:"passed"`
	Sampled bool      `json:"sampled,omitempty"`
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	Item    string    `json:"item,omitempty"`
	Cause   string    `json:"cause,omitempty"`
	Void    bool      `json:"void,omitempty" doc:"overtaken by rework; must be done again"`
}

// Contact is one time the customer was told something.
type Contact struct {
	At   time.Time `json:"at"`
	By   string    `json:"by"`
	How  How       `json:"how"`
	Note string    `json:"note,omitempty"`
}

// Note is a line of the thread between front desk and workshop. Phase is
// before, during or after the repair.
type Note struct {
	At    time.Time `json:"at"`
	By    string    `json:"by"`
	Phase string    `json:"phase"`
	Text  string    `json:"text"`
}

// FollowUp is the call after delivery; OnTime is the customer's own answer.
type FollowUp struct {
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	Reached bool      `json:"reached"`
	OnTime  bool      `json:"on_time"`
	Note    string    `json:"note,omitempty"`
}
