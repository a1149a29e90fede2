package board

import (
	"maps"
	"slices"
	"time"
)

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
