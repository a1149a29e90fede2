package intake

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"bayline/board"

	"golang.org/x/text/width"
)

// employee reads a person. What the file has no column for stays as it is.
func (r *reader) employee() []board.Command {
	p := board.Person{ID: board.PersonID(r.needed("id")), Roles: []board.Role{board.RoleTechnician}, Efficiency: 100}
	if old, ok := r.scratch.People[p.ID]; ok {
		p = *old
	}
	p.Name = r.needed("name")
	p.Roles = several(r, "role", roleWords, board.Roles, p.Roles)
	p.Trades = several(r, "trades", tradeWords, board.Trades, p.Trades)
	p.Grade = word(r, "grade", gradeWords, board.Grades, p.Grade)
	p.Efficiency = r.percent("efficiency", p.Efficiency)
	if desk := r.plain("desk"); desk != "" {
		p.Desk = desk
	}
	works := p.Is(board.RoleTechnician) || p.Is(board.RoleLeader)
	if works && len(p.Trades) == 0 {
		r.note("trades", "no_trade").Warning = true
	}
	commands := []board.Command{board.SetPerson{Person: p}}
	if team := r.plain("team"); team != "" && p.ID != "" {
		commands = append(commands, r.join(team, p))
	}
	return commands
}

// join puts somebody into a team by id or name; a team that is not known is
// founded under that name.
func (r *reader) join(name string, p board.Person) board.Command {
	team := board.Team{ID: board.TeamID(name), Name: name}
	for _, t := range board.Sorted(r.scratch.Teams) {
		if fold(string(t.ID)) == fold(name) || fold(t.Name) == fold(name) {
			team = *t
			break
		}
	}
	if !slices.Contains(team.Members, p.ID) {
		team.Members = append(slices.Clone(team.Members), p.ID)
	}
	if p.Is(board.RoleLeader) && team.Leader == "" {
		team.Leader = p.ID
	}
	return board.SetTeam{Team: team}
}

// percent reads a percentage, also as a fraction the way spreadsheets keep it.
func (r *reader) percent(field string, otherwise int) int {
	text := width.Narrow.String(r.text(field))
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(text, "%")), 64)
	if err == nil && n <= 5 && !strings.HasSuffix(text, "%") {
		n *= 100
	}
	if err != nil || !(n >= 20 && n <= 300) { // not a number is neither
		r.note(field, "bad_number").Message = board.Say("import.bad_percent", "least", 20, "most", 300)
		return otherwise
	}
	return int(math.Round(n))
}

// bay reads a bay.
func (r *reader) bay() []board.Command {
	b := board.Bay{ID: board.BayID(r.needed("id")), Order: r.nextPlace()}
	if old, ok := r.scratch.Bays[b.ID]; ok {
		b = *old
	}
	b.Name = r.needed("name")
	if r.needed("types") != "" {
		b.Types = several(r, "types", bayWords, board.BayTypes, b.Types)
	}
	b.Order = r.whole("order", 0, 1000, b.Order)
	return []board.Command{board.SetBay{Bay: b}}
}

func (r *reader) nextPlace() int {
	last := 0
	for _, b := range r.scratch.Bays {
		last = max(last, b.Order)
	}
	return last + 1
}

// teamRow reads a team with its people and bays.
func (r *reader) teamRow() []board.Command {
	t := board.Team{ID: board.TeamID(r.needed("id"))}
	if old, ok := r.scratch.Teams[t.ID]; ok {
		t = *old
	}
	t.Name = r.needed("name")
	t.Members = nil
	for _, name := range split(r.needed("members")) {
		if id := r.person("members", name, ""); id != "" {
			t.Members = append(t.Members, id)
		}
	}
	if leader := r.plain("leader"); leader != "" {
		t.Leader = r.person("leader", leader, "")
	}
	if bays := split(r.plain("bays")); len(bays) > 0 {
		t.Bays = nil
		for _, name := range bays {
			if id := r.bayNamed(name); id != "" {
				t.Bays = append(t.Bays, id)
			}
		}
	}
	return []board.Command{board.SetTeam{Team: t}}
}

func (r *reader) bayNamed(name string) board.BayID {
	for _, b := range board.Sorted(r.scratch.Bays) {
		if fold(string(b.ID)) == fold(name) || fold(b.Name) == fold(name) {
			return b.ID
		}
	}
	r.note("bays", "unknown_bay", "value", cut(name)).Value = cut(name)
	return ""
}
