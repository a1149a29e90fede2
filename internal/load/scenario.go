package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// maxScreens is the largest crowd, and what the servers must allow.
const maxScreens = 10_000

// together is how many screens connect at the same time when they are in no hurry.
const together = 64

// sample is what one server did in one run of one scenario. What does not apply is zero.
type sample struct {
	expected, delivered int           // changes times screens; reconnects in D and E
	p50, p99            time.Duration // change to frame; dial to newest state in D and E
	cpuEach             float64       // microseconds of the server per frame, per reconnect in D and E
	cores               float64       // of the server, 1 is one core busy
	idle, loaded        float64       // resident bytes per connection
	converged           time.Duration // until the last screen was shown the newest state
}

// scenario is one of A to E.
type scenario struct {
	name    string
	screens int
	rooms   int
	size    int     // bytes of a message
	rate    float64 // changes of a room per second
	play    func(r *run, ctx context.Context) error
}

var scenarios = []scenario{
	{"A chain", 3000, 750, 600, 1, (*run).fanOut},
	{"B hot board", 1000, 1, 2048, 20, (*run).fanOut},
	{"C idle", maxScreens, 2500, 600, 0, (*run).rest},
	{"D churn", 1000, 250, 600, 0, (*run).churn},
	{"E recovery", 2000, 500, 600, 0, (*run).recover},
}

// churnRate is how many screens a second leave and come back in D.
const churnRate = 100

// run is one server in one scenario.
type run struct {
	scenario
	child   *child
	crowd   crowd
	window  time.Duration // how long is measured
	profile string        // a file for the CPU profile of a Go server, or ""
	base    int64         // resident bytes before the first screen
	sample  sample
}

// measure plays a scenario on a fresh process.
func measure(ctx context.Context, sc scenario, name, dir, profile string, window time.Duration) (s sample, err error) {
	c, err := startPeer(ctx, name, dir)
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, c.stop()) }()
	if _, err := c.tell("rooms %d %d", sc.rooms, sc.size); err != nil {
		return s, err
	}
	r := &run{scenario: sc, child: c, crowd: newCrowd(c, sc.screens, sc.rooms), window: window, profile: profile}
	defer r.crowd.cut()
	if r.base, err = c.rss(); err != nil {
		return s, err
	}
	if _, err := r.crowd.join(ctx, together); err != nil {
		return s, err
	}
	if err := pause(ctx, settleTime); err != nil {
		return s, err
	}
	if r.sample.idle, err = r.perScreen(); err != nil {
		return s, err
	}
	if err := sc.play(r, ctx); err != nil {
		return s, err
	}
	if t := r.crowd.count(); t.lost > 0 {
		return r.sample, fmt.Errorf("%s cut %d of %d screens", name, t.lost, sc.screens)
	}
	return r.sample, nil
}

// settleTime is how long a server is left alone after everybody has connected.
const settleTime = 2 * time.Second

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

func (r *run) perScreen() (float64, error) {
	now, err := r.child.rss()
	return float64(now-r.base) / float64(r.screens), err
}

// spent counts what the server's process uses while something happens.
func (r *run) spent(what func() error) (used, took time.Duration, err error) {
	before, err := r.child.cpu()
	if err != nil {
		return 0, 0, err
	}
	began := time.Now()
	if err := what(); err != nil {
		return 0, 0, err
	}
	took = time.Since(began)
	after, err := r.child.cpu()
	r.sample.cores = (after - before).Seconds() / took.Seconds()
	return after - before, took, err
}

// fanOut is A and B: rooms change for a while, a warm-up before.
func (r *run) fanOut(ctx context.Context) error {
	if _, err := r.publish(ctx, time.Second); err != nil {
		return err
	}
	r.crowd.reset()
	if r.profile != "" {
		if _, err := r.child.tell("profile %s", r.profile); err != nil {
			return err
		}
	}
	var changes int
	used, _, err := r.spent(func() (err error) {
		changes, err = r.publish(ctx, r.window)
		return err
	})
	if err != nil {
		return err
	}
	t := r.crowd.count()
	r.sample.expected, r.sample.delivered = changes*r.screens/r.rooms, t.changes
	r.sample.p50, r.sample.p99 = quantile(t.late, 0.5), quantile(t.late, 0.99)
	r.sample.cpuEach = float64(used.Microseconds()) / float64(max(1, t.frames))
	r.sample.loaded, err = r.perScreen()
	return err
}

