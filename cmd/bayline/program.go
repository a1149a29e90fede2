package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"sync/atomic"
	"time"

	"bayline/board"
	"bayline/display/live"
	"bayline/internal/api"
	"bayline/internal/bus"
	"bayline/internal/floor"
	"bayline/internal/forecastlog"
	"bayline/internal/journal/factstore"
	"bayline/internal/journal/postgres"
	"bayline/internal/journal/sqlite"
	"bayline/internal/journal/sqlstore"
	"bayline/internal/planner"
	"bayline/internal/report"
	"bayline/internal/telemetry"
	"bayline/static"
)

// drainTime bounds how long a stopping server waits for its screens.
const drainTime = 20 * time.Second

// config is what a running program needs to know.
type config struct {
	Addr        string
	Insecure    bool
	Data        string
	DatabaseURL string
	RedisURL    string
	RedisPrefix string
	Origins     []string
	Hosts       []string
	Sockets     int              // per network address; 0: the default
	Clock       func() time.Time // nil: the wall clock
	Rate        func() float64   // nil: real time
	Log         *slog.Logger
}

// program is the running server: every room, wired. Open starts it, Close
// stops it in the reverse order.
type program struct {
	Floor   *floor.Floor
	Planner *planner.Planner

	forecasts *forecastlog.Recorder
	journal   *sqlstore.Store
	reports   *report.Follower
	bus       *bus.Bus
	hub       *live.Hub
	server    *api.Server
	listener  net.Listener
	served    chan error
	log       *slog.Logger
}

// open starts the program. It fails with a message that says what to do.
func open(ctx context.Context, c config) (_ *program, err error) {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if err := loopbackOnly(c.Addr, c.Insecure); err != nil {
		return nil, err
	}
	p := &program{log: c.Log, served: make(chan error, 1)}
	defer func() {
		if err != nil {
			p.close()
		}
	}()
	if p.journal, err = openJournal(ctx, c); err != nil {
		return nil, err
	}
	if p.bus, err = bus.Open(ctx, bus.Options{URL: c.RedisURL, Prefix: c.RedisPrefix, Log: c.Log}); err != nil {
		return nil, fmt.Errorf("redis: %w", err)
	}
	p.reports = report.Open(report.Options{Journal: p.journal, Store: factstore.New(p.journal), Log: c.Log})
	var planning atomic.Pointer[planner.Planner] // opened after the floor; no shop is idle yet when it is not
	p.Floor = floor.Open(floor.Options{
		Journal: p.journal, Bus: p.bus, Now: c.Clock, Guards: []floor.Guard{floor.RuleGuard}, Logger: c.Log, Committed: p.reports.Committed,
		Left: func(shop board.ShopID) { planning.Load().Forget(shop) },
	})
	p.Planner = planner.New(p.Floor, planner.Options{Rate: c.Rate, Log: c.Log})
	planning.Store(p.Planner)
	p.Planner.EnableAutoAdopt(p.Floor.Execute)
	p.forecasts = forecastlog.Open(forecastlog.Options{Floor: p.Floor, Scenes: p.Planner, Rate: c.Rate, Log: c.Log})
	site, err := static.Open()
	if err != nil {
		return nil, err
	}
	p.hub = live.NewHub(&api.LiveSource{Scenes: p.Planner, Committed: p.Floor.Committed}, live.Options{
		Build: site.Build(), Logger: c.Log,
		Clock: func(string) (time.Time, float64) {
			if c.Rate == nil {
				return p.Floor.Now(), 1
			}
			return p.Floor.Now(), c.Rate()
		},
		Confirmed: func(shop string) time.Time { return p.Floor.Confirmed(board.ShopID(shop)) },
	})
	p.server = api.New(api.Options{
		Floor: p.Floor, Scenes: p.Planner, Hub: p.hub, Site: site, Origins: c.Origins, Hosts: goesBy(c), Sockets: c.Sockets, Logger: c.Log, Version: version, Known: knownOrder(p.reports),
		Metrics: telemetry.Handler(version, p.Floor, p.Planner, p.hub, p.bus),
		Checks: []api.Check{
			{Name: "journal", Ask: p.journal.Ping, Wrong: "the database cannot be reached: screens keep their last picture, changes are refused"},
			{Name: "bus", Ask: func(context.Context) error { return p.bus.Healthy() }, Wrong: "messages do not come back: changes of other instances arrive late", Dispensable: true},
			{Name: "planner", Ask: func(context.Context) error { return p.Planner.Healthy() }, Wrong: "a plan broke a rule of its shop: the plain rule plans instead", Dispensable: true},
		},
	})
	if p.listener, err = net.Listen("tcp", c.Addr); err != nil {
		return nil, fmt.Errorf("listen on %s: %w (choose another address with --addr)", c.Addr, err)
	}
	go func() { p.served <- p.server.App.Listener(p.listener) }()
	return p, nil
}

// URL gives the address people open.
func (p *program) URL() string { return "http://" + p.listener.Addr().String() }

// wait returns when ctx ends or the listener fails.
func (p *program) wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case err := <-p.served:
		p.served <- err
		return err
	}
}

// close drains the screens and stops every room, last opened first.
func (p *program) close() {
	ctx, cancel := context.WithTimeout(context.Background(), drainTime)
	defer cancel()
	if p.hub != nil {
		if err := p.hub.Drain(ctx); err != nil {
			p.log.Warn("drain", "error", err)
		}
	}
	if p.server != nil && p.listener != nil {
		if err := p.server.App.ShutdownWithContext(ctx); err != nil {
			p.log.Warn("shutdown", "error", err)
		}
		<-p.served
	}
	if p.forecasts != nil {
		p.forecasts.Close()
	}
	if p.Planner != nil {
		p.Planner.Close()
	}
	if p.Floor != nil {
		p.Floor.Close()
	}
	if p.reports != nil {
		p.reports.Close()
	}
	if p.bus != nil {
		_ = p.bus.Close()
	}
	if p.journal != nil {
		if err := p.journal.Close(); err != nil {
			p.log.Warn("close journal", "error", err)
		}
	}
}

func openJournal(ctx context.Context, c config) (*sqlstore.Store, error) {
	if c.DatabaseURL != "" {
		j, err := postgres.Open(ctx, c.DatabaseURL)
		if err != nil {
			return nil, fmt.Errorf("open PostgreSQL journal: %w", err)
		}
		return j, nil
	}
	j, err := sqlite.Open(ctx, c.Data)
	if err != nil {
		return nil, fmt.Errorf("open journal in %s: %w", c.Data, err)
	}
	return j, nil
}

// errExposed explains why a wide address needs a flag.
var errExposed = errors.New("this address can be reached from other machines, and there are no users and passwords yet: anybody who reaches it can read customers' names and phone numbers and change orders; add --insecure if the network is closed and trusted")

// loopbackOnly refuses an address other machines can reach, unless insecure.
func loopbackOnly(addr string, insecure bool) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("--addr %q: %w", addr, err)
	}
	if insecure || isLoopback(host) {
		return nil
	}
	return fmt.Errorf("--addr %s: %w", addr, errExposed)
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || (ip != nil && ip.IsLoopback())
}

// goesBy gives the names the server answers to. One that other machines reach may have any name in their network,
// unless it is told which.
func goesBy(c config) []string {
	host, _, _ := net.SplitHostPort(c.Addr)
	if !isLoopback(host) && len(c.Hosts) == 0 {
		return nil
	}
	return append([]string{"localhost", host}, c.Hosts...)
}
