package report

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"bayline/board"
	"bayline/internal/journal"
)

// errMoved ends a projection whose facts another instance has moved meanwhile.
var errMoved = errors.New("another instance is at the same facts")

const (
	// followDelay is how long committed changes are collected before the facts follow: a busy shop's are stored
	// together, and a reader need not wait for it.
	followDelay = 10 * time.Second
	// sweepEvery is the time between two searches for shops that nobody follows, because whoever did has died.
	sweepEvery = time.Minute
	// callTimeout bounds one projection made on the follower's own account.
	callTimeout = time.Minute
	// maxTries bounds how often a projection is begun anew because another instance was faster.
	maxTries = 20
)

// Options of a Follower. Journal and Store are required.
type Options struct {
	Journal Journal
	Store   Store
	Log     *slog.Logger  // nil: the default one
	Delay   time.Duration // how long committed changes are collected; 0: ten seconds
	Batch   int           // how many records are stored at once; 0: a thousand
}

// Follower keeps the facts of all shops at the end of their logs, and answers from them.
type Follower struct {
	opts   Options
	cancel context.CancelFunc
	work   sync.WaitGroup

	mu      sync.Mutex
	pending map[board.ShopID]*board.State // shops with new records, and the state before the first of them
	busy    map[string]chan struct{}      // closed when the projection of a shop has ended
}

// Open starts the follower. Close must be called to join its goroutine.
func Open(opts Options) *Follower {
	f := NewFollower(opts)
	ctx, cancel := context.WithCancel(context.Background())
	f.cancel = cancel
	f.work.Go(func() { f.follow(ctx) })
	return f
}

// NewFollower returns a follower that does nothing of its own accord: its answers and Rebuild catch up when asked.
func NewFollower(opts Options) *Follower {
	if opts.Log == nil {
		opts.Log = slog.Default()
	}
	if opts.Delay <= 0 {
		opts.Delay = followDelay
	}
	if opts.Batch <= 0 {
		opts.Batch = 1000
	}
	return &Follower{
		opts: opts, cancel: func() {}, pending: map[board.ShopID]*board.State{}, busy: map[string]chan struct{}{},
	}
}

// Close ends the follower. What it has not stored yet is found by the next one.
func (f *Follower) Close() {
	f.cancel()
	f.work.Wait()
}

// Committed notes that a shop's log has grown beyond a state. It never waits.
func (f *Follower) Committed(before *board.State) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, known := f.pending[before.Shop]; !known {
		f.pending[before.Shop] = before
	}
}

func (f *Follower) follow(ctx context.Context) {
	delay, sweep := time.NewTicker(f.opts.Delay), time.NewTicker(sweepEvery)
	defer delay.Stop()
	defer sweep.Stop()
	seen := f.sweep(ctx, nil)
	for {
		select {
		case <-ctx.Done():
			return
		case <-delay.C:
			for shop, before := range f.takePending() {
				f.project(ctx, string(shop), before)
			}
		case <-sweep.C:
			seen = f.sweep(ctx, seen)
		}
	}
}

func (f *Follower) takePending() map[board.ShopID]*board.State {
	f.mu.Lock()
	defer f.mu.Unlock()
	taken := f.pending
	f.pending = map[board.ShopID]*board.State{}
	return taken
}

// sweep catches up shops that have not moved since the last sweep, and returns those that are behind; the first time it
// takes them all. A shop that moves has an instance that follows it.
func (f *Follower) sweep(ctx context.Context, seen map[string]Position) map[string]Position {
	asking, cancel := context.WithTimeout(ctx, callTimeout)
	behind, err := f.opts.Store.Behind(asking)
	cancel()
	if err != nil {
		return seen
	}
	for shop, at := range behind {
		if seen == nil || seen[shop] == at {
			f.project(ctx, shop, nil)
		}
	}
	return behind
}

