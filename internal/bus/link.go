package bus

import (
	"context"
	"strconv"

	"github.com/redis/go-redis/v9"
)

// keepLinked holds the subscription. go-redis reconnects by itself when it sees the connection break; a link that is
// silently dead is replaced when the probe asks for it.
func (b *Bus) keepLinked(ctx context.Context) {
	for ctx.Err() == nil {
		subscription := b.client.Subscribe(ctx, b.changes, b.echo)
		// Not Channel(): that one hides that the subscription was renewed, and with it every loss. The health
		// check of the library only tests whether a ping can be written; the probe does more.
		incoming := subscription.ChannelWithSubscriptions(redis.WithChannelHealthCheckInterval(0))
		b.receive(ctx, incoming)
		// The error would be that of a connection nobody wants any more.
		_ = subscription.Close()
		for range incoming { // joins the library's goroutine, which closes the channel as it ends
		}
	}
}

func (b *Bus) receive(ctx context.Context, incoming <-chan any) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-b.relink:
			return
		case item, open := <-incoming:
			if !open {
				return
			}
			b.accept(item)
		}
	}
}

func (b *Bus) accept(item any) {
	switch item := item.(type) {
	case *redis.Subscription:
		if item.Channel == b.changes && item.Kind == "subscribe" {
			b.linked()
		}
	case *redis.Message:
		if item.Channel == b.echo {
			b.probeReturned(item.Payload)
			return
		}
		b.count.received.Add(1)
		event, err := decode([]byte(item.Payload))
		if err != nil { // of another version, perhaps: something happened that we cannot read here
			b.count.unreadable.Add(1)
			event = Gap{}
		}
		b.push(event)
	}
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
