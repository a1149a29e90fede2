package dispatch

import (
	"slices"
	"time"

	"bayline/board"
)

// crew checks the people together: known, enough of them, one of the grade.
func (c *check) crew() {
	ids := c.a.Technicians
	if len(ids) == 0 {
		return
	}
	for i, id := range ids {
		if c.state.People[id] == nil || slices.Contains(ids[:i], id) {
			c.add(true, "person_unknown")
		}
	}
	if len(ids) > 3 {
		c.add(true, "crew_limit")
	}
	if c.op == nil {
		return
	}
	if len(ids) < c.op.Crew {
		c.add(false, "crew_size", "need", c.op.Crew, "have", len(ids))
	}
	graded := func(id board.PersonID) bool {
		p := c.state.People[id]
		return p != nil && p.Grade.Rank() >= c.op.MinGrade.Rank()
	}
	if !slices.ContainsFunc(ids, graded) {
		c.add(false, "grade", "grade", string(c.op.MinGrade))
	}
}

// person checks one of the people: trade, presence, shift, other work.
func (c *check) person(p *board.Person) {
	switch {
	case c.op != nil:
		if !p.Can(c.op.Trade) {
			c.add(false, "trade", "person", p.Name, "trade", string(c.op.Trade))
		}
	case c.inspecting():
		if !inspects(p) {
			c.add(false, "not_inspector", "person", p.Name)
		}
		if c.visit.Worker(p.ID) {
			c.add(true, "inspector_worked", "person", p.Name)
		}
	}
	c.presence(p)
	c.busy(p)
}

// presence checks that the person is there at the start. Who only has a break,
// or is expected, is there by clocking on.
func (c *check) presence(p *board.Person) {
	if p.Presence != "" && !p.Here() {
		back := backAt(p, c.now, c.zone)
		if c.a.Start.IsZero() || c.a.Start.Before(back) {
			c.add(c.atOnce && p.Presence != board.PresenceBreak, "absent", "person", p.Name, "presence", string(p.Presence))
			return
		}
	}
	if c.a.Start.IsZero() {
		return
	}
	for _, s := range c.state.Settings.Calendar.Shifts(c.a.Start.In(c.zone), p.Shift) {
		if !c.a.Start.Before(s.Start) && c.a.Start.Before(s.End) {
			return
		}
	}
	c.add(false, "off_shift", "person", p.Name, "at", when(c.a.Start, c.now, c.zone))
}

// busy checks the person's other work: what they are clocked on to now, and
// what is fixed for the time of the assignment.
func (c *check) busy(p *board.Person) {
	if c.a.Start.IsZero() {
		return
	}
	for _, ref := range c.state.WorkOf(p.ID) {
		if ref.Visit == c.visit.ID && ref.Line == c.a.Line {
			continue
		}
		until, known := c.ends(ref)
		if !c.atOnce && (!known || !c.a.Start.Before(until)) {
			continue
		}
		c.other(p, ref.Visit, c.state.Visits[ref.Visit].Operation(ref.Line).Bay, until, c.atOnce)
	}
	for _, t := range c.fixed() {
		n := len(t.Attended)
		if t.Running || n == 0 || !slices.Contains(t.Technicians, p.ID) {
			continue
		}
		if t.Attended[0].Start.Before(c.end) && t.Attended[n-1].End.After(c.a.Start) {
			c.other(p, t.Visit, t.Bay, t.Attended[n-1].End, false)
		}
	}
}

// other reports a clash with other work, unless both are in the two bays of
// the person's team.
func (c *check) other(p *board.Person, visit board.VisitID, bay board.BayID, until time.Time, impossible bool) {
	team, inTeam := c.state.Teams[p.Team]
	inBays := inTeam && slices.Contains(team.Bays, bay)
	if inBays && visit != c.visit.ID && bay != c.a.Bay && slices.Contains(team.Bays, c.a.Bay) {
		return
	}
	code := "busy"
	if inBays && visit != c.visit.ID && c.a.Bay != "" {
		code = "team_bays"
	}
	c.add(impossible, code, "person", p.Name, "plate", c.plate(visit), "until", when(until, c.now, c.zone))
}

// ends gives when running work is planned to need its people no more.
func (c *check) ends(ref board.OperationRef) (until time.Time, known bool) {
	if c.plan == nil {
		return c.now, false
	}
	for i := range c.plan.Tasks {
		t := &c.plan.Tasks[i]
		if t.Visit == ref.Visit && t.Line == ref.Line && t.Running {
			if n := len(t.Attended); n > 0 {
				return t.Attended[n-1].End, true
			}
			return t.Finish, true
		}
	}
	return c.now, false
}

// parts checks that nothing the line needs is missing at the start.
func (c *check) parts() {
	at, ok := c.visit.PartsReady(c.a.Line)
	switch {
	case !ok:
		c.add(false, "parts_undated", "part", missingPart(c.visit, c.a.Line))
	case !at.IsZero() && (c.atOnce || (!c.a.Start.IsZero() && c.a.Start.Before(at))):
		c.add(false, "parts", "part", missingPart(c.visit, c.a.Line), "eta", when(at, c.now, c.zone))
	}
}

// precedence checks that the lines before are finished by the start.
func (c *check) precedence() {
	if c.a.Start.IsZero() {
		return
	}
	for _, line := range c.op.After {
		before := c.visit.Operation(line)
		if before == nil || !before.Open() {
			continue
		}
		until, known := c.planned(line)
		switch {
		case !known:
			c.add(c.atOnce, "precedence_undated", "before", line)
		case c.atOnce || c.a.Start.Before(until):
			c.add(c.atOnce, "precedence", "before", line, "until", when(until, c.now, c.zone))
		}
	}
}

// planned gives when a line of the visit is planned to be finished.
func (c *check) planned(line int) (until time.Time, known bool) {
	if c.plan == nil {
		return c.now, false
	}
	for i := range c.plan.Tasks {
		if t := &c.plan.Tasks[i]; t.Visit == c.visit.ID && t.Line == line && t.Kind == KindWork {
			return t.Finish, true
		}
	}
	return c.now, false
}

// car checks that the car is not being worked on in another place.
func (c *check) car() {
	if c.a.Start.IsZero() || c.a.Bay == "" {
		return
	}
	for i := range c.visit.Operations {
		o := &c.visit.Operations[i]
		if !o.Running() || o.Bay == c.a.Bay || o.Line == c.a.Line {
			continue
		}
		until, known := c.planned(o.Line)
		if c.atOnce || !known || c.a.Start.Before(until) {
			name := string(o.Bay)
			if b := c.state.Bays[o.Bay]; b != nil {
				name = b.Name
			}
			c.add(c.atOnce, "car_elsewhere", "plate", board.ShowPlate(c.visit.Plate), "bay", name, "until", when(until, c.now, c.zone))
		}
	}
}
