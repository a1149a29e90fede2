package live

import (
	"net"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/stretchr/testify/require"

	"bayline/display/web"
	"bayline/internal/testkit"
)

// browserPage follows shop s1 with live.js and notes everything it is told.
const browserPage = `<!doctype html><meta charset="utf-8"><title>live</title><script src="/live.js"></script><script>
window.statuses = []; window.builds = []; window.changes = [];
window.view = BaylineLive.open({
  screen: "board", params: {shop: "s1"}, base: new URLSearchParams(location.search).get("base") || location.origin,
  onState: function (state, changed) { window.state = JSON.parse(JSON.stringify(state)); changes.push(changed.slice().sort().join()); },
  onStatus: function (s) { statuses.push({t: performance.now(), phase: s.phase, live: s.live, level: s.level, age: s.age}); },
  onBuild: function (b) { builds.push(b); }
});
</script>`

// pages adds the test page and live.js, with the picture it needs, to an application.
func pages(t *testing.T, app *fiber.App) {
	picture, err := os.ReadFile("../../static/lib/picture.js")
	require.NoError(t, err)
	live, err := os.ReadFile("../../static/lib/live.js")
	require.NoError(t, err)
	script := slices.Concat(picture, live)
	app.Get("/", func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
		return c.SendString(browserPage)
	})
	app.Get("/live.js", func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderContentType, fiber.MIMETextJavaScriptCharsetUTF8)
		return c.Send(script)
	})
}

// station is a live server that can be stopped and started again on its address, each
// time as a new process would be: new hub, new epochs.
type station struct {
	t       *testing.T
	address string
	origin  string // of the page
	shelf   *shelf
	opts    Options
	noWS    bool
	hub     *Hub
	app     *fiber.App
	lines   *lines
	done    chan struct{}
}

// lines is a listener that remembers its connections, to cut them as the end of a
// process would.
type lines struct {
	net.Listener
	mu   sync.Mutex
	open []net.Conn
}

func (l *lines) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	l.mu.Lock()
	defer l.mu.Unlock()
	if err == nil {
		l.open = append(l.open, conn)
	}
	return conn, err
}

func (l *lines) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, conn := range l.open {
		_ = conn.Close()
	}
}

func (s *station) start() {
	s.t.Helper()
	s.opts.Logger = quiet()
	s.hub = NewHub(s.shelf, s.opts)
	s.app = web.NewApp()
	pages(s.t, s.app)
	if s.noWS { // as a proxy that knows nothing of websockets
		s.app.Get("/live", func(*fiber.Ctx) error { return fiber.ErrBadGateway })
	}
	Register(s.app, s.hub, Mount{Origins: []string{s.origin}, Resolve: func(c *fiber.Ctx) (ViewKey, error) {
		return ViewKey{Shop: c.Query("shop"), Screen: c.Query("screen")}, nil
	}})
	var ln net.Listener
	require.Eventually(s.t, func() (free bool) {
		var err error
		ln, err = net.Listen("tcp4", s.address)
		return err == nil
	}, 30*time.Second, 10*time.Millisecond)
	s.address = ln.Addr().String()
	s.lines = &lines{Listener: ln}
	app, line, done := s.app, s.lines, make(chan struct{})
	s.done = done
	go func() {
		defer close(done)
		_ = app.Listener(line)
	}()
}

// crash cuts every line without a word.
func (s *station) crash() {
	s.t.Helper()
	require.NoError(s.t, s.lines.Close())
	s.lines.cut()
	s.stop()
}

// stop says bye to every screen and ends.
func (s *station) stop() {
	s.t.Helper()
	require.NoError(s.t, s.hub.Drain(within(s.t, 30*time.Second)))
	_ = s.app.ShutdownWithTimeout(100 * time.Millisecond)
	_ = s.lines.Close()
	s.lines.cut()
	<-s.done
}

func newStation(t *testing.T, opts Options) *station {
	s := &station{t: t, address: "127.0.0.1:0", shelf: newShelf(), opts: opts}
	s.shelf.put("s1", map[string]any{"counters": map[string]any{"late": 1}, "cards/V1": "x"})
	return s
}

// onlooker serves the page alone, so that it can be loaded while the live server is away.
func onlooker(t *testing.T) (base string) {
	app := web.NewApp()
	pages(t, app)
	return serve(t, app)
}

