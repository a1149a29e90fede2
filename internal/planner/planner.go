// Package planner keeps a plan beside every live shop. A plan is a function of
// the shop's state and the minute, so it is made when somebody looks and kept
// until either has changed; a shop nobody looks at is never planned. Being a
// pure function of what every instance has, the plan needs no leader: two
// instances at the same state and minute show the same one.
package planner

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"bayline/board"
	"bayline/dispatch"
	"bayline/display"
)

// Floor is what the planner needs of the live shops.
type Floor interface {
	State(ctx context.Context, shop board.ShopID) (*board.State, error)
	Watch(shop board.ShopID, notify func()) (cancel func())
	Now() time.Time
}

// slot is how long a plan stays good while nothing happens.
const slot = time.Minute

// Options of a Planner; the zero value is the usual way.
type Options struct {
	Rate func() float64 // how fast the shop's clock runs; nil: as fast as life
	Log  *slog.Logger   // nil: the default one
}

// Planner plans every shop of a floor.
type Planner struct {
	floor Floor
	rate  func() float64
	log   *slog.Logger

	mu    sync.Mutex
	shops map[board.ShopID]*shopPlan

	live, plain func(s *board.State, at time.Time) *dispatch.Plan // the plan in force, and the one made when that is at fault
	better      func(s *board.State, plan *dispatch.Plan, at time.Time) *dispatch.Proposal

	execute  Execute // nil: the planner only looks
	work     sync.WaitGroup
	watchers sync.WaitGroup
	spent    atomic.Int64 // nanoseconds planned
	runs     atomic.Int64
	slowest  atomic.Int64

	violations atomic.Int64
}

// shopPlan is what the planner keeps of one shop.
type shopPlan struct {
	mu       sync.Mutex
	plan     *dispatch.Plan
	weighed  *dispatch.Plan // the plan that proposed is about
	proposed *dispatch.Proposal

	watched   atomic.Int64
	faulty    atomic.Bool  // the last plan broke a rule
	adopting  atomic.Bool  // a command of the planner is under way
	adoptedAt atomic.Int64 // minute of its last one, Unix seconds
}

