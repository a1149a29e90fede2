package bus

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
)

// memoryTransport carries messages within one process, in the order in which they were published. It is the twin of
// redisTransport for a single instance, which needs no Redis: nothing is ever lost on it, and a publisher waits for
// nobody, since a subscriber only puts the message into its inbox.
type memoryTransport struct {
	hub    *memoryHub
	closed atomic.Bool
}

// memoryHub is what the transports of one process share.
type memoryHub struct {
	mu          sync.Mutex
	subscribers []subscriber
}

var errClosed = errors.New("the bus is closed")

// publish implements transport.
func (t *memoryTransport) publish(ctx context.Context, channel string, data []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if t.closed.Load() {
		return errClosed
	}
	t.hub.mu.Lock()
	defer t.hub.mu.Unlock()
	for _, s := range t.hub.subscribers {
		if slices.Contains(s.channels(), channel) {
			s.accept(channel, data)
		}
	}
	return nil
}

// subscribe implements transport.
func (t *memoryTransport) subscribe(ctx context.Context, to subscriber, end <-chan struct{}) {
	t.hub.mu.Lock()
	t.hub.subscribers = append(t.hub.subscribers, to)
	t.hub.mu.Unlock()
	to.linked()
	select {
	case <-ctx.Done():
	case <-end:
	}
	t.hub.mu.Lock()
	defer t.hub.mu.Unlock()
	t.hub.subscribers = slices.DeleteFunc(t.hub.subscribers, func(s subscriber) bool { return s == to })
}

// close implements transport.
func (t *memoryTransport) close() error {
	t.closed.Store(true)
	return nil
}
