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
	SettledAt     time.Time `json:"settled_at,omitzero" doc:"on the settlement sheet: the end the on-time rate counts"`
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
	Wash     int      `json:"wash,omitempty" doc:"minutes of the wash in the signed order, unless a line asks for one"`
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
