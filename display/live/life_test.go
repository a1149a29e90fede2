package live

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/display/live/livetest"
)

func TestAnUnwatchedViewCostsNothing(t *testing.T) {
	h := open(t, Options{Linger: 100 * time.Millisecond, Heartbeat: 16 * time.Millisecond}, Mount{})
	h.shelf.put("s1", map[string]any{"a": 1})
	s := h.dial("s1")
	h.sees(s, "a", "1")
	s.Close()
	h.empty()
	renders, watchers := h.shelf.count()
	require.Equal(t, 1, watchers)
	h.shelf.put("s1", map[string]any{"a": 2}) // kept, but not rendered
	require.Eventually(t, func() bool {
		h.hub.mu.Lock()
		defer h.hub.mu.Unlock()
		_, watchers = h.shelf.count()
		return len(h.hub.feeds) == 0 && len(h.hub.shops) == 0 && !h.hub.beating && watchers == 0
	}, 30*time.Second, time.Millisecond)
	after, _ := h.shelf.count()
	require.Equal(t, renders, after)
	h.hub.work.Wait() // no goroutine of the hub is left
}

func TestAScreenThatReturnsGetsOnlyTheDifference(t *testing.T) {
	h := open(t, Options{}, Mount{})
	h.shelf.put("s1", map[string]any{"a": 1, "b": 1})
	first := h.dial("s1")
	had := h.sees(first, "a", "1")
	first.Close()
	h.empty()
	h.shelf.put("s1", map[string]any{"a": 2})
	again, err := livetest.DialFrom(within(t, 30*time.Second), h.base, url.Values{"shop": {"s1"}}, had)
	require.NoError(t, err)
	defer again.Close()
	state := h.sees(again, "a", "2")
	require.Equal(t, 1, state.Snaps, "the first one; a patch did the rest")
	require.Equal(t, "1", state.Text("b"))
}

func TestAScreenNeverGoesBackInTime(t *testing.T) {
	h := open(t, Options{HoldBack: 10 * time.Second}, Mount{})
	h.shelf.put("s1", map[string]any{"a": 1}) // seq 1: this instance lags behind
	had := livetest.State{Epoch: "another instance", Rev: 7, Seq: 3}
	s, err := livetest.DialFrom(within(t, 30*time.Second), h.base, url.Values{"shop": {"s1"}}, had)
	require.NoError(t, err)
	defer s.Close()
	h.only()
	h.shelf.put("s1", map[string]any{"a": 2})
	h.shelf.put("s1", map[string]any{"a": 3})
	state, err := s.Wait(within(t, 30*time.Second), func(st stateOf) bool { return st.Snaps == 1 })
	require.NoError(t, err)
	require.Equal(t, "3", state.Text("a"), "nothing older than seq 3 was sent")
}

func TestAHeldScreenIsNotHeldForEver(t *testing.T) {
	h := open(t, Options{HoldBack: 50 * time.Millisecond, Heartbeat: 160 * time.Millisecond}, Mount{})
	h.shelf.put("s1", map[string]any{"a": 1})
	s, err := livetest.DialFrom(within(t, 30*time.Second), h.base, url.Values{"shop": {"s1"}}, livetest.State{Epoch: "e", Rev: 7, Seq: 1000})
	require.NoError(t, err)
	defer s.Close()
	h.sees(s, "a", "1")
}

