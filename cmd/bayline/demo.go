package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"time"

	"bayline/board"
	"bayline/display"
	"bayline/internal/floor"
	"bayline/internal/forecastlog"
	"bayline/internal/shopsetup"
	"bayline/internal/sim"
)

// demoShop is the demo's one shop.
const demoShop = board.ShopID("demo")

type demoCmd struct {
	listening
	Speed float64 `default:"30" help:"How many times faster than life the day runs; 0 to stand still."`
	Cars  int     `default:"40" help:"Cars a day."`
	Seed  uint64  `default:"1" help:"The same seed gives the same days."`
	Start string  `default:"10:20" help:"Time of day the demo opens at; the morning before has happened already."`
	Date  string  `placeholder:"YYYY-MM-DD" help:"Date of the simulated day; default: today, or the next day the shop works."`
}

// Run implements the demo command: a shop in a directory of its own that is
// gone afterwards, lived in by simulated people.
func (c *demoCmd) Run(ctx context.Context) error {
	from, until, err := c.times()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "bayline-demo-")
	if err != nil {
		return fmt.Errorf("demo directory: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	clock := sim.NewClock(from)
	p, err := open(ctx, config{Addr: c.Addr, Insecure: c.Insecure, Data: dir, RedisPrefix: "bayline:", Origins: c.Origins, Hosts: c.Hosts, Sockets: c.Sockets, Clock: clock.Now, Rate: clock.Rate, Log: log})
	if err != nil {
		return err
	}
	defer p.close()
	fmt.Println("bayline demo: living through the morning ...")
	life, err := startDemo(ctx, p, clock, c, until)
	if err != nil {
		return err
	}
	fmt.Printf("bayline demo is at %s (one shop, %d cars a day, %gx; stop with Ctrl-C)\n", p.URL(), c.Cars, c.Speed)
	living, stop := context.WithCancel(ctx)
	lived := make(chan error, 1)
	go func() { lived <- life.Live(living) }()
	err = p.wait(ctx)
	stop()
	if lifeErr := <-lived; err == nil {
		err = lifeErr
	}
	return err
}

// startDemo opens the shop, lives until the demo's opening time, and lets the
// clock go.
func startDemo(ctx context.Context, p *program, clock *sim.Clock, c *demoCmd, until time.Time) (*sim.Sim, error) {
	req := floor.Request{Actor: board.Actor{Name: "演示", Role: board.RoleAdmin}}
	if err := shopsetup.Open(ctx, p.Floor, demoShop, "海珠店", "Haizhu", req); err != nil {
		return nil, fmt.Errorf("open the demo shop: %w", err)
	}
	settings, err := shopsetup.Settings("海珠店", "Haizhu")
	if err != nil {
		return nil, err
	}
	for _, command := range sim.Setup(settings) {
		if _, err := p.Floor.Execute(ctx, demoShop, command, req); err != nil {
			return nil, fmt.Errorf("set up the demo shop: %s: %w", command.Name(), err)
		}
	}
	life := sim.New(sim.Options{Shop: demoFloor{p}, ID: demoShop, Clock: clock, Seed: c.Seed, Cars: c.Cars, Log: p.log, Note: func(ctx context.Context) error {
		return forecastlog.RecordDue(ctx, p.Floor, p.Planner, demoShop)
	}})
	if err := life.Forward(ctx, until); err != nil {
		return nil, err
	}
	clock.Run(c.Speed)
	return life, nil
}

// times gives when the simulated day begins and when the demo opens.
func (c *demoCmd) times() (from, until time.Time, err error) {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		return from, until, fmt.Errorf("time zone: %w", err)
	}
	date := time.Now().In(zone)
	if c.Date != "" {
		if date, err = time.ParseInLocation(time.DateOnly, c.Date, zone); err != nil {
			return from, until, fmt.Errorf("--date %q: give it as 2026-03-02", c.Date)
		}
	}
	clock, err := time.Parse("15:04", c.Start)
	if err != nil {
		return from, until, fmt.Errorf("--start %q: give it as 10:20", c.Start)
	}
	if c.Speed < 0 || c.Speed > 600 {
		return from, until, fmt.Errorf("--speed %g: give 0 to 600", c.Speed)
	}
	if c.Cars < 1 || c.Cars > 200 {
		return from, until, fmt.Errorf("--cars %d: give 1 to 200", c.Cars)
	}
	midnight := time.Date(date.Year(), date.Month(), date.Day(), 0, 0, 0, 0, zone)
	settings, err := shopsetup.Settings("demo", "")
	if err != nil {
		return from, until, err
	}
	from = sim.Opening(settings, midnight)
	until = time.Date(from.Year(), from.Month(), from.Day(), clock.Hour(), clock.Minute(), 0, 0, zone)
	return from, later(from, until), nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// demoFloor joins what the simulation needs of the program.
type demoFloor struct{ p *program }

// Execute implements sim.Shop.
func (d demoFloor) Execute(ctx context.Context, shop board.ShopID, c board.Command, req floor.Request) (floor.Receipt, error) {
	return d.p.Floor.Execute(ctx, shop, c, req)
}

// Scene implements sim.Shop.
func (d demoFloor) Scene(ctx context.Context, shop board.ShopID) (display.Scene, error) {
	return d.p.Planner.Scene(ctx, shop)
}
