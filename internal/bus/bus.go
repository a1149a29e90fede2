// Package bus tells all instances of bayline at once that something was appended to the journal of a shop.
//
// It is only an accelerator over Redis pub/sub, which may lose anything at any time. So nobody may depend on a message:
// a receiver applies one only when it follows the position it has, and reads the journal when it does not, when the bus
// reports a Gap, and every two seconds anyway. What the bus promises is to be quick, to never hold up a caller for more
// than a moment, and to be honest about losses it can notice.
//
// Without a URL there is one instance and no Redis: the same code runs over memory.
package bus

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// DefaultProbeEvery is the time between two probes while all is well.
const DefaultProbeEvery = time.Second

// DefaultTimeout bounds what a dead Redis can cost a caller once, before the circuit opens.
const DefaultTimeout = 200 * time.Millisecond

// openPatience is how long Open waits for the first probe to come back.
const openPatience = 2 * time.Second

// Options say where the bus runs.
type Options struct {
	URL        string        // redis://, rediss:// or unix:// URL; empty for one instance alone, in memory
	Prefix     string        // put before the names of all channels, to share a Redis with others
	Log        *slog.Logger  // told when the state changes; nil for silence
	ProbeEvery time.Duration // DefaultProbeEvery when zero
	Timeout    time.Duration // bound of one Publish, DefaultTimeout when zero
}

// Bus is one instance's end of the bus. It is safe for concurrent use.
type Bus struct {
	transport transport

	timeout time.Duration // of one publish
	changes string        // channel of all messages
	echo    string        // channel of this instance's own probes

	health *health
	count  counters
	inbox  *inbox
	kick   chan struct{} // asks for a probe now
	relink chan struct{} // asks for a new subscription
	gaveUp atomic.Bool   // Open returned before the link stood

	mu       sync.Mutex
	handlers []*handler

	stop      context.CancelFunc
	owned     sync.WaitGroup // every goroutine of the bus
	closeOnce sync.Once
	closeErr  error
}

type handler struct{ call func(Event) }

// Open starts a bus. It waits up to two seconds, or until ctx is done, for the link to stand; without one the bus is
// usable all the same, unhealthy, and heals by itself when Redis comes. The error is about the URL.
func Open(ctx context.Context, options Options) (*Bus, error) {
	if options.Timeout <= 0 {
		options.Timeout = DefaultTimeout
	}
	if options.URL == "" {
		return open(ctx, options, &memoryTransport{hub: &memoryHub{}}), nil
	}
	settings, err := redisSettings(options.URL, options.Timeout)
	if err != nil {
		return nil, err
	}
	return open(ctx, options, newRedisTransport(settings)), nil
}

func open(ctx context.Context, options Options, transport transport) *Bus {
	if options.ProbeEvery <= 0 {
		options.ProbeEvery = DefaultProbeEvery
	}
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	running, stop := context.WithCancel(context.Background())
	b := &Bus{
		transport: transport,
		timeout:   options.Timeout,
		changes:   options.Prefix + "changes",
		echo:      options.Prefix + "probe:" + instanceName(),
		health:    newHealth(options.ProbeEvery, options.Log),
		inbox:     newInbox(),
		kick:      make(chan struct{}, 1),
		relink:    make(chan struct{}, 1),
		stop:      stop,
	}
	b.owned.Go(func() { b.keepLinked(running) })
	b.owned.Go(func() { b.keepProbing(running, options.ProbeEvery) })
	b.owned.Go(func() { b.deliver(running) })

	patience := time.NewTimer(openPatience)
	defer patience.Stop()
	select {
	case <-b.health.first:
	case <-patience.C:
	case <-ctx.Done():
	}
	b.gaveUp.Store(true)
	if err := b.Healthy(); err != nil {
		options.Log.Warn("bus is not up yet, changes travel through the journal only", "cause", err)
	}
	return b
}

// Subscribe calls a function for every event from now on, in order, one at a time, on a goroutine of the bus. A slow
// function delays the others and in the end costs a Gap. It must not call Close. The result ends the subscription;
// a call that is under way may still finish after it.
func (b *Bus) Subscribe(call func(Event)) (cancel func()) {
	added := &handler{call}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.handlers = append(b.handlers[:len(b.handlers):len(b.handlers)], added)
	return func() { b.unsubscribe(added) }
}

func (b *Bus) unsubscribe(gone *handler) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var left []*handler
	for _, h := range b.handlers {
		if h != gone {
			left = append(left, h)
		}
	}
	b.handlers = left
}

// deliver hands events to the subscribers, so that a slow one never holds up the link to Redis.
func (b *Bus) deliver(ctx context.Context) {
	for {
		event, ok := b.inbox.next(ctx)
		if !ok {
			return
		}
		b.mu.Lock()
		handlers := b.handlers
		b.mu.Unlock()
		for _, h := range handlers {
			h.call(event)
		}
	}
}

// Healthy returns nil while probes published by this instance come back to it, else since when they do not and why.
// That the server answers a ping would prove nothing about delivery.
func (b *Bus) Healthy() error { return b.health.err() }

// Close ends all goroutines of the bus and the connections. Nothing is delivered after it.
func (b *Bus) Close() error {
	b.closeOnce.Do(func() {
		b.stop()
		b.owned.Wait()
		b.closeErr = b.transport.close()
	})
	return b.closeErr
}
