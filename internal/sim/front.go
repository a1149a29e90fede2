package sim

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"bayline/board"
	"bayline/display"
)

// newDay opens a day: people come, yesterday's carried-over cars go on, the
// script is written and its appointments are booked.
func (s *Sim) newDay(ctx context.Context, scene display.Scene, date time.Time) error {
	s.date, s.done = date, map[string]bool{}
	s.stats.Days++
	s.today = day(s.opts.Seed, date, s.opts.Cars, scene.State.Catalogue)
	r := rand.New(rand.NewPCG(s.opts.Seed^0x5ca1ab1e, uint64(date.Unix())))
	for _, p := range board.Sorted(scene.State.People) {
		presence := board.PresencePresent
		if p.Is(board.RoleTechnician) && p.Grade != board.GradeSenior && r.Float64() < 0.04 {
			presence = board.PresenceOff
		}
		s.in(scene, 1+r.IntN(25), s.comes(p.ID, presence))
	}
	if r.Float64() < 0.3 {
		s.in(scene, 200+r.IntN(100), s.rescue("T10"))
	}
	for _, c := range s.today {
		if !c.booked {
			continue
		}
		receipt, ok, err := s.do(ctx, "张预约", board.RoleAppointment, board.Book{Details: c.details, At: c.at, Override: "演示"})
		if err != nil {
			return err
		}
		if !ok {
			c.booked = false
			continue
		}
		c.visit = receipt.Visit
		s.byID[c.visit] = c
		if r.Float64() < 0.8 {
			if _, _, err := s.do(ctx, "张预约", board.RoleAppointment, board.ConfirmAppointment{Visit: c.visit, How: board.HowPhone}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Sim) comes(id board.PersonID, presence board.Presence) errand {
	return func(ctx context.Context) error {
		_, _, err := s.do(ctx, "陈主管", board.RoleSupervisor, board.SetPresence{Person: id, Presence: presence})
		return err
	}
}

// rescue sends a technician out on the road for an hour, if free.
func (s *Sim) rescue(id board.PersonID) errand {
	return func(ctx context.Context) error {
		scene, err := s.opts.Shop.Scene(ctx, s.opts.ID)
		if err != nil {
			return err
		}
		back := scene.Now.Add(time.Hour)
		if _, ok, err := s.do(ctx, "陈主管", board.RoleSupervisor, board.SetPresence{Person: id, Presence: board.PresenceRescue, Until: back}); err != nil || !ok {
			return err
		}
		s.in(scene, 60, s.comes(id, board.PresencePresent))
		return nil
	}
}

// arrivals lets the cars of the script come that are due.
func (s *Sim) arrivals(ctx context.Context, scene display.Scene) error {
	for n, c := range s.today {
		late := time.Duration((n*37)%23-11) * time.Minute
		if !c.booked {
			late = 0
		}
		if scene.Now.Before(c.at.Add(late)) || !s.once(fmt.Sprintf("arrive %d", n)) {
			continue
		}
		if c.noShow {
			s.in(scene, 45, func(ctx context.Context) error {
				_, _, err := s.do(ctx, "张预约", board.RoleAppointment, board.MarkNoShow{Visit: c.visit, Cause: "电话未接通"})
				return err
			})
			continue
		}
		arrive := board.Arrive{Details: c.details}
		if c.booked {
			arrive = board.Arrive{Visit: c.visit, Details: board.Details{Waiter: c.details.Waiter}}
		}
		receipt, ok, err := s.do(ctx, "前台", board.RoleAdvisor, arrive)
		if err != nil {
			return err
		}
		if ok {
			c.visit = receipt.Visit
			s.byID[c.visit] = c
		}
	}
	return nil
}

// frontDesk writes cars up, answers additional work, tells customers.
func (s *Sim) frontDesk(ctx context.Context, scene display.Scene) error {
	for _, v := range board.Sorted(scene.State.Visits) {
		c, ok := s.byID[v.ID]
		if !ok {
			continue
		}
		advisor := nameOf(scene.State, v.Advisor)
		var err error
		switch v.Stage {
		case board.StageArrived:
			if scene.Now.Sub(v.ArrivedAt) >= time.Duration(c.patience/2)*time.Minute {
				_, _, err = s.do(ctx, advisor, board.RoleAdvisor, board.StartReception{Visit: v.ID, Advisor: v.Advisor})
			}
		case board.StageReception:
			if scene.Now.Sub(v.ReceptionAt) >= time.Duration(4+c.patience)*time.Minute {
				err = s.writeUp(ctx, scene, c, advisor)
			}
		case board.StageSettled, board.StageDelivered, board.StageClosed:
		default:
			if v.InShop() {
				err = s.keepPosted(ctx, scene, v, c, advisor)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// writeUp enters the operations and signs the order with a promise.
func (s *Sim) writeUp(ctx context.Context, scene display.Scene, c *car, advisor string) error {
	minutes := 0
	for _, code := range c.codes {
		if _, _, err := s.do(ctx, advisor, board.RoleAdvisor, board.AddOperation{Visit: c.visit, NewOperation: board.NewOperation{Code: code}}); err != nil {
			return err
		}
		if l, ok := scene.State.Catalogue[code]; ok {
			minutes += l.StandardMinutes/max(l.Crew, 1) + l.PassiveMinutes
		}
	}
	_, _, err := s.do(ctx, advisor, board.RoleAdvisor, board.SignOrder{Visit: c.visit, PromisedAt: s.promise(scene, minutes)})
	return err
}

// promise quotes a time the way an advisor does: the work with a quarter on top,
// inspection and wash, the queue, rounded up to a quarter; what does not fit
// into today is promised for the next day.
func (s *Sim) promise(scene display.Scene, minutes int) time.Time {
	zone := scene.State.Location()
	waiting := 0
	for _, v := range scene.State.Visits {
		if v.Stage == board.StageWaitDispatch {
			waiting++
		}
	}
	need := time.Duration(minutes*5/4+30+3*waiting) * time.Minute
	at := scene.Now.In(zone)
	for day := at; ; day = day.AddDate(0, 0, 1) {
		for _, shift := range scene.State.Settings.Calendar.Shifts(day, nil) {
			from := shift.Start
			if at.After(from) {
				from = at
			}
			if room := shift.End.Sub(from); room >= need {
				return roundUp(from.Add(need), 15*time.Minute)
			} else if room > 0 {
				need -= room
			}
		}
		if day.Sub(at) > 14*24*time.Hour {
			return roundUp(at.Add(need), 15*time.Minute)
		}
	}
}

func roundUp(t time.Time, step time.Duration) time.Time { return t.Add(step - 1).Truncate(step) }

// keepPosted moves additional work on, acknowledges warnings, and re-promises
// when the promise has become unlikely; a slow advisor forgets to.
func (s *Sim) keepPosted(ctx context.Context, scene display.Scene, v *board.Visit, c *car, advisor string) error {
	for _, a := range v.Additional {
		if err := s.additional(ctx, scene, v, c, a, advisor); err != nil {
			return err
		}
	}
	for _, o := range v.Operations {
		if o.Warning != nil && o.Warning.SeenAt.IsZero() && scene.Now.Sub(o.Warning.At) > time.Duration(c.patience)*time.Minute {
			if _, _, err := s.do(ctx, advisor, board.RoleAdvisor, board.AcknowledgeOverrun{Visit: v.ID, Line: o.Line}); err != nil {
				return err
			}
		}
	}
	if a := v.CurrentAlert(); a != nil && a.SeenAt.IsZero() && scene.Now.Sub(a.At) > time.Duration(2+2*c.patience)*time.Minute {
		if _, _, err := s.do(ctx, advisor, board.RoleAdvisor, board.AcknowledgePromiseAlert{Visit: v.ID}); err != nil {
			return err
		}
	}
	out, planned := scene.Plan.Outlooks[v.ID]
	if !planned || out.Ready.IsZero() || v.SignedAt.IsZero() || out.Late < 0.6 || c.patience > 5 || v.Stage == board.StageReady {
		return nil
	}
	if last, ok := v.LastContact(); ok && scene.Now.Sub(last.At) < 50*time.Minute {
		return nil
	}
	if !s.once(fmt.Sprintf("unlikely %s %d", v.ID, len(v.Promises))) {
		return nil
	}
	s.in(scene, 3+c.patience, func(ctx context.Context) error {
		scene, err := s.opts.Shop.Scene(ctx, s.opts.ID)
		if err != nil {
			return err
		}
		out := scene.Plan.Outlooks[v.ID]
		at := roundUp(later(out.To, out.Ready).Add(10*time.Minute), 10*time.Minute)
		if !at.After(scene.Now) {
			return nil
		}
		_, _, err = s.do(ctx, advisor, board.RoleAdvisor, board.RePromise{
			Visit: v.ID, PromisedAt: at, Cause: board.CauseShop, Note: "作业超时", Confirmed: c.agrees, How: board.HowPhone,
		})
		return err
	})
	return nil
}

func (s *Sim) additional(ctx context.Context, scene display.Scene, v *board.Visit, c *car, a board.Additional, advisor string) error {
	step := board.AnswerAdditional{Visit: v.ID, ID: a.ID}
	wait, since := time.Duration(c.patience)*time.Minute, a.FoundAt
	switch a.State {
	case board.AdditionalFound:
		step.State, step.Amount = board.AdditionalQuoted, int64(18000+1000*c.answer)
	case board.AdditionalQuoted:
		step.State, step.How, since = board.AdditionalSent, board.HowWeChat, a.QuotedAt
	case board.AdditionalSent:
		step.How, since, wait = board.HowPhone, a.SentAt, time.Duration(c.answer)*time.Minute
		step.State = board.AdditionalDeclined
		if c.agrees {
			step.State = board.AdditionalApproved
			step.PromisedAt = s.promise(scene, 60)
			if p := v.PromisedAt(); step.PromisedAt.Before(p) {
				step.PromisedAt, step.NoChange = time.Time{}, true
			}
		}
	default:
		return nil
	}
	if scene.Now.Sub(since) < wait || (step.State == board.AdditionalApproved && v.Stage == board.StageWashing) {
		return nil
	}
	_, _, err := s.do(ctx, advisor, board.RoleAdvisor, step)
	return err
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func nameOf(s *board.State, id board.PersonID) string {
	if p, ok := s.People[id]; ok {
		return p.Name
	}
	return "前台"
}
