package live

import (
	"net/http"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	fastws "github.com/fasthttp/websocket"
	"github.com/stretchr/testify/require"
)

// held is what this process holds.
type held struct {
	goroutines, descriptors int
	heap                    int64
}

func holds(t *testing.T) held {
	open, err := os.ReadDir("/proc/self/fd")
	require.NoError(t, err)
	runtime.GC()
	runtime.GC()
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	return held{runtime.NumGoroutine(), len(open), int64(mem.HeapAlloc)}
}

// A thousand screens that come and go leave nothing behind: no goroutine, no descriptor, and less memory each than the
// smallest thing a screen needs.
func TestScreensThatLeaveLeaveNothing(t *testing.T) {
	const before, after, perScreen = 100, 1000, 200
	h := open(t, Options{Linger: time.Millisecond}, Mount{})
	h.shelf.put("s1", map[string]any{"n": 1})
	come := func(times int) {
		for range times {
			conn, _, err := fastws.DefaultDialer.Dial("ws"+strings.TrimPrefix(h.base, "http")+"/live?shop=s1", http.Header{"Origin": {h.base}})
			require.NoError(t, err)
			_, _, err = conn.ReadMessage()
			require.NoError(t, err)
			require.NoError(t, conn.Close())
		}
		require.Eventually(t, func() bool {
			m := h.hub.Metrics()
			return m.Connections == 0 && m.Feeds == 0
		}, 30*time.Second, 10*time.Millisecond)
	}
	come(before)
	first := holds(t)
	come(after)
	require.Eventually(t, func() bool {
		now := holds(t)
		return now.goroutines <= first.goroutines+2 && now.descriptors <= first.descriptors+2 && now.heap <= first.heap+after*perScreen
	}, 30*time.Second, 200*time.Millisecond, "before %+v, after %+v", first, holds(t))
}
