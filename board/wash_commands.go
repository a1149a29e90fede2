package board

import "slices"

// StartWash records that the wash began, in a wash bay when one is named.
type StartWash struct {
	Visit VisitID `json:"visit"`
	Bay   BayID   `json:"bay,omitempty"`
}

// Name implements Command.
func (StartWash) Name() string { return "start_wash" }
func (c StartWash) decide(d *decision) error {
	v, err := d.visitIn(c.Visit, "start_wash", StageWaitWash)
	if err != nil {
		return err
	}
	if err := d.notBefore(v.SelfCheckedAt); err != nil {
		return err
	}
	if c.Bay != "" {
		b, err := d.bay(c.Bay, "bay")
		if err != nil {
			return err
		}
		if !slices.Contains(b.Types, BayWash) {
			return refuse("field_invalid", "field", "bay", "value", b.Name)
		}
		if b.Maintenance != "" {
			return refuse("bay_maintenance", "field", "bay", "bay", b.Name, "reason", b.Maintenance)
		}
		if other := d.Occupant(b.ID); other != nil && other.ID != v.ID {
			return refuse("bay_occupied", "field", "bay", "bay", b.Name, "plate", ShowPlate(other.Plate))
		}
	}
	return d.emit(WashStarted{ofVisit{v.ID}, c.Bay})
}

// FinishWash records that the wash is done.
type FinishWash struct {
	Visit VisitID `json:"visit"`
}

// Name implements Command.
func (FinishWash) Name() string { return "finish_wash" }
func (c FinishWash) decide(d *decision) error {
	v, err := d.visitIn(c.Visit, "finish_wash", StageWashing)
	if err != nil {
		return err
	}
	if err := d.notBefore(v.WashingAt); err != nil {
		return err
	}
	return d.emit(WashEnded{ofVisit: ofVisit{v.ID}})
}

// SkipWash lets the car go without a wash, with the reason.
type SkipWash struct {
	Visit  VisitID `json:"visit"`
	Reason string  `json:"reason" maxLength:"200"`
}

// Name implements Command.
func (SkipWash) Name() string { return "skip_wash" }
func (c SkipWash) decide(d *decision) error {
	v, err := d.visitIn(c.Visit, "skip_wash", StageWaitWash)
	if err != nil {
		return err
	}
	if err := checkReason("reason", c.Reason); err != nil {
		return err
	}
	return d.emit(WashEnded{ofVisit{v.ID}, c.Reason})
}
