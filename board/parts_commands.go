package board

import (
	"slices"
	"time"
)

// SetPart moves a part line on; ID 0 adds a part.
type SetPart struct {
	Visit VisitID   `json:"visit"`
	ID    int       `json:"id,omitempty"`
	Line  int       `json:"line,omitempty"`
	Part  string    `json:"part,omitempty" maxLength:"60" doc:"name of a new part"`
	State PartState `json:"state" choice:"part"`
	ETA   time.Time `json:"eta,omitzero"`
	Note  string    `json:"note,omitempty" maxLength:"200"`
}

// Name implements Command.
func (SetPart) Name() string { return "set_part" }
func (c SetPart) decide(d *decision) error {
	v, err := d.visit(c.Visit)
	if err != nil {
		return err
	}
	if err := d.expected("eta", c.ETA); err != nil {
		return err
	}
	if err := checkLength(text{"part", c.Part, maxName}, text{"note", c.Note, maxReason}); err != nil {
		return err
	}
	if c.ID == 0 {
		if err := checkCount("parts", len(v.Parts)+1, maxLines); err != nil {
			return err
		}
		if c.Part == "" {
			return refuse("field_missing", "field", "part")
		}
		if c.State == "" {
			c.State = PartUnchecked
		}
		if err := checkEnum("state", []PartState{PartUnchecked, PartKitted, PartShort, PartOrdered, PartInTransit,
			PartArrived, PartIssued}, c.State); err != nil {
			return err
		}
		if c.Line != 0 && v.Operation(c.Line) == nil {
			return refuse("operation_unknown", "field", "line", "visit", v.ID, "line", c.Line)
		}
		return d.emit(PartSet{ofVisit{v.ID}, Part{ID: v.lastPart() + 1, Line: c.Line, NameZH: c.Part, NameEN: c.Part,
			State: c.State, ETA: c.ETA, Note: c.Note}})
	}
	i := slices.IndexFunc(v.Parts, func(p Part) bool { return p.ID == c.ID })
	if i < 0 {
		return refuse("part_unknown", "field", "id", "visit", v.ID, "part", c.ID)
	}
	p := v.Parts[i]
	if err := checkEnum("state", PartStates, c.State); err != nil {
		return err
	}
	if p.State == c.State && p.ETA.Equal(c.ETA) && p.Note == c.Note {
		return nil
	}
	if p.State != c.State && !known(partMoves[p.State], c.State) {
		return refuse("parts_transition", "field", "state", "part_from", p.State, "part_to", c.State)
	}
	p.State, p.ETA, p.Note = c.State, c.ETA, c.Note
	return d.emit(PartSet{ofVisit{v.ID}, p})
}

func (v *Visit) lastPart() int {
	last := 0
	for _, p := range v.Parts {
		last = max(last, p.ID)
	}
	return last
}
