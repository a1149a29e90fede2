package sim

import (
	"context"
	"fmt"
	"slices"
	"time"

	"bayline/board"
	"bayline/dispatch"
	"bayline/display"
)

// ahead is how long before its planned start the supervisor dispatches a job.
const ahead = 12 * time.Minute

// workshop lets the supervisor dispatch as the plan says, the technicians
// start, stop and finish, and the parts clerk pick.
func (s *Sim) workshop(ctx context.Context, scene display.Scene) error {
	if err := s.parts(ctx, scene); err != nil {
		return err
	}
	if err := s.running(ctx, scene); err != nil {
		return err
	}
	if err := s.resume(ctx, scene); err != nil {
		return err
	}
	for _, task := range scene.Plan.Tasks {
		v, ok := scene.State.Visits[task.Visit]
		if !ok || task.Kind != dispatch.KindWork || task.Running || task.Start.After(scene.Now.Add(ahead)) || s.byID[v.ID] == nil {
			continue
		}
		o := v.Operation(task.Line)
		if o == nil {
			continue
		}
		if err := s.give(ctx, scene, v, o, task); err != nil {
			return err
		}
	}
	return nil
}

// give dispatches a planned operation, and starts a dispatched one when its
// time has come.
func (s *Sim) give(ctx context.Context, scene display.Scene, v *board.Visit, o *board.Operation, task dispatch.Task) error {
	switch {
	case v.Stage == board.StageRework && v.ReworkHeld:
		_, _, err := s.do(ctx, "陈主管", board.RoleSupervisor, board.ReleaseRework{Visit: v.ID})
		return err
	case o.State == board.OperationWaiting && scene.Now.Sub(v.SignedAt) >= 2*time.Minute && !scene.Now.Before(s.retry[ref(v, o)]) && !elsewhere(v, task.Bay):
		_, ok, err := s.do(ctx, "陈主管", board.RoleSupervisor, board.Dispatch{Visit: v.ID, Line: o.Line, Bay: task.Bay, Technicians: task.Technicians, Start: task.Start})
		if !ok {
			s.retry[ref(v, o)] = scene.Now.Add(patience)
		}
		return err
	case o.State == board.OperationDispatched && !task.Start.After(scene.Now) && !anyBusy(scene.State, o.Technicians):
		return s.start(ctx, scene, v, o)
	}
	return nil
}

// patience is how long the supervisor waits before trying again what a rule
// refused.
const patience = 6 * time.Minute

// elsewhere reports whether somebody works on the car in another bay.
func elsewhere(v *board.Visit, bay board.BayID) bool {
	return slices.ContainsFunc(v.Operations, func(o board.Operation) bool { return o.Running() && o.Bay != bay })
}

func ref(v *board.Visit, o *board.Operation) board.OperationRef {
	return board.OperationRef{Visit: v.ID, Line: o.Line}
}

func anyBusy(state *board.State, technicians []board.PersonID) bool {
	return slices.ContainsFunc(technicians, func(id board.PersonID) bool { return len(state.WorkOf(id)) > 0 })
}

// resume lifts the stops whose cause is gone: the customer has answered, the
// part is here. The plan gives the work out again.
func (s *Sim) resume(ctx context.Context, scene display.Scene) error {
	for _, v := range board.Sorted(scene.State.Visits) {
		if s.byID[v.ID] == nil || slices.ContainsFunc(v.Additional, board.Additional.Pending) {
			continue
		}
		for i := range v.Operations {
			o := &v.Operations[i]
			if o.State != board.OperationStopped || missing(v, o.Line) {
				continue
			}
			if _, _, err := s.do(ctx, "陈主管", board.RoleSupervisor, board.EndStop{Visit: v.ID, Line: o.Line}); err != nil {
				return err
			}
		}
	}
	return nil
}

// missing reports whether a part of the line is not here yet.
func missing(v *board.Visit, line int) bool {
	return slices.ContainsFunc(v.Parts, func(p board.Part) bool { return p.Line == line && p.Missing() })
}

func (s *Sim) start(ctx context.Context, scene display.Scene, v *board.Visit, o *board.Operation) error {
	if !scene.State.Settings.Calendar.Open(scene.Now.In(scene.State.Location())) || !working(scene) {
		return nil
	}
	if missing(v, o.Line) {
		return nil
	}
	who := "技师"
	if len(o.Technicians) > 0 {
		who = nameOf(scene.State, o.Technicians[0])
	}
	_, ok, err := s.do(ctx, who, board.RoleTechnician, board.StartWork{Visit: v.ID, Line: o.Line})
	if err != nil || !ok {
		return err
	}
	for _, p := range v.Parts {
		if p.Line == o.Line && (p.State == board.PartKitted || p.State == board.PartArrived) {
			if _, _, err := s.do(ctx, "刘管库", board.RoleParts, board.SetPart{Visit: v.ID, ID: p.ID, State: board.PartIssued}); err != nil {
				return err
			}
		}
	}
	return nil
}

// working reports whether the shop is within a shift now.
func working(scene display.Scene) bool {
	now := scene.Now.In(scene.State.Location())
	for _, span := range scene.State.Settings.Calendar.Shifts(now, nil) {
		if !now.Before(span.Start) && now.Before(span.End) {
			return true
		}
	}
	return false
}

