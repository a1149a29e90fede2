package bus

import (
	"context"
	"errors"
	"strconv"
	"time"
)

var errProbeOverdue = errors.New("probes are published but do not come back")

// keepProbing sends this instance numbered messages through Redis, faster while they do not come back.
func (b *Bus) keepProbing(ctx context.Context, every time.Duration) {
	told := uint64(0) // messages skipped up to the last Gap sent
	for {
		b.probe(ctx)
		if skipped := b.count.skipped.Load() + b.count.failed.Load(); skipped != told && b.health.err() == nil {
			if b.announceGap(ctx) {
				told = skipped
			}
		}
		pause := every
		if b.health.err() != nil {
			pause = every / 4
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		case <-b.kick:
			timer.Stop()
		}
	}
}

func (b *Bus) probe(ctx context.Context) {
	err := b.send(ctx, b.echo, []byte(strconv.FormatUint(b.health.nextProbe(), 10)))
	switch {
	case ctx.Err() != nil:
	case err != nil:
		b.health.fail(err)
	case b.health.overdue():
		b.health.fail(errProbeOverdue)
		signal(b.relink)
	}
}

// announceGap tells the others that messages of this instance did not go out, so that they need not wait for their next
// comparison with the journal.
func (b *Bus) announceGap(ctx context.Context) bool {
	data, err := encode(Gap{})
	return err == nil && b.send(ctx, b.changes, data) == nil
}
