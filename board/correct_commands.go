package board

// Correct puts a visit where it really is, against the usual moves. It needs a
// manager and a reason, and stays in the journal as a correction.
type Correct struct {
	Visit  VisitID `json:"visit"`
	To     Stage   `json:"to" choice:"correction"`
	Reason string  `json:"reason" maxLength:"200"`
}

// correctable lists the stages a visit may be put into by hand.
var correctable = []Stage{StageWaitDispatch, StageWaitInspection, StageWaitWash, StageReady}

// Name implements Command.
func (Correct) Name() string { return "correct" }
func (c Correct) decide(d *decision) error {
	v, err := d.visit(c.Visit)
	if err != nil {
		return err
	}
	if err := d.manager(); err != nil {
		return err
	}
	if err := checkEnum("to", correctable, c.To); err != nil {
		return err
	}
	if err := checkReason("reason", c.Reason); err != nil {
		return err
	}
	if v.SignedAt.IsZero() {
		return refuse("order_unsigned")
	}
	if err := d.notBefore(v.lastWork()); err != nil {
		return err
	}
	if err := d.plateAway(v.Plate, v.ID); err != nil {
		return err
	}
	if err := d.emit(Corrected{ofVisit{v.ID}, c.To, c.Reason}); err != nil {
		return err
	}
	if got := d.Visits[v.ID].Stage; got != c.To {
		return refuse("move_refused", "visit", v.ID, "plate", ShowPlate(v.Plate), "from", v.Stage, "to", c.To)
	}
	return nil
}
