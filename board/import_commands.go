package board

import (
	"slices"
	"strings"
	"time"
)

// ImportOrder brings in a signed repair order from another system: the car
// arrived, was written up, and waits for dispatch. Importing the same order
// again changes nothing; master data that differ are taken over, a promise or
// operations that differ are refused, because people may have changed them
// here. A car with an appointment on the same day becomes that visit.
type ImportOrder struct {
	Details
	ArrivedAt  time.Time `json:"arrived_at"`
	PromisedAt time.Time `json:"promised_at"`
	Operations []string  `json:"operations" doc:"codes of the catalogue"`
}

// Name implements Command.
func (ImportOrder) Name() string { return "import_order" }
func (c ImportOrder) decide(d *decision) error {
	if err := d.checkDetails(&c.Details); err != nil {
		return err
	}
	if c.OrderNo == "" {
		return refuse("field_missing", "field", "order_no")
	}
	if err := d.within("arrived_at", c.ArrivedAt, d.meta.Now.Add(-longAgo), d.meta.Now.Add(clockSkew)); err != nil {
		return err
	}
	if len(c.Operations) == 0 {
		return refuse("field_missing", "field", "operations")
	}
	for _, code := range c.Operations {
		if _, ok := d.Catalogue[code]; !ok {
			return refuse("unknown_code", "field", "operations", "value", code)
		}
	}
	if c.PromisedAt.IsZero() {
		return refuse("field_missing", "field", "promised_at")
	}
	if !c.PromisedAt.After(c.ArrivedAt) {
		return refuse("time_impossible", "field", "promised_at", "value", d.local(c.PromisedAt), "why", "before_arrival")
	}
	if err := d.within("promised_at", c.PromisedAt, c.ArrivedAt, d.meta.Now.AddDate(0, 6, 0)); err != nil {
		return err
	}
	if err := checkCount("operations", len(c.Operations), maxLines); err != nil {
		return err
	}
	if v := d.visitThat(func(v *Visit) bool { return v.OrderNo == c.OrderNo && !v.due() }); v != nil {
		return c.again(d, v)
	}
	return c.fresh(d)
}

// due reports whether the visit is an appointment whose car has not come.
func (v *Visit) due() bool {
	return v.Stage == StageBooked || v.Stage == StageConfirmed || v.Stage == StageNoShow
}

// again handles an order that is here already.
func (c ImportOrder) again(d *decision, v *Visit) error {
	differs := func(field string, have, value any) error {
		return refuse("order_differs", "field", field, "order_no", c.OrderNo, "have", have, "value", value)
	}
	if v.Plate != c.Plate {
		return differs("plate", v.Plate, c.Plate)
	}
	if first, ok := v.FirstPromise(); ok && !first.At.Equal(c.PromisedAt) {
		return differs("promised_at", d.local(first.At), d.local(c.PromisedAt))
	}
	codes := v.Imported
	for _, o := range v.Operations {
		if len(v.Imported) == 0 && !o.Rework && o.Additional == 0 {
			codes = append(codes, o.Code)
		}
	}
	if !slices.Equal(codes, c.Operations) {
		return differs("operations", strings.Join(codes, ";"), strings.Join(c.Operations, ";"))
	}
	have := v.Details()
	want := c.Details.over(have)
	want.Class = have.Class
	if have == want || v.Finished() {
		return nil
	}
	return d.emit(DetailsChanged{ofVisit{v.ID}, want})
}

// fresh opens the visit, or takes the one that was booked for it: under the
// same order number, or for the same plate and day.
func (c ImportOrder) fresh(d *decision) error {
	if err := d.plateAway(c.Plate, ""); err != nil {
		return err
	}
	id := d.newVisit()
	booked := d.visitThat(func(v *Visit) bool { return v.due() && v.Plate == c.Plate && v.OrderNo == c.OrderNo })
	if booked == nil {
		booked = d.visitThat(func(v *Visit) bool {
			return v.due() && v.Plate == c.Plate && sameDay(v.AppointmentAt, c.ArrivedAt, d.Location())
		})
	}
	if booked != nil {
		id, c.Details = booked.ID, c.Details.over(booked.Details())
	}
	if err := d.orderFree(c.OrderNo, id); err != nil {
		return err
	}
	if err := d.emitAt(Arrived{ofVisit: ofVisit{id}, Details: c.Details, Code: d.nextCode(),
		Imported: slices.Clone(c.Operations)}, c.ArrivedAt); err != nil {
		return err
	}
	if err := d.emitAt(ReceptionStarted{ofVisit{id}, c.Advisor}, c.ArrivedAt); err != nil {
		return err
	}
	for _, code := range c.Operations {
		if err := d.addOperation(id, NewOperation{Code: code}, 0); err != nil {
			return err
		}
	}
	promise := Promise{At: c.PromisedAt, MadeAt: c.ArrivedAt, MadeBy: d.meta.Actor.Name, Cause: CauseFirst,
		Confirmed: true, ConfirmedBy: c.Customer, How: HowSignature}
	if err := d.emitAt(PromiseMade{ofVisit{id}, promise}, c.ArrivedAt); err != nil {
		return err
	}
	if d.Visits[id].repairLines() == 0 {
		return refuse("no_operations", "field", "operations")
	}
	return d.emitAt(OrderSigned{ofVisit{id}}, c.ArrivedAt)
}

func (v *Visit) repairLines() int {
	n := 0
	for _, o := range v.Operations {
		if o.State != OperationCancelled && o.Trade != TradeWash {
			n++
		}
	}
	return n
}
