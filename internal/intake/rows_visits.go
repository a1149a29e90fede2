package intake

import "bayline/board"

// details reads what orders and appointments say about a car.
func (r *reader) details() board.Details {
	return board.Details{
		Plate: r.plate(), Customer: r.text("customer"), Phone: r.plain("phone"), Model: r.text("model"), VIN: r.text("vin"),
		Advisor: r.person("advisor", r.plain("advisor"), board.RoleAdvisor), Class: word(r, "class", classWords, board.Classes, ""),
		Purpose: r.text("purpose"), Wishes: r.text("wishes"), Waiter: r.yes("waiter"),
	}
}

// order reads a repair order.
func (r *reader) order() []board.Command {
	c := board.ImportOrder{Details: r.details()}
	c.OrderNo = r.needed("order_no")
	c.ArrivedAt, c.PromisedAt = r.time("arrived_at"), r.time("promised_at")
	c.Operations = r.operations("operations")
	if r.known != nil && c.OrderNo != "" && !r.here(c.OrderNo) && r.known(c.OrderNo) {
		r.problems = nil // finished long ago: what the row says does not matter any more
		return nil
	}
	return []board.Command{c}
}

func (r *reader) here(orderNo string) bool {
	for _, v := range r.scratch.Visits {
		if v.OrderNo == orderNo {
			return true
		}
	}
	return false
}

// appointment reads an appointment. One for the same plate and time is here
// already, whatever became of it; while the car is awaited, what the file says
// anew about it is taken over.
func (r *reader) appointment() []board.Command {
	d, at := r.details(), r.time("at")
	for _, v := range board.Sorted(r.scratch.Visits) {
		if v.Plate != d.Plate || at.IsZero() || !v.AppointmentAt.Equal(at) {
			continue
		}
		if v.Stage != board.StageBooked && v.Stage != board.StageConfirmed {
			return nil
		}
		return []board.Command{board.ChangeDetails{Visit: v.ID, Details: over(v.Details(), d)}}
	}
	return []board.Command{board.Book{Details: d, At: at}}
}

// over lays what a row says over what is known: an empty cell erases nothing.
func over(known, said board.Details) board.Details {
	for _, f := range []struct{ known, said *string }{
		{&known.Customer, &said.Customer}, {&known.Phone, &said.Phone}, {&known.Model, &said.Model}, {&known.VIN, &said.VIN},
		{&known.Purpose, &said.Purpose}, {&known.Wishes, &said.Wishes},
	} {
		if *f.said != "" {
			*f.known = *f.said
		}
	}
	if said.Advisor != "" {
		known.Advisor = said.Advisor
	}
	if said.Class != "" {
		known.Class = said.Class
	}
	known.Waiter = known.Waiter || said.Waiter
	return known
}
