package board

import "time"

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