// A journal that was put back to a backup is a new beginning: everybody gets a snapshot of a new epoch.
func TestAJournalThatWentBackBeginsANewEpoch(t *testing.T) {
	h := open(t, Options{}, Mount{})
	h.shelf.put("s1", map[string]any{"a": 1, "b": 1})
	h.shelf.put("s1", map[string]any{"a": 2, "c": 1})
	s := h.dial("s1")
	before := h.sees(s, "a", "2")
	h.shelf.mu.Lock()
	h.shelf.seq["s1"] = 0
	h.shelf.mu.Unlock()
	h.shelf.put("s1", map[string]any{"a": 1, "c": nil})
	after := h.sees(s, "a", "1")
	require.NotEqual(t, before.Epoch, after.Epoch)
	require.Equal(t, before.Snaps+1, after.Snaps)
	require.EqualValues(t, 1, after.Seq)
	require.Equal(t, map[string]json.RawMessage{"a": []byte("1"), "b": []byte("1")}, after.Entries)
	h.shelf.put("s1", map[string]any{"a": 5})
	require.Equal(t, after.Snaps, h.sees(s, "a", "5").Snaps, "then patches again")
}

// The first change goes out at once; those within the coalescing time go together.
func TestChangesAreCoalesced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := newShelf()
		source.put("s1", map[string]any{"n": 0})
		hub := NewHub(source, Options{Logger: quiet()})
		f, err := hub.acquire(hub.life, ViewKey{Shop: "s1"})
		require.NoError(t, err)
		w := newLazyWire()
		close(w.gate)
		w.frames = make(chan []byte, 1000)
		c, err := hub.join(f, w, holding{})
		require.NoError(t, err)
		synctest.Wait()
		began := time.Now()
		for n := range 100 { // 10 ms apart: a second
			source.put("s1", map[string]any{"n": n + 1})
			synctest.Wait()
			if n == 0 {
				require.Zero(t, time.Since(began), "the leading edge waits for nothing")
				require.Len(t, w.frames, 3, "snapshot, heartbeat, patch")
			}
			time.Sleep(10 * time.Millisecond)
		}
		time.Sleep(time.Second)
		synctest.Wait()
		renders, _ := source.count()
		require.InDelta(t, 26, renders-1, 1, "one per 40 ms")
		var state livetest.State
		for len(w.frames) > 0 {
			require.NoError(t, state.Apply(<-w.frames))
		}
		require.Equal(t, "100", state.Text("n"))
		hub.leave(c)
		hub.release(f)
		require.NoError(t, hub.Drain(within(t, time.Second)))
	})
}

func TestPollingSeesTheSameView(t *testing.T) {
	h := open(t, Options{}, Mount{})
	h.shelf.put("s1", map[string]any{"a": 1})
	var state livetest.State
	poll := func() int {
		t.Helper()
		answer, err := http.Get(fmt.Sprintf("%s/live/poll?shop=s1&epoch=%s&rev=%d", h.base, url.QueryEscape(state.Epoch), state.Rev))
		require.NoError(t, err)
		text, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		if answer.StatusCode == http.StatusOK {
			require.NoError(t, state.Apply(text))
		}
		require.NoError(t, state.Apply([]byte(answer.Header.Get("X-Bayline-Now"))))
		return answer.StatusCode
	}
	require.Equal(t, http.StatusOK, poll())
	require.Equal(t, http.StatusNoContent, poll())
	h.shelf.put("s1", map[string]any{"a": 2})
	require.Equal(t, http.StatusOK, poll())
	require.Equal(t, "2", state.Text("a"))
	require.EqualValues(t, 2, state.Rev, "the view is kept between polls")

	request, err := http.NewRequest(http.MethodGet, h.base+"/live/poll?shop=s1", nil)
	require.NoError(t, err)
	request.Header.Set("Origin", "http://evil.example")
	answer, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Equal(t, http.StatusForbidden, answer.StatusCode)

	answer, err = http.Get(h.base + "/live/poll")
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Equal(t, http.StatusNotFound, answer.StatusCode, "what Resolve says")
}

func TestSnapshotIsRenderedOnlyWhenNeeded(t *testing.T) {
	h := open(t, Options{}, Mount{})
	h.shelf.put("s1", map[string]any{"a": 1})
	key := ViewKey{Shop: "s1", Screen: "board"}
	for range 5 {
		snap, err := h.hub.Snapshot(within(t, time.Second), key)
		require.NoError(t, err)
		require.Equal(t, json.RawMessage("1"), snap.Entries["a"])
	}
	renders, _ := h.shelf.count()
	require.Equal(t, 1, renders)
}

