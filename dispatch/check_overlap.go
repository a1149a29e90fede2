package dispatch

import (
	"slices"
	"time"

	"bayline/board"
	"bayline/dispatch/internal/rules"
)

// busy checks the person's other work: what they are clocked on to now, and
// what is fixed for the time of the assignment.
func (c *check) busy(p *board.Person) {
	if c.a.Start.IsZero() {
		return
	}
	for _, ref := range c.State.WorkOf(p.ID) {
		if ref.Visit == c.visit.ID && ref.Line == c.a.Line {
			continue
		}
		until, known := c.ends(ref)
		if !c.AtOnce() && (!known || !c.a.Start.Before(until)) {
			continue
		}
		c.other(p, ref.Visit, c.State.Visits[ref.Visit].Operation(ref.Line).Bay, until, c.AtOnce())
	}
	for _, t := range c.fixed() {
		n := len(t.Attended)
		if t.Running || n == 0 || !slices.Contains(t.Technicians, p.ID) {
			continue
		}
		if t.Attended[0].Start.Before(c.busyTo) && t.Attended[n-1].End.After(c.a.Start) {
			c.other(p, t.Visit, t.Bay, t.Attended[n-1].End, false)
		}
	}
}

// other reports a clash with other work, unless both are in the two bays of
// the person's team.
func (c *check) other(p *board.Person, visit board.VisitID, bay board.BayID, until time.Time, impossible bool) {
	team, ok := rules.TeamBays(c.State, p)
	ok = ok && visit != c.visit.ID
	if ok && rules.TwoBays(team, bay, c.a.Bay) {
		return
	}
	code := "busy"
	if ok && c.a.Bay != "" && slices.Contains(team[:], bay) {
		code = "team_bays"
	}
	c.add(impossible, code, "person", p.Name, "plate", c.plate(visit), "until", until)
}

// ends returns when running work is planned to need its people no more.
func (c *check) ends(ref board.OperationRef) (until time.Time, known bool) {
	if c.plan == nil {
		return c.Now, false
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
	return c.Now, false
}

// precedence checks that the lines before are finished by the start.
func (c *check) precedence() {
	if c.a.Start.IsZero() {
		return
	}
	for i := range c.visit.Operations {
		before := &c.visit.Operations[i]
		if !before.Open() || !rules.Precedes(before, c.op) {
			continue
		}
		until, known := c.planned(before.Line)
		switch {
		case !known:
			c.breaks("precedence", "precedence_undated", "before", before.Line)
		case c.AtOnce() || c.a.Start.Before(until):
			c.breaks("precedence", "", "before", before.Line, "until", until)
		}
	}
}

// planned returns when a line of the visit is planned to be finished.
func (c *check) planned(line int) (until time.Time, known bool) {
	if c.plan == nil {
		return c.Now, false
	}
	for i := range c.plan.Tasks {
		if t := &c.plan.Tasks[i]; t.Visit == c.visit.ID && t.Line == line && t.Kind == KindWork {
			return t.Finish, true
		}
	}
	return c.Now, false
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
		if c.AtOnce() || !known || c.a.Start.Before(until) {
			name := string(o.Bay)
			if b := c.State.Bays[o.Bay]; b != nil {
				name = b.Name
			}
			c.breaks("car_elsewhere", "", "plate", board.ShowPlate(c.visit.Plate), "bay", name, "until", until)
		}
	}
}
