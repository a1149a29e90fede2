package dispatch

import (
	"slices"
	"time"

	"bayline/board"
)

// Link is one step of the cascade behind a visit's ready time: what was done
// where and by whom, how long the car stood before it (working minutes), and
// why. The last link is what started it all: an overrun, a part, an absence, or
// simply the work itself when nothing is in the way.
type Link struct {
	Visit       board.VisitID    `json:"visit"`
	Line        int              `json:"line,omitempty"`
	Kind        Kind             `json:"kind"`
	Level       board.Level      `json:"level,omitempty"`
	Bay         board.BayID      `json:"bay,omitempty"`
	Technicians []board.PersonID `json:"technicians,omitempty"`
	Start       time.Time        `json:"start"`
	Finish      time.Time        `json:"finish"`
	Running     bool             `json:"running,omitempty"`
	Waited      int              `json:"waited,omitempty"`
	Reason      *Reason          `json:"reason,omitempty"`
}

// Cascade follows a visit's last planned step back over what it waits for, car
// by car, to what started it. It is empty when the visit has no planned step.
func Cascade(s *board.State, now time.Time, visit board.VisitID) []Link {
	p := live(s, now)
	sc := p.scheduled()
	index := slices.IndexFunc(p.jobs, func(j job) bool { return j.visit.ID == visit })
	if index < 0 {
		return nil
	}
	last := int32(none)
	for k := p.jobs[index].first; k < p.jobs[index].last; k++ {
		if pl := &sc.placed[k]; pl.ok && (last == none || pl.finish >= sc.placed[last].finish) {
			last = int32(k)
		}
	}
	if last == none {
		return nil
	}
	var list []Link
	for _, n := range p.chain(sc, &forecast{prev: links(p, sc)}, int32(index), last) {
		list = append(list, p.link(sc, n))
	}
	return list
}

func (p *problem) link(sc *schedule, n knot) Link {
	t := p.task(sc, n.step)
	l := Link{
		Visit: t.Visit, Line: t.Line, Kind: t.Kind, Level: t.Level, Bay: t.Bay, Technicians: t.Technicians,
		Start: t.Start, Finish: t.Finish, Running: t.Running, Reason: n.why,
	}
	if n.wait >= noticeable {
		l.Waited = n.wait
	}
	return l
}