// running moves on the work somebody is clocked on to.
func (s *Sim) running(ctx context.Context, scene display.Scene) error {
	for _, v := range board.Sorted(scene.State.Visits) {
		c := s.byID[v.ID]
		if c == nil {
			continue
		}
		for i := range v.Operations {
			if o := &v.Operations[i]; o.Running() {
				if err := s.progress(ctx, scene, v, c, o); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// progress is one minute of work: what is found on the way, a warning when it
// takes too long, and the end.
func (s *Sim) progress(ctx context.Context, scene display.Scene, v *board.Visit, c *car, o *board.Operation) error {
	who := nameOf(scene.State, o.Technicians[0])
	worked := o.Worked(scene.Now, scene.State.Settings.Calendar, scene.State.Location())
	planned := time.Duration(o.PlannedMinutes(efficiency(scene.State, o))) * time.Minute
	actual := time.Duration(float64(planned)*s.factorOf(c, o)) + time.Duration(o.PassiveMinutes)*time.Minute
	left := actual - worked
	switch {
	case left <= 0 && working(scene):
		_, _, err := s.do(ctx, who, board.RoleTechnician, board.FinishWork{Visit: v.ID, Line: o.Line, SelfCheck: true})
		return err
	case c.extra != "" && worked > planned*2/5 && o.Line == 1 && s.once("extra "+string(v.ID)):
		return s.findExtra(ctx, v, c, o, who)
	case worked > planned*23/20 && left > 10*time.Minute && s.once(fmt.Sprintf("warn %s %d", v.ID, o.Line)):
		_, _, err := s.do(ctx, who, board.RoleTechnician, board.ReportOverrun{Visit: v.ID, Line: o.Line, Minutes: int(left/(5*time.Minute)+1) * 5, Reason: "作业比预计复杂"})
		return err
	case worked > planned/2 && c.rework && c.patience > 5 && s.once("help "+string(v.ID)):
		s.in(scene, 9, func(ctx context.Context) error {
			_, _, err := s.do(ctx, "陈主管", board.RoleSupervisor, board.SetHelp{Visit: v.ID, Line: o.Line})
			return err
		})
		_, _, err := s.do(ctx, who, board.RoleTechnician, board.SetHelp{Visit: v.ID, Line: o.Line, On: true})
		return err
	}
	return nil
}

// findExtra records additional work; half of the time the car has to wait for
// the customer's answer.
func (s *Sim) findExtra(ctx context.Context, v *board.Visit, c *car, o *board.Operation, who string) error {
	if _, ok, err := s.do(ctx, who, board.RoleTechnician, board.FindAdditional{Visit: v.ID, Codes: []string{c.extra}}); err != nil || !ok {
		return err
	}
	if c.patience%2 == 0 {
		return nil
	}
	_, _, err := s.do(ctx, who, board.RoleTechnician, board.StopWork{Visit: v.ID, Line: o.Line, Reason: board.StopApproval, KeepBay: c.answer < 20})
	return err
}

// factorOf gives how long the operation really takes against its standard.
func (s *Sim) factorOf(c *car, o *board.Operation) float64 {
	switch {
	case o.Rework:
		return 1
	case o.Additional > 0:
		return c.extraFactor
	case o.Line-1 < len(c.factor):
		return c.factor[o.Line-1]
	}
	return 1
}

func efficiency(s *board.State, o *board.Operation) int {
	sum, n := 0, 0
	for _, id := range o.Technicians {
		if p, ok := s.People[id]; ok {
			sum, n = sum+p.Efficiency, n+1
		}
	}
	if n == 0 {
		return 100
	}
	return sum / n
}

// parts kits the picking slips, and gets what is missing.
func (s *Sim) parts(ctx context.Context, scene display.Scene) error {
	for _, v := range board.Sorted(scene.State.Visits) {
		c := s.byID[v.ID]
		if c == nil || v.SignedAt.IsZero() || !v.InShop() {
			continue
		}
		for n, p := range v.Parts {
			if err := s.part(ctx, scene, v, c, n, p); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Sim) part(ctx context.Context, scene display.Scene, v *board.Visit, c *car, n int, p board.Part) error {
	age := scene.Now.Sub(p.Since)
	set := board.SetPart{Visit: v.ID, ID: p.ID, ETA: p.ETA}
	switch {
	case p.State == board.PartUnchecked && age >= time.Duration(4+c.patience)*time.Minute:
		set.State = board.PartKitted
		if c.shortPart > 0 && n == 0 {
			set.State = board.PartShort
		}
	case p.State == board.PartShort && age >= 5*time.Minute:
		set.State, set.ETA = board.PartOrdered, scene.Now.Add(time.Duration(c.shortPart)*time.Minute).Truncate(5*time.Minute)
	case p.State == board.PartOrdered && age >= 10*time.Minute:
		set.State = board.PartInTransit
	case p.State == board.PartInTransit && !scene.Now.Before(p.ETA):
		set.State = board.PartArrived
	default:
		return nil
	}
	if _, _, err := s.do(ctx, "刘管库", board.RoleParts, set); err != nil {
		return err
	}
	if set.State != board.PartOrdered || (v.Stage != board.StageWaitDispatch && v.Stage != board.StageDispatched) {
		return nil
	}
	_, _, err := s.do(ctx, "陈主管", board.RoleSupervisor, board.StopWork{Visit: v.ID, Line: p.Line, Reason: board.StopParts, Note: p.NameZH, Until: set.ETA})
	return err
}
