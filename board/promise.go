package board

import "time"

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

// Promise returns the promise in force: the last one the customer confirmed.
func (v *Visit) Promise() (Promise, bool) {
	for i := len(v.Promises) - 1; i >= 0; i-- {
		if v.Promises[i].Confirmed {
			return v.Promises[i], true
		}
	}
	return Promise{}, false
}

// PromisedAt returns the time of the promise in force, zero when there is none.
func (v *Visit) PromisedAt() time.Time {
	p, _ := v.Promise()
	return p.At
}

// Warned returns the warning about the promise in force, nil when there is none.
func (v *Visit) CurrentAlert() *PromiseAlert {
	if v.Alert == nil || !v.Alert.Promise.Equal(v.PromisedAt()) {
		return nil
	}
	return v.Alert
}

// FirstPromise returns the first promise of the ledger.
func (v *Visit) FirstPromise() (Promise, bool) {
	if len(v.Promises) == 0 {
		return Promise{}, false
	}
	return v.Promises[0], true
}

// LateAt reports whether the visit is late against the promise in force, seen
// at now: by its settlement time once there is one, else by the clock.
func (v *Visit) LateAt(now time.Time) bool {
	p, ok := v.Promise()
	if !ok {
		return false
	}
	if !v.SettledAt.IsZero() {
		now = v.SettledAt
	}
	return now.After(p.At)
}
