package bus

import (
	"context"
	"sync"
)

const (
	// inboxMessages and inboxBytes bound what waits for slow subscribers.
	inboxMessages = 4096
	inboxBytes    = 16 << 20
)

// inbox is the queue between the link and the subscribers. When it is full, all that waits is replaced by one Gap:
// whoever is that far behind reads the journal faster than a queue.
type inbox struct {
	mu     sync.Mutex
	events []Event
	bytes  int
	filled chan struct{}
}

func newInbox() *inbox { return &inbox{filled: make(chan struct{}, 1)} }

// push adds an event and never waits. It returns false when events had to be dropped for a Gap.
func (i *inbox) push(event Event) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	defer signal(i.filled)
	size := 0
	if message, is := event.(Message); is {
		size = len(message.Payload)
	}
	if len(i.events) >= inboxMessages || i.bytes+size > inboxBytes {
		i.events, i.bytes = []Event{Gap{}}, 0
		return false
	}
	i.events, i.bytes = append(i.events, event), i.bytes+size
	return true
}

// next waits for the oldest event. It returns false when ctx is done.
func (i *inbox) next(ctx context.Context) (Event, bool) {
	for {
		if event, found := i.take(); found {
			return event, ctx.Err() == nil
		}
		select {
		case <-ctx.Done():
			return nil, false
		case <-i.filled:
		}
	}
}

func (i *inbox) take() (Event, bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if len(i.events) == 0 {
		return nil, false
	}
	event := i.events[0]
	i.events[0] = nil
	i.events = i.events[1:]
	if message, is := event.(Message); is {
		i.bytes -= len(message.Payload)
	}
	return event, true
}
