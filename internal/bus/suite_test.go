package bus

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"bayline/internal/testkit"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	// calm suits tests that have nothing to do with losses: a busy machine must not look like a dead link.
	calm = 5 * time.Second
	// probeEvery is short, for tests that wait for the bus to notice.
	probeEvery = 100 * time.Millisecond
	patience   = 20 * time.Second
	tick       = 2 * time.Millisecond
)

// place is a transport several instances share. connect opens one instance's bus with a prefix.
type place struct {
	connect func(t *testing.T, prefix string) *Bus
	prefix  string
}

// onEveryTransport runs a test over Redis and over memory: they behave alike.
func onEveryTransport(t *testing.T, test func(t *testing.T, p place)) {
	t.Run("redis", func(t *testing.T) {
		url, prefix := testkit.Redis(t)
		test(t, place{func(t *testing.T, prefix string) *Bus {
			return connectTo(t, Options{URL: url, Prefix: prefix, ProbeEvery: calm, Timeout: calm})
		}, prefix})
	})
	t.Run("memory", func(t *testing.T) {
		shared := &memoryHub{}
		test(t, place{func(t *testing.T, prefix string) *Bus {
			options := Options{Prefix: prefix, ProbeEvery: calm, Timeout: calm}
			b := open(context.Background(), options, &memoryTransport{hub: shared})
			t.Cleanup(func() { require.NoError(t, b.Close()) })
			return b
		}, "shop:"})
	})
}

func connectTo(t *testing.T, options Options) *Bus {
	t.Helper()
	b, err := Open(context.Background(), options)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, b.Close()) })
	return b
}

// recorder is a subscriber that keeps what it gets.
type recorder struct {
	mu     sync.Mutex
	events []Event
}

func record(b *Bus) *recorder {
	r := &recorder{}
	b.Subscribe(func(event Event) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.events = append(r.events, event)
	})
	return r
}

func (r *recorder) got() []Event {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]Event{}, r.events...)
}

func (r *recorder) gaps() (n int) {
	for _, event := range r.got() {
		if _, is := event.(Gap); is {
			n++
		}
	}
	return n
}

func (r *recorder) has(shop string, seq int64) bool {
	for _, event := range r.got() {
		if message, is := event.(Message); is && message.Shop == shop && message.Seq == seq {
			return true
		}
	}
	return false
}

// lines is a log to look into.
type lines struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) count(part string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Count(l.text.String(), part)
}

func eventually(t *testing.T, condition func() bool, what string, args ...any) {
	t.Helper()
	require.Eventually(t, condition, patience, tick, fmt.Sprintf(what, args...))
}

func healthy(b *Bus) func() bool   { return func() bool { return b.Healthy() == nil } }
func unhealthy(b *Bus) func() bool { return func() bool { return b.Healthy() != nil } }

// publish repeats a message until the bus takes it.
func publish(t *testing.T, b *Bus, shop string, seq int64) {
	t.Helper()
	message := Message{Shop: shop, Seq: seq, Payload: []byte(`[{"kind":"k"}]`)}
	eventually(t, func() bool { return b.Publish(context.Background(), message) == nil }, "publish")
}
