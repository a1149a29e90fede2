package board

import (
	"slices"
	"time"
)

// Bay is one place for a car.
type Bay struct {
	ID    BayID     `json:"id"`
	Name  string    `json:"name"`
	Types []BayType `json:"types" doc:"what the bay offers; a lift bay usually also serves quick and flat work"`
	Order int       `json:"order" doc:"place on the board; neighbours differ by one"`

	Maintenance      string    `json:"maintenance,omitempty" doc:"why the bay is out of use; empty: in use"`
	MaintenanceUntil time.Time `json:"maintenance_until,omitzero"`
}

// Serves reports whether the bay offers what the work needs. Work without a
// bay type fits everywhere.
func (b *Bay) Serves(need BayType) bool { return need == "" || slices.Contains(b.Types, need) }
