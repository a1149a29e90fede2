package live

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"bayline/display/live/livetest"
	"bayline/display/web"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m, daemons...) }

// daemons are goroutines of fasthttp that end by themselves: the clock of the Date header
// with the process, the sweeper of idle workers ten seconds after its server.
var daemons = []goleak.Option{
	goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.(*workerPool).Start.func2"),
	goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.updateServerDate.func1"),
}

// house is a running server with a hub, as a test sees it.
type house struct {
	t     *testing.T
	shelf *shelf
	hub   *Hub
	app   *fiber.App
	base  string
}

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

func open(t *testing.T, opts Options, mount Mount) *house {
	t.Helper()
	h := &house{t: t, shelf: newShelf()}
	opts.Logger = quiet()
	h.hub = NewHub(h.shelf, opts)
	h.app = web.NewApp()
	if mount.Resolve == nil {
		mount.Resolve = func(c *fiber.Ctx) (ViewKey, error) {
			if c.Query("shop") == "" {
				return ViewKey{}, fiber.ErrNotFound
			}
			return ViewKey{Shop: c.Query("shop"), Screen: c.Query("screen", "board")}, nil
		}
	}
	Register(h.app, h.hub, mount)
	h.base = serve(t, h.app)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		require.NoError(t, h.hub.Drain(ctx))
	})
	return h
}

// serve runs the application on a port of the system's choice until the test ends.
func serve(t *testing.T, app *fiber.App) (base string) {
	t.Helper()
	ln, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = app.Listener(ln)
	}()
	t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections()
		_ = app.ShutdownWithTimeout(5 * time.Second)
		_ = ln.Close() // a shutdown that comes before the server has begun to listen does nothing
		<-done
	})
	return "http://" + ln.Addr().String()
}

func within(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	t.Cleanup(cancel)
	return ctx
}

func (h *house) dial(shop string) *livetest.Screen {
	h.t.Helper()
	s, err := livetest.Dial(within(h.t, 30*time.Second), h.base, url.Values{"shop": {shop}, "screen": {"board"}})
	require.NoError(h.t, err)
	h.t.Cleanup(s.Close)
	return s
}

func (h *house) sees(s *livetest.Screen, key, value string) livetest.State {
	h.t.Helper()
	state, err := s.Wait(within(h.t, 30*time.Second), func(st livetest.State) bool { return st.Text(key) == value })
	require.NoError(h.t, err)
	return state
}

func TestAScreenFollowsItsView(t *testing.T) {
	h := open(t, Options{Build: "b1"}, Mount{})
	h.shelf.put("s1", map[string]any{"counters": 1, "cards/V1": "x"})
	s := h.dial("s1")
	state := h.sees(s, "counters", "1")
	require.Equal(t, "b1", state.Build)
	require.Equal(t, "s1", state.Shop)
	require.EqualValues(t, 1, state.Rev)

	h.shelf.put("s1", map[string]any{"counters": 2, "cards/V1": nil, "cards/V2": "y"})
	state = h.sees(s, "counters", "2")
	require.NotContains(t, state.Entries, "cards/V1")
	require.Equal(t, `"y"`, state.Text("cards/V2"))
	require.Equal(t, 1, state.Snaps, "a change comes as a patch")
	require.EqualValues(t, 2, state.Rev)
	require.EqualValues(t, 2, state.Seq)
}

func TestAChangeThatChangesNothingSendsNothing(t *testing.T) {
	h := open(t, Options{}, Mount{})
	h.shelf.put("s1", map[string]any{"a": 1})
	s := h.dial("s1")
	h.sees(s, "a", "1")
	h.shelf.put("s1", map[string]any{"a": 1})
	h.shelf.put("s1", map[string]any{"b": 1})
	require.EqualValues(t, 2, h.sees(s, "b", "1").Rev)
}

func TestViewsAreKeptApart(t *testing.T) {
	h := open(t, Options{}, Mount{})
	h.shelf.put("s1", map[string]any{"a": 1})
	h.shelf.put("s2", map[string]any{"a": 2})
	one, two := h.dial("s1"), h.dial("s2")
	h.sees(one, "a", "1")
	h.sees(two, "a", "2")
	h.shelf.put("s2", map[string]any{"a": 3})
	h.sees(two, "a", "3")
	state, err := one.State()
	require.NoError(t, err)
	require.EqualValues(t, 1, state.Rev)
}

func TestResyncBringsASnapshot(t *testing.T) {
	h := open(t, Options{}, Mount{})
	h.shelf.put("s1", map[string]any{"a": 1})
	s := h.dial("s1")
	h.sees(s, "a", "1")
	require.NoError(t, s.Resync())
	_, err := s.Wait(within(t, 30*time.Second), func(st livetest.State) bool { return st.Snaps == 2 })
	require.NoError(t, err)
}

func TestFailedRenderingKeepsTheLastPictureAndIsRetried(t *testing.T) {
	h := open(t, Options{Coalesce: 2 * time.Millisecond}, Mount{})
	h.shelf.put("s1", map[string]any{"a": 1})
	s := h.dial("s1")
	h.sees(s, "a", "1")
	h.shelf.fail(errors.New("no"))
	h.shelf.put("s1", map[string]any{"a": 2})
	require.Eventually(t, func() bool { return h.hub.Metrics().RenderErrors > 1 }, 30*time.Second, time.Millisecond)
	state, err := s.State()
	require.NoError(t, err)
	require.Equal(t, "1", state.Text("a"))
	h.shelf.fail(nil)
	h.sees(s, "a", "2")
}
