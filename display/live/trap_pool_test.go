package live

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	fastws "github.com/fasthttp/websocket"
	"github.com/gofiber/contrib/websocket"
	"github.com/gofiber/fiber/v2"
	"github.com/stretchr/testify/require"

	"bayline/display/web"
)

// The tests in the trap files tell, each, of one trap of the stack underneath: first the
// plain way of using it, to show that the trap is real, then ours.

// plainApp is an application as one would write it at first.
func plainApp() *fiber.App {
	return fiber.New(fiber.Config{DisableStartupMessage: true})
}

// plug connects to a websocket as a page of the same host.
func plug(t *testing.T, base, path string) *fastws.Conn {
	t.Helper()
	conn, answer, err := fastws.DefaultDialer.Dial(strings.Replace(base, "http", "ws", 1)+path, http.Header{"Origin": {base}})
	require.NoError(t, err)
	require.Equal(t, http.StatusSwitchingProtocols, answer.StatusCode)
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

const tries = 50

// Trap: the wrapper around a connection returns to a pool with its handler. A writer
// that kept it speaks to whoever got it next.
func TestTrapPooledConnectionReachesAnotherClient(t *testing.T) {
	app := plainApp()
	handlers := make(chan *websocket.Conn)
	app.Get("/live", websocket.New(func(c *websocket.Conn) {
		handlers <- c
		_, _, _ = c.ReadMessage()
	}))
	base := serve(t, app)
	strangers := 0
	for range tries {
		first := plug(t, base, "/live")
		kept := <-handlers
		require.NoError(t, first.Close())
		<-time.After(2 * time.Millisecond) // its handler returns meanwhile; nothing tells when
		second := plug(t, base, "/live")
		current := <-handlers
		if kept == current { // the pool gave it out again
			require.NoError(t, kept.WriteMessage(websocket.TextMessage, []byte("for the first screen only")))
			_, text, err := second.ReadMessage()
			require.NoError(t, err)
			require.Equal(t, "for the first screen only", string(text))
			strangers++
		}
		require.NoError(t, second.Close())
	}
	require.Positive(t, strangers, "the trap has gone: the remedies may be simplified")
	t.Logf("plain: %d of %d writes reached another client", strangers, tries)
}

func TestAWriterKeptTooLongReachesNobody(t *testing.T) {
	h := open(t, Options{}, Mount{})
	h.shelf.put("s1", map[string]any{"a": 1})
	h.shelf.put("s2", map[string]any{"a": 2})
	for range tries {
		first := h.dial("s1")
		h.sees(first, "a", "1")
		kept := h.only()
		first.Close()
		h.empty()
		second := h.dial("s2")
		h.sees(second, "a", "2")
		require.Error(t, kept.wire.send(&frame{text: []byte(`{"t":"secret"}`)}, time.Now().Add(time.Second)))
		require.NoError(t, second.Resync())
		_, err := second.Wait(within(t, 30*time.Second), func(s stateOf) bool { return s.Snaps == 2 })
		require.NoError(t, err, "the second screen saw a frame that was not its own")
		second.Close()
		h.empty()
	}
}

// Trap: fiber's strings are windows into memory the next request reuses.
func TestTrapKeptQueryStringsAreOverwritten(t *testing.T) {
	kept := func(app *fiber.App) (spoiled int) {
		var mu sync.Mutex
		var shops []string
		app.Get("/", func(c *fiber.Ctx) error {
			mu.Lock()
			defer mu.Unlock()
			shops = append(shops, c.Query("shop"))
			return nil
		})
		base := serve(t, app)
		names := []string{"s-aaaa", "s-bbbb", "s-cccc", "s-dddd", "s-eeee", "s-ffff", "s-gggg", "s-hhhh"}
		for _, name := range names { // all over one kept connection
			answer, err := http.Get(base + "/?shop=" + name)
			require.NoError(t, err)
			require.NoError(t, answer.Body.Close())
		}
		mu.Lock()
		defer mu.Unlock()
		for i, name := range names {
			if shops[i] != name {
				spoiled++
			}
		}
		return spoiled
	}
	require.Positive(t, kept(plainApp()), "the trap has gone")
	require.Zero(t, kept(web.NewApp()))
	require.Zero(t, kept(web.NewApp(func(c *fiber.Config) { c.Immutable = false })), "not to be switched off")
}
