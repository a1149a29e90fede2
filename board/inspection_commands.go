package board

// SignSelfCheck signs the work of the whole car (自检). Inspections that the
// shop samples are passed at once when this car is not in the sample.
type SignSelfCheck struct {
	Visit VisitID `json:"visit"`
}

// Name implements Command.
func (SignSelfCheck) Name() string { return "sign_self_check" }
func (c SignSelfCheck) decide(d *decision) error {
	v, err := d.visitIn(c.Visit, "self_check", StageInRepair)
	if err != nil {
		return err
	}
	if v.openRepair() {
		return refuse("self_check_missing")
	}
	if err := d.notBefore(v.lastWork()); err != nil {
		return err
	}
	if err := d.emit(SelfChecked{ofVisit{v.ID}}); err != nil {
		return err
	}
	if v = d.Visits[v.ID]; v.Bay != "" {
		if err := d.emit(CarMoved{ofVisit: ofVisit{v.ID}}); err != nil {
			return err
		}
	}
	if v = d.Visits[v.ID]; v.NextLevel(d.Settings) == LevelFinal && v.ReworkRuns == 0 && !d.FinalSampled(v) {
		return d.emit(Inspected{ofVisit: ofVisit{v.ID},
			Inspection: Inspection{Level: LevelFinal, Passed: true, Sampled: true}})
	}
	return nil
}

// FinalSampled reports whether the final inspection of a visit that passes its
// self-check is really done, or passed by sampling. The choice follows from the
// visit's id, so that nobody can steer it and every replay agrees.
func (s *State) FinalSampled(v *Visit) bool {
	percent, ok := s.Settings.FinalSampling[v.Class]
	if !ok {
		return true
	}
	h := uint32(2166136261)
	for _, b := range []byte(string(s.Shop) + "/" + string(v.ID)) {
		h = (h ^ uint32(b)) * 16777619
	}
	return int(h%100) < percent
}

// Inspect records the result of the next inspection. A failure names the item
// and its cause and adds a rework line; Minutes and Trade may say how long it
// takes and who does it, else those of the failed line are used.
type Inspect struct {
	Visit     VisitID  `json:"visit"`
	Level     Level    `json:"level,omitempty" choice:"inspection" doc:"empty: the one that is next"`
	Inspector PersonID `json:"inspector,omitempty"`
	Passed    bool     `json:"passed"`
	Line      int      `json:"line,omitempty" doc:"the operation at fault"`
	Item      string   `json:"item,omitempty" maxLength:"200"`
	Cause     string   `json:"cause,omitempty" maxLength:"200"`
	Trade     Trade    `json:"trade,omitempty"`
	Minutes   int      `json:"minutes,omitempty"`
}

// Name implements Command.
func (Inspect) Name() string { return "inspect" }
func (c Inspect) decide(d *decision) error {
	stages := []Stage{StageWaitInspection}
	if !c.Passed {
		stages = append(stages, StageWaitWash, StageWashing, StageReady)
	}
	v, err := d.visitIn(c.Visit, "inspect", stages...)
	if err != nil {
		return err
	}
	next := v.NextLevel(d.Settings)
	if next == "" {
		next = LevelFinal
	}
	if c.Level == "" {
		c.Level = next
	}
	if c.Level != next {
		return refuse("level_order", "field", "level", "level", next)
	}
	if c.Inspector != "" {
		p, err := d.person(c.Inspector, "inspector")
		if err != nil {
			return err
		}
		if v.Worker(p.ID) {
			return refuse("inspector_worked", "field", "inspector", "person", p.Name, "level", c.Level)
		}
	}
	if err := d.notBefore(v.SelfCheckedAt); err != nil {
		return err
	}
	if err := checkLength(text{"item", c.Item, maxReason}, text{"cause", c.Cause, maxReason}); err != nil {
		return err
	}
	result := Inspection{By: d.name(c.Inspector), Level: c.Level, Passed: c.Passed, Item: c.Item, Cause: c.Cause}
	if c.Passed {
		return d.emit(Inspected{ofVisit: ofVisit{v.ID}, Inspection: result})
	}
	if c.Item == "" {
		return refuse("field_missing", "field", "item")
	}
	if c.Cause == "" {
		return refuse("field_missing", "field", "cause")
	}
	rework, err := d.rework(v, c)
	if err != nil {
		return err
	}
	return d.emit(Inspected{ofVisit{v.ID}, result, &rework})
}

const reworkMinutes = 20

// rework builds the line that repairs what an inspection found.
func (d *decision) rework(v *Visit, c Inspect) (Operation, error) {
	o := Operation{Line: v.lastLine() + 1, NameZH: lineNames.Rework["zh"] + c.Item,
		NameEN: lineNames.Rework["en"] + c.Item,
		Trade:  TradeMechanical, StandardMinutes: reworkMinutes, Crew: 1, Rework: true}
	at := c.Line
	if err := checkCount("operations", o.Line, maxLines); err != nil {
		return o, err
	}
	if at == 0 {
		for _, op := range v.Operations {
			if op.State == OperationDone && op.Trade != TradeWash {
				at = op.Line
			}
		}
	}
	if at != 0 {
		fault, err := d.line(v, at)
		if err != nil {
			return o, err
		}
		if fault.Trade == TradeWash {
			return o, refuse("wash_line", "field", "line", "line", at, "action", "rework")
		}
		o.Code, o.Trade, o.BayType, o.MinGrade = fault.Code, fault.Trade, fault.BayType, fault.MinGrade
	}
	if c.Trade != "" {
		if c.Trade == TradeWash {
			return o, refuse("wash_line", "field", "trade", "line", o.Line, "action", "rework")
		}
		o.Trade = c.Trade
	}
	if c.Minutes != 0 {
		o.StandardMinutes = c.Minutes
	}
	return o, d.checkLine(v, o)
}

// ReleaseRework returns held rework out for dispatch.
type ReleaseRework struct {
	Visit VisitID `json:"visit"`
}

// Name implements Command.
func (ReleaseRework) Name() string { return "release_rework" }
func (c ReleaseRework) decide(d *decision) error {
	v, err := d.visitIn(c.Visit, "release", StageRework)
	if err != nil {
		return err
	}
	return d.emit(ReworkReleased{ofVisit{v.ID}})
}
