package live

import (
	"sync/atomic"
	"time"
)

// Reason says why a connection ended, or was not begun.
type Reason int

// The reasons. The names are the values of the label in the metrics.
const (
	None           Reason = iota
	Gone                  // the screen closed, or its line broke
	Slow                  // took nothing for the whole write timeout
	HalfOpen              // no sign of life for the silence limit
	TooBig                // a message over the read limit
	NotText               // a binary message
	BadMessage            // not JSON, or not of this protocol
	TooMany               // more messages than the rate allows
	Drained               // the server is stopping
	Unrendered            // the view had no first picture
	Panicked              // a fault of ours
	RefusedOrigin         // Origin missing or not allowed
	RefusedAddress        // too many sockets from one address
	RefusedFull           // too many sockets in all, or draining
	reasonCount
)

var reasonNames = [reasonCount]string{"none", "gone", "slow", "half_open", "too_big", "not_text", "bad_message",
	"too_many", "drained", "unrendered", "panicked", "refused_origin", "refused_address", "refused_full"}

// String returns the reason as a metrics label.
func (r Reason) String() string { return reasonNames[r] }

// LatencyBounds are the upper bounds of the latency histogram's buckets.
var LatencyBounds = [...]time.Duration{
	time.Millisecond, 2 * time.Millisecond, 5 * time.Millisecond, 10 * time.Millisecond, 20 * time.Millisecond,
	50 * time.Millisecond, 100 * time.Millisecond, 250 * time.Millisecond, 500 * time.Millisecond,
	time.Second, 2500 * time.Millisecond, 5 * time.Second,
}

// counters are what the hub counts while it runs.
type counters struct {
	Connected, Frames, Bytes, Conflations, Polls, Renders, RenderErrors atomic.Int64
	ended                                                               [reasonCount]atomic.Int64
	latency                                                             [len(LatencyBounds) + 1]atomic.Int64
	latencySum                                                          atomic.Int64
}

// Metrics is a reading of the hub's counters. All but Connections, Feeds and Watchers
// only grow.
type Metrics struct {
	Connections  int64            // open now
	Feeds        int64            // views held now
	Watchers     map[string]int64 // open connections by screen
	Connected    int64
	Frames       int64
	Bytes        int64 // payload bytes written
	Conflations  int64 // frames that skipped over at least one rev
	Polls        int64
	Renders      int64
	RenderErrors int64
	Ended        map[string]int64 // connections ended or refused, by reason
	Latency      []int64          // commit to frame written, count per bucket of LatencyBounds, then the rest
	LatencySum   time.Duration
}

func (m *counters) delivered(f *frame) {
	m.Frames.Add(1)
	m.Bytes.Add(int64(len(f.text)))
	if f.committed.IsZero() {
		return
	}
	took := time.Since(f.committed)
	bucket := 0
	for bucket < len(LatencyBounds) && took > LatencyBounds[bucket] {
		bucket++
	}
	m.latency[bucket].Add(1)
	m.latencySum.Add(int64(took))
}

// Metrics reads the counters.
func (h *Hub) Metrics() Metrics {
	m := Metrics{
		Watchers:  map[string]int64{},
		Connected: h.metrics.Connected.Load(), Frames: h.metrics.Frames.Load(), Bytes: h.metrics.Bytes.Load(),
		Conflations: h.metrics.Conflations.Load(), Polls: h.metrics.Polls.Load(),
		Renders: h.metrics.Renders.Load(), RenderErrors: h.metrics.RenderErrors.Load(),
		Ended: map[string]int64{}, LatencySum: time.Duration(h.metrics.latencySum.Load()),
	}
	for reason := None + 1; reason < reasonCount; reason++ {
		m.Ended[reason.String()] = h.metrics.ended[reason].Load()
	}
	for i := range h.metrics.latency {
		m.Latency = append(m.Latency, h.metrics.latency[i].Load())
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	m.Feeds = int64(len(h.feeds))
	for _, slot := range h.slots {
		m.Connections += int64(len(slot))
		for _, c := range slot {
			m.Watchers[c.feed.key.Screen]++
		}
	}
	return m
}
