// Package floor keeps the live shops. It is the only way a change takes:
//
//	command -> rules -> journal -> bus -> state -> watchers
//
// The journal is the truth and the state a fold of it. The bus may lose
// anything: a receiver applies an event only when it is the next one, and
// pulls from the journal whatever it lacks, at the latest when the positions
// are compared: every two seconds for the shops somebody watches, every second
// while the bus is known to be down. A shop nobody watches and nobody changes
// costs nothing.
package floor

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"bayline/board"
	"bayline/internal/bus"
	"bayline/internal/journal"
)

// Bus carries changes between instances.
type Bus interface {
	Publish(ctx context.Context, m bus.Message) error
	Subscribe(handle func(bus.Event)) (cancel func())
	Healthy() error // nil while what is published is known to arrive
}

// Guard looks at a command before the board decides it and may refuse it, as
// the rules of dispatching do.
type Guard func(s *board.State, c board.Command, now time.Time) error

// Options of a Floor. Journal and Bus are required.
type Options struct {
	Journal journal.Journal
	Bus     Bus
	Now     func() time.Time // the shop's clock; default the wall clock
	Guards  []Guard
	Logger  *slog.Logger

	// Committed is told the state before every change this instance commits. It must not wait; may be nil.
	Committed func(before *board.State)

	Compare       time.Duration // how often positions are compared with the journal, twice as often without the bus; 2 s
	SnapshotEvery int64         // events between two snapshots; 500
	CallTimeout   time.Duration // bound of one journal call made on the floor's own account; 5 s
	Idle          time.Duration // how long a shop that nobody watches, asks for or commands stays in memory; 10 min

	// Left is told of every shop that leaves memory because it was idle. It must not wait; may be nil.
	Left func(shop board.ShopID)
}

// Floor holds the shops this instance was lately asked for.
type Floor struct {
	opts Options

	mu    sync.Mutex
	shops map[board.ShopID]*shop

	ctx         context.Context
	cancel      context.CancelFunc
	unsubscribe func() // ends the subscription to the bus
	work        sync.WaitGroup
	wake        chan struct{} // a shop is behind the journal
	gap         atomic.Bool   // any shop may be behind

	counts counters
}

// Open starts the floor. Close must be called to join its goroutines.
func Open(opts Options) *Floor {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Logger == nil {
		opts.Logger = slog.Default()
	}
	if opts.Compare <= 0 {
		opts.Compare = 2 * time.Second
	}
	if opts.SnapshotEvery <= 0 {
		opts.SnapshotEvery = 500
	}
	if opts.CallTimeout <= 0 {
		opts.CallTimeout = 5 * time.Second
	}
	if opts.Idle <= 0 {
		opts.Idle = 10 * time.Minute
	}
	f := &Floor{opts: opts, shops: map[board.ShopID]*shop{}, wake: make(chan struct{}, 1)}
	f.ctx, f.cancel = context.WithCancel(context.Background())
	f.unsubscribe = opts.Bus.Subscribe(f.receive)
	f.work.Add(1)
	go f.compareLoop()
	return f
}

// Close ends the floor's goroutines. No command may be under way.
func (f *Floor) Close() {
	f.unsubscribe()
	f.cancel()
	f.work.Wait()
}

// Now returns the shop's time, in UTC to the microsecond: the precision the
// journal keeps.
func (f *Floor) Now() time.Time { return f.opts.Now().UTC().Truncate(time.Microsecond) }

// State returns the shop as it is now. A shop that was not compared with the
// journal lately is compared first, so that the answer is never older than the
// comparison interval while the journal answers; when it does not, the last
// known state serves. A watched shop is compared anyway: it is enough that it
// was fresh when watching began, and nobody waits for a journal that hangs. A
// shop that does not exist has an empty state.
func (f *Floor) State(ctx context.Context, id board.ShopID) (*board.State, error) {
	sh := f.hold(id)
	defer f.release(sh)
	if s := f.fresh(sh); s != nil {
		return s, nil
	}
	ctx, cancel := context.WithTimeout(ctx, f.opts.CallTimeout)
	defer cancel()
	if err := f.freshen(ctx, sh); err != nil {
		if s := sh.state.Load(); s != nil {
			return s, nil
		}
		return nil, err
	}
	return sh.state.Load(), nil
}

// fresh returns the state if it was compared lately enough, else nil.
func (f *Floor) fresh(sh *shop) *board.State {
	asOf := time.Now()
	if since := sh.watchedSince(); !since.IsZero() {
		asOf = since
	}
	if asOf.Sub(sh.confirmed()) >= f.opts.Compare+time.Second {
		return nil
	}
	return sh.state.Load()
}

// freshen compares the shop with the journal unless somebody has while this caller waited for its turn: a crowd that
// comes at once, as after an outage, asks once.
func (f *Floor) freshen(ctx context.Context, sh *shop) error {
	if err := sh.turn.lock(ctx); err != nil {
		return fmt.Errorf("%w: %w", journal.ErrUnavailable, err)
	}
	defer f.finish(sh)
	if f.fresh(sh) != nil {
		return nil
	}
	return f.pull(ctx, sh)
}

// Awake lists the shops this instance holds in which something happened today,
// by their own clock and calendar date.
func (f *Floor) Awake() []board.ShopID {
	now := f.Now()
	f.mu.Lock()
	defer f.mu.Unlock()
	var awake []board.ShopID
	for id, sh := range f.shops {
		s := sh.state.Load()
		if s == nil || !s.Open {
			continue
		}
		if zone := s.Location(); s.At.In(zone).Format(time.DateOnly) == now.In(zone).Format(time.DateOnly) {
			awake = append(awake, id)
		}
	}
	slices.Sort(awake)
	return awake
}

// Confirmed returns the real time at which the shop's state was last known to
// equal the journal.
func (f *Floor) Confirmed(id board.ShopID) time.Time {
	if sh := f.known(id); sh != nil {
		return sh.confirmed()
	}
	return time.UnixMicro(0)
}

// Committed returns the real time at which the newest change of the shop that
// this instance knows of was committed, as far as it can tell.
func (f *Floor) Committed(id board.ShopID) time.Time {
	if sh := f.known(id); sh != nil {
		return time.UnixMicro(sh.committedAt.Load())
	}
	return time.UnixMicro(0)
}

// Shops lists the shops that have a log.
func (f *Floor) Shops(ctx context.Context) ([]board.ShopID, error) {
	names, err := f.opts.Journal.Shops(ctx)
	if err != nil {
		return nil, fmt.Errorf("list shops: %w", err)
	}
	ids := make([]board.ShopID, len(names))
	for i, n := range names {
		ids[i] = board.ShopID(n)
	}
	return ids, nil
}