// New makes a planner; it starts nothing.
func New(floor Floor, o Options) *Planner {
	if o.Rate == nil {
		o.Rate = func() float64 { return 1 }
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return &Planner{
		floor: floor, rate: o.Rate, log: o.Log, shops: map[board.ShopID]*shopPlan{},
		live: dispatch.CurrentPlan, plain: plain, better: dispatch.FindBetter,
	}
}

// Scene returns the shop's state with the plan made from it.
func (p *Planner) Scene(ctx context.Context, shop board.ShopID) (display.Scene, error) {
	state, err := p.floor.State(ctx, shop)
	if err != nil {
		return display.Scene{}, err
	}
	now := p.floor.Now()
	d := &shopPlan{}
	if state.Open { // one that does not exist is not kept
		d = p.shop(shop)
	}
	plan, fresh := p.plan(d, state, now)
	if fresh {
		p.autoAdopt(d, state, plan, now)
	}
	proposal := func() *dispatch.Proposal { return p.proposal(d, state, plan) }
	return display.Scene{State: state, Plan: plan, Now: now, Proposal: proposal}, nil
}

// proposal returns the better plan known for a state and its plan, nil when there
// is none. It is looked for only when somebody asks, and once.
func (p *Planner) proposal(d *shopPlan, state *board.State, plan *dispatch.Plan) *dispatch.Proposal {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.weighed != plan {
		began := time.Now()
		d.proposed, d.weighed = p.validatedProposal(state, plan), plan
		p.record(time.Since(began))
	}
	return d.proposed
}

// plan returns the plan for a state, seen at the start of the minute of now: so
// that every instance that plans within this minute plans the same. It is fresh
// when it had to be made and may be acted upon.
func (p *Planner) plan(d *shopPlan, state *board.State, now time.Time) (plan *dispatch.Plan, fresh bool) {
	at := now.Truncate(slot)
	if state.At.After(at) {
		at = state.At
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.plan != nil && d.plan.Seq == state.Seq && d.plan.At.Equal(at) {
		return d.plan, false
	}
	began := time.Now()
	plan, fresh = p.validated(d, state, at)
	p.record(time.Since(began))
	if d.plan == nil || plan.Seq >= d.plan.Seq {
		d.plan = plan
	}
	return plan, fresh
}

func (p *Planner) record(took time.Duration) {
	p.spent.Add(int64(took))
	p.runs.Add(1)
	for old := p.slowest.Load(); int64(took) > old && !p.slowest.CompareAndSwap(old, int64(took)); old = p.slowest.Load() {
	}
}

func (p *Planner) shop(shop board.ShopID) *shopPlan {
	p.mu.Lock()
	defer p.mu.Unlock()
	d, ok := p.shops[shop]
	if !ok {
		d = &shopPlan{}
		p.shops[shop] = d
	}
	return d
}

// Forget drops what is kept of a shop that has left memory, unless somebody watches it again.
func (p *Planner) Forget(shop board.ShopID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if d, ok := p.shops[shop]; ok && d.watched.Load() == 0 && !d.adopting.Load() {
		delete(p.shops, shop)
	}
}

// Watch calls notify when the shop's scene may have changed: after every event
// and at every minute of the shop's clock, at most once a second of real time.
func (p *Planner) Watch(shop board.ShopID, notify func()) (cancel func()) {
	d := p.watch(shop)
	forget := p.floor.Watch(shop, notify)
	stop := make(chan struct{})
	p.watchers.Add(1)
	go func() {
		defer p.watchers.Done()
		for {
			timer := time.NewTimer(p.untilNext())
			select {
			case <-stop:
				timer.Stop()
				return
			case <-timer.C:
				notify()
			}
		}
	}()
	var once sync.Once
	return func() {
		once.Do(func() { forget(); close(stop); p.unwatch(shop, d) })
	}
}

// watch counts a watcher of a shop.
func (p *Planner) watch(shop board.ShopID) *shopPlan {
	p.mu.Lock()
	defer p.mu.Unlock()
	d, ok := p.shops[shop]
	if !ok {
		d = &shopPlan{}
		p.shops[shop] = d
	}
	d.watched.Add(1)
	return d
}

// unwatch drops a watcher, and with the last one what is kept of a shop that was never planned: it does not exist.
func (p *Planner) unwatch(shop board.ShopID, d *shopPlan) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if d.watched.Add(-1) > 0 {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.plan == nil && p.shops[shop] == d {
		delete(p.shops, shop)
	}
}

// untilNext returns the real time until the shop's clock reaches its next minute.
func (p *Planner) untilNext() time.Duration {
	now := p.floor.Now()
	wait := now.Truncate(slot).Add(slot).Sub(now)
	if rate := p.rate(); rate > 0 {
		wait = time.Duration(float64(wait) / rate)
	}
	return max(wait+5*time.Millisecond, time.Second)
}

// Close joins the goroutines of watches that were cancelled, and the planner's
// own commands; cancel the watches first.
func (p *Planner) Close() {
	p.watchers.Wait()
	p.work.Wait()
}

// Metrics are the planner's figures since it was made.
type Metrics struct {
	Runs    int64
	Spent   time.Duration
	Slowest time.Duration

	Shops      int   // shops that something is kept of
	Violations int64 // plans that broke a rule: those in force gave way to the plain one, proposals were dropped
}

// Metrics reads the figures.
func (p *Planner) Metrics() Metrics {
	p.mu.Lock()
	shops := len(p.shops)
	p.mu.Unlock()
	return Metrics{
		Runs: p.runs.Load(), Spent: time.Duration(p.spent.Load()), Slowest: time.Duration(p.slowest.Load()),
		Shops: shops, Violations: p.violations.Load(),
	}
}
