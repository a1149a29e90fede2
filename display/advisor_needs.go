package display

import (
	"fmt"

	"bayline/board"
	"bayline/dispatch"
)

// needs lists what cannot wait on one car: the call goes out when a threshold
// passes, not when the promise is broken.
func (x index) needs(v *board.Visit, car AdvisorCar) []Need {
	var needs []Need
	add := func(n Need) {
		n.Visit, n.Bay, n.Key = v.ID, car.Bay, fmt.Sprintf("%s/%s/%d/%d", v.ID, n.Kind, n.Line, n.ID)
		n.Since = x.local(n.Since)
		needs = append(needs, n)
	}
	for i := range v.Operations {
		o := &v.Operations[i]
		if !o.HelpSince.IsZero() {
			add(Need{Kind: NeedHelp, Line: o.Line, What: o.NameZH, Since: o.HelpSince})
		}
		if w := o.Warning; w != nil && w.SeenAt.IsZero() && o.Open() {
			add(Need{Kind: NeedWarning, Line: o.Line, What: w.Reason, Minutes: w.Minutes, By: w.By, Since: w.At})
		}
	}
	for _, a := range v.Additional {
		since := a.SentAt
		if since.IsZero() {
			since = a.FoundAt
		}
		if a.Pending() && x.now.Sub(since) > approvalPatience {
			add(Need{Kind: NeedApproval, ID: a.ID, What: a.What, Since: since})
		}
	}
	alarmed := car.Alarm != nil && car.Alarm.SeenAt.IsZero()
	if alarmed {
		add(Need{Kind: NeedPromise, Since: car.Alarm.At})
	}
	if !alarmed && x.lateUntold(v, car) {
		add(Need{Kind: NeedLate, Since: v.PromisedAt()})
	}
	if v.Stage == board.StageReady && v.NotifiedAt.IsZero() && x.now.Sub(v.ReadyAt) > pickupPatience {
		add(Need{Kind: NeedPickup, Since: v.ReadyAt})
	}
	if v.Stage == board.StageArrived {
		add(Need{Kind: NeedReception, Since: v.ArrivedAt})
	}
	return needs
}

// alertHysteresisPercent is how many points the probability of lateness must fall below the
// shop's threshold before a warning is taken off the page.
const alertHysteresisPercent = 10

// alarm returns the warning about the promise in force while there is cause for
// it. Once seen it stays for who wants to know who took notice.
func (x index) alarm(v *board.Visit, late float64) *AlarmShown {
	a := v.CurrentAlert()
	if a == nil || !v.ReadyAt.IsZero() {
		return nil
	}
	if a.SeenAt.IsZero() && late*100 < float64(x.Settings.RiskPercent-alertHysteresisPercent) {
		return nil
	}
	return &AlarmShown{
		At: x.local(a.At), Urgent: a.Urgent, Late: a.Late, Ready: x.local(a.Ready), Why: a.Why, SeenAt: x.local(a.SeenAt), SeenBy: a.SeenBy,
		Overdue: a.SeenAt.IsZero() && x.now.Sub(a.At) > warningPatience,
	}
}

// lateUntold reports whether the car is expected after the promise in force and
// the customer has not been spoken to since that promise was made.
func (x index) lateUntold(v *board.Visit, car AdvisorCar) bool {
	promise, ok := v.Promise()
	if !ok || v.Stage == board.StageReady || v.Stage == board.StageSettled {
		return false
	}
	if last, told := v.LastContact(); told && last.At.After(promise.MadeAt) {
		return false
	}
	overdue := x.now.After(promise.At) || (!car.Ready.IsZero() && car.Ready.After(promise.At))
	return overdue || car.Health == dispatch.HealthLate
}
