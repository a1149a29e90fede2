package dispatch

import (
	"time"

	"bayline/board"
)

// hypotheticalActor is who gives the commands of a whatIf.
var hypotheticalActor = board.Actor{Name: "bayline"}

// whatIf is a hypothetical state: a car that is not here yet, a person who goes home. Commands are decided in it as
// in the shop, so that nothing is assumed that could not happen; none of it reaches the shop.
type whatIf struct {
	state  *board.State
	now    time.Time
	from   map[board.VisitID]time.Time   // cars that are not here yet: when work on them can start
	away   map[board.PersonID]board.Span // people who will be away for a while
	issued []board.Command               // what was decided, in order
}

func newWhatIf(s *board.State, now time.Time) *whatIf {
	return &whatIf{state: s, now: now, from: map[board.VisitID]time.Time{}, away: map[board.PersonID]board.Span{}}
}

// do decides a command in the hypothetical state; the error is a *board.Refusal.
func (f *whatIf) do(c board.Command) error {
	_, next, err := board.Decide(f.state, c, board.Meta{Now: f.now, Actor: hypotheticalActor})
	if err != nil {
		return err
	}
	f.state = next
	f.issued = append(f.issued, c)
	return nil
}

// in decides a command of which only the field path is the asker's: a refusal
// then names the field as the asker knows it.
func (f *whatIf) in(path string, c board.Command) error {
	err := f.do(c)
	if r, ok := board.AsRefusal(err); ok {
		named := *r
		named.Field = join(path, r.Field)
		return &named
	}
	return err
}

// join puts a field behind the path of what it is a field of.
func join(path, field string) string {
	if path == "" || field == "" {
		return path + field
	}
	return path + "." + field
}

// promise sets a visit's promise without a command. The zero time is no promise at all.
func (f *whatIf) promise(id board.VisitID, at time.Time) {
	v := *f.state.Visits[id]
	v.Promises = nil
	if !at.IsZero() {
		v.Promises = []board.Promise{{At: at, MadeAt: f.now, MadeBy: hypotheticalActor.Name, Cause: board.CauseFirst,
			Confirmed: true}}
	}
	s := f.state.Clone()
	s.Replace(&v)
	f.state = s
}

// prospect is a plan of a hypothetical state with its forecast.
type prospect struct {
	*problem
	schedule *schedule
	forecast *forecast
}

// hypotheticalArrival returns when a car that is not here yet can be worked on.
func (f *whatIf) hypotheticalArrival(id board.VisitID) (at time.Time, imagined bool) {
	if f == nil {
		return at, false
	}
	at, imagined = f.from[id]
	return at, imagined
}

// absence returns when a person will be away.
func (f *whatIf) absence(id board.PersonID) (gone board.Span, imagined bool) {
	if f == nil {
		return gone, false
	}
	gone, imagined = f.away[id]
	return gone, imagined
}

// plan plans the hypothetical state as the shop would be planned.
func (f *whatIf) plan(options Options) *prospect {
	options.whatIf, options.Keep = f, true
	options = options.inForce()
	p := newProblem(f.state, f.now, options)
	sc := p.scheduled()
	return &prospect{p, sc, newForecast(p, sc)}
}

// job returns the index of a visit's job, none when the plan does not speak of
// it.
func (w *prospect) job(id board.VisitID) int32 {
	for i := range w.jobs {
		if w.jobs[i].visit.ID == id {
			return int32(i)
		}
	}
	return none
}

// look says of one visit what the plan says of it.
func (w *prospect) look(id board.VisitID) (Outlook, bool) {
	i := w.job(id)
	if i == none || !open(w.jobs[i].visit) {
		return Outlook{}, false
	}
	return w.outlook(w.schedule, w.forecast, i), true
}

// isHypothetical reports whether a car is not signed in the shop: its promise is nobody's.
func (w *prospect) isHypothetical(id board.VisitID) bool {
	_, imagined := w.options.whatIf.hypotheticalArrival(id)
	return imagined
}
