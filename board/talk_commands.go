package board

// TellCustomer records a talk with the customer (已告知).
type TellCustomer struct {
	Visit VisitID `json:"visit"`
	How   How     `json:"how" choice:"how"`
	Note  string  `json:"note,omitempty" maxLength:"200"`
}

// Name implements Command.
func (TellCustomer) Name() string { return "tell_customer" }
func (c TellCustomer) decide(d *decision) error {
	v, err := d.visit(c.Visit)
	if err != nil {
		return err
	}
	if err := checkHow(c.How, true); err != nil {
		return err
	}
	if err := checkLength(text{"note", c.Note, maxReason}); err != nil {
		return err
	}
	pickup := v.Stage == StageReady || v.Stage == StageSettled
	return d.emit(CustomerTold{ofVisit{v.ID}, c.How, c.Note, pickup})
}

// AddNote adds a line to the thread between front desk and workshop; Phase
// follows from the stage when it is empty.
type AddNote struct {
	Visit VisitID `json:"visit"`
	Phase string  `json:"phase,omitempty" choice:"phase"`
	Text  string  `json:"text" maxLength:"500"`
}

// Name implements Command.
func (AddNote) Name() string { return "add_note" }
func (c AddNote) decide(d *decision) error {
	v, err := d.visit(c.Visit)
	if err != nil {
		return err
	}
	if c.Text == "" {
		return refuse("field_missing", "field", "text")
	}
	if err := checkLength(text{"text", c.Text, maxText}); err != nil {
		return err
	}
	phase := Phase(c.Phase)
	if phase == "" {
		phase = v.phase()
	}
	if err := checkEnum("phase", Phases, phase); err != nil {
		return err
	}
	return d.emit(NoteAdded{ofVisit{v.ID}, string(phase), c.Text})
}

func (v *Visit) phase() Phase {
	switch {
	case v.SignedAt.IsZero():
		return PhaseBefore
	case v.ReadyAt.IsZero():
		return PhaseDuring
	}
	return PhaseAfter
}
