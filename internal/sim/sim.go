// Package sim lives a workshop's days: cars come, people take them over, work
// starts, stops, overruns and ends. Everything goes through the same commands
// as people use, so what the boards show is what a real shop would show. A
// seed makes the days repeatable.
package sim

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"

	"bayline/board"
	"bayline/display"
	"bayline/internal/floor"
)

// Shop is the live shop the simulation acts on.
type Shop interface {
	Execute(ctx context.Context, shop board.ShopID, c board.Command, req floor.Request) (floor.Receipt, error)
	Scene(ctx context.Context, shop board.ShopID) (display.Scene, error)
}

// Options of a simulated shop.
type Options struct {
	Shop  Shop
	ID    board.ShopID
	Clock *Clock
	Seed  uint64
	Cars  int                             // a day
	Note  func(ctx context.Context) error // looks at the forecasts after every minute that is lived ahead; may be nil
	Log   *slog.Logger
}

// Sim is one simulated shop.
type Sim struct {
	opts  Options
	date  time.Time // midnight of the day under way, shop zone
	today []*car
	byID  map[board.VisitID]*car
	later map[string][]errand // by minute
	done  map[string]bool     // what must happen only once
	retry map[board.OperationRef]time.Time
	stats Stats
}

// Stats count what the simulation did.
type Stats struct {
	Commands int            // accepted
	Refused  map[string]int // refused by a rule: by command and code, "start_work technician_busy"
	Days     int
}

// errand is something somebody will do at a minute.
type errand func(ctx context.Context) error

// New makes a simulation; the shop must be open and set up.
func New(opts Options) *Sim {
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	return &Sim{opts: opts, byID: map[board.VisitID]*car{}, later: map[string][]errand{}, done: map[string]bool{}, retry: map[board.OperationRef]time.Time{}, stats: Stats{Refused: map[string]int{}}}
}

// Stats tells what was done so far.
func (s *Sim) Stats() Stats {
	stats := s.stats
	stats.Refused = maps.Clone(s.stats.Refused)
	return stats
}

// Forward lives from the clock's time until a time, as fast as possible.
func (s *Sim) Forward(ctx context.Context, until time.Time) error {
	for at := s.opts.Clock.Now().Truncate(time.Minute); at.Before(until); at = s.next(ctx, at) {
		s.opts.Clock.Set(at)
		if err := s.minute(ctx); err != nil {
			return err
		}
		if s.opts.Note != nil {
			if err := s.opts.Note(ctx); err != nil {
				return err
			}
		}
	}
	s.opts.Clock.Set(until)
	return nil
}

// Live lives on at the clock's own rate until ctx ends. Nights and days off
// are skipped.
func (s *Sim) Live(ctx context.Context) error {
	for {
		now := s.opts.Clock.Now()
		at := now.Truncate(time.Minute).Add(time.Minute)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(s.opts.Clock.until(at)):
		}
		if next := s.next(ctx, at.Add(-time.Minute)); next.Sub(at) > time.Hour {
			s.opts.Clock.Set(next)
		}
		if err := s.minute(ctx); err != nil && ctx.Err() == nil {
			return err
		}
	}
}

// closing is when a day's errands are over, in minutes after midnight.
const (
	opening = 7*60 + 40
	closing = 18*60 + 30
)

// next gives the minute after at, or the opening of the next day the shop
// works when the day is over.
func (s *Sim) next(ctx context.Context, at time.Time) time.Time {
	at = at.Add(time.Minute)
	scene, err := s.opts.Shop.Scene(ctx, s.opts.ID)
	if err != nil {
		return at
	}
	local := at.In(scene.State.Location())
	if minute := local.Hour()*60 + local.Minute(); minute >= opening && minute < closing && scene.State.Settings.Calendar.Open(local) {
		return at
	}
	return Opening(scene.State.Settings, local)
}

// Opening gives the first opening of a working day after at.
func Opening(set board.Settings, at time.Time) time.Time {
	day := time.Date(at.Year(), at.Month(), at.Day(), 0, opening, 0, 0, at.Location())
	for range 60 {
		if !day.Before(at) && set.Calendar.Open(day) {
			return day
		}
		day = day.AddDate(0, 0, 1)
	}
	return day
}

// minute does all that is due now.
func (s *Sim) minute(ctx context.Context) error {
	scene, err := s.opts.Shop.Scene(ctx, s.opts.ID)
	if err != nil {
		return fmt.Errorf("look at the shop: %w", err)
	}
	local := scene.Now.In(scene.State.Location())
	if today := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, local.Location()); !today.Equal(s.date) {
		if err := s.newDay(ctx, scene, today); err != nil {
			return err
		}
	}
	if err := s.errands(ctx, local); err != nil {
		return err
	}
	for _, step := range []func(context.Context, display.Scene) error{s.arrivals, s.frontDesk, s.workshop, s.checks, s.handover} {
		if scene, err = s.opts.Shop.Scene(ctx, s.opts.ID); err != nil {
			return fmt.Errorf("look at the shop: %w", err)
		}
		if err := step(ctx, scene); err != nil {
			return err
		}
	}
	return nil
}

// errands runs what was put off until this minute, and what a skipped night
// left over.
func (s *Sim) errands(ctx context.Context, local time.Time) error {
	now := stamp(local)
	for _, key := range slices.Sorted(maps.Keys(s.later)) {
		if key > now {
			break
		}
		list := s.later[key]
		delete(s.later, key)
		for _, e := range list {
			if err := e(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

func stamp(t time.Time) string { return t.Format("2006-01-02 15:04") }

// in puts an errand off by minutes of the shop's time.
func (s *Sim) in(scene display.Scene, minutes int, e errand) {
	key := stamp(scene.Now.In(scene.State.Location()).Add(time.Duration(max(minutes, 1)) * time.Minute))
	s.later[key] = append(s.later[key], e)
}

// once reports whether a thing was not done before, and notes that it is now.
func (s *Sim) once(key string) bool {
	if s.done[key] {
		return false
	}
	s.done[key] = true
	return true
}

// do carries out a command as somebody. A refusal is part of life: people do
// try what is not possible any more; only other errors end the simulation.
func (s *Sim) do(ctx context.Context, who string, role board.Role, c board.Command) (floor.Receipt, bool, error) {
	r, err := s.opts.Shop.Execute(ctx, s.opts.ID, c, floor.Request{Actor: board.Actor{Name: who, Role: role}})
	if code := refusedAs(err); code != "" {
		s.stats.Refused[c.Name()+" "+code]++
		s.opts.Log.Debug("refused", "at", s.opts.Clock.Now(), "command", c, "name", c.Name(), "error", err)
		return r, false, nil
	}
	if err != nil {
		return r, false, fmt.Errorf("%s: %w", c.Name(), err)
	}
	s.stats.Commands++
	return r, true, nil
}

// refusedAs gives the code of the rule that said no, "" when none did.
func refusedAs(err error) string {
	if refusal, ok := board.AsRefusal(err); ok {
		return refusal.Code
	}
	var rules *floor.RuleBreak
	if errors.As(err, &rules) && len(rules.Violations) > 0 {
		return rules.Violations[0].Code
	}
	return ""
}
