package board

import "time"

// BaySet adds a bay or replaces its master data; maintenance stays.
type BaySet struct {
	Bay Bay `json:"bay"`
}

func (BaySet) kind() string { return "bay_set" }
func (b BaySet) apply(s *State, _ Event) {
	bay := b.Bay
	if old, ok := s.Bays[bay.ID]; ok {
		bay.Maintenance, bay.MaintenanceUntil = old.Maintenance, old.MaintenanceUntil
	}
	s.Bays[bay.ID] = &bay
}

// BayRemoved takes a bay away.
type BayRemoved struct {
	Bay BayID `json:"bay"`
}

func (BayRemoved) kind() string { return "bay_removed" }
func (b BayRemoved) apply(s *State, _ Event) {
	delete(s.Bays, b.Bay)
	s.forgetPlans(func(p *Planned) bool { return p.Bay == b.Bay })
}

// BayMaintenanceSet puts a bay out of use, or back when Reason is empty.
type BayMaintenanceSet struct {
	Bay    BayID     `json:"bay"`
	Reason string    `json:"reason,omitempty"`
	Until  time.Time `json:"until,omitzero"`
}

func (BayMaintenanceSet) kind() string { return "bay_maintenance_set" }
func (b BayMaintenanceSet) apply(s *State, _ Event) {
	if old, ok := s.Bays[b.Bay]; ok {
		bay := *old
		bay.Maintenance, bay.MaintenanceUntil = b.Reason, b.Until
		s.Bays[bay.ID] = &bay
	}
}
