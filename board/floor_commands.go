package board

// MoveCar records that a car was moved to a bay, or to a parking place.
type MoveCar struct {
	Visit   VisitID `json:"visit"`
	Bay     BayID   `json:"bay,omitempty"`
	Parking string  `json:"parking,omitempty" maxLength:"20"`
}

// Name implements Command.
func (MoveCar) Name() string { return "move_car" }
func (c MoveCar) decide(d *decision) error {
	v, err := d.visit(c.Visit)
	if err != nil {
		return err
	}
	if !v.InShop() {
		return refuse("wrong_stage", "visit", v.ID, "plate", ShowPlate(v.Plate), "stage", v.Stage, "action", "move")
	}
	for i := range v.Operations {
		if o := &v.Operations[i]; o.Running() && o.Bay != c.Bay {
			return refuse("wrong_state", "what", "operation", "state", Say("operation."+string(o.State)), "action", "move")
		}
	}
	if err := checkLength(text{"parking", c.Parking, 20}); err != nil {
		return err
	}
	if c.Bay != "" {
		c.Parking = "" // a car is in one place
		b, err := d.bay(c.Bay, "bay")
		if err != nil {
			return err
		}
		if b.Maintenance != "" {
			return refuse("bay_maintenance", "field", "bay", "bay", b.Name, "reason", b.Maintenance)
		}
		if other := d.Occupant(b.ID); other != nil && other.ID != v.ID {
			return refuse("bay_occupied", "field", "bay", "bay", b.Name, "plate", ShowPlate(other.Plate))
		}
	}
	if v.Bay == c.Bay && v.Parking == c.Parking {
		return nil
	}
	return d.emit(CarMoved{ofVisit{v.ID}, c.Bay, c.Parking})
}

// SetHelp raises or lowers a call for help on an operation.
type SetHelp struct {
	Visit VisitID `json:"visit"`
	Line  int     `json:"line"`
	On    bool    `json:"on"`
}

// Name implements Command.
func (SetHelp) Name() string { return "set_help" }
func (c SetHelp) decide(d *decision) error {
	v, o, err := d.lineOf(c.Visit, c.Line)
	if err != nil {
		return err
	}
	if o.HelpSince.IsZero() == !c.On {
		return nil
	}
	if c.On && !o.Open() {
		return refuse("wrong_state", "what", "operation", "state", Say("operation."+string(o.State)), "action", "call_help")
	}
	return d.emit(HelpSet{ofVisit{v.ID}, c.Line, c.On})
}

// ReportOverrun is the technician's "I won't make it": the work takes Minutes more.
type ReportOverrun struct {
	Visit   VisitID `json:"visit"`
	Line    int     `json:"line"`
	Minutes int     `json:"minutes" minimum:"1" maximum:"1440"`
	Reason  string  `json:"reason,omitempty" maxLength:"200"`
}

// Name implements Command.
func (ReportOverrun) Name() string { return "warn_late" }
func (c ReportOverrun) decide(d *decision) error {
	v, o, err := d.lineOf(c.Visit, c.Line)
	if err != nil {
		return err
	}
	if !o.Open() {
		return refuse("wrong_state", "what", "operation", "state", Say("operation."+string(o.State)), "action", "change")
	}
	if c.Minutes < 1 || c.Minutes > 24*60 {
		return refuse("field_invalid", "field", "minutes", "value", c.Minutes)
	}
	if err := checkLength(text{"reason", c.Reason, maxReason}); err != nil {
		return err
	}
	return d.emit(OverrunReported{ofVisit{v.ID}, c.Line, c.Minutes, c.Reason})
}

// AcknowledgeOverrun records that the advisor has read the technician's warning.
type AcknowledgeOverrun struct {
	Visit VisitID `json:"visit"`
	Line  int     `json:"line"`
}

// Name implements Command.
func (AcknowledgeOverrun) Name() string { return "see_warning" }
func (c AcknowledgeOverrun) decide(d *decision) error {
	v, o, err := d.lineOf(c.Visit, c.Line)
	if err != nil {
		return err
	}
	if o.Warning == nil || !o.Warning.SeenAt.IsZero() {
		return nil
	}
	return d.emit(OverrunAcknowledged{ofVisit{v.ID}, c.Line})
}
