package bus

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
)

// ErrUnhealthy is returned for a message that was not even tried, because the link is known to be down.
var ErrUnhealthy = errors.New("bus: link to Redis is down")

// Publish tells all instances, this one included, about a change. The caller loses the timeout of the bus (200 ms) at
// most, and nothing while the bus is unhealthy: then the message is skipped with ErrUnhealthy, and the others are sent a
// Gap when it heals. An error is to be counted, not to be acted on, since the receivers find the change in the journal.
// Messages of a shop arrive in the order in which Publish was called one after another.
func (b *Bus) Publish(ctx context.Context, message Message) error {
	if err := b.health.err(); err != nil {
		b.count.skipped.Add(1)
		return err
	}
	data, err := encode(message)
	if err != nil {
		b.count.failed.Add(1)
		return err
	}
	if err := b.send(ctx, b.changes, data); err != nil {
		b.count.failed.Add(1)
		if ctx.Err() == nil { // the caller's own deadline says nothing about Redis
			b.lost(err)
		}
		return err
	}
	b.count.published.Add(1)
	return nil
}

// lost opens the circuit and asks for a probe at once, so that it closes as soon as Redis works.
func (b *Bus) lost(err error) {
	b.health.fail(err)
	signal(b.kick)
}

func (b *Bus) send(ctx context.Context, channel string, data []byte) error {
	ctx, cancel := context.WithTimeout(ctx, b.timeout)
	defer cancel()
	if err := b.transport.publish(ctx, channel, data); err != nil {
		return fmt.Errorf("bus: publish: %w", err)
	}
	return nil
}

// signal leaves a note for a goroutine that may be busy; one note is enough.
func signal(note chan<- struct{}) {
	select {
	case note <- struct{}{}:
	default:
	}
}

// Stats are counts since Open, for metrics.
type Stats struct {
	Published  uint64 // messages Redis took
	Failed     uint64 // messages Redis did not take in time
	Skipped    uint64 // messages not tried while unhealthy
	Received   uint64 // messages that came in
	Unreadable uint64 // messages that came in and were not understood, each of them a Gap
	Overflows  uint64 // times the subscribers were too slow and got a Gap instead of messages
	Links      uint64 // times the subscription stood, each but the first a Gap
}

type counters struct {
	published, failed, skipped, received, unreadable, overflows, links atomic.Uint64
}

// Stats returns the counts since Open.
func (b *Bus) Stats() Stats {
	return Stats{
		Published: b.count.published.Load(), Failed: b.count.failed.Load(), Skipped: b.count.skipped.Load(),
		Received: b.count.received.Load(), Unreadable: b.count.unreadable.Load(), Overflows: b.count.overflows.Load(),
		Links: b.count.links.Load(),
	}
}
