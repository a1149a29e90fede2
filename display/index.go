package display

import (
	"time"

	"bayline/board"
	"bayline/dispatch"
)

// index is a scene with what views look up again and again: the visits in order, their outlooks, the plan's tasks by
// car, bay and operation, the team of each bay. It is made once for each view and not changed.
type index struct {
	*board.State
	plan     *dispatch.Plan
	now      time.Time // in the shop's zone
	zone     *time.Location
	clock    clockOf
	visits   []*board.Visit // by id
	outlooks map[board.VisitID]dispatch.Outlook
	byCar    map[board.VisitID][]dispatch.Task
	byBay    map[board.BayID][]dispatch.Task
	tasks    map[board.OperationRef]dispatch.Task // of work
	teams    map[board.BayID]*board.Team
}

func newIndex(scene Scene) index {
	s := scene.State
	x := index{
		State: s, plan: scene.Plan, zone: s.Location(), clock: newClock(s), visits: board.Sorted(s.Visits),
		outlooks: map[board.VisitID]dispatch.Outlook{}, byCar: map[board.VisitID][]dispatch.Task{},
		byBay: map[board.BayID][]dispatch.Task{}, tasks: map[board.OperationRef]dispatch.Task{},
		teams: map[board.BayID]*board.Team{},
	}
	x.now = scene.Now.In(x.zone)
	if x.plan == nil {
		x.plan = &dispatch.Plan{}
	}
	for _, v := range x.visits {
		x.outlooks[v.ID] = x.outlook(v)
	}
	for _, task := range x.plan.Tasks {
		x.byCar[task.Visit] = append(x.byCar[task.Visit], task)
		if task.Bay != "" {
			x.byBay[task.Bay] = append(x.byBay[task.Bay], task)
		}
		if task.Kind == dispatch.KindWork {
			x.tasks[board.OperationRef{Visit: task.Visit, Line: task.Line}] = task
		}
	}
	for _, team := range board.Sorted(s.Teams) {
		for _, bay := range team.Bays {
			if x.teams[bay] == nil {
				x.teams[bay] = team
			}
		}
	}
	return x
}

// outlook returns the plan's, or what the facts alone tell while no plan knows the visit.
func (x index) outlook(v *board.Visit) dispatch.Outlook {
	if o, ok := x.plan.Outlooks[v.ID]; ok {
		return o
	}
	switch {
	case v.Stage == board.StageReady || v.Stage == board.StageSettled:
		return dispatch.Outlook{Ready: v.ReadyAt, Health: dispatch.HealthReady}
	case v.InShop() && v.LateAt(x.now):
		return dispatch.Outlook{Late: 1, Health: dispatch.HealthLate}
	case v.Stage == board.StageStopped:
		return dispatch.Outlook{Health: dispatch.HealthStopped}
	}
	return dispatch.Outlook{Health: dispatch.HealthUnknown}
}

// local returns a time in the shop's zone, as the pages get every time.
func (x index) local(t time.Time) time.Time { return x.clock.at(t) }

func (x index) today() time.Time {
	return time.Date(x.now.Year(), x.now.Month(), x.now.Day(), 0, 0, 0, 0, x.zone)
}

// isToday reports whether t lies on the shop's current date.
func (x index) isToday(t time.Time) bool { return x.clock.sameDay(t, x.now) }

func (x index) person(id board.PersonID) *Named {
	if id == "" {
		return nil
	}
	if p, ok := x.People[id]; ok {
		return &Named{string(id), p.Name}
	}
	return &Named{string(id), string(id)}
}

func (x index) persons(ids []board.PersonID) []Named {
	names := make([]Named, 0, len(ids))
	for _, id := range ids {
		names = append(names, *x.person(id))
	}
	return names
}

func (x index) bay(id board.BayID) *Named {
	if id == "" {
		return nil
	}
	if b, ok := x.Bays[id]; ok {
		return &Named{string(id), b.Name}
	}
	return &Named{string(id), string(id)}
}
