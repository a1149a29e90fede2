package board

import (
	"slices"
	"time"
)

// Dispatch returns an operation to technicians and a bay. Whether the choice is
// sensible (trade, grade, shift, parts ...) is checked by the rules of package
// dispatch; Note says why one of them was overridden.
type Dispatch struct {
	Visit       VisitID    `json:"visit"`
	Line        int        `json:"line"`
	Bay         BayID      `json:"bay"`
	Technicians []PersonID `json:"technicians" maxItems:"3"`
	Start       time.Time  `json:"start,omitzero"`
	Note        string     `json:"note,omitempty" maxLength:"200"`
}

// Name implements Command.
func (Dispatch) Name() string { return "dispatch" }
func (c Dispatch) decide(d *decision) error {
	v, err := d.visitIn(c.Visit, "dispatch", StageWaitDispatch, StageDispatched, StageInRepair, StageRework, StageStopped)
	if err != nil {
		return err
	}
	o, err := d.line(v, c.Line)
	if err != nil {
		return err
	}
	if o.Trade == TradeWash {
		return refuse("wash_line", "field", "line", "line", c.Line, "action", "dispatch")
	}
	if o.State != OperationWaiting && o.State != OperationDispatched {
		return refuse("wrong_state", "what", "operation", "state", Say("operation."+string(o.State)), "action", "dispatch")
	}
	if v.Stop != nil {
		return refuse("wrong_stage", "visit", v.ID, "plate", ShowPlate(v.Plate), "stage", v.Stage, "action", "dispatch")
	}
	if _, err := d.place(c.Bay, c.Technicians); err != nil {
		return err
	}
	if err := d.expected("start", c.Start); err != nil {
		return err
	}
	if err := checkLength(text{"note", c.Note, maxReason}); err != nil {
		return err
	}
	if o.State == OperationDispatched && o.Bay == c.Bay && slices.Equal(o.Technicians, c.Technicians) &&
		o.Start.Equal(c.Start) {
		return nil
	}
	return d.emit(Dispatched{ofVisit{v.ID}, c.Line, c.Bay, slices.Clone(c.Technicians), c.Start, c.Note, d.meta.Predicted})
}

// place checks that a bay is usable and technicians are known and named once.
func (d *decision) place(bay BayID, technicians []PersonID) (*Bay, error) {
	b, err := d.bay(bay, "bay")
	if err != nil {
		return nil, err
	}
	if b.Maintenance != "" {
		return nil, refuse("bay_maintenance", "field", "bay", "bay", b.Name, "reason", b.Maintenance)
	}
	if len(technicians) == 0 {
		return nil, refuse("technicians_missing", "field", "technicians")
	}
	return b, d.crew(technicians)
}

// maxCrew is how many people work on one operation at most.
const maxCrew = 3

// crew checks that technicians are known, named once and not too many.
func (d *decision) crew(technicians []PersonID) error {
	if err := checkCount("technicians", len(technicians), maxCrew); err != nil {
		return err
	}
	for i, id := range technicians {
		p, err := d.person(id, "technicians")
		if err != nil {
			return err
		}
		if slices.Contains(technicians[:i], id) {
			return refuse("field_invalid", "field", "technicians", "value", p.Name)
		}
	}
	return nil
}

// Recall takes a dispatched operation back, or records that the technician
// refused it.
type Recall struct {
	Visit  VisitID `json:"visit"`
	Line   int     `json:"line"`
	Reason string  `json:"reason" maxLength:"200"`
}

// Name implements Command.
func (Recall) Name() string { return "recall" }
func (c Recall) decide(d *decision) error {
	v, o, err := d.lineOf(c.Visit, c.Line)
	if err != nil {
		return err
	}
	if o.State != OperationDispatched {
		return refuse("wrong_state", "what", "operation", "state", Say("operation."+string(o.State)), "action", "recall")
	}
	if err := checkReason("reason", c.Reason); err != nil {
		return err
	}
	return d.emit(Recalled{ofVisit{v.ID}, c.Line, c.Reason})
}

// SetPin fixes bay, technicians or start of an operation for the planner, or
// frees it when all of them are empty.
type SetPin struct {
	Visit       VisitID    `json:"visit"`
	Line        int        `json:"line"`
	Bay         BayID      `json:"bay,omitempty"`
	Technicians []PersonID `json:"technicians,omitempty" maxItems:"3"`
	Start       time.Time  `json:"start,omitzero"`
	Note        string     `json:"note,omitempty" maxLength:"200"`
}

// Name implements Command.
func (SetPin) Name() string { return "set_pin" }
func (c SetPin) decide(d *decision) error {
	v, o, err := d.lineOf(c.Visit, c.Line)
	if err != nil {
		return err
	}
	if o.Trade == TradeWash {
		return refuse("wash_line", "field", "line", "line", c.Line, "action", "pin")
	}
	if o.State != OperationWaiting && o.State != OperationDispatched && o.State != OperationStopped {
		return refuse("wrong_state", "what", "operation", "state", Say("operation."+string(o.State)), "action", "pin")
	}
	if c.Bay != "" {
		if _, err := d.bay(c.Bay, "bay"); err != nil {
			return err
		}
	}
	if err := d.crew(c.Technicians); err != nil {
		return err
	}
	if err := d.expected("start", c.Start); err != nil {
		return err
	}
	if err := checkLength(text{"note", c.Note, maxReason}); err != nil {
		return err
	}
	var pin *Pin
	if c.Bay != "" || len(c.Technicians) > 0 || !c.Start.IsZero() {
		pin = &Pin{Bay: c.Bay, Technicians: slices.Clone(c.Technicians), Start: c.Start, Note: c.Note, By: d.meta.Actor.Name}
	}
	if same(o.Pin, pin) {
		return nil
	}
	return d.emit(Pinned{ofVisit{v.ID}, c.Line, pin, d.meta.Predicted})
}
