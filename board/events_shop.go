package board

import (
	"maps"
	"slices"
	"time"
)

// ShopConfigured opens the shop or replaces its settings.
type ShopConfigured struct {
	Settings Settings `json:"settings"`
}

func (ShopConfigured) kind() string { return "shop_configured" }
func (b ShopConfigured) apply(s *State, _ Event) {
	s.Open, s.Settings, s.zone = true, b.Settings, b.Settings.Location()
}

// PersonSet adds a person or replaces their master data; presence stays.
type PersonSet struct {
	Person Person `json:"person"`
}

func (PersonSet) kind() string { return "person_set" }
func (b PersonSet) apply(s *State, _ Event) {
	p := b.Person
	if old, ok := s.People[p.ID]; ok {
		p.Presence, p.PresenceSince, p.PresenceUntil = old.Presence, old.PresenceSince, old.PresenceUntil
	}
	s.People[p.ID] = &p
}

// PersonRemoved takes a person off the staff. Their team and pins are changed
// by events of their own before it.
type PersonRemoved struct {
	Person PersonID `json:"person"`
}

func (PersonRemoved) kind() string { return "person_removed" }
func (b PersonRemoved) apply(s *State, _ Event) {
	delete(s.People, b.Person)
	s.forgetPlans(func(p *Planned) bool { return slices.Contains(p.Technicians, b.Person) })
	s.Experience.People = maps.Clone(s.Experience.People)
	delete(s.Experience.People, b.Person)
}

// PresenceSet records that a person came, went, or is away.
type PresenceSet struct {
	Person   PersonID  `json:"person"`
	Presence Presence  `json:"presence"`
	Until    time.Time `json:"until,omitzero"`
}

func (PresenceSet) kind() string { return "presence_set" }
func (b PresenceSet) apply(s *State, e Event) {
	old, ok := s.People[b.Person]
	if !ok {
		return
	}
	p := *old
	p.Presence, p.PresenceSince, p.PresenceUntil = b.Presence, e.Happened(), b.Until
	s.People[p.ID] = &p
}

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

// TeamSet adds or replaces a team. Its members leave the teams they were in.
type TeamSet struct {
	Team Team `json:"team"`
}

func (TeamSet) kind() string { return "team_set" }
func (b TeamSet) apply(s *State, _ Event) {
	team := b.Team
	s.Teams[team.ID] = &team
	member := map[PersonID]bool{}
	for _, id := range team.Members {
		member[id] = true
	}
	for id, other := range s.Teams {
		if id != team.ID && slices.ContainsFunc(other.Members, func(p PersonID) bool { return member[p] }) {
			s.Teams[id] = other.without(member)
		}
	}
	for id, old := range s.People {
		if member[id] == (old.Team == team.ID) {
			continue
		}
		p := *old
		p.Team = ""
		if member[id] {
			p.Team = team.ID
		}
		s.People[id] = &p
	}
}

// without gives the team less some people.
func (t *Team) without(gone map[PersonID]bool) *Team {
	rest := *t
	rest.Members = slices.DeleteFunc(slices.Clone(t.Members), func(p PersonID) bool { return gone[p] })
	if gone[rest.Leader] {
		rest.Leader = ""
	}
	return &rest
}

// TeamRemoved dissolves a team.
type TeamRemoved struct {
	Team TeamID `json:"team"`
}

func (TeamRemoved) kind() string { return "team_removed" }
func (b TeamRemoved) apply(s *State, e Event) {
	TeamSet{Team: Team{ID: b.Team}}.apply(s, e)
	delete(s.Teams, b.Team)
}

// LabourTimesSet adds or replaces lines of the standard-time catalogue.
type LabourTimesSet struct {
	Times []LabourTime `json:"times"`
}

func (LabourTimesSet) kind() string { return "labour_times_set" }
func (b LabourTimesSet) apply(s *State, _ Event) {
	catalogue := maps.Clone(s.Catalogue)
	for i := range b.Times {
		catalogue[b.Times[i].Code] = &b.Times[i]
	}
	s.Catalogue = catalogue
}
