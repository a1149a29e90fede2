package board

// details tidies and checks the master data of a visit.
func (t *turn) details(d *Details) error {
	d.Plate = NormalisePlate(d.Plate)
	if d.Plate == "" {
		return refuse("field_missing", "field", "plate")
	}
	if d.Class == "" {
		d.Class = ClassGeneral
	}
	if err := oneOf("class", Classes, d.Class); err != nil {
		return err
	}
	if d.Advisor != "" {
		if _, err := t.person(d.Advisor, "advisor"); err != nil {
			return err
		}
	}
	return short(
		text{"order_no", d.OrderNo, maxID}, text{"plate", d.Plate, 16}, text{"customer", d.Customer, maxName}, text{"phone", d.Phone, 30},
		text{"model", d.Model, maxName}, text{"vin", d.VIN, 17}, text{"purpose", d.Purpose, maxText}, text{"wishes", d.Wishes, maxText},
	)
}

// orderFree refuses an order number another visit has.
func (t *turn) orderFree(no string, except VisitID) error {
	if no == "" {
		return nil
	}
	if v := t.visitThat(func(v *Visit) bool { return v.OrderNo == no && v.ID != except }); v != nil {
		return refuse("order_no_taken", "field", "order_no", "order_no", no, "visit", v.ID)
	}
	return nil
}

// Arrive records that a car is here: a booked one by Visit, a walk-in by its
// details. ComebackOf links a car that came back to the earlier visit.
type Arrive struct {
	Visit VisitID `json:"visit,omitempty"`
	Details
	ComebackOf VisitID `json:"comeback_of,omitempty"`
	Comeback   bool    `json:"comeback,omitempty"`
}

// Name implements Command.
func (Arrive) Name() string { return "arrive" }
func (c Arrive) decide(t *turn) error {
	d := c.Details
	id := t.newVisit()
	if c.Visit != "" {
		v, err := t.visitIn(c.Visit, "arrive", StageBooked, StageConfirmed, StageNoShow)
		if err != nil {
			return err
		}
		id = v.ID
		if d.Plate == "" {
			waiter := d.Waiter
			d = v.Details()
			d.Waiter = d.Waiter || waiter
		}
	}
	if err := t.details(&d); err != nil {
		return err
	}
	if err := t.orderFree(d.OrderNo, id); err != nil {
		return err
	}
	if err := t.plateAway(d.Plate, id); err != nil {
		return err
	}
	if err := t.comeback(c.ComebackOf, id); err != nil {
		return err
	}
	return t.emit(Arrived{ofVisit: ofVisit{id}, Details: d, Code: t.nextCode(), LinkedTo: c.ComebackOf, Comeback: c.Comeback || c.ComebackOf != ""})
}

// plateAway refuses a plate that another visit has in the shop now.
func (t *turn) plateAway(plate string, except VisitID) error {
	if v := t.visitThat(func(v *Visit) bool { return v.Plate == plate && v.InShop() && v.ID != except }); v != nil {
		return refuse("plate_present", "field", "plate", "plate", ShowPlate(plate), "visit", v.ID)
	}
	return nil
}

// comeback refuses a link to a visit the car cannot have come back from. A
// visit of long ago has left the state and is taken as given.
func (t *turn) comeback(of, id VisitID) error {
	if err := short(text{"comeback_of", string(of), maxID}); err != nil {
		return err
	}
	if earlier, ok := t.Visits[of]; ok && (of == id || earlier.DeliveredAt.IsZero()) {
		return refuse("wrong_stage", "field", "comeback_of", "visit", of, "plate", ShowPlate(earlier.Plate), "stage", earlier.Stage, "action", "come_back")
	}
	return nil
}

// nextCode gives the next pickup code that no car in the shop carries.
func (t *turn) nextCode() int {
	used := map[string]bool{}
	for _, v := range t.Visits {
		if v.InShop() {
			used[v.Code] = true
		}
	}
	code := t.LastCode
	for range 999 {
		code = code%999 + 1
		if !used[pickupCode(code)] {
			break
		}
	}
	return code
}

// ChangeDetails replaces the master data of a visit that is not over.
type ChangeDetails struct {
	Visit VisitID `json:"visit"`
	Details
}

// Name implements Command.
func (ChangeDetails) Name() string { return "change_details" }
func (c ChangeDetails) decide(t *turn) error {
	v, err := t.visit(c.Visit)
	if err != nil {
		return err
	}
	if v.Finished() && v.Stage != StageNoShow {
		return refuse("wrong_stage", "visit", v.ID, "plate", ShowPlate(v.Plate), "stage", v.Stage, "action", "change")
	}
	d := c.Details
	if err := t.details(&d); err != nil {
		return err
	}
	if err := t.orderFree(d.OrderNo, v.ID); err != nil {
		return err
	}
	if d == v.Details() {
		return nil
	}
	if v.InShop() {
		if err := t.plateAway(d.Plate, v.ID); err != nil {
			return err
		}
	}
	return t.emit(DetailsChanged{ofVisit{v.ID}, d})
}

// StartReception records that an advisor takes the car over.
type StartReception struct {
	Visit   VisitID  `json:"visit"`
	Advisor PersonID `json:"advisor,omitempty"`
}

// Name implements Command.
func (StartReception) Name() string { return "start_reception" }
func (c StartReception) decide(t *turn) error {
	v, err := t.visitIn(c.Visit, "start_reception", StageArrived)
	if err != nil {
		return err
	}
	if c.Advisor != "" {
		if _, err := t.person(c.Advisor, "advisor"); err != nil {
			return err
		}
	}
	if err := t.notBefore(v.ArrivedAt); err != nil {
		return err
	}
	return t.emit(ReceptionStarted{ofVisit{v.ID}, c.Advisor})
}
