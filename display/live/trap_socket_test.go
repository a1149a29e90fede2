package live

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	fastws "github.com/fasthttp/websocket"
	"github.com/gofiber/contrib/websocket"
	"github.com/gofiber/fiber/v2"
	"github.com/stretchr/testify/require"

	"bayline/display/web"
)

// plain serves one websocket handler with the stack's defaults.
func plain(t *testing.T, app *fiber.App, handler func(*websocket.Conn)) (base string) {
	app.Get("/live", websocket.New(handler))
	return serve(t, app)
}

func timedOut(err error) bool {
	var n net.Error
	return errors.As(err, &n) && n.Timeout()
}

// Trap: Close from another goroutine does nothing.
func TestTrapCloseFromOutsideDoesNothing(t *testing.T) {
	closedFromOutside := func(app *fiber.App) bool {
		inside := make(chan *fastws.Conn, 1)
		base := plain(t, app, func(c *websocket.Conn) {
			inner := c.Conn
			defer func() { _ = inner.Close() }()
			inside <- inner
			_, _, _ = inner.ReadMessage()
		})
		screen := plug(t, base, "/live")
		require.NoError(t, (<-inside).Close())
		require.NoError(t, screen.SetReadDeadline(time.Now().Add(300*time.Millisecond)))
		_, _, err := screen.ReadMessage()
		require.Error(t, err)
		return !timedOut(err)
	}
	require.False(t, closedFromOutside(plainApp()), "the trap has gone")
	require.True(t, closedFromOutside(web.NewApp()))
}

func TestAnUnsafeApplicationIsRefused(t *testing.T) {
	hub := NewHub(newShelf(), Options{Logger: quiet()})
	app := plainApp()
	Register(app, hub, Mount{Resolve: func(*fiber.Ctx) (ViewKey, error) { return ViewKey{}, nil }})
	base := serve(t, app)
	_, answer, err := fastws.DefaultDialer.Dial(strings.Replace(base, "http", "ws", 1)+"/live", http.Header{"Origin": {base}})
	require.Error(t, err)
	require.Equal(t, http.StatusInternalServerError, answer.StatusCode)
}

// Trap: shutting the application down neither waits for sockets nor closes them.
func TestTrapShutdownLeavesSocketsOpen(t *testing.T) {
	app, ended := plainApp(), make(chan struct{})
	base := plain(t, app, func(c *websocket.Conn) {
		defer close(ended)
		_, text, _ := c.ReadMessage()
		_ = c.WriteMessage(websocket.TextMessage, text)
	})
	screen := plug(t, base, "/live")
	require.NoError(t, app.ShutdownWithTimeout(5*time.Second))
	select {
	case <-ended:
		t.Fatal("the trap has gone")
	default:
	}
	require.NoError(t, screen.WriteMessage(websocket.TextMessage, []byte("still there?")))
	_, text, err := screen.ReadMessage()
	require.NoError(t, err)
	require.Equal(t, "still there?", string(text))
	<-ended
}

func TestDrainSaysByeAndClosesEverySocket(t *testing.T) {
	h := open(t, Options{}, Mount{})
	h.shelf.put("s1", map[string]any{"a": 1})
	var screens []*screenOf
	for range 20 {
		s := h.dial("s1")
		h.sees(s, "a", "1")
		screens = append(screens, s)
	}
	h.shelf.put("s1", map[string]any{"a": 2})
	h.settled("s1", "a", "2")
	require.NoError(t, h.hub.Drain(within(t, 30*time.Second)))
	require.Zero(t, h.hub.Metrics().Connections)
	require.EqualValues(t, 20, h.hub.Metrics().Ended["drained"])
	retries := map[int64]bool{}
	for _, s := range screens {
		state, err := s.Wait(within(t, 30*time.Second), func(stateOf) bool { return false })
		require.True(t, fastws.IsCloseError(err, fastws.CloseServiceRestart), "%v", err)
		require.Equal(t, "2", state.Text("a"), "the newest state goes out before bye")
		require.Positive(t, state.Retry)
		retries[state.Retry] = true
	}
	require.Greater(t, len(retries), 5, "the returns are staggered")
	_, answer, err := fastws.DefaultDialer.Dial(strings.Replace(h.base, "http", "ws", 1)+"/live?shop=s1", http.Header{"Origin": {h.base}})
	require.Error(t, err)
	require.Equal(t, http.StatusServiceUnavailable, answer.StatusCode)
	require.NotEmpty(t, answer.Header.Get("Retry-After"))
}

func TestDrainCutsWhoeverDoesNotTakeTheBye(t *testing.T) {
	h := open(t, Options{WriteTimeout: time.Minute}, Mount{})
	h.shelf.put("s1", map[string]any{"a": strings.Repeat("x", 2<<20)})
	plug(t, h.base, "/live?shop=s1") // never reads
	require.Eventually(t, func() bool { return h.hub.Metrics().Connections == 1 }, 30*time.Second, time.Millisecond)
	require.ErrorIs(t, h.hub.Drain(within(t, 300*time.Millisecond)), context.DeadlineExceeded)
	require.Zero(t, h.hub.Metrics().Connections)
}

func TestDrainDoesNotWaitForAViewThatHangs(t *testing.T) {
	h := open(t, Options{}, Mount{})
	h.shelf.stuck = true
	plug(t, h.base, "/live?shop=s1")
	require.Eventually(t, func() bool { return h.hub.Metrics().Renders == 1 }, 30*time.Second, time.Millisecond)
	require.ErrorIs(t, h.hub.Drain(within(t, 50*time.Millisecond)), context.DeadlineExceeded)
}

