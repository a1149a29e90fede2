package board

import "slices"

// NewOperation asks for one line of a repair order: a code of the catalogue,
// with any of its figures replaced for this car.
type NewOperation struct {
	Code            string `json:"code" maxLength:"40"`
	Name            string `json:"name,omitempty" maxLength:"120" doc:"for work that is not in the catalogue"`
	Trade           Trade  `json:"trade,omitempty"`
	StandardMinutes int    `json:"standard_minutes,omitempty"`
	Crew            int    `json:"crew,omitempty"`
	After           []int  `json:"after,omitempty" doc:"lines that must be finished first"`
}

// AddOperation adds a line to an order that is not ready yet.
type AddOperation struct {
	Visit VisitID `json:"visit"`
	NewOperation
}

// Name implements Command.
func (AddOperation) Name() string { return "add_operation" }
func (c AddOperation) decide(d *decision) error {
	v, err := d.visitIn(c.Visit, "add_work", StageReception, StageWaitDispatch, StageDispatched, StageInRepair,
		StageStopped, StageRework)
	if err != nil {
		return err
	}
	return d.addOperation(v.ID, c.NewOperation, 0)
}

// addOperation adds a line from the catalogue, or free work with its own name,
// trade and hours.
func (d *decision) addOperation(id VisitID, n NewOperation, additional int) error {
	v := d.Visits[id]
	if err := checkCount("operations", len(v.Operations)+1, maxLines); err != nil {
		return err
	}
	o, parts, err := d.newLine(v, n)
	if err != nil {
		return err
	}
	o.Additional = additional
	return d.emit(OperationAdded{ofVisit{id}, o, parts})
}

func (d *decision) newLine(v *Visit, n NewOperation) (Operation, []Part, error) {
	o := Operation{Line: v.lastLine() + 1, Code: n.Code, Crew: 1}
	var parts []Part
	if l, ok := d.Catalogue[n.Code]; ok {
		o.NameZH, o.NameEN, o.Trade, o.StandardMinutes = l.NameZH, l.NameEN, l.Trade, l.StandardMinutes
		o.PassiveMinutes, o.Crew, o.MinGrade, o.BayType = l.PassiveMinutes, l.Crew, l.MinGrade, l.BayType
		parts = d.partsOf(v, o.Line, l)
	} else if n.Code != "" {
		return o, nil, refuse("unknown_code", "field", "code", "value", n.Code)
	} else if n.Name == "" {
		return o, nil, refuse("field_missing", "field", "code")
	}
	if n.Name != "" {
		o.NameZH, o.NameEN = n.Name, n.Name
	}
	if n.Trade != "" {
		o.Trade = n.Trade
	}
	if n.StandardMinutes != 0 {
		o.StandardMinutes = n.StandardMinutes
	}
	if n.Crew != 0 {
		o.Crew = n.Crew
	}
	o.After = slices.Clone(n.After)
	if err := checkLength(text{"name", n.Name, maxOperation}, text{"code", n.Code, maxID}); err != nil {
		return o, nil, err
	}
	return o, parts, d.checkLine(v, o)
}

// maxOperation is the longest name of an operation, in characters.
const maxOperation = 120

// checkLine refuses a line nobody could plan: no trade, no hours, no crew, or
// waiting for itself.
func (d *decision) checkLine(v *Visit, o Operation) error {
	if err := checkEnum("trade", Trades, o.Trade); err != nil {
		return err
	}
	if o.StandardMinutes == 0 {
		return refuse("no_standard_hours", "field", "standard_minutes", "line", o.Line)
	}
	if o.StandardMinutes < 0 || o.StandardMinutes > 400*60 {
		return refuse("field_invalid", "field", "standard_minutes", "value", o.StandardMinutes)
	}
	if o.Crew < 1 || o.Crew > 3 {
		return refuse("field_invalid", "field", "crew", "value", o.Crew)
	}
	if o.PassiveMinutes < 0 || o.PassiveMinutes > 48*60 {
		return refuse("field_invalid", "field", "passive_minutes", "value", o.PassiveMinutes)
	}
	if o.MinGrade != "" {
		if err := checkEnum("min_grade", Grades, o.MinGrade); err != nil {
			return err
		}
	}
	if err := checkCount("after", len(o.After), maxLines); err != nil {
		return err
	}
	for _, line := range o.After {
		if line == o.Line || v.reaches(line, o.Line) {
			return refuse("cycle", "field", "after")
		}
		before := v.Operation(line)
		if before == nil {
			return refuse("operation_unknown", "field", "after", "visit", v.ID, "line", line)
		}
		if before.Trade == TradeWash {
			return refuse("wash_line", "field", "after", "line", line, "action", "wait")
		}
	}
	return nil
}