// publish changes rooms for a while and waits until the screens have seen it. A warm-up may not reach every room as
// often as another; the rooms that changed once more are the first ones, so the count of screens per room stays right
// on average.
func (r *run) publish(ctx context.Context, d time.Duration) (changes int, err error) {
	if _, err := r.child.tell("publish %g", r.rate); err != nil {
		return 0, err
	}
	if err := pause(ctx, d); err != nil {
		return 0, err
	}
	answer, err := r.child.tell("rest")
	if err != nil {
		return 0, err
	}
	if _, err := fmt.Sscan(answer, &changes); err != nil {
		return 0, err
	}
	r.crowd.settle(changes * r.screens / r.rooms)
	return changes, nil
}

// rest is C: nothing changes; what is spent is for heartbeats.
func (r *run) rest(ctx context.Context) error {
	_, _, err := r.spent(func() error { return pause(ctx, r.window) })
	if err != nil {
		return err
	}
	r.sample.expected, r.sample.delivered = r.screens, r.screens-r.crowd.count().lost
	r.sample.loaded, err = r.perScreen()
	return err
}

// churn is D: others come, are shown the newest state, and leave; a second later they are back.
func (r *run) churn(ctx context.Context) error {
	others := newCrowd(r.child, churnRate, r.rooms)
	defer others.cut()
	var late []time.Duration
	failed := 0
	used, _, err := r.spent(func() error {
		var mu sync.Mutex
		var all sync.WaitGroup
		began := time.Now()
		for i := range int(r.window.Seconds() * churnRate) {
			if err := pause(ctx, time.Until(began.Add(time.Duration(i)*time.Second/churnRate))); err != nil {
				return err
			}
			s := others[i%len(others)]
			all.Go(func() {
				s.coming.Lock() // on a slow machine a screen may still be on its way
				defer s.coming.Unlock()
				s.cut()
				start := time.Now()
				err := s.connect()
				if err == nil {
					err = s.arrived(ctx)
				}
				mu.Lock()
				defer mu.Unlock()
				if late = append(late, time.Since(start)); err != nil {
					failed++
				}
			})
		}
		all.Wait()
		return nil
	})
	if err != nil {
		return err
	}
	slices.Sort(late)
	r.sample.expected, r.sample.delivered = len(late), len(late)-failed
	r.sample.p50, r.sample.p99 = quantile(late, 0.5), quantile(late, 0.99)
	r.sample.cpuEach = float64(used.Microseconds()) / float64(len(late))
	r.sample.loaded, err = r.perScreen()
	return err
}

// recover is E: everybody is cut off, every room changes, everybody comes back at once.
func (r *run) recover(ctx context.Context) error {
	r.crowd.cut()
	if _, err := r.child.tell("bump"); err != nil {
		return err
	}
	var took []time.Duration
	used, _, err := r.spent(func() (err error) {
		took, err = r.crowd.join(ctx, len(r.crowd))
		return err
	})
	if err != nil {
		return err
	}
	r.sample.expected = len(r.crowd)
	for _, s := range r.crowd {
		s.mu.Lock()
		if s.n >= 2 { // 1 is what was shown before
			r.sample.delivered++
		}
		s.mu.Unlock()
	}
	slices.Sort(took)
	r.sample.p50, r.sample.p99, r.sample.converged = quantile(took, 0.5), quantile(took, 0.99), took[len(took)-1]
	r.sample.cpuEach = float64(used.Microseconds()) / float64(len(took))
	r.sample.loaded, err = r.perScreen()
	return err
}
