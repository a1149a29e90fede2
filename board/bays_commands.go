package board

import (
	"slices"
	"time"
)

// SetBay adds a bay or changes its master data.
type SetBay struct {
	Bay Bay `json:"bay"`
}

// Name implements Command.
func (SetBay) Name() string { return "set_bay" }
func (c SetBay) decide(d *decision) error {
	b := c.Bay
	if b.ID == "" {
		return refuse("field_missing", "field", "id")
	}
	if b.Name == "" {
		return refuse("field_missing", "field", "name")
	}
	if len(b.Types) == 0 {
		return refuse("field_missing", "field", "types")
	}
	if err := checkEnums("types", BayTypes, b.Types); err != nil {
		return err
	}
	if err := checkLength(text{"id", string(b.ID), maxID}, text{"name", b.Name, maxName}); err != nil {
		return err
	}
	if b.Order < 0 || b.Order > 1000 {
		return refuse("field_invalid", "field", "order", "value", b.Order)
	}
	b.Maintenance, b.MaintenanceUntil = "", time.Time{}
	if old, ok := d.Bays[b.ID]; ok {
		b.Maintenance, b.MaintenanceUntil = old.Maintenance, old.MaintenanceUntil
		if same(*old, b) {
			return nil
		}
	}
	return d.emit(BaySet{Bay: b})
}

// RemoveBay takes an empty bay away, out of the teams and the pins. A bay that
// work is dispatched to stays.
type RemoveBay struct {
	Bay BayID `json:"bay"`
}

// Name implements Command.
func (RemoveBay) Name() string { return "remove_bay" }
func (c RemoveBay) decide(d *decision) error {
	b, err := d.bay(c.Bay, "bay")
	if err != nil {
		return err
	}
	if v := d.Occupant(b.ID); v != nil {
		return refuse("bay_in_use", "bay", b.Name, "plate", ShowPlate(v.Plate))
	}
	for _, v := range Sorted(d.Visits) {
		for _, o := range v.Operations {
			if o.State == OperationDispatched && o.Bay == b.ID {
				return refuse("bay_in_use", "bay", b.Name, "plate", ShowPlate(v.Plate))
			}
		}
	}
	err = d.unpin(func(pin *Pin) {
		if pin.Bay == b.ID {
			pin.Bay = ""
		}
	})
	if err != nil {
		return err
	}
	for _, team := range Sorted(d.Teams) {
		if !slices.Contains(team.Bays, b.ID) {
			continue
		}
		rest := *team
		rest.Bays = slices.DeleteFunc(slices.Clone(team.Bays), func(id BayID) bool { return id == b.ID })
		if err := d.emit(TeamSet{Team: rest}); err != nil {
			return err
		}
	}
	return d.emit(BayRemoved{Bay: b.ID})
}

// SetMaintenance puts an empty bay out of use with a reason, or back into use
// without one.
type SetMaintenance struct {
	Bay    BayID     `json:"bay"`
	Reason string    `json:"reason,omitempty" maxLength:"200"`
	Until  time.Time `json:"until,omitzero"`
}

// Name implements Command.
func (SetMaintenance) Name() string { return "set_maintenance" }
func (c SetMaintenance) decide(d *decision) error {
	b, err := d.bay(c.Bay, "bay")
	if err != nil {
		return err
	}
	if v := d.Occupant(b.ID); v != nil && c.Reason != "" {
		return refuse("bay_in_use", "bay", b.Name, "plate", ShowPlate(v.Plate))
	}
	if err := checkLength(text{"reason", c.Reason, maxReason}); err != nil {
		return err
	}
	if err := d.ending("until", c.Until); err != nil {
		return err
	}
	if b.Maintenance == c.Reason && b.MaintenanceUntil.Equal(c.Until) {
		return nil
	}
	return d.emit(BayMaintenanceSet{Bay: b.ID, Reason: c.Reason, Until: c.Until})
}
