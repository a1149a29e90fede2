package board

import (
	"slices"
	"time"
)

// SetPerson adds a person or changes their master data. Presence and team are
// left alone: SetPresence and SetTeam change them.
type SetPerson struct {
	Person Person `json:"person"`
}

// Name implements Command.
func (SetPerson) Name() string { return "set_person" }
func (c SetPerson) decide(d *decision) error {
	p := c.Person
	if p.ID == "" {
		return refuse("field_missing", "field", "id")
	}
	if p.Name == "" {
		return refuse("field_missing", "field", "name")
	}
	if len(p.Roles) == 0 {
		return refuse("field_missing", "field", "roles")
	}
	if err := checkEnums("roles", Roles, p.Roles); err != nil {
		return err
	}
	if err := checkEnums("trades", Trades, p.Trades); err != nil {
		return err
	}
	if p.Grade != "" {
		if err := checkEnum("grade", Grades, p.Grade); err != nil {
			return err
		}
	}
	if p.Efficiency == 0 {
		p.Efficiency = 100
	}
	if p.Efficiency < 20 || p.Efficiency > 300 {
		return refuse("field_invalid", "field", "efficiency", "value", p.Efficiency)
	}
	if err := windows("shift", p.Shift); err != nil {
		return err
	}
	if err := checkLength(text{"id", string(p.ID), maxID}, text{"name", p.Name, maxName},
		text{"desk", p.Desk, maxName}); err != nil {
		return err
	}
	old, exists := d.People[p.ID]
	p.Presence, p.PresenceSince, p.PresenceUntil, p.Team = PresenceExpected, time.Time{}, time.Time{}, ""
	if exists {
		p.Presence, p.PresenceSince, p.PresenceUntil, p.Team = old.Presence, old.PresenceSince, old.PresenceUntil, old.Team
		if same(*old, p) {
			return nil
		}
	}
	return d.emit(PersonSet{Person: p})
}

// RemovePerson takes a person off the staff, out of their team and out of the
// pins. Somebody with open work stays.
type RemovePerson struct {
	Person PersonID `json:"person"`
}

// Name implements Command.
func (RemovePerson) Name() string { return "remove_person" }
func (c RemovePerson) decide(d *decision) error {
	p, err := d.person(c.Person, "person")
	if err != nil {
		return err
	}
	for _, v := range Sorted(d.Visits) {
		for i := range v.Operations {
			if o := &v.Operations[i]; o.Open() && slices.Contains(o.Technicians, p.ID) {
				return refuse("person_in_use", "person", p.Name, "plate", ShowPlate(v.Plate))
			}
		}
	}
	err = d.unpin(func(pin *Pin) {
		pin.Technicians = slices.DeleteFunc(pin.Technicians, func(id PersonID) bool { return id == p.ID })
	})
	if err != nil {
		return err
	}
	if team, ok := d.Teams[p.Team]; ok {
		if err := d.emit(TeamSet{Team: *team.without(map[PersonID]bool{p.ID: true})}); err != nil {
			return err
		}
	}
	return d.emit(PersonRemoved{Person: p.ID})
}

// unpin edits a copy of every pin and records those that changed; a pin that
// holds nothing any more is freed.
func (d *decision) unpin(edit func(*Pin)) error {
	for _, v := range Sorted(d.Visits) {
		for _, o := range v.Operations {
			if o.Pin == nil || !o.Open() {
				continue
			}
			pin := *o.Pin
			pin.Technicians = slices.Clone(pin.Technicians)
			edit(&pin)
			if same(*o.Pin, pin) {
				continue
			}
			changed := &pin
			if pin.Bay == "" && len(pin.Technicians) == 0 && pin.Start.IsZero() {
				changed = nil
			}
			if err := d.emit(Pinned{ofVisit{v.ID}, o.Line, changed, nil}); err != nil {
				return err
			}
		}
	}
	return nil
}

// SetPresence records that a person came, went, or is away.
type SetPresence struct {
	Person   PersonID  `json:"person"`
	Presence Presence  `json:"presence" choice:"presence"`
	Until    time.Time `json:"until,omitzero"`
}

// Name implements Command.
func (SetPresence) Name() string { return "set_presence" }
func (c SetPresence) decide(d *decision) error {
	p, err := d.person(c.Person, "person")
	if err != nil {
		return err
	}
	if err := checkEnum("presence", Presences, c.Presence); err != nil {
		return err
	}
	if err := d.ending("until", c.Until); err != nil {
		return err
	}
	if p.Presence == c.Presence && p.PresenceUntil.Equal(c.Until) {
		return nil
	}
	if c.Presence != PresencePresent {
		if work := d.WorkOf(p.ID); len(work) > 0 {
			return refuse("technician_busy", "person", p.Name, "plate", ShowPlate(d.Visits[work[0].Visit].Plate))
		}
	}
	return d.emit(PresenceSet{Person: p.ID, Presence: c.Presence, Until: c.Until})
}
