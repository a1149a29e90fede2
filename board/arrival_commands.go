package board

// orderFree refuses an order number another visit has.
func (d *decision) orderFree(no string, except VisitID) error {
	if no == "" {
		return nil
	}
	if v := d.visitThat(func(v *Visit) bool { return v.OrderNo == no && v.ID != except }); v != nil {
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
func (c Arrive) decide(d *decision) error {
	details := c.Details
	id := d.newVisit()
	if c.Visit != "" {
		v, err := d.visitIn(c.Visit, "arrive", StageBooked, StageConfirmed, StageNoShow)
		if err != nil {
			return err
		}
		id = v.ID
		if details.Plate == "" {
			waiter := details.Waiter
			details = v.Details()
			details.Waiter = details.Waiter || waiter
		}
	}
	if err := d.checkDetails(&details); err != nil {
		return err
	}
	if err := d.orderFree(details.OrderNo, id); err != nil {
		return err
	}
	if err := d.plateAway(details.Plate, id); err != nil {
		return err
	}
	if err := d.comeback(c.ComebackOf, id); err != nil {
		return err
	}
	return d.emit(Arrived{ofVisit: ofVisit{id}, Details: details, Code: d.nextCode(), LinkedTo: c.ComebackOf,
		Comeback: c.Comeback || c.ComebackOf != ""})
}

// plateAway refuses a plate that another visit has in the shop now.
func (d *decision) plateAway(plate string, except VisitID) error {
	if v := d.visitThat(func(v *Visit) bool { return v.Plate == plate && v.InShop() && v.ID != except }); v != nil {
		return refuse("plate_present", "field", "plate", "plate", ShowPlate(plate), "visit", v.ID)
	}
	return nil
}

// comeback refuses a link to a visit the car cannot have come back from. A
// visit of long ago has left the state and is taken as given.
func (d *decision) comeback(of, id VisitID) error {
	if err := checkLength(text{"comeback_of", string(of), maxID}); err != nil {
		return err
	}
	if earlier, ok := d.Visits[of]; ok && (of == id || earlier.DeliveredAt.IsZero()) {
		return refuse("wrong_stage", "field", "comeback_of", "visit", of, "plate", ShowPlate(earlier.Plate), "stage",
			earlier.Stage, "action", "come_back")
	}
	return nil
}

// nextCode returns the next pickup code that no car in the shop carries.
func (d *decision) nextCode() int {
	used := map[string]bool{}
	for _, v := range d.Visits {
		if v.InShop() {
			used[v.Code] = true
		}
	}
	code := d.LastCode
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
func (c ChangeDetails) decide(d *decision) error {
	v, err := d.visit(c.Visit)
	if err != nil {
		return err
	}
	if v.Finished() && v.Stage != StageNoShow {
		return refuse("wrong_stage", "visit", v.ID, "plate", ShowPlate(v.Plate), "stage", v.Stage, "action", "change")
	}
	details := c.Details
	if err := d.checkDetails(&details); err != nil {
		return err
	}
	if err := d.orderFree(details.OrderNo, v.ID); err != nil {
		return err
	}
	if details == v.Details() {
		return nil
	}
	if v.InShop() {
		if err := d.plateAway(details.Plate, v.ID); err != nil {
			return err
		}
	}
	return d.emit(DetailsChanged{ofVisit{v.ID}, details})
}

// StartReception records that an advisor takes the car over.
type StartReception struct {
	Visit   VisitID  `json:"visit"`
	Advisor PersonID `json:"advisor,omitempty"`
}

// Name implements Command.
func (StartReception) Name() string { return "start_reception" }
func (c StartReception) decide(d *decision) error {
	v, err := d.visitIn(c.Visit, "start_reception", StageArrived)
	if err != nil {
		return err
	}
	if c.Advisor != "" {
		if _, err := d.person(c.Advisor, "advisor"); err != nil {
			return err
		}
	}
	if err := d.notBefore(v.ArrivedAt); err != nil {
		return err
	}
	return d.emit(ReceptionStarted{ofVisit{v.ID}, c.Advisor})
}