func TestPageFollowsAndSurvivesARestart(t *testing.T) {
	t.Parallel()
	s := newStation(t, Options{Build: "b1", Clock: func(string) (time.Time, float64) { return time.UnixMilli(1_000_000), 60 }})
	s.start()
	page := testkit.OpenBrowser(t).Open("http://"+s.address+"/", 800, 600)
	page.Wait("window.state && state.counters.late === 1 && view.status().phase === 'live'")
	s.shelf.put("s1", map[string]any{"counters": map[string]any{"late": 2}, "cards/V1": nil})
	page.Wait("state.counters.late === 2 && !('cards/V1' in state)")
	require.Equal(t, "cards/V1,counters", testkit.Eval[string](page, "changes[changes.length-1]"))
	page.Wait("view.now() > 1000000 + 60000") // a minute of the shop in a second of ours

	s.stop() // bye
	page.Wait("view.status().live === false")
	s.shelf.put("s1", map[string]any{"counters": map[string]any{"late": 3}})
	require.EqualValues(t, 2, testkit.Eval[int](page, "state.counters.late"), "the picture stays")
	s.opts.Build = "b2"
	s.start()
	page.Wait("state.counters.late === 3 && view.status().phase === 'live'")
	require.Equal(t, "b2", testkit.Eval[string](page, "builds.join()"))
	s.stop()
}

func TestPageWithoutServerKeepsItsPictureAndSaysSo(t *testing.T) {
	t.Parallel()
	base := onlooker(t)
	s := newStation(t, Options{})
	s.origin = base
	s.start()
	page := testkit.OpenBrowser(t).Open(base+"/?base=http://"+s.address, 800, 600)
	page.Wait("window.state && state.counters.late === 1 && view.status().live")
	s.crash()
	page.Wait("!view.status().live")
	page.Wait("statuses.some(s => s.level === 'reconnecting')")
	require.Less(t, testkit.Eval[float64](page, "statuses.filter(s => s.level === 'reconnecting')[0].age"), 10_500.0)
	require.EqualValues(t, 1, testkit.Eval[int](page, "state.counters.late"))

	page.Reload()
	page.Wait("window.state && state.counters.late === 1") // the last picture, with its age
	require.False(t, testkit.Eval[bool](page, "view.status().live"))
	require.Greater(t, testkit.Eval[float64](page, "view.status().age"), 9_000.0)

	s.shelf.put("s1", map[string]any{"counters": map[string]any{"late": 7}})
	s.start()
	page.Wait("state.counters.late === 7 && view.status().phase === 'live' && view.status().level === 'fresh'")
	page.Wait("(view.close(), true)")
	s.stop()
}

// A server that hangs closes nothing. The page hears no heartbeat and must notice.
func TestPageNoticesASilentServerWithinTenSeconds(t *testing.T) {
	t.Parallel()
	s := newStation(t, Options{Heartbeat: time.Hour})
	s.start()
	page := testkit.OpenBrowser(t).Open("http://"+s.address+"/", 800, 600)
	page.Wait("view.status().live")
	began := time.Now()
	page.Wait("statuses.some(s => s.phase === 'waiting')")
	require.Less(t, time.Since(began), 10*time.Second)
	page.Wait("view.status().phase === 'live'")
	s.stop()
}

func TestPagePollsWhereSocketsDoNotWork(t *testing.T) {
	t.Parallel()
	s := newStation(t, Options{})
	s.noWS = true
	s.start()
	page := testkit.OpenBrowser(t).Open("http://"+s.address+"/", 800, 600)
	page.Wait("window.state && state.counters.late === 1 && view.status().phase === 'polling' && view.status().live")
	s.shelf.put("s1", map[string]any{"counters": map[string]any{"late": 2}})
	page.Wait("state.counters.late === 2")
	require.Equal(t, "fresh", testkit.Eval[string](page, "view.status().level"))
	s.crash()
	page.Wait("view.status().phase === 'waiting'")
	s.noWS = false
	s.shelf.put("s1", map[string]any{"counters": map[string]any{"late": 3}})
	s.start()
	page.Wait("state.counters.late === 3 && view.status().live")
	s.stop()
}

func TestFreshnessLevels(t *testing.T) {
	page := testkit.OpenBrowser(t).Open(onlooker(t), 800, 600)
	for _, want := range []string{"0 fresh", "10000 fresh", "10001 reconnecting", "60000 reconnecting", "60001 as_of",
		"300000 as_of", "300001 grey", "1800000 grey", "1800001 ask"} {
		age, level, _ := strings.Cut(want, " ")
		require.Equal(t, level, testkit.Eval[string](page, "BaylineLive.levelOf("+age+")"), age)
	}
}

// Old televisions stop at the first word of a newer JavaScript.
func TestLiveJSKeepsToES2015(t *testing.T) {
	for _, name := range []string{"picture.js", "live.js"} {
		text, err := os.ReadFile("../../static/lib/" + name)
		require.NoError(t, err)
		code := regexp.MustCompile(`(?s)/\*.*?\*/|//[^\n]*|"[^"\n]*"|'[^'\n]*'`).ReplaceAllString(string(text), "0")
		for _, newer := range []string{`\?\.`, `\?\?`, `\basync\b`, `\bawait\b`, `\.\.\.`, `\*\*`, `\bimport\b`, `\bexport\b`,
			`Object\.(entries|values|fromEntries)`, `catch\s*\{`, `\.(includes|flatMap|flat|padStart|at|finally)\(`,
			`\bAbortController\b`, `,\s*\)`} {
			require.Empty(t, regexp.MustCompile(newer).FindString(code), name+" "+newer)
		}
	}
}
