package board

import "slices"

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

// without returns the team less some people.
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
