package board

import (
	"slices"
	"time"
)

// Person is one member of the staff. Trades, Grade, Efficiency, Team and Shift
// matter for technicians; Desk for advisors.
type Person struct {
	ID         PersonID `json:"id"`
	Name       string   `json:"name"`
	Roles      []Role   `json:"roles"`
	Trades     []Trade  `json:"trades,omitempty"`
	Grade      Grade    `json:"grade,omitempty"`
	Efficiency int      `json:"efficiency" doc:"percent of standard speed; 100 is book time"`
	Team       TeamID   `json:"team,omitempty" doc:"follows from the members of the teams; set_team changes it"`
	Desk       string   `json:"desk,omitempty"`
	Shift      []Window `json:"shift,omitempty" doc:"own working hours; empty: the shop's"`

	Presence      Presence  `json:"presence"`
	PresenceSince time.Time `json:"presence_since,omitzero"`
	PresenceUntil time.Time `json:"presence_until,omitzero" doc:"expected end of a break, rescue or training"`
}

// Is reports whether the person has the role.
func (p *Person) Is(role Role) bool { return slices.Contains(p.Roles, role) }

// Can reports whether the person has the trade.
func (p *Person) Can(trade Trade) bool { return slices.Contains(p.Trades, trade) }

// Here reports whether the person can be given work: present, or expected by
// the shift.
func (p *Person) Here() bool { return p.Presence == PresencePresent || p.Presence == PresenceExpected }

// Team is a group of at most three technicians who work two adjacent bays at
// once.
type Team struct {
	ID      TeamID     `json:"id"`
	Name    string     `json:"name"`
	Leader  PersonID   `json:"leader,omitempty"`
	Members []PersonID `json:"members"`
	Bays    []BayID    `json:"bays"`
}
