package bus

import (
	"context"
	"strconv"
)

// transport carries bytes between instances and may lose them: Redis pub/sub, or memory within one process.
type transport interface {
	// publish sends to whoever is subscribed to a channel now. Messages of one caller keep their order.
	publish(ctx context.Context, channel string, data []byte) error

	// subscribe holds a subscription until ctx ends, end is signalled, or it cannot be held. It calls linked each time
	// the subscription stands, so also when it was renewed and messages may have been lost.
	subscribe(ctx context.Context, to subscriber, end <-chan struct{})

	// close frees what the transport holds, when no subscription is left.
	close() error
}

// subscriber is the receiving end of a subscription, a Bus.
type subscriber interface {
	channels() []string // the first one carries the messages
	linked()
	accept(channel string, data []byte) // never waits
}

// keepLinked holds the subscription. A link that is silently dead is replaced when the probe asks for it.
func (b *Bus) keepLinked(ctx context.Context) {
	for ctx.Err() == nil {
		b.transport.subscribe(ctx, b, b.relink)
	}
}

func (b *Bus) channels() []string { return []string{b.changes, b.echo} }

func (b *Bus) accept(channel string, data []byte) {
	if channel == b.echo {
		b.probeReturned(string(data))
		return
	}
	b.count.received.Add(1)
	event, err := decode(data)
	if err != nil { // of another version, perhaps: something happened that we cannot read here
		b.count.unreadable.Add(1)
		event = Gap{}
	}
	b.push(event)
}

// linked notes that the subscription stands. Whatever was published before was missed, unless the bus was not open yet.
func (b *Bus) linked() {
	if b.count.links.Add(1) > 1 || b.gaveUp.Load() {
		b.push(Gap{})
	}
	signal(b.kick) // the probe that was on its way was missed as well
}

func (b *Bus) push(event Event) {
	if !b.inbox.push(event) {
		b.count.overflows.Add(1)
	}
}

func (b *Bus) probeReturned(payload string) {
	number, err := strconv.ParseUint(payload, 10, 64)
	if err != nil {
		return // not ours
	}
	if b.health.returned(number) {
		signal(b.kick) // for the Gap that others are owed
	}
}
