package board

import (
	"slices"
	"time"
)

// The most lines a plan is adopted or rejected with at once: a shop with
// hundreds of cars stays far below.
const maxPlanLines = 2000

// PlanLine is what a plan says about one operation: where, by whom and from
// when.
type PlanLine struct {
	Visit       VisitID    `json:"visit"`
	Line        int        `json:"line"`
	Bay         BayID      `json:"bay"`
	Technicians []PersonID `json:"technicians" maxItems:"3"`
	Start       time.Time  `json:"start,omitzero"`
}

// AdoptPlan takes over what a plan says about some operations that nobody has
// begun or given out. The planner keeps to it from then on as long as it can;
// a pin of a person goes before. Lines that are so already change nothing.
// Before is what the plan had for these operations, to take the change back by.
type AdoptPlan struct {
	Lines  []PlanLine `json:"lines" minItems:"1" maxItems:"2000"`
	Before []PlanLine `json:"before,omitempty" maxItems:"2000"`
	Note   string     `json:"note,omitempty" maxLength:"200"`
}

// Name implements Command.
func (AdoptPlan) Name() string { return "adopt_plan" }
func (c AdoptPlan) decide(d *decision) error {
	if err := checkLength(text{"note", c.Note, maxReason}); err != nil {
		return err
	}
	if err := d.planLines(c.Lines); err != nil {
		return err
	}
	if err := d.linesExist("before", c.Before); err != nil {
		return err
	}
	var changed []PlanLine
	for _, l := range c.Lines {
		now := d.Visits[l.Visit].Operation(l.Line).Planned
		l.Start, l.Technicians = stored(l.Start), slices.Clone(l.Technicians)
		if now == nil || now.Bay != l.Bay || !slices.Equal(now.Technicians, l.Technicians) || !now.Start.Equal(l.Start) {
			changed = append(changed, l)
		}
	}
	if len(changed) == 0 {
		return nil
	}
	return d.emit(PlanAdopted{Lines: changed, Before: slices.Clone(c.Before), Note: c.Note})
}

// RejectPlan declines a proposed plan, so that the same one is not proposed
// again. Fingerprint is what tells it from others; Lines are what it would
// have changed.
type RejectPlan struct {
	Fingerprint string     `json:"fingerprint" maxLength:"60"`
	Lines       []PlanLine `json:"lines,omitempty" maxItems:"2000"`
	Reason      string     `json:"reason,omitempty" maxLength:"200"`
}

// Name implements Command.
func (RejectPlan) Name() string { return "reject_plan" }
func (c RejectPlan) decide(d *decision) error {
	if c.Fingerprint == "" {
		return refuse("field_missing", "field", "fingerprint")
	}
	if err := checkLength(text{"fingerprint", c.Fingerprint, maxName}, text{"reason", c.Reason, maxReason}); err != nil {
		return err
	}
	if err := d.linesExist("lines", c.Lines); err != nil {
		return err
	}
	if d.RejectedPlan(c.Fingerprint) {
		return nil
	}
	return d.emit(PlanRejected{Fingerprint: c.Fingerprint, Lines: slices.Clone(c.Lines), Reason: c.Reason})
}

// linesExist refuses lines of operations that are not known, saying in which
// row.
func (d *decision) linesExist(field string, lines []PlanLine) error {
	if err := checkCount(field, len(lines), maxPlanLines); err != nil {
		return err
	}
	for i, l := range lines {
		if _, _, err := d.lineOf(l.Visit, l.Line); err != nil {
			return inRow(err, i)
		}
	}
	return nil
}

// planLines refuses lines that a plan cannot speak about, saying in which row.
func (d *decision) planLines(lines []PlanLine) error {
	if len(lines) == 0 {
		return refuse("field_missing", "field", "lines")
	}
	if err := checkCount("lines", len(lines), maxPlanLines); err != nil {
		return err
	}
	seen := make(map[OperationRef]bool, len(lines))
	for i, l := range lines {
		if err := d.planLine(l); err != nil {
			return inRow(err, i)
		}
		ref := OperationRef{Visit: l.Visit, Line: l.Line}
		if seen[ref] {
			return inRow(refuse("field_invalid", "field", "line", "value", l.Line), i)
		}
		seen[ref] = true
	}
	return nil
}

func (d *decision) planLine(l PlanLine) error {
	_, o, err := d.lineOf(l.Visit, l.Line)
	switch {
	case err != nil:
		return err
	case o.Trade == TradeWash:
		return refuse("wash_line", "field", "line", "line", l.Line, "action", "plan")
	case o.State != OperationWaiting && o.State != OperationStopped:
		return refuse("wrong_state", "field", "line", "what", "operation", "state", Say("operation."+string(o.State)),
			"action", "plan")
	}
	if _, err := d.bay(l.Bay, "bay"); err != nil {
		return err
	}
	if len(l.Technicians) == 0 {
		return refuse("technicians_missing", "field", "technicians")
	}
	if err := d.crew(l.Technicians); err != nil {
		return err
	}
	return d.expected("start", l.Start)
}