// reaches reports whether line waits, directly or not, for target.
func (v *Visit) reaches(line, target int) bool {
	o := v.Operation(line)
	if o == nil {
		return false
	}
	for _, before := range o.After {
		if before == target || v.reaches(before, target) {
			return true
		}
	}
	return false
}

func (v *Visit) lastLine() int {
	last := 0
	for _, o := range v.Operations {
		last = max(last, o.Line)
	}
	return last
}

func (d *decision) partsOf(v *Visit, line int, l *LabourTime) []Part {
	var parts []Part
	next := v.lastPart() + 1
	for i, zh := range l.PartsZH {
		en := zh
		if i < len(l.PartsEN) {
			en = l.PartsEN[i]
		}
		parts = append(parts, Part{ID: next + i, Line: line, NameZH: zh, NameEN: en, State: PartUnchecked, Since: d.at()})
	}
	return parts
}

// ChangeOperation changes what a line asks for while it is open.
type ChangeOperation struct {
	Visit           VisitID `json:"visit"`
	Line            int     `json:"line"`
	StandardMinutes int     `json:"standard_minutes"`
	PassiveMinutes  int     `json:"passive_minutes"`
	Crew            int     `json:"crew"`
	MinGrade        Grade   `json:"min_grade,omitempty"`
	After           []int   `json:"after,omitempty"`
}

// Name implements Command.
func (ChangeOperation) Name() string { return "change_operation" }
func (c ChangeOperation) decide(d *decision) error {
	v, o, err := d.lineOf(c.Visit, c.Line)
	if err != nil {
		return err
	}
	if !o.Open() {
		return refuse("wrong_state", "what", "operation", "state", Say("operation."+string(o.State)), "action", "change")
	}
	next := *o
	next.StandardMinutes, next.PassiveMinutes, next.Crew, next.MinGrade, next.After = c.StandardMinutes,
		c.PassiveMinutes, c.Crew, c.MinGrade, c.After
	if err := d.checkLine(v, next); err != nil {
		return err
	}
	if same(*o, next) {
		return nil
	}
	return d.emit(OperationChanged{ofVisit{v.ID}, c.Line, c.StandardMinutes, c.PassiveMinutes, c.Crew, c.MinGrade,
		c.After})
}

// CancelOperation takes a line off the order before work on it began.
type CancelOperation struct {
	Visit  VisitID `json:"visit"`
	Line   int     `json:"line"`
	Reason string  `json:"reason,omitempty" maxLength:"200"`
}

// Name implements Command.
func (CancelOperation) Name() string { return "cancel_operation" }
func (c CancelOperation) decide(d *decision) error {
	v, o, err := d.lineOf(c.Visit, c.Line)
	if err != nil {
		return err
	}
	if !o.StartedAt.IsZero() {
		return refuse("line_started", "line", c.Line, "action", "remove")
	}
	if !o.Open() {
		return nil
	}
	if v.Stage != StageReception && c.Reason == "" {
		return refuse("note_required", "field", "reason")
	}
	if err := checkLength(text{"reason", c.Reason, maxReason}); err != nil {
		return err
	}
	if v.repairLines() == 1 && o.Trade != TradeWash && v.Stage != StageReception {
		return refuse("no_operations", "field", "line")
	}
	return d.emit(OperationCancelledEvent{ofVisit{v.ID}, c.Line, c.Reason})
}
