package live

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/stretchr/testify/require"

	"bayline/display/web"
)

// benchHouse is a server in this process, and screens that are raw sockets drained by
// very little code, so that almost all CPU counted is the server's and the kernel's.
func benchHouse(b *testing.B, shelf *shelf) (*Hub, string) {
	hub := NewHub(shelf, Options{Logger: quiet(), Coalesce: time.Millisecond})
	app := web.NewApp()
	Register(app, hub, Mount{MaxPerAddress: 20_000, Resolve: func(c *fiber.Ctx) (ViewKey, error) {
		return ViewKey{Shop: c.Query("shop"), Screen: "board"}, nil
	}})
	ln, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(b, err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = app.Listener(ln)
	}()
	b.Cleanup(func() {
		_ = app.Shutdown()
		_ = ln.Close()
		<-done
	})
	return hub, ln.Addr().String()
}

func rawScreen(b *testing.B, address, shop string) net.Conn {
	conn, err := net.Dial("tcp4", address)
	require.NoError(b, err)
	_, err = fmt.Fprintf(conn, "GET /live?shop=%s HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\nUser-Agent: Mozilla/5.0 (Linux; television) bayline-bench\r\nAccept-Language: zh-CN\r\n\r\n",
		url.QueryEscape(shop), address, address, "dGhlIHNhbXBsZSBub25jZQ==")
	require.NoError(b, err)
	one, head := make([]byte, 1), ""
	for !strings.HasSuffix(head, "\r\n\r\n") {
		_, err = conn.Read(one)
		require.NoError(b, err)
		head += string(one)
	}
	require.Contains(b, head, strconv.Itoa(http.StatusSwitchingProtocols))
	return conn
}

func cpu() time.Duration {
	var use syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &use)
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

func rss(b *testing.B) int64 {
	text, err := os.ReadFile("/proc/self/statm")
	require.NoError(b, err)
	pages, err := strconv.ParseInt(strings.Fields(string(text))[1], 10, 64)
	require.NoError(b, err)
	return pages * int64(os.Getpagesize())
}

// BenchmarkDelivery: one hot board, 500 screens, a changed entry of 2 KB. Reports the
// CPU of the whole process per frame delivered; nobody reads while it is counted.
func BenchmarkDelivery(b *testing.B) {
	const screens, size = 500, 2048
	shelf := newShelf()
	shelf.put("s1", map[string]any{"n": "start"})
	hub, address := benchHouse(b, shelf)
	conns := make([]net.Conn, screens)
	for i := range conns {
		conns[i] = rawScreen(b, address, "s1")
	}
	wait := func(frames int64) {
		for hub.metrics.Frames.Load() < frames {
			time.Sleep(100 * time.Microsecond)
		}
	}
	wait(2 * screens)
	buffer := make([]byte, 64<<10)
	var used time.Duration
	b.ResetTimer()
	for n := range b.N {
		before, began := hub.metrics.Frames.Load(), cpu()
		shelf.put("s1", map[string]any{"n": strings.Repeat("x", size-100) + strconv.Itoa(n)})
		wait(before + screens)
		used += cpu() - began
		for _, conn := range conns {
			_, _ = conn.Read(buffer)
		}
	}
	b.StopTimer()
	b.ReportMetric(float64(used.Microseconds())/float64(b.N*screens), "us-cpu/frame")
	b.ReportMetric(0, "ns/op")
	for _, conn := range conns {
		_ = conn.Close()
	}
	require.NoError(b, hub.Drain(b.Context()))
}

// BenchmarkIdle: what one more idle screen costs in resident memory, both ends of the
// socket in this process; the raw client end is a small part of it.
func BenchmarkIdle(b *testing.B) {
	const screens = 4000
	for range b.N {
		shelf := newShelf()
		hub, address := benchHouse(b, shelf)
		for i := range 400 {
			shelf.put(fmt.Sprint("s", i), map[string]any{"n": strings.Repeat("x", 1000)})
		}
		conns := make([]net.Conn, 0, screens)
		conns = append(conns, rawScreen(b, address, "s0"))
		runtime.GC()
		before := rss(b)
		for i := range screens {
			conns = append(conns, rawScreen(b, address, fmt.Sprint("s", i%400)))
		}
		for range 30 {
			time.Sleep(100 * time.Millisecond)
		}
		var mem runtime.MemStats
		runtime.ReadMemStats(&mem)
		b.ReportMetric(float64(rss(b)-before)/screens, "rss-B/screen")
		b.ReportMetric(float64(mem.StackInuse)/screens, "stack-B/screen")
		b.ReportMetric(float64(mem.HeapInuse)/screens, "heap-B/screen")
		b.ReportMetric(0, "ns/op")
		for _, conn := range conns {
			_ = conn.Close()
		}
		require.NoError(b, hub.Drain(b.Context()))
	}
}

// BenchmarkBareWrite is the floor under BenchmarkDelivery: the same bytes to the same
// number of sockets by a plain loop of write calls.
func BenchmarkBareWrite(b *testing.B) {
	const screens, size = 500, 2048
	ln, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(b, err)
	defer func() { _ = ln.Close() }()
	var near, far [screens]net.Conn
	for i := range near {
		near[i], err = net.Dial("tcp4", ln.Addr().String())
		require.NoError(b, err)
		far[i], err = ln.Accept()
		require.NoError(b, err)
	}
	frame, buffer := []byte(strings.Repeat("x", size)), make([]byte, 64<<10)
	var used time.Duration
	for range b.N {
		began := cpu()
		for _, conn := range far {
			_, _ = conn.Write(frame)
		}
		used += cpu() - began
		for _, conn := range near {
			_, _ = conn.Read(buffer)
		}
	}
	b.ReportMetric(float64(used.Microseconds())/float64(b.N*screens), "us-cpu/frame")
	b.ReportMetric(0, "ns/op")
	for i := range near {
		_, _ = near[i].Close(), far[i].Close()
	}
}