func TestTheShopClockAndTheAgeReachTheScreen(t *testing.T) {
	noon := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	h := open(t, Options{
		Clock:     func(string) (time.Time, float64) { return noon, 60 },
		Confirmed: func(string) time.Time { return time.Now().Add(-time.Minute) },
	}, Mount{})
	h.shelf.put("s1", map[string]any{"a": 1})
	state := h.sees(h.dial("s1"), "a", "1")
	require.Equal(t, noon.UnixMilli(), state.Now)
	require.EqualValues(t, 60, state.Rate)
	require.InDelta(t, 60_000, state.Age, 5_000)
}

// A crowd that comes and goes while everything changes ends with the right picture and
// leaves nothing behind.
func TestACrowdConverges(t *testing.T) {
	h := open(t, Options{Coalesce: time.Millisecond}, Mount{})
	const shops, screens, changes = 4, 40, 100
	for shop := range shops {
		h.shelf.put(fmt.Sprint("s", shop), map[string]any{"n": 0})
	}
	var crowd sync.WaitGroup
	for i := range screens {
		crowd.Go(func() {
			shop := fmt.Sprint("s", i%shops)
			s, err := livetest.Dial(within(t, 20*time.Second), h.base, url.Values{"shop": {shop}})
			if err != nil {
				t.Errorf("dial: %v", err)
				return
			}
			defer s.Close()
			if i%3 == 0 {
				return // changed its mind
			}
			state, err := s.Wait(within(t, 20*time.Second), func(st stateOf) bool { return st.Text("n") == fmt.Sprint(changes) })
			if err != nil || state.Shop != shop || state.Text("shop") != fmt.Sprintf("%q", shop) {
				t.Errorf("screen %d of %s: %+v %v", i, shop, state, err)
			}
		})
	}
	for n := range changes {
		for shop := range shops {
			h.shelf.put(fmt.Sprint("s", shop), map[string]any{"n": n + 1, "shop": fmt.Sprint("s", shop)})
		}
	}
	crowd.Wait()
	h.empty()
	require.EqualValues(t, screens, h.hub.Metrics().Connected)
}

func TestLatencyIsCounted(t *testing.T) {
	var m counters
	m.delivered(&frame{committed: time.Now().Add(-3 * time.Millisecond)})
	m.delivered(&frame{committed: time.Now().Add(-time.Hour)})
	m.delivered(&frame{})
	require.EqualValues(t, 3, m.Frames.Load())
	require.EqualValues(t, 1, m.latency[len(LatencyBounds)].Load())
	require.Positive(t, m.latencySum.Load())
}

// A screen that stops reading is owed no past: when it wakes it reads what the line
// already held, then the newest state in one frame. Others do not notice.
func TestAStalledScreenSkipsToTheNewest(t *testing.T) {
	h := open(t, Options{Coalesce: time.Millisecond, WriteTimeout: time.Minute}, Mount{})
	h.shelf.put("s1", map[string]any{"n": 0})
	stalled, lively := plug(t, h.base, "/live?shop=s1"), h.dial("s1")
	const changes = 300
	for n := range changes {
		h.shelf.put("s1", map[string]any{"n": n + 1, "ballast": strings.Repeat("x", 20_000) + fmt.Sprint(n)})
		h.sees(lively, "n", fmt.Sprint(n+1))
	}
	var state livetest.State
	frames := 0
	for state.Text("n") != fmt.Sprint(changes) {
		_, text, err := stalled.ReadMessage()
		require.NoError(t, err)
		require.NoError(t, state.Apply(text))
		frames++
	}
	require.Less(t, frames, changes/2)
	require.Positive(t, h.hub.Metrics().Conflations)
	t.Logf("%d changes reached the stalled screen as %d frames", changes, frames)
}
