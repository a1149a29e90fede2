package sim

import (
	"context"
	"time"

	"bayline/board"
	"bayline/dispatch"
	"bayline/display"
)

// checks inspects and washes: two inspectors, one wash bay, in the order of
// the plan.
func (s *Sim) checks(ctx context.Context, scene display.Scene) error {
	wash := nextWash(scene)
	for _, v := range board.Sorted(scene.State.Visits) {
		c := s.byID[v.ID]
		if c == nil {
			continue
		}
		waited := scene.Now.Sub(v.StageSince)
		var err error
		switch {
		case v.Stage == board.StageInRepair && v.SelfCheckedAt.IsZero() && !anyOpen(v):
			_, _, err = s.do(ctx, "技师", board.RoleTechnician, board.SignSelfCheck{Visit: v.ID})
		case v.Stage == board.StageWaitInspection && waited >= time.Duration(4+c.patience)*time.Minute:
			err = s.inspect(ctx, scene, v, c)
		case v.Stage == board.StageRework && v.ReworkHeld && waited >= 3*time.Minute:
			_, _, err = s.do(ctx, "陈主管", board.RoleSupervisor, board.ReleaseRework{Visit: v.ID})
		case v.ID == wash && waited >= 2*time.Minute && working(scene):
			_, _, err = s.do(ctx, "谢阿水", board.RoleTechnician, board.StartWash{Visit: v.ID, Bay: washBay})
		case v.Stage == board.StageWashing && waited >= time.Duration(v.WashMinutes(scene.State.Settings)-2+c.patience/2)*time.Minute:
			_, _, err = s.do(ctx, "谢阿水", board.RoleTechnician, board.FinishWash{Visit: v.ID})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// nextWash gives the car the plan washes next, "" while the bay is taken.
func nextWash(scene display.Scene) board.VisitID {
	if scene.State.Occupant(washBay) != nil {
		return ""
	}
	for _, task := range scene.Plan.Tasks {
		if v := scene.State.Visits[task.Visit]; task.Kind == dispatch.KindWash && v != nil && v.Stage == board.StageWaitWash {
			return v.ID
		}
	}
	return ""
}

func anyOpen(v *board.Visit) bool {
	for i := range v.Operations {
		if o := &v.Operations[i]; o.Open() && o.Trade != board.TradeWash {
			return true
		}
	}
	return false
}

func (s *Sim) inspect(ctx context.Context, scene display.Scene, v *board.Visit, c *car) error {
	level := v.NextLevel(scene.State.Settings)
	look := board.Inspect{Visit: v.ID, Level: level, Passed: true, Inspector: "Q1"}
	who := "胡国平"
	if c.patience%2 == 0 {
		look.Inspector, who = "Q2", "邓丽华"
	}
	if level == board.LevelFinal && c.rework && v.ReworkRuns == 0 {
		look.Passed, look.Item, look.Cause = false, "螺栓扭矩不足", "未按规范紧固"
	}
	_, _, err := s.do(ctx, who, board.RoleInspector, look)
	return err
}

// handover tells the customer, settles and hands the car over. A customer who
// waits takes it at once, others come some time later.
func (s *Sim) handover(ctx context.Context, scene display.Scene) error {
	closing := s.date.Add(closing * time.Minute).Add(-30 * time.Minute)
	for _, v := range board.Sorted(scene.State.Visits) {
		c := s.byID[v.ID]
		if c == nil {
			continue
		}
		advisor := nameOf(scene.State, v.Advisor)
		waited := scene.Now.Sub(v.StageSince)
		var err error
		switch {
		case v.Stage == board.StageReady && v.NotifiedAt.IsZero() && waited >= time.Duration(c.patience)*time.Minute:
			_, _, err = s.do(ctx, advisor, board.RoleAdvisor, board.TellCustomer{Visit: v.ID, How: board.HowPhone})
		case v.Stage == board.StageReady && !v.NotifiedAt.IsZero() && waited >= time.Duration(5+c.patience*2)*time.Minute:
			_, _, err = s.do(ctx, advisor, board.RoleAdvisor, board.Settle{Visit: v.ID, Checked: true})
		case v.Stage == board.StageSettled && waited >= s.pickup(v, c):
			_, _, err = s.do(ctx, advisor, board.RoleAdvisor, board.Deliver{Visit: v.ID})
		case v.Stage == board.StageDelivered && scene.Now.Sub(v.DeliveredAt) > 20*time.Hour && s.once("follow up "+string(v.ID)):
			_, _, err = s.do(ctx, "回访员", board.RoleAdvisor, board.FollowUpCall{Visit: v.ID, Reached: c.patience > 2 || v.FollowUp != nil, OnTime: !v.LateAt(scene.Now)})
		case v.InShop() && v.Overnight == "" && scene.Now.After(closing) && v.Stage != board.StageSettled:
			_, _, err = s.do(ctx, "陈主管", board.RoleSupervisor, board.CarryOver{Visit: v.ID, Decision: "次日继续"})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Sim) pickup(v *board.Visit, c *car) time.Duration {
	if v.Waiter {
		return 4 * time.Minute
	}
	return time.Duration(8+c.patience*6) * time.Minute
}
