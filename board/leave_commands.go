package board

// Cancel ends a visit before work was done.
type Cancel struct {
	Visit  VisitID `json:"visit"`
	Reason string  `json:"reason" maxLength:"200"`
}

// Name implements Command.
func (Cancel) Name() string { return "cancel" }
func (c Cancel) decide(d *decision) error {
	v, err := d.visitIn(c.Visit, "cancel", StageBooked, StageConfirmed, StageNoShow, StageWaitDispatch, StageStopped)
	if err != nil {
		return err
	}
	if err := checkReason("reason", c.Reason); err != nil {
		return err
	}
	return d.emit(VisitEnded{ofVisit{v.ID}, StageCancelled, c.Reason})
}

// LeaveUnrepaired records that the car left without the work done.
type LeaveUnrepaired struct {
	Visit  VisitID `json:"visit"`
	Reason string  `json:"reason" maxLength:"200"`
}

// Name implements Command.
func (LeaveUnrepaired) Name() string { return "leave_unrepaired" }
func (c LeaveUnrepaired) decide(d *decision) error {
	v, err := d.visitIn(c.Visit, "let_it_leave", StageArrived, StageReception, StageStopped)
	if err != nil {
		return err
	}
	if err := checkReason("reason", c.Reason); err != nil {
		return err
	}
	return d.emit(VisitEnded{ofVisit{v.ID}, StageLeft, c.Reason})
}

// CarryOver records the decision to keep an open car over night.
type CarryOver struct {
	Visit    VisitID `json:"visit"`
	Decision string  `json:"decision" maxLength:"200"`
}

// Name implements Command.
func (CarryOver) Name() string { return "carry_over" }
func (c CarryOver) decide(d *decision) error {
	v, err := d.visit(c.Visit)
	if err != nil {
		return err
	}
	if !v.InShop() {
		return refuse("wrong_stage", "visit", v.ID, "plate", ShowPlate(v.Plate), "stage", v.Stage, "action", "carry_over")
	}
	if err := checkReason("decision", c.Decision); err != nil {
		return err
	}
	return d.emit(CarriedOver{ofVisit{v.ID}, c.Decision})
}
