package main

import (
	"flag"
	"fmt"
	"net"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
	"github.com/stretchr/testify/require"

	"bayline/internal/testkit"
)

// soakFor makes the soak a long one:
//
//	go test ./cmd/bayline -run Soak -v -timeout 0 -soak 10m
var soakFor = flag.Duration("soak", 0, "how long walls are looked at while their server dies now and then; 0: through one death")

// How long walls are left in peace between two faults: the long soak's, and the short one's, in which the clock, sixty
// times faster than life, has everything drawn anew a dozen times. What is not drawn anew keeps the picture it is from.
const (
	soakCalm  = 20 * time.Second
	soakPause = 3 * time.Second
)

// The walls, looked at once a second: what they show, whether they say that it is old, what the clock says.
const soakLook = `(() => {
	const parts = document.querySelectorAll(".rows .lr, .greets .greet, .list .wr, [data-visit], .wall-empty").length;
	const banner = document.querySelector(".wall-banner"), dot = document.querySelector(".link-dot"), clock = document.querySelector(".wall-clock");
	return {parts, words: document.body.innerText.length, stale: window.soakStale || 0, waiting: !dot || dot.classList.contains("is-waiting"), clock: clock ? clock.innerText : ""};
})()`

// What the document holds, to tell a fuller shop from nodes that nobody sees any more.
const soakShown = `(() => {
	const nodes = document.createNodeIterator(document);
	let n = 0;
	while (nodes.nextNode()) n++;
	return n;
})()`

// The page itself notes since when it says that its picture is old: who looks may be slow.
const soakNote = `setInterval(() => {
	const banner = document.querySelector(".wall-banner");
	window.soakStale = banner && banner.hidden ? 0 : window.soakStale || Date.now();
}, 50)`

type glance struct {
	Parts, Words int
	Stale        int64 // since when, Unix milliseconds; 0: it is fresh
	Waiting      bool
	Clock        string
}

// soaked is one wall and the worst that was seen of it.
type soaked struct {
	name string
	page *testkit.Page

	looks, blank, stuck int // stuck: looks at which the clock said what it had said at the look before
	last                glance
	marked, back        time.Duration // from the fault to the mark, from its end to a fresh picture
	memory              []testkit.Memory
	shown               []int // nodes in the document each time memory was counted
}

func (s *soaked) look(t *testing.T) glance {
	t.Helper()
	g := testkit.Eval[glance](s.page, soakLook)
	s.looks++
	if g.Parts == 0 || g.Words < 20 {
		s.blank++
		t.Logf("%s is blank: %+v", s.name, g)
	}
	if g.Clock == s.last.Clock {
		s.stuck++
	}
	s.last = g
	return g
}

// soak is a demo that runs sixty times faster than life behind a line that can be cut, and the walls before it.
type soak struct {
	t     *testing.T
	addr  string
	demo  *exec.Cmd
	line  *toxiproxy.Proxy
	walls []*soaked
}

func (s *soak) start() {
	s.t.Helper()
	s.demo = process(s.t, "demo", "--addr", s.addr, "--speed", "60", "--date", "2026-03-02", "--start", "10:20")
	s.demo.Env = append(s.demo.Env, "TMPDIR="+s.t.TempDir())
	started(s.t, s.demo)
}

func (s *soak) kill() {
	s.t.Helper()
	require.NoError(s.t, s.demo.Process.Kill())
	_ = s.demo.Wait() // it did not end by itself, which Wait complains of
}

// until looks at every wall about once a second until all are as wanted.
func (s *soak) until(wanted func(*soaked, glance) bool) {
	s.t.Helper()
	began := time.Now()
	for left := slices.Clone(s.walls); len(left) > 0; time.Sleep(time.Second) {
		left = slices.DeleteFunc(left, func(w *soaked) bool { return wanted(w, w.look(s.t)) })
		require.Less(s.t, time.Since(began), 2*time.Minute, "the walls do not come to be as they should: %+v", s.walls)
	}
}

// fault breaks something, waits until every wall says that its picture is old, mends it, and waits until none does.
func (s *soak) fault(name string, breaks, mends func()) {
	s.t.Helper()
	broken := time.Now()
	breaks()
	s.until(func(w *soaked, g glance) bool {
		if g.Stale == 0 || !g.Waiting {
			return false
		}
		w.marked = max(w.marked, time.UnixMilli(g.Stale).Sub(broken))
		return true
	})
	mends()
	mended := time.Now()
	s.until(func(w *soaked, g glance) bool {
		if g.Stale != 0 || g.Waiting {
			return false
		}
		w.back = max(w.back, time.Since(mended))
		return true
	})
	s.t.Logf("%s: marked and back", name)
}

