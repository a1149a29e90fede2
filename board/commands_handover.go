package board

// Settle records the time on the settlement sheet. Checked says that the
// advisor compared the reported faults with the work done.
type Settle struct {
	Visit   VisitID `json:"visit"`
	Checked bool    `json:"checked"`
}

// Name implements Command.
func (Settle) Name() string { return "settle" }
func (c Settle) decide(t *turn) error {
	v, err := t.visitIn(c.Visit, "settle", StageReady)
	if err != nil {
		return err
	}
	if !c.Checked {
		return refuse("not_checked", "field", "checked")
	}
	if err := t.notBefore(v.ReadyAt); err != nil {
		return err
	}
	return t.emit(Settled{ofVisit{v.ID}})
}

// VoidSettlement takes a settlement back; the manager's right.
type VoidSettlement struct {
	Visit  VisitID `json:"visit"`
	Reason string  `json:"reason" maxLength:"200"`
}

// Name implements Command.
func (VoidSettlement) Name() string { return "void_settlement" }
func (c VoidSettlement) decide(t *turn) error {
	v, err := t.visitIn(c.Visit, "void_settlement", StageSettled)
	if err != nil {
		return err
	}
	if err := t.manager(); err != nil {
		return err
	}
	if err := reason("reason", c.Reason); err != nil {
		return err
	}
	return t.emit(SettlementVoided{ofVisit{v.ID}, c.Reason})
}

func (t *turn) manager() error {
	if t.meta.Actor.Role != RoleManager {
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
func (c Deliver) decide(t *turn) error {
	v, err := t.visitIn(c.Visit, "deliver", StageSettled)
	if err != nil {
		return err
	}
	if err := t.notBefore(v.SettledAt); err != nil {
		return err
	}
	return t.emit(Delivered{ofVisit{v.ID}})
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
func (c FollowUpCall) decide(t *turn) error {
	v, err := t.visitIn(c.Visit, "follow_up", StageDelivered)
	if err != nil {
		return err
	}
	if err := t.notBefore(v.DeliveredAt); err != nil {
		return err
	}
	if err := short(text{"note", c.Note, maxText}); err != nil {
		return err
	}
	return t.emit(FollowedUp{ofVisit{v.ID}, c.Reached, c.OnTime, c.Note})
}
