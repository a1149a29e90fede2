package live

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"log/slog"
	"strconv"
	"sync"
	"time"
)

// ErrDraining refuses new screens while the server is stopping.
var ErrDraining = errors.New("live: the server is stopping")

// Options of a hub. Zero values give the defaults named at each field.
type Options struct {
	// Build names the version of the pages; a page that sees another one reloads itself.
	Build string

	// Clock tells a shop's time and how fast it runs, 1 in real life. Default: the wall clock.
	Clock func(shop string) (now time.Time, rate float64)

	// Confirmed tells the real time at which the shop's state was last known to equal the
	// journal. Default: always now.
	Confirmed func(shop string) time.Time

	Coalesce     time.Duration // changes are gathered for this long after one was sent; 40 ms
	Heartbeat    time.Duration // between heartbeats; 4 s, so that a page may miss one and still notice within 10 s
	WriteTimeout time.Duration // for one frame; 5 s
	SilenceLimit time.Duration // without a sign of life a socket is cut; 36 s, found at most one heartbeat later
	Linger       time.Duration // an unwatched view is kept this long, for screens that reconnect; 10 s
	HoldBack     time.Duration // a screen is kept waiting this long rather than shown an older state; 3 s

	Logger *slog.Logger // default slog.Default()
}

func (o Options) withDefaults() Options {
	if o.Clock == nil {
		o.Clock = func(string) (time.Time, float64) { return time.Now(), 1 }
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	for _, d := range []struct {
		value    *time.Duration
		standard time.Duration
	}{
		{&o.Coalesce, 40 * time.Millisecond}, {&o.Heartbeat, 4 * time.Second}, {&o.WriteTimeout, 5 * time.Second},
		{&o.SilenceLimit, 36 * time.Second}, {&o.Linger, 10 * time.Second}, {&o.HoldBack, 3 * time.Second},
	} {
		if *d.value <= 0 {
			*d.value = d.standard
		}
	}
	return o
}

// Hub keeps the feeds of all views that are being watched.
type Hub struct {
	source  Source
	opts    Options
	metrics counters
	boot    string // makes epochs of different processes differ

	life context.Context // ends when the hub is closed; every goroutine of the hub obeys it
	end  context.CancelFunc
	work sync.WaitGroup // refresh loops and the heartbeat
	open sync.WaitGroup // sessions of connected screens

	// mu is taken before any feed's mu, never after it, and never while calling the source.
	mu       sync.Mutex
	feeds    map[ViewKey]*feed
	shops    map[string]*shopWatch
	idle     map[*feed]struct{}
	slots    [beatSlots][]*client
	beating  bool // the heartbeat's goroutine runs
	nextSlot int
	born     uint64 // feeds so far
	draining bool
	closed   bool
}

// shopWatch is the hub's one subscription to a shop, shared by its feeds.
type shopWatch struct {
	feeds  map[*feed]struct{} // guarded by Hub.mu
	begin  sync.Once
	cancel func()
}

// NewHub makes a hub over the source. It starts nothing; an idle hub costs nothing.
func NewHub(source Source, opts Options) *Hub {
	var boot [5]byte
	_, _ = rand.Read(boot[:]) // never fails
	h := &Hub{
		source: source, opts: opts.withDefaults(), boot: hex.EncodeToString(boot[:]),
		feeds: map[ViewKey]*feed{}, shops: map[string]*shopWatch{}, idle: map[*feed]struct{}{},
	}
	h.life, h.end = context.WithCancel(context.Background())
	return h
}

// Snapshot returns the view as it is now, rendered only if it may have changed.
func (h *Hub) Snapshot(ctx context.Context, key ViewKey) (Snapshot, error) {
	f, err := h.acquire(ctx, key)
	if err != nil {
		return Snapshot{}, err
	}
	defer h.release(f)
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.snapshot(), nil
}

// acquire returns the view's feed, up to date, and keeps it alive until release. If a
// refresh fails the last picture serves; without one the error is returned.
func (h *Hub) acquire(ctx context.Context, key ViewKey) (*feed, error) {
	h.mu.Lock()
	if h.closed {
		h.mu.Unlock()
		return nil, ErrDraining
	}
	f := h.feeds[key]
	if f == nil {
		f = h.newFeed(key.clone())
	}
	f.refs++
	delete(h.idle, f)
	h.beat()
	h.mu.Unlock()

	usable := false
	defer func() {
		if !usable { // also when the source panics
			h.release(f)
		}
	}()
	// Watch before the first rendering: a change in between is seen twice, never lost.
	f.shop.begin.Do(func() { f.shop.cancel = h.source.Watch(f.key.Shop, func() { h.changed(f.shop) }) })
	err := f.refresh(ctx)
	if usable = f.hasPicture(); !usable {
		return nil, err
	}
	return f, nil
}

// newFeed needs Hub.mu.
func (h *Hub) newFeed(key ViewKey) *feed {
	shop := h.shops[key.Shop]
	if shop == nil {
		shop = &shopWatch{feeds: map[*feed]struct{}{}}
		h.shops[key.Shop] = shop
	}
	h.born++
	f := newFeed(h, key, shop, h.boot+"-"+strconv.FormatUint(h.born, 36))
	h.feeds[key] = f
	shop.feeds[f] = struct{}{}
	return f
}

// release lets go of a feed; unused for the linger time, it is dropped by the heartbeat.
func (h *Hub) release(f *feed) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if f.refs--; f.refs == 0 {
		f.idleSince = time.Now()
		h.idle[f] = struct{}{}
	}
}

// changed is what the source calls: some view of the shop may differ now.
func (h *Hub) changed(shop *shopWatch) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for f := range shop.feeds {
		f.mark()
	}
}

// holding is what a returning screen says it already shows.
type holding struct {
	epoch string
	rev   uint64
	seq   int64
}

// begin counts a screen's session in, until open.Done, unless the hub is draining.
func (h *Hub) begin() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.draining {
		h.open.Add(1)
	}
	return !h.draining
}

// join connects a screen to a feed it has acquired.
func (h *Hub) join(f *feed, w wire, has holding) (*client, error) {
	c := &client{feed: f, wire: w}
	c.heard.Store(time.Now().UnixNano())
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.draining {
		return nil, ErrDraining
	}
	h.metrics.Connected.Add(1)
	h.mount(c)
	f.mu.Lock()
	defer f.mu.Unlock()
	if has.epoch == f.epoch {
		c.rev = has.rev
	}
	if has.seq > f.seq {
		c.minSeq, c.heldUntil = has.seq, time.Now().Add(h.opts.HoldBack)
	}
	c.index = len(f.clients)
	f.clients = append(f.clients, c)
	c.beatDue = true // a screen that is already up to date learns at once that it is
	c.wake()
	f.startRefresh()
	return c, nil
}

// leave ends what join began; it returns when the client's writer has ended.
func (h *Hub) leave(c *client) {
	f := c.feed
	c.end(Gone)
	c.wire.close() // a writer that is still blocked fails now
	c.writers.Wait()
	h.metrics.ended[c.reason].Add(1)
	h.mu.Lock()
	h.unmount(c)
	f.mu.Lock()
	last := len(f.clients) - 1
	f.clients[c.index] = f.clients[last]
	f.clients[c.index].index = c.index
	f.clients[last] = nil
	f.clients = f.clients[:last]
	f.mu.Unlock()
	h.mu.Unlock()
}
