package rules

import (
	"slices"
	"time"

	"bayline/board"
)

// Table is the hard rules, in the order in which a choice is told of them.
var Table = []Rule{
	{
		Code: "bay_type", Scope: Bay,
		ForceOf: func(c *Case) Force { // no car is washed in a lift bay
			if c.Task.Kind == KindWash {
				return Impossible
			}
			return Overridable
		},
		Allows: func(c *Case) bool { return c.Bay.Serves(c.Task.BayType) },
		Args:   func(c *Case) []any { return []any{"bay", c.Bay.Name, "bay_type", string(c.Task.BayType)} },
	},
	{
		Code: "kept_bay", Scope: Bay, Force: PlanOnly, // booth, wash and inspection lane are kept for what needs them
		Allows: func(c *Case) bool { return c.Task.BayType != "" || slices.ContainsFunc(c.Bay.Types, plain) },
	},
	{
		Code: "bay_maintenance", Scope: Bay, Force: Impossible,
		Until: func(c *Case) (time.Time, bool) { return maintenance(c.Bay) },
		Args:  func(c *Case) []any { return []any{"bay", c.Bay.Name, "why", c.Bay.Maintenance} },
	},
	{
		Code: "trade", Scope: Person,
		Allows: func(c *Case) bool { return c.Task.Kind == KindInspection || c.Person.Can(c.Task.Trade) },
		Args:   func(c *Case) []any { return []any{"person", c.Person.Name, "trade", string(c.Task.Trade)} },
	},
	{
		Code: "not_inspector", Scope: Person,
		Allows: func(c *Case) bool { return c.Task.Kind != KindInspection || inspects(c.Person) },
		Args:   func(c *Case) []any { return []any{"person", c.Person.Name} },
	},
	{
		Code: "inspector_worked", Scope: Person, Force: Impossible, OfCar: true,
		Allows: func(c *Case) bool { return !FreshEyes(c.Task.Kind) || !c.Task.Visit.Worker(c.Person.ID) },
		Args:   func(c *Case) []any { return []any{"person", c.Person.Name} },
	},
	{
		Code: "absent", Scope: Person, Force: AtOnce,
		Until: func(c *Case) (time.Time, bool) { return Back(c.Person, c.Now, c.State.Location()), true },
		ForceOf: func(c *Case) Force { // who has a break is there by clocking on
			if c.Person.Presence == board.PresenceBreak {
				return Overridable
			}
			return AtOnce
		},
		Args: func(c *Case) []any { return []any{"person", c.Person.Name, "presence", string(c.Person.Presence)} },
	},
	{
		Code: "off_shift", Scope: Person, // the plan lays the work into the shifts: Shifts
		Allows: func(c *Case) bool { return c.Start.IsZero() || onShift(c.State, c.Person, c.Start) },
		Args:   func(c *Case) []any { return []any{"person", c.Person.Name, "at", c.Start} },
	},
	{
		Code: "crew_limit", Scope: Crew, Force: Impossible,
		Allows: func(c *Case) bool { return len(c.People) <= CrewLimit },
	},
	{
		Code: "crew_size", Scope: Crew,
		Allows: func(c *Case) bool { return c.Task.Kind != KindWork || len(c.People) >= c.Task.Crew },
		Args:   func(c *Case) []any { return []any{"need", c.Task.Crew, "have", len(c.People)} },
	},
	{
		Code: "crew_spare", Scope: Crew, Force: PlanOnly,
		Allows: func(c *Case) bool { return len(c.People) <= max(c.Task.Crew, 1) },
	},
	{
		Code: "grade", Scope: Crew,
		OneOf: func(c *Case) bool { return c.Person.Grade.Rank() >= c.Task.MinGrade.Rank() },
		Args:  func(c *Case) []any { return []any{"grade", string(c.Task.MinGrade)} },
	},
	{
		Code: "parts", Undated: "parts_undated", Hold: "waits_for_parts_undated", Scope: Work,
		Until: func(c *Case) (time.Time, bool) { return c.Task.Visit.PartsReady(c.Task.Line) },
		Args:  func(c *Case) []any { return []any{"part", MissingPart(c.Task.Visit, c.Task.Line), "eta", c.Over} },
	},
	{
		Code: "stopped_until", Undated: "stopped", Scope: Work, Force: PlanOnly,
		Until: func(c *Case) (time.Time, bool) { return stopped(c.Task.Visit, c.Task.Line) },
		Args: func(c *Case) []any {
			return []any{"reason", string(stopOf(c.Task.Visit, c.Task.Line).Reason), "until", c.Over}
		},
	},
	{Code: "precedence", Undated: "precedence_undated", Scope: Overlap, Force: AtOnce}, // Precedes
	{Code: "usual_order", Scope: Overlap, Force: PlanOnly},                             // UsuallyPrecedes
	{Code: "bay_busy", Undated: "bay_held", Scope: Overlap, Force: AtOnce},             // one car in a bay
	{Code: "car_elsewhere", Scope: Overlap, Force: AtOnce},                             // one bay for a car
	// one work for a person, but for TwoBays
	{Code: "busy", Scope: Overlap, Force: AtOnce},
	{Code: "team_bays", Scope: Overlap, Force: AtOnce},
	{Code: "left_alone", Scope: Overlap, Force: PlanOnly}, // who works two bays has company in both
}

// CrewLimit is how many people work on one operation at most.
const CrewLimit = 3

// plain reports whether a bay of the type takes work that names no type.
func plain(offer board.BayType) bool {
	switch offer {
	case board.BayQuick, board.BayLift, board.BayLiftEV, board.BayFlat, board.BayBody:
		return true
	}
	return false
}

// inspects reports whether a person may do a peer or final inspection.
func inspects(p *board.Person) bool {
	return p.Is(board.RoleInspector) || p.Is(board.RoleLeader) || p.Can(board.TradeInspection)
}

// FreshEyes reports whether a kind of work is only for people who have not worked on the car, nor are about to.
func FreshEyes(kind Kind) bool { return kind == KindInspection }

// TwoBays reports whether a person of a team may be at work in both of two bays at once: the team's own two.
func TwoBays[B comparable](team [2]B, a, b B) bool {
	return a != b && (team[0] == a || team[1] == a) && (team[0] == b || team[1] == b)
}

// TeamBays returns the bays of a person's team; ok is false for somebody without a team.
func TeamBays(s *board.State, p *board.Person) (bays [2]board.BayID, ok bool) {
	team, ok := s.Teams[p.Team]
	if !ok {
		return bays, false
	}
	return [2]board.BayID(append(slices.Clone(team.Bays), "", "")[:2]), true
}

// Precedes reports whether the order names a line that must be finished before another begins.
func Precedes(before, o *board.Operation) bool { return slices.Contains(o.After, before.Line) }

// UsuallyPrecedes is the order the field keeps on an order of work that names none: paint after body work, alignment
// after everything that moves a wheel.
func UsuallyPrecedes(v *board.Visit, before, o *board.Operation) bool {
	named := slices.ContainsFunc(v.Operations, func(o board.Operation) bool { return len(o.After) > 0 })
	if named || o.Running() {
		return false
	}
	switch o.Trade {
	case board.TradePaint:
		return before.Trade == board.TradeBody
	case board.TradeAlignment:
		return before.Trade == board.TradeMechanical || before.Trade == board.TradeTyre ||
			before.Trade == board.TradeBody
	}
	return false
}
