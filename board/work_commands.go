package board

import (
	"slices"
	"time"
)

// StartWork clocks technicians on (开工). Bay and Technicians may be left out
// when the operation was dispatched. It also resumes stopped work.
type StartWork struct {
	Visit       VisitID    `json:"visit"`
	Line        int        `json:"line"`
	Bay         BayID      `json:"bay,omitempty"`
	Technicians []PersonID `json:"technicians,omitempty" maxItems:"3"`
	Note        string     `json:"note,omitempty" maxLength:"200" doc:"why a rule was overridden"`
}

// Name implements Command.
func (StartWork) Name() string { return "start_work" }
func (c StartWork) decide(d *decision) error {
	v, err := d.visitIn(c.Visit, "start", StageWaitDispatch, StageDispatched, StageInRepair, StageStopped, StageRework)
	if err != nil {
		return err
	}
	o, err := d.line(v, c.Line)
	if err != nil {
		return err
	}
	if o.Trade == TradeWash {
		return refuse("wash_line", "field", "line", "line", c.Line, "action", "start")
	}
	if err := checkLength(text{"note", c.Note, maxReason}); err != nil {
		return err
	}
	if !o.Open() || o.Running() {
		return refuse("wrong_state", "what", "operation", "state", Say("operation."+string(o.State)), "action", "start")
	}
	for _, line := range o.After {
		if before := v.Operation(line); before != nil && before.Open() {
			return refuse("operation_held", "line", line)
		}
	}
	bay, technicians := c.Bay, c.Technicians
	if bay == "" {
		bay = o.Bay
	}
	if bay == "" {
		bay = v.Bay
	}
	if len(technicians) == 0 {
		technicians = o.Technicians
	}
	b, err := d.place(bay, technicians)
	if err != nil {
		return err
	}
	if other := d.Occupant(b.ID); other != nil && other.ID != v.ID {
		return refuse("bay_occupied", "field", "bay", "bay", b.Name, "plate", ShowPlate(other.Plate))
	}
	if running := v.runningElsewhere(b.ID); running != nil {
		return refuse("bay_occupied", "field", "bay", "bay", d.bayName(running.Bay), "plate", ShowPlate(v.Plate))
	}
	if err := d.notBefore(o.lastChange(v)); err != nil {
		return err
	}
	for _, id := range technicians {
		if err := d.clockOn(d.People[id], b, v); err != nil {
			return err
		}
	}
	return d.emit(WorkStarted{ofVisit{v.ID}, c.Line, b.ID, slices.Clone(technicians), c.Note})
}

func (d *decision) bayName(id BayID) string {
	if b, ok := d.Bays[id]; ok {
		return b.Name
	}
	return string(id)
}

// runningElsewhere returns work in progress on the car in another bay: a car is
// in one place.
func (v *Visit) runningElsewhere(bay BayID) *Operation {
	for i := range v.Operations {
		if o := &v.Operations[i]; o.Running() && o.Bay != bay {
			return o
		}
	}
	return nil
}

// clockOn refuses a technician who is away or busy. Somebody expected, or on a
// break, is present by clocking on. A team member may work both of the team's
// bays at once; work that only dries or charges holds nobody.
func (d *decision) clockOn(p *Person, b *Bay, v *Visit) error {
	switch p.Presence {
	case PresencePresent:
	case PresenceExpected, PresenceBreak, "":
		if err := d.emit(PresenceSet{Person: p.ID, Presence: PresencePresent}); err != nil {
			return err
		}
	default:
		return refuse("technician_absent", "field", "technicians", "person", p.Name, "presence", p.Presence)
	}
	work := slices.DeleteFunc(d.WorkOf(p.ID), d.onlyPassive)
	if len(work) == 0 {
		return nil
	}
	other := d.Visits[work[0].Visit]
	team, inTeam := d.Teams[p.Team]
	if inTeam && len(work) == 1 && other.ID != v.ID && slices.Contains(team.Bays, b.ID) &&
		slices.Contains(team.Bays, other.Bay) {
		return nil
	}
	return refuse("technician_busy", "field", "technicians", "person", p.Name, "plate", ShowPlate(other.Plate))
}

// onlyPassive reports whether nothing but passive time is left of running
// work: the paint dries, the battery charges, and its people are free.
func (d *decision) onlyPassive(ref OperationRef) bool {
	o := d.Visits[ref.Visit].Operation(ref.Line)
	if o.PassiveMinutes == 0 {
		return false
	}
	efficiency := 0
	for _, id := range o.Technicians {
		if p := d.People[id]; p != nil {
			efficiency += p.Efficiency
		}
	}
	attended := o.PlannedMinutes(efficiency / max(len(o.Technicians), 1))
	return o.Worked(d.at(), d.Settings.Calendar, d.Location()) >= time.Duration(attended)*time.Minute
}

func (v *Visit) lastWork() time.Time {
	at := v.SignedAt
	for i := range v.Operations {
		at = later(at, v.Operations[i].lastChange(v))
	}
	return at
}

// FinishWork ends an operation (完工). SelfCheck signs the self-check when it
// was the last one. Stay keeps the car in its bay.
type FinishWork struct {
	Visit     VisitID `json:"visit"`
	Line      int     `json:"line"`
	SelfCheck bool    `json:"self_check,omitempty"`
	Stay      bool    `json:"stay,omitempty"`
}

// Name implements Command.
func (FinishWork) Name() string { return "finish_work" }
func (c FinishWork) decide(d *decision) error {
	v, o, err := d.lineOf(c.Visit, c.Line)
	if err != nil {
		return err
	}
	if !o.Running() {
		return refuse("not_working", "line", c.Line, "field", "line")
	}
	if err := d.notBefore(o.lastChange(v)); err != nil {
		return err
	}
	stay := c.Stay || d.moreHere(v, o)
	if err := d.emit(WorkFinished{ofVisit{v.ID}, c.Line, stay}); err != nil {
		return err
	}
	if c.SelfCheck && !d.Visits[v.ID].openRepair() {
		return SignSelfCheck{Visit: v.ID}.decide(d)
	}
	return nil
}

// moreHere reports whether another open line can be done in the same bay, so
// that the car had better stay.
func (d *decision) moreHere(v *Visit, done *Operation) bool {
	b, ok := d.Bays[v.Bay]
	if !ok {
		return false
	}
	for _, o := range v.Operations {
		if o.Line != done.Line && o.Open() && o.Trade != TradeWash && b.Serves(o.BayType) && (o.Bay == "" || o.Bay == b.ID) {
			return true
		}
	}
	return false
}

func (v *Visit) openRepair() bool {
	for i := range v.Operations {
		if o := &v.Operations[i]; o.Open() && o.Trade != TradeWash {
			return true
		}
	}
	return false
}
