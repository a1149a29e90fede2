package board

// Settle records the time on the settlement sheet. Checked says that the
// advisor compared the reported faults with the work done.
type Settle struct {
	Visit   VisitID `json:"visit"`
	Checked bool    `json:"checked"`
}

// Name implements Command.
func (Settle) Name() string { return "settle" }
func (c Settle) decide(d *decision) error {
	v, err := d.visitIn(c.Visit, "settle", StageReady)
	if err != nil {
		return err
	}
	if !c.Checked {
		return refuse("not_checked", "field", "checked")
	}
	if err := d.notBefore(v.ReadyAt); err != nil {
		return err
	}
	return d.emit(Settled{ofVisit{v.ID}})
}

// VoidSettlement takes a settlement back; the manager's right.
type VoidSettlement struct {
	Visit  VisitID `json:"visit"`
	Reason string  `json:"reason" maxLength:"200"`
}

// Name implements Command.
func (VoidSettlement) Name() string { return "void_settlement" }
func (c VoidSettlement) decide(d *decision) error {
	v, err := d.visitIn(c.Visit, "void_settlement", StageSettled)
	if err != nil {
		return err
	}
	if err := d.manager(); err != nil {
		return err
	}
	if err := checkReason("reason", c.Reason); err != nil {
		return err
	}
	return d.emit(SettlementVoided{ofVisit{v.ID}, c.Reason})
}

func (d *decision) manager() error {
	if d.meta.Actor.Role != RoleManager {
		return refuse("manager_required")
	}
	return nil
}

// Deliver records that the customer has the car.
type Deliver struct {
	Visit VisitID `json:"visit"`
}

// Name implements Command.
func (Deliver) Name() string { return "deliver" }
func (c Deliver) decide(d *decision) error {
	v, err := d.visitIn(c.Visit, "deliver", StageSettled)
	if err != nil {
		return err
	}
	if err := d.notBefore(v.SettledAt); err != nil {
		return err
	}
	return d.emit(Delivered{ofVisit{v.ID}})
}

// FollowUpCall records the call within three days after delivery. OnTime is
// the customer's own answer; a "no" counts as late.
type FollowUpCall struct {
	Visit   VisitID `json:"visit"`
	Reached bool    `json:"reached"`
	OnTime  bool    `json:"on_time"`
	Note    string  `json:"note,omitempty" maxLength:"500"`
}

// Name implements Command.
func (FollowUpCall) Name() string { return "follow_up" }
func (c FollowUpCall) decide(d *decision) error {
	v, err := d.visitIn(c.Visit, "follow_up", StageDelivered)
	if err != nil {
		return err
	}
	if err := d.notBefore(v.DeliveredAt); err != nil {
		return err
	}
	if err := checkLength(text{"note", c.Note, maxText}); err != nil {
		return err
	}
	return d.emit(FollowedUp{ofVisit{v.ID}, c.Reached, c.OnTime, c.Note})
}