// project catches one shop up and logs what goes wrong; the next sweep tries again.
func (f *Follower) project(ctx context.Context, shop string, base *board.State) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	if err := f.catchUp(ctx, shop, base, nil); err != nil && ctx.Err() == nil {
		f.opts.Log.Warn("facts for reports do not follow", "shop", shop, "error", err)
	}
}

// catchUp brings the facts of a shop to the end of its log. One caller does it, the others wait.
func (f *Follower) catchUp(ctx context.Context, shop string, base *board.State, progress func(done int64)) error {
	release, err := f.enter(ctx, shop)
	if err != nil {
		return err
	}
	defer release()
	for range maxTries {
		p := projection{shop: shop, journal: f.opts.Journal, store: f.opts.Store, batch: f.opts.Batch}
		if err := p.run(ctx, base, progress); !errors.Is(err, errMoved) {
			return err
		}
	}
	return fmt.Errorf("%w: %w", journal.ErrUnavailable, errMoved)
}

// enter waits for the turn at a shop's facts.
func (f *Follower) enter(ctx context.Context, shop string) (release func(), err error) {
	for {
		f.mu.Lock()
		ended, busy := f.busy[shop]
		if !busy {
			ended = make(chan struct{})
			f.busy[shop] = ended
			f.mu.Unlock()
			return func() {
				f.mu.Lock()
				defer f.mu.Unlock()
				delete(f.busy, shop)
				close(ended)
			}, nil
		}
		f.mu.Unlock()
		select {
		case <-ended:
		case <-ctx.Done():
			return nil, fmt.Errorf("%w: %w", journal.ErrUnavailable, ctx.Err())
		}
	}
}

// reach makes sure that the facts are not older than the log is now.
func (f *Follower) reach(ctx context.Context, shop string) error {
	heads, err := f.opts.Journal.Heads(ctx, []string{shop})
	if err != nil {
		return fmt.Errorf("head of %s: %w", shop, err)
	}
	at, err := f.opts.Store.Position(ctx, shop)
	if err != nil {
		return err
	}
	head, found := heads[shop]
	if at.Seq == head.Seq && (!found || at.At.Equal(head.At)) {
		return nil
	}
	f.mu.Lock()
	base := f.pending[board.ShopID(shop)]
	f.mu.Unlock()
	return f.catchUp(ctx, shop, base, nil)
}

// Rebuild makes the facts of a shop anew from its first record. progress, if not nil, is told how far it has come.
func (f *Follower) Rebuild(ctx context.Context, shop board.ShopID, progress func(done int64)) error {
	if err := f.opts.Store.Reset(ctx, string(shop)); err != nil {
		return err
	}
	return f.catchUp(ctx, string(shop), nil, progress)
}

// VisitsSettled returns the visits of a shop settled in [from, to), in order of settlement.
func (f *Follower) VisitsSettled(ctx context.Context, shop board.ShopID, from, to time.Time) ([]VisitFact, error) {
	if err := f.reach(ctx, string(shop)); err != nil {
		return nil, err
	}
	return f.opts.Store.VisitsSettled(ctx, string(shop), from, to)
}

// OperationsFinished returns the operations of a shop finished in [from, to), in order of finishing.
func (f *Follower) OperationsFinished(
	ctx context.Context, shop board.ShopID, from, to time.Time,
) ([]OperationFact, error) {
	if err := f.reach(ctx, string(shop)); err != nil {
		return nil, err
	}
	return f.opts.Store.OperationsFinished(ctx, string(shop), from, to)
}

// VisitOfOrder finds the visit with a repair order number, also one that left the shop's state long ago.
func (f *Follower) VisitOfOrder(
	ctx context.Context, shop board.ShopID, orderNo string,
) (visit VisitFact, found bool, err error) {
	if err := f.reach(ctx, string(shop)); err != nil {
		return VisitFact{}, false, err
	}
	return f.opts.Store.VisitOfOrder(ctx, string(shop), orderNo)
}
