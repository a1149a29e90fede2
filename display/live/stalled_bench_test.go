package live

import (
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	fastws "github.com/fasthttp/websocket"
	"github.com/stretchr/testify/require"
)

// crowd are screens that read what they are sent and note how long after its change a frame came.
type crowd struct {
	mu    sync.Mutex
	took  []time.Duration
	conns []*fastws.Conn
	work  sync.WaitGroup
}

// follow connects one screen, which reads until it is closed.
func (c *crowd) follow(b *testing.B, address string) {
	conn, _, err := fastws.DefaultDialer.Dial("ws://"+address+"/live?shop=s1", http.Header{"Origin": {"http://" + address}})
	require.NoError(b, err)
	c.conns = append(c.conns, conn)
	c.work.Go(func() {
		for {
			_, text, err := conn.ReadMessage()
			if err != nil {
				return
			}
			came := time.Now()
			_, rest, found := strings.Cut(string(text), `"put":"`)
			number, _, _ := strings.Cut(rest, `"`)
			put, err := strconv.ParseInt(number, 10, 64)
			if !found || err != nil {
				continue
			}
			c.mu.Lock()
			c.took = append(c.took, came.Sub(time.Unix(0, put)))
			c.mu.Unlock()
		}
	})
}

// take hands over what was noted since the last time.
func (c *crowd) take() []time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	took := c.took
	c.took = nil
	return took
}

// BenchmarkStalledScreen: 50 screens of one board, 50 changes a second of 2 KB. Every other second another screen
// stands before the same board, does not read, and has its line full. Reports the others' p99 of a second without it and
// with it, the median of all seconds each, and the ratio of the two.
func BenchmarkStalledScreen(b *testing.B) {
	const screens, changes, size = 50, 50, 2048
	shelf := newShelf()
	put := func() {
		shelf.put("s1", map[string]any{"put": strconv.FormatInt(time.Now().UnixNano(), 10), "ballast": strings.Repeat("x", size) + strconv.FormatInt(time.Now().UnixNano(), 10)})
	}
	put()
	hub, address := benchHouse(b, shelf)
	readers := &crowd{}
	for range screens {
		readers.follow(b, address)
	}
	second := func() []time.Duration {
		readers.take()
		tick := time.NewTicker(time.Second / changes)
		defer tick.Stop()
		for range changes {
			<-tick.C
			put()
		}
		time.Sleep(100 * time.Millisecond)
		return readers.take()
	}
	// full sends more than a line holds to a screen that does not read.
	full := func() {
		for range 600 {
			put()
			time.Sleep(time.Millisecond)
		}
	}
	var calm, stalled []float64 // p99 of a second, in ms
	b.ResetTimer()
	for range b.N {
		full()
		calm = append(calm, p99(second()))
		line := rawScreen(b, address, "s1")
		require.NoError(b, line.(*net.TCPConn).SetReadBuffer(4096))
		before := hub.metrics.Conflations.Load()
		full()
		stalled = append(stalled, p99(second()))
		require.Greater(b, hub.metrics.Conflations.Load(), before, "nobody stalls")
		_ = line.Close()
	}
	b.StopTimer()
	slices.Sort(calm)
	slices.Sort(stalled)
	b.ReportMetric(calm[b.N/2], "ms-p99-calm")
	b.ReportMetric(stalled[b.N/2], "ms-p99-stalled")
	b.ReportMetric(stalled[b.N/2]/calm[b.N/2], "ratio")
	b.ReportMetric(0, "ns/op")
	for _, conn := range readers.conns {
		_ = conn.Close()
	}
	readers.work.Wait()
	require.NoError(b, hub.Drain(b.Context()))
}

func p99(took []time.Duration) float64 {
	slices.Sort(took)
	return float64(took[len(took)*99/100].Microseconds()) / 1000
}
