package board

import "time"

// SignOrder records the customer's signature under the order with its promise.
// The order then waits for dispatch and its picking slip is with parts.
type SignOrder struct {
	Visit      VisitID   `json:"visit"`
	PromisedAt time.Time `json:"promised_at"`
	How        How       `json:"how,omitempty" choice:"how"`
}

// Name implements Command.
func (SignOrder) Name() string { return "sign_order" }
func (c SignOrder) decide(d *decision) error {
	v, err := d.visitIn(c.Visit, "sign", StageReception)
	if err != nil {
		return err
	}
	if err := d.notBefore(v.ReceptionAt); err != nil {
		return err
	}
	for _, o := range v.Operations {
		if o.State == OperationCancelled {
			continue
		}
		if o.StandardMinutes <= 0 {
			return refuse("no_standard_hours", "line", o.Line)
		}
	}
	if v.repairLines() == 0 {
		return refuse("no_operations", "field", "operations")
	}
	if c.PromisedAt.IsZero() {
		return refuse("promise_missing", "field", "promised_at")
	}
	if !c.PromisedAt.After(d.at()) {
		return refuse("promise_past", "field", "promised_at", "value", d.local(c.PromisedAt))
	}
	if err := d.within("promised_at", c.PromisedAt, d.at(), d.at().AddDate(0, 6, 0)); err != nil {
		return err
	}
	if c.How == "" {
		c.How = HowSignature
	}
	if err := checkEnum("how", Hows, c.How); err != nil {
		return err
	}
	promise := Promise{At: c.PromisedAt, MadeAt: d.at(), MadeBy: d.meta.Actor.Name, Cause: CauseFirst, Confirmed: true,
		ConfirmedBy: v.Customer, How: c.How}
	if err := d.emit(PromiseMade{ofVisit{v.ID}, promise}); err != nil {
		return err
	}
	return d.emit(OrderSigned{ofVisit{v.ID}})
}

// RePromise changes the promise (改约). It counts once the customer confirmed
// it; a delay that is the customer's own needs a note and a signature.
type RePromise struct {
	Visit       VisitID   `json:"visit"`
	PromisedAt  time.Time `json:"promised_at"`
	Cause       Cause     `json:"cause" choice:"promise_cause"`
	Note        string    `json:"note,omitempty" maxLength:"200"`
	Confirmed   bool      `json:"confirmed"`
	ConfirmedBy string    `json:"confirmed_by,omitempty" maxLength:"60"`
	How         How       `json:"how,omitempty" choice:"how"`
	Signed      bool      `json:"signed,omitempty"`
}

// Name implements Command.
func (RePromise) Name() string { return "re_promise" }
func (c RePromise) decide(d *decision) error {
	v, err := d.visitIn(c.Visit, "re_promise", StageWaitDispatch, StageDispatched, StageInRepair, StageStopped,
		StageWaitInspection, StageRework, StageWaitWash, StageWashing, StageReady)
	if err != nil {
		return err
	}
	if err := checkEnum("cause", Causes[1:], c.Cause); err != nil {
		return err
	}
	if !c.PromisedAt.After(d.at()) {
		return refuse("promise_past", "field", "promised_at", "value", d.local(c.PromisedAt))
	}
	if err := d.within("promised_at", c.PromisedAt, d.at(), d.at().AddDate(0, 6, 0)); err != nil {
		return err
	}
	if err := checkHow(c.How, c.Confirmed); err != nil {
		return err
	}
	if err := checkLength(text{"note", c.Note, maxReason}, text{"confirmed_by", c.ConfirmedBy, maxName}); err != nil {
		return err
	}
	if c.Cause == CauseCustomer && c.Note == "" {
		return refuse("note_required", "field", "note")
	}
	if c.Cause == CauseCustomer && !c.Signed {
		return refuse("signature_required", "field", "signed")
	}
	by := c.ConfirmedBy
	if by == "" && c.Confirmed {
		by = v.Customer
	}
	promise := Promise{At: c.PromisedAt, MadeAt: d.at(), MadeBy: d.meta.Actor.Name, Cause: c.Cause, Note: c.Note,
		Confirmed: c.Confirmed, ConfirmedBy: by, How: c.How, Signed: c.Signed}
	if err := d.emit(PromiseMade{ofVisit{v.ID}, promise}); err != nil {
		return err
	}
	if c.Confirmed {
		return d.emit(CustomerTold{ofVisit: ofVisit{v.ID}, How: c.How, Note: c.Note})
	}
	return nil
}