func (s *soak) look(d time.Duration) {
	s.t.Helper()
	for began := time.Now(); time.Since(began) < d; time.Sleep(time.Second) {
		for _, w := range s.walls {
			w.look(s.t)
		}
	}
	for _, w := range s.walls {
		w.memory = append(w.memory, w.page.Memory())
		w.shown = append(w.shown, testkit.Eval[int](w.page, soakShown))
	}
}

// Walls that hang for weeks: servers die and lines are cut, the picture stays and says how old it is, the clock goes on,
// and nothing grows.
func TestSoakOfTheWalls(t *testing.T) {
	began := time.Now()
	zerolog.SetGlobalLevel(zerolog.Disabled)
	free, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s := &soak{t: t, addr: free.Addr().String()}
	require.NoError(t, free.Close())
	s.start()
	t.Cleanup(s.kill)
	s.line = toxiproxy.NewProxy(toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop()), "line", "127.0.0.1:0", s.addr)
	require.NoError(t, s.line.Start())
	t.Cleanup(s.line.Stop)
	browser := testkit.OpenBrowser(t)
	for _, name := range []string{"lounge", "welcome", "board"} {
		page := browser.Open("http://"+s.line.Listen+"/"+name+"?lang=zh", 1280, 720)
		testkit.Eval[int](page, soakNote)
		page.Wait("(" + soakLook + ").parts > 0 && window.soakStale === 0")
		s.walls = append(s.walls, &soaked{name: name, page: page})
	}

	calm := max(soakPause, min(*soakFor, soakCalm))
	s.look(calm)
	for round := 0; round == 0 || time.Since(began) < *soakFor; round++ {
		s.fault("server killed", s.kill, s.start)
		s.look(calm)
		if *soakFor > 0 {
			s.fault("line cut", s.line.Stop, func() { require.NoError(t, s.line.Start()) })
			s.look(soakCalm)
			s.fault("line silent", s.silence, func() { s.line.Toxics.ResetToxics(t.Context()) })
			s.look(soakCalm)
		}
	}
	s.report(time.Since(began))
}

// silence lets the line swallow everything.
func (s *soak) silence() {
	for _, direction := range []string{"upstream", "downstream"} {
		_, err := s.line.Toxics.AddToxicJson(strings.NewReader(fmt.Sprintf(`{"type":"timeout","stream":%q,"attributes":{"timeout":0}}`, direction)))
		require.NoError(s.t, err)
	}
}

// report prints the table and judges it. What a page holds is compared between the calm after the first fault, when
// everything has been used once, and the end; the room left is for what depends on how many cars there are.
func (s *soak) report(took time.Duration) {
	s.t.Helper()
	row := func(cells ...any) { s.t.Logf("%-8s %6v %6v %6v %9v %9v %12v %14v %14v %10v", cells...) }
	s.t.Logf("%v", took.Round(time.Second))
	row("wall", "looks", "blank", "stuck", "marked", "back", "heap MB", "nodes", "shown", "listeners")
	for _, w := range s.walls {
		first, last := w.memory[min(1, len(w.memory)-2)], w.memory[len(w.memory)-1]
		most := first
		for _, m := range w.memory[1:] {
			most.Heap = max(most.Heap, m.Heap)
		}
		row(w.name, w.looks, w.blank, w.stuck, w.marked.Round(100*time.Millisecond), w.back.Round(100*time.Millisecond),
			fmt.Sprintf("%.1f %.1f %.1f", float64(first.Heap)/1e6, float64(last.Heap)/1e6, float64(most.Heap)/1e6),
			fmt.Sprint(first.Nodes, " ", last.Nodes), fmt.Sprint(w.shown[0], " ", w.shown[len(w.shown)-1]), fmt.Sprint(first.Listeners, " ", last.Listeners))
		require.Zero(s.t, w.blank, "%s was blank", w.name)
		require.Less(s.t, w.stuck, w.looks/4+2, "the clock of %s stood still", w.name)
		require.Less(s.t, last.Heap, 2*first.Heap+4e6, "%s grows", w.name)
		require.Less(s.t, last.Nodes, 2*first.Nodes+1000, "%s grows", w.name)
		require.Less(s.t, last.Listeners, 2*first.Listeners+100, "%s grows", w.name)
	}
}
