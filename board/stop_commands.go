package board

import "time"

// StopWork stops an operation, or the whole vehicle when Line is 0, with a
// reason. KeepBay leaves the car where it is.
type StopWork struct {
	Visit   VisitID    `json:"visit"`
	Line    int        `json:"line,omitempty" doc:"0: the whole vehicle"`
	Reason  StopReason `json:"reason" choice:"stop"`
	Note    string     `json:"note,omitempty" maxLength:"200"`
	KeepBay bool       `json:"keep_bay,omitempty"`
	Owner   string     `json:"owner,omitempty" maxLength:"60" doc:"who owns the next action; empty: the usual role"`
	Until   time.Time  `json:"until,omitzero"`
}

// Name implements Command.
func (StopWork) Name() string { return "stop_work" }
func (c StopWork) decide(d *decision) error {
	v, err := d.visitIn(c.Visit, "stop", StageWaitDispatch, StageDispatched, StageInRepair, StageStopped)
	if err != nil {
		return err
	}
	if err := checkEnum("reason", stopReasons(), c.Reason); err != nil {
		return err
	}
	if c.Reason == StopOther && c.Note == "" {
		return refuse("note_required", "field", "note")
	}
	if err := checkLength(text{"note", c.Note, maxReason}, text{"owner", c.Owner, maxName}); err != nil {
		return err
	}
	if err := d.ending("until", c.Until); err != nil {
		return err
	}
	if c.Owner == "" {
		c.Owner = string(c.Reason.owner())
	}
	stop := Stop{Reason: c.Reason, Note: c.Note, Owner: c.Owner, KeepsBay: c.KeepBay && v.Bay != "", Since: d.at(),
		Until: c.Until}
	if c.Line == 0 {
		if v.Stop.says(stop) {
			return nil
		}
		if err := d.notBefore(v.lastWork()); err != nil {
			return err
		}
		return d.emit(VehicleStopped{ofVisit{v.ID}, stop})
	}
	o, err := d.line(v, c.Line)
	if err != nil {
		return err
	}
	if o.Trade == TradeWash {
		return refuse("wash_line", "field", "line", "line", c.Line, "action", "stop")
	}
	if !o.Open() {
		return refuse("wrong_state", "what", "operation", "state", Say("operation."+string(o.State)), "action", "stop")
	}
	if o.Stop.says(stop) {
		return nil
	}
	if err := d.notBefore(o.lastChange(v)); err != nil {
		return err
	}
	return d.emit(WorkStopped{ofVisit{v.ID}, c.Line, stop})
}

// EndStop lifts a stop so that the work can be given out again; Line 0 lifts
// every stop of the vehicle. To go on at once, start the work instead.
type EndStop struct {
	Visit VisitID `json:"visit"`
	Line  int     `json:"line,omitempty"`
}

// Name implements Command.
func (EndStop) Name() string { return "end_stop" }
func (c EndStop) decide(d *decision) error {
	v, err := d.visit(c.Visit)
	if err != nil {
		return err
	}
	if c.Line != 0 {
		o, err := d.line(v, c.Line)
		if err != nil {
			return err
		}
		if o.State != OperationStopped {
			return refuse("wrong_state", "what", "operation", "state", Say("operation."+string(o.State)), "action", "resume")
		}
	} else if v.Standstill() == nil {
		return refuse("wrong_stage", "visit", v.ID, "plate", ShowPlate(v.Plate), "stage", v.Stage, "action", "resume")
	}
	if err := d.notBefore(v.lastWork()); err != nil {
		return err
	}
	return d.emit(StopEnded{ofVisit{v.ID}, c.Line})
}
