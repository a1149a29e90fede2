package dispatch

import (
	"slices"
	"time"

	"bayline/board"
)

// DelayCause is one step of the delay chain behind a visit's ready time: what was done where and by whom, how long
// the car stood before it (working minutes), and why. The last one is the root: an overrun, a part, an absence, or
// simply the work itself when nothing is in the way.
type DelayCause struct {
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

// Cascade returns the delay chain of a visit, from its last planned step back to the root. It is empty when the visit
// has no planned step.
func Cascade(s *board.State, now time.Time, visit board.VisitID) []DelayCause {
	p := currentProblem(s, now)
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
	var list []DelayCause
	for _, n := range p.delayChain(sc, &forecast{prev: dependencies(p, sc)}, int32(index), last) {
		list = append(list, p.delayCause(sc, n))
	}
	return list
}

func (p *problem) delayCause(sc *schedule, n delayCause) DelayCause {
	t := p.task(sc, n.step)
	l := DelayCause{
		Visit: t.Visit, Line: t.Line, Kind: t.Kind, Level: t.Level, Bay: t.Bay, Technicians: t.Technicians,
		Start: t.Start, Finish: t.Finish, Running: t.Running, Reason: n.why,
	}
	if n.wait >= leastToldMinutes {
		l.Waited = n.wait
	}
	return l
}
