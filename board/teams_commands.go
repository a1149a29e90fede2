package board

import "slices"

// SetTeam adds or changes a team: at most three people, at most two bays that
// stand next to each other. Somebody of another team changes over.
type SetTeam struct {
	Team Team `json:"team"`
}

// Name implements Command.
func (SetTeam) Name() string { return "set_team" }
func (c SetTeam) decide(d *decision) error {
	team := c.Team
	if team.ID == "" {
		return refuse("field_missing", "field", "id")
	}
	if team.Name == "" {
		return refuse("field_missing", "field", "name")
	}
	if err := checkLength(text{"id", string(team.ID), maxID}, text{"name", team.Name, maxName}); err != nil {
		return err
	}
	if len(team.Members) > 3 || len(team.Bays) > 2 {
		return refuse("team_bays")
	}
	team.Members, team.Bays = slices.Clone(team.Members), slices.Clone(team.Bays)
	for i, id := range team.Members {
		p, err := d.person(id, "members")
		if err != nil {
			return err
		}
		if slices.Contains(team.Members[:i], id) {
			return refuse("field_invalid", "field", "members", "value", p.Name)
		}
	}
	if team.Leader != "" && !slices.Contains(team.Members, team.Leader) {
		return refuse("field_invalid", "field", "leader", "value", team.Leader)
	}
	var order []int
	for _, id := range team.Bays {
		b, err := d.bay(id, "bays")
		if err != nil {
			return err
		}
		order = append(order, b.Order)
	}
	if len(order) == 2 && order[0]-order[1] != 1 && order[1]-order[0] != 1 {
		return refuse("team_bays")
	}
	if old, ok := d.Teams[team.ID]; ok && same(*old, team) {
		return nil
	}
	return d.emit(TeamSet{Team: team})
}

// RemoveTeam dissolves a team; its people stay.
type RemoveTeam struct {
	Team TeamID `json:"team"`
}

// Name implements Command.
func (RemoveTeam) Name() string { return "remove_team" }
func (c RemoveTeam) decide(d *decision) error {
	if _, ok := d.Teams[c.Team]; !ok {
		return refuse("team_unknown", "team", c.Team, "field", "team")
	}
	return d.emit(TeamRemoved(c))
}