// Trap: by default a page of any origin may connect.
func TestTrapAnyOriginMayConnect(t *testing.T) {
	try := func(base, origin string) int {
		header := http.Header{}
		if origin != "" {
			header.Set("Origin", origin)
		}
		conn, answer, err := fastws.DefaultDialer.Dial(strings.Replace(base, "http", "ws", 1)+"/live?shop=s1", header)
		if err == nil {
			require.NoError(t, conn.Close())
		}
		return answer.StatusCode
	}
	base := plain(t, plainApp(), func(*websocket.Conn) {})
	require.Equal(t, http.StatusSwitchingProtocols, try(base, "http://evil.example"), "the trap has gone")

	h := open(t, Options{}, Mount{Origins: []string{"https://boards.example"}})
	h.shelf.put("s1", map[string]any{"a": 1})
	for _, origin := range []string{"", "null", "http://evil.example", "http://127.0.0.1", "file://" + h.base[7:], "https://boards.example.evil"} {
		require.Equal(t, http.StatusForbidden, try(h.base, origin), origin)
	}
	require.Equal(t, http.StatusSwitchingProtocols, try(h.base, h.base))
	require.Equal(t, http.StatusSwitchingProtocols, try(h.base, "https://boards.example"))
	require.EqualValues(t, 6, h.hub.Metrics().Ended["refused_origin"])
}

// Trap: a message may be tens of megabytes.
func TestTrapMessagesHaveNoLimit(t *testing.T) {
	huge := bytes.Repeat([]byte("x"), 8<<20)
	got := make(chan int, 1)
	base := plain(t, plainApp(), func(c *websocket.Conn) {
		_, text, _ := c.ReadMessage()
		got <- len(text)
	})
	require.NoError(t, plug(t, base, "/live").WriteMessage(websocket.TextMessage, huge))
	require.Equal(t, len(huge), <-got, "the trap has gone")

	h := open(t, Options{}, Mount{})
	h.shelf.put("s1", map[string]any{"a": 1})
	require.Equal(t, fastws.CloseMessageTooBig, h.punished(func(c *fastws.Conn) error {
		return c.WriteMessage(fastws.TextMessage, huge[:4<<10+1])
	}))
	require.EqualValues(t, 1, h.hub.Metrics().Ended["too_big"])
}

// Trap: a write to a screen that does not read blocks for ever.
func TestTrapWritesHaveNoDeadline(t *testing.T) {
	done := make(chan struct{})
	base := plain(t, plainApp(), func(c *websocket.Conn) {
		defer close(done)
		_ = c.WriteMessage(websocket.TextMessage, bytes.Repeat([]byte("x"), 32<<20))
	})
	stalled := plug(t, base, "/live")
	select {
	case <-done:
		t.Fatal("the trap has gone")
	case <-time.After(500 * time.Millisecond):
	}
	require.NoError(t, stalled.Close())
	<-done

	h := open(t, Options{WriteTimeout: 200 * time.Millisecond}, Mount{})
	h.shelf.put("s1", map[string]any{"a": strings.Repeat("x", 2<<20)})
	plug(t, h.base, "/live?shop=s1")
	require.Eventually(t, func() bool { return h.hub.Metrics().Ended["slow"] == 1 }, 30*time.Second, time.Millisecond)
	h.empty()
}

// Trap: the text of a panic is sent to the screen.
func TestTrapPanicTextIsSent(t *testing.T) {
	base := plain(t, plainApp(), func(*websocket.Conn) { panic("secret of the house") })
	_, text, err := plug(t, base, "/live").ReadMessage()
	require.NoError(t, err)
	require.Contains(t, string(text), "secret", "the trap has gone")

	h := open(t, Options{}, Mount{})
	h.shelf.blows = true
	_, text, err = plug(t, h.base, "/live?shop=s1").ReadMessage()
	require.Error(t, err)
	require.Empty(t, text)
	require.Eventually(t, func() bool { return h.hub.Metrics().Ended["panicked"] == 1 }, 30*time.Second, time.Millisecond)
}

// A view that panics while it is rendered costs its screens a wait, nothing more.
func TestAPanicInRenderingStaysInside(t *testing.T) {
	h := open(t, Options{}, Mount{})
	h.shelf.panics = true
	screen := plug(t, h.base, "/live?shop=s1")
	_, text, err := screen.ReadMessage()
	require.NoError(t, err)
	require.Contains(t, string(text), `"t":"bye"`)
	require.NotContains(t, string(text), "secret")
	_, _, err = screen.ReadMessage()
	require.True(t, fastws.IsCloseError(err, fastws.CloseTryAgainLater), "%v", err)
}

// Trap: nobody pings. A screen whose plug was pulled stays "connected".
func TestAHalfOpenSocketIsFound(t *testing.T) {
	h := open(t, Options{Heartbeat: 160 * time.Millisecond, SilenceLimit: 1500 * time.Millisecond}, Mount{})
	h.shelf.put("s1", map[string]any{"a": 1})
	lively := h.dial("s1")
	plug(t, h.base, "/live?shop=s1") // never reads, so never answers a ping
	require.Eventually(t, func() bool { return h.hub.Metrics().Ended["half_open"] == 1 }, 30*time.Second, time.Millisecond)
	_, err := lively.Wait(within(t, 30*time.Second), func(s stateOf) bool { return s.Beats > 16 })
	require.NoError(t, err, "a screen that answers stays")
}
