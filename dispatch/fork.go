package dispatch

import (
	"time"

	"bayline/board"
)

// imaginer gives the commands of what is only imagined.
var imaginer = board.Actor{Name: "bayline"}

// fork is a state in which something is imagined: a car that is not here yet,
// a person who goes home. Commands are decided in it as in the shop, so that
// nothing can be imagined that could not happen; none of it reaches the shop.
type fork struct {
	state  *board.State
	now    time.Time
	from   map[board.VisitID]time.Time   // cars that are not here yet: when work on them can start
	away   map[board.PersonID]board.Span // people who will be away for a while
	issued []board.Command               // what was decided, in order
}

func newFork(s *board.State, now time.Time) *fork {
	return &fork{state: s, now: now, from: map[board.VisitID]time.Time{}, away: map[board.PersonID]board.Span{}}
}

// do decides a command in the fork; the error is a *board.Refusal.
func (f *fork) do(c board.Command) error {
	_, next, err := board.Decide(f.state, c, board.Meta{Now: f.now, Actor: imaginer})
	if err != nil {
		return err
	}
	f.state = next
	f.issued = append(f.issued, c)
	return nil
}

// in decides a command of which only the field path is the asker's: a refusal
// then names the field as the asker knows it.
func (f *fork) in(path string, c board.Command) error {
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

// promise gives a visit a promise without asking anybody. The zero time is no
// promise at all.
func (f *fork) promise(id board.VisitID, at time.Time) {
	v := *f.state.Visits[id]
	v.Promises = nil
	if !at.IsZero() {
		v.Promises = []board.Promise{{At: at, MadeAt: f.now, MadeBy: imaginer.Name, Cause: board.CauseFirst, Confirmed: true}}
	}
	s := f.state.Clone()
	s.Replace(&v)
	f.state = s
}

// prospect is a plan of a fork with what its forecast says.
type prospect struct {
	*problem
	schedule *schedule
	forecast *forecast
}

// comes gives when a car that is not here yet can be worked on.
func (f *fork) comes(id board.VisitID) (at time.Time, imagined bool) {
	if f == nil {
		return at, false
	}
	at, imagined = f.from[id]
	return at, imagined
}

// absence gives when a person will be away.
func (f *fork) absence(id board.PersonID) (gone board.Span, imagined bool) {
	if f == nil {
		return gone, false
	}
	gone, imagined = f.away[id]
	return gone, imagined
}

// plan plans the fork as the shop would be planned.
func (f *fork) plan(options Options) *prospect {
	options.fork, options.Keep = f, true
	options = options.inForce()
	p := newProblem(f.state, f.now, options)
	sc := p.scheduled()
	return &prospect{p, sc, newForecast(p, sc)}
}

// job gives the index of a visit's job, none when the plan does not speak of
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

// imagines reports whether a car is not signed in the shop: its promise is
// nobody's.
func (w *prospect) imagines(id board.VisitID) bool {
	_, imagined := w.options.fork.comes(id)
	return imagined
}
