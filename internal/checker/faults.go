package checker

import (
	"context"
	"errors"
	"syscall"
	"time"
)

// action breaks or heals something of the house; i is the instance of the round.
type action func(ctx context.Context, r *rig, h *house, i int) error

// matrix is every fault of the house. Bounds are from the moment of healing: a page needs up to ten seconds to notice a
// dead line, a restarted instance a moment to open.
func matrix() []fault {
	const page = silence + 2*time.Second
	all := []fault{
		{name: "calm", inject: nothing, during: withBus, after: withBus, hold: 3 * time.Second},
		{name: "instance killed", inject: killInstance, heal: startInstance, hold: 3 * time.Second, during: withoutBus, cut: true, after: withoutBus},
		{name: "redis killed", inject: killRedis, heal: startRedis, hold: 4 * time.Second, during: withoutBus, after: withoutBus},
		{name: "postgres killed", inject: killPostgres, heal: startPostgres, hold: 2 * time.Second, after: withoutBus},
		{name: "crash between commit and publish", inject: crashUnpublished, heal: startInstance, hold: 500 * time.Millisecond, during: withoutBus, cut: true, after: withoutBus},
		{name: "redis gone for 60 s", inject: killRedis, heal: startRedis, hold: 60 * time.Second, during: withoutBus, after: withoutBus},
		{name: "subscribers cut 100 times", inject: cutSubscribers, during: withoutBus, after: withoutBus},
		{name: "postgres gone for 30 s", inject: killPostgres, heal: startPostgres, hold: 30 * time.Second, after: withoutBus, probe: probeNoPostgres},
		{name: "messages repeated and reordered", inject: stutter(8 * time.Second), during: withBus, after: withBus},
		{name: "screens frozen for 20 s", inject: freezeScreens, heal: thawScreens, hold: 20 * time.Second, during: withBus, after: page},
		{name: "instance frozen for 20 s", inject: freezeInstance, heal: thawInstance, hold: 20 * time.Second, during: withoutBus, cut: true, after: withoutBus},
		{name: "rolling restart under load", inject: rollingRestart, after: page},
		{name: "power failure", inject: powerFailure, heal: powerBack, hold: time.Second, after: page},
		{name: "bad network", inject: badNetwork, heal: goodNetwork, hold: 2 * time.Second, during: withoutBus, after: page},
		{name: "disk full, embedded store", inject: diskFull, after: withBus},
		{name: "restored from a backup", inject: takeBackup, heal: restoreBackup, hold: 3 * time.Second, after: withoutBus},
	}
	for _, where := range []struct {
		name string
		of   func(*instance) *link
	}{
		{"screens", func(i *instance) *link { return i.front }},
		{"postgres", func(i *instance) *link { return i.store }},
		{"redis", func(i *instance) *link { return i.bus }},
	} {
		for _, how := range []struct {
			name string
			toxic
			during, after time.Duration
		}{
			{"black hole", blackHole, withoutBus, page},
			{"resets", resets, withoutBus, page},
			{"latency", laggard, withoutBus, withoutBus},
			{"16 kB/s", narrow, withoutBus, page},
			{"slicing", sliced, withoutBus, withoutBus},
		} {
			all = append(all, fault{
				name: how.name + " to " + where.name, inject: spoil(where.of, how.toxic), heal: clean(where.of),
				hold: 12 * time.Second, during: how.during, cut: where.name == "screens", orphan: where.name == "postgres", after: how.after,
			})
		}
	}
	return all
}

func nothing(context.Context, *rig, *house, int) error { return nil }

func killInstance(_ context.Context, _ *rig, h *house, i int) error { return h.instances[i].kill() }

func startInstance(ctx context.Context, _ *rig, h *house, i int) error {
	one := h.instances[i]
	one.bus.clean()
	if !one.bus.proxy.Enabled {
		if err := one.bus.mend(); err != nil {
			return err
		}
	}
	return one.up(ctx)
}

// powerFailure kills one instance, Redis and PostgreSQL within a moment, in the midst of the work.
func powerFailure(ctx context.Context, r *rig, h *house, i int) error {
	return errors.Join(killPostgres(ctx, r, h, i), killInstance(ctx, r, h, i), killRedis(ctx, r, h, i))
}

func powerBack(ctx context.Context, r *rig, h *house, i int) error {
	return errors.Join(startPostgres(ctx, r, h, i), startRedis(ctx, r, h, i), startInstance(ctx, r, h, i))
}

