package rules

import "bayline/board"

// Cost is a soft rule: what speaks against a choice besides its finish, in minutes it may be slower than another and
// still be preferred.
type Cost struct {
	Code    string
	Minutes int    // of one unit
	Scope   Scope  // Bay; Crew; Person: the mean over the people
	Lasting bool   // depends on person and work alone, not on what else is planned
	Without string // what is said when the choice would be the best without it
	Units   func(*Sight) int
}

// Sight is what the plan knows of a choice, for the soft rules.
type Sight struct {
	Task   *Task
	Level  board.Level
	Person *board.Person
	Trades int // the person has
	Given  int // minutes of work given to the person already

	NewToCar bool // others work on the car, and none of these people

	Offers int  // types of work the bay takes
	Away   bool // somebody has team bays, and this is none of them
	Move   int  // minutes to move the car there
}

// Costs is the soft rules, in the order in which a score lists them.
var Costs = []Cost{
	{Code: "move", Minutes: 1, Scope: Bay, Without: "would_stay", Units: func(s *Sight) int { return s.Move }},
	{Code: "team", Minutes: 10, Scope: Bay, Without: "would_team", Units: func(s *Sight) int { return one(s.Away) }},
	// keep versatile bays free
	{Code: "offer", Minutes: 1, Scope: Bay, Without: "would_offer", Units: func(s *Sight) int { return s.Offers - 1 }},
	{Code: "handover", Minutes: 5, Scope: Crew, Without: "would_know",
		Units: func(s *Sight) int { return one(s.NewToCar) }},
	{Code: "grade", Minutes: 2, Scope: Person, Lasting: true, Without: "would_grade", Units: func(s *Sight) int {
		return max(0, s.Person.Grade.Rank()-s.Task.MinGrade.Rank())
	}},
	{Code: "skill", Minutes: 1, Scope: Person, Lasting: true, Without: "would_skill", Units: func(s *Sight) int {
		return max(0, s.Trades-1) // keep generalists free
	}},
	// an inspector for the final inspection, a leader for a peer one
	{Code: "role", Minutes: 4, Scope: Person, Lasting: true, Units: func(s *Sight) int {
		return one(s.Task.Kind == KindInspection && s.Person.Is(board.RoleInspector) == (s.Level == board.LevelPeer))
	}},
	// share the work out
	{Code: "load", Minutes: 1, Scope: Person, Without: "would_load",
		Units: func(s *Sight) int { return s.Given / loadStep }},
}

// loadStep is how many minutes given already weigh one minute.
const loadStep = 60

// Priced is the minutes of each row of Costs.
type Priced [8]int

// Sum returns all of it.
func (p *Priced) Sum() int {
	total := 0
	for _, n := range p {
		total += n
	}
	return total
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}
