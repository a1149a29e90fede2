package dispatch

import (
	"slices"

	"bayline/board"
)

// triggersTold is how many reasons a proposal names.
const triggersTold = 3

// starters are the reasons that can set off a new plan, as the outlooks tell
// them.
var starters = []string{
	"overrun", "wash_overrun", "warned", "starts_late", "waits_for_person", "bay_closed", "bay_blocked",
	"waits_for_parts", "behind_parts",
	"stopped_until", "behind_stop", "waits_for_technician", "waits_for_bay",
}

// triggers says what made the planner think again: an overrun or a warning on
// the people or bays that would be relieved, somebody away, a bay out of use;
// else what the cars that gain are waiting for; else a new car.
func triggers(live *Plan, s *board.State, d Proposal) []Reason {
	var list []Reason
	add := func(r *Reason) {
		if r != nil && len(list) < triggersTold && !slices.ContainsFunc(list, r.Equal) {
			list = append(list, *r)
		}
	}
	p := live.problem(s, live.At, Options{})
	for i := range p.steps {
		if st := &p.steps[i]; st.now != nil && p.relieved(st, d) {
			if why := p.runningLong(st); why != nil {
				add(why)
			}
		}
	}
	for _, c := range d.Lines {
		for _, id := range c.From.Technicians {
			if who := s.People[id]; who != nil && who.Presence != "" && !who.Here() {
				add(reason("absent", "person", who.Name, "presence", string(who.Presence)))
			}
		}
		if bay := s.Bays[c.From.Bay]; bay != nil && bay.Maintenance != "" {
			add(reason("bay_maintenance", "bay", bay.Name, "why", bay.Maintenance))
		}
	}
	for _, e := range d.Gain.Sooner {
		if len(list) > 0 {
			break
		}
		for _, r := range live.Outlooks[e.Visit].Reasons {
			if slices.Contains(starters, r.Code) {
				add(&r)
			}
		}
	}
	for _, c := range d.Lines {
		if v := s.Visits[c.Visit]; len(list) == 0 && v.Operation(c.Line).Planned == nil {
			add(reason("new_car", "plate", board.ShowPlate(v.Plate)))
		}
	}
	if len(list) == 0 {
		add(reason("better_order"))
	}
	return list
}

// relieved reports whether a proposal takes work away from the people or the
// bay of a running step.
func (p *problem) relieved(st *step, d Proposal) bool {
	shares := func(c Reassignment) bool {
		for _, w := range st.now.crew {
			if slices.Contains(c.From.Technicians, p.workers[w].person.ID) {
				return true
			}
		}
		return st.now.bay != none && p.places[st.now.bay].bay.ID == c.From.Bay
	}
	return slices.ContainsFunc(d.Lines, shares)
}