// badNetwork cuts one instance off from Redis and slows the line between another and its screens.
func badNetwork(_ context.Context, _ *rig, h *house, i int) error {
	h.instances[i].bus.cut()
	return h.instances[(i+1)%instances].front.spoil(laggard)
}

func goodNetwork(_ context.Context, _ *rig, h *house, i int) error {
	h.instances[(i+1)%instances].front.clean()
	return h.instances[i].bus.mend()
}

func killRedis(_ context.Context, _ *rig, h *house, _ int) error { return h.messenger.kill() }

func startRedis(ctx context.Context, _ *rig, h *house, _ int) error { return h.messenger.up(ctx) }

func killPostgres(_ context.Context, _ *rig, h *house, _ int) error { return h.database.down() }

func startPostgres(ctx context.Context, _ *rig, h *house, _ int) error { return h.database.up(ctx) }

func cutSubscribers(ctx context.Context, _ *rig, h *house, _ int) error {
	for range 100 {
		if err := h.messenger.cutSubscribers(ctx); err != nil {
			return err
		}
		if err := wait(ctx, 50*time.Millisecond); err != nil {
			return err
		}
	}
	return nil
}

func stutter(d time.Duration) action {
	return func(ctx context.Context, _ *rig, h *house, _ int) error {
		ctx, cancel := context.WithTimeout(ctx, d)
		defer cancel()
		return h.messenger.stutter(ctx)
	}
}

// freezeScreens stops a third of the screens from reading, as a stopped process does.
func freezeScreens(_ context.Context, r *rig, _ *house, _ int) error { return eachThird(r, true) }

func thawScreens(_ context.Context, r *rig, _ *house, _ int) error { return eachThird(r, false) }

func eachThird(r *rig, frozen bool) error {
	for i, s := range r.screens {
		if i%3 == 0 {
			s.freeze(frozen)
		}
	}
	return nil
}

func freezeInstance(_ context.Context, _ *rig, h *house, i int) error {
	return h.instances[i].signal(syscall.SIGSTOP)
}

func thawInstance(_ context.Context, _ *rig, h *house, i int) error {
	return h.instances[i].signal(syscall.SIGCONT)
}

// drained is how long an instance may take to stop.
const drained = 25 * time.Second

// rollingRestart stops one instance after the other the polite way and starts it again.
func rollingRestart(ctx context.Context, r *rig, h *house, _ int) error {
	for i, one := range h.instances {
		began := time.Now()
		var there []*screen
		for _, s := range r.screens {
			if _, door, connected := s.shows(); connected && door == i {
				there = append(there, s)
			}
		}
		if _, err := one.end(syscall.SIGTERM, drained); err != nil {
			r.ledger.report([]Violation{{Kind: Truthful, Where: one.name, What: err.Error()}})
		}
		for _, s := range there {
			if !s.heardBye(i, began) {
				r.ledger.report([]Violation{{Kind: Truthful, Where: s.name, What: one.name + " stopped without a bye"}})
			}
		}
		if err := one.up(ctx); err != nil {
			return err
		}
		if err := wait(ctx, 500*time.Millisecond); err != nil {
			return err
		}
	}
	return nil
}

func takeBackup(ctx context.Context, r *rig, h *house, _ int) error {
	r.gate.rest()
	err := h.unwritten(func() error {
		if err := h.database.save(ctx); err != nil {
			return err
		}
		return r.remember(ctx)
	})
	r.gate.work()
	return err
}

// restoreBackup puts the journal back to the backup. What was acknowledged since is gone with it, which is what a backup
// means; nothing else may go wrong.
func restoreBackup(ctx context.Context, r *rig, h *house, _ int) error {
	r.gate.rest()
	return h.unwritten(func() error {
		found, err := r.settleLedger(ctx) // the last look at what will be gone
		if err != nil {
			return err
		}
		r.ledger.report(found)
		if err := h.database.restore(ctx); err != nil {
			return err
		}
		return r.goBack()
	})
}

// unwritten does something while no instance can write to the journal: the hands may rest, but the planner and the
// recorder of forecasts write when a minute begins.
func (h *house) unwritten(what func() error) (err error) {
	for _, one := range h.instances {
		one.store.cut()
	}
	err = what()
	for _, one := range h.instances {
		err = errors.Join(err, one.store.mend())
	}
	return err
}

func spoil(of func(*instance) *link, t toxic) action {
	return func(_ context.Context, _ *rig, h *house, i int) error { return of(h.instances[i]).spoil(t) }
}

func clean(of func(*instance) *link) action {
	return func(_ context.Context, _ *rig, h *house, i int) error {
		of(h.instances[i]).clean()
		return nil
	}
}
