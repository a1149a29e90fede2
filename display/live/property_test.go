package live

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"bayline/display/live/livetest"
)

// drawChange draws a change to a picture: a few keys set, a few deleted, sometimes
// nothing at all.
func drawChange(t *rapid.T, data map[string]json.RawMessage) {
	for range rapid.IntRange(0, 4).Draw(t, "changes") {
		key := fmt.Sprintf("cards/V%d", rapid.IntRange(0, 9).Draw(t, "key"))
		if rapid.IntRange(0, 3).Draw(t, "what") == 0 {
			delete(data, key)
			continue
		}
		data[key] = json.RawMessage(fmt.Sprint(rapid.IntRange(0, 5).Draw(t, "value")))
	}
}

// However far a screen has fallen behind, one frame brings it to the newest picture;
// frames that come twice or out of turn change nothing; rev is contiguous.
func TestOneFrameBringsAnyScreenToTheNewestPicture(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hub := NewHub(newShelf(), Options{})
		f := newFeed(hub, ViewKey{Shop: "s1", Screen: "board"}, nil, "e1")
		data := map[string]json.RawMessage{}
		require.NoError(t, f.publish(Picture{Data: maps.Clone(data)}))
		screens := make([]livetest.State, 4)
		var old [][]byte
		steps := rapid.IntRange(1, 120).Draw(t, "steps")
		for range steps {
			before, was := f.rev, maps.Clone(data)
			drawChange(t, data)
			require.NoError(t, f.publish(Picture{Data: maps.Clone(data)}))
			if sameEntries(was, data) {
				require.Equal(t, before, f.rev, "nothing changed")
			} else {
				require.Equal(t, before+1, f.rev)
			}
			i := rapid.IntRange(0, len(screens)-1).Draw(t, "screen")
			s := &screens[i]
			if len(old) > 0 && rapid.Bool().Draw(t, "repeat") {
				again := rapid.SampledFrom(old).Draw(t, "old frame")
				shown := *s
				if err := s.Apply(again); err != nil {
					require.ErrorIs(t, err, livetest.ErrGap)
					require.Equal(t, shown, *s)
				}
			}
			if rapid.IntRange(0, 9).Draw(t, "resync") == 0 {
				s.Rev = 0
			}
			fr, _ := f.frameFor(s.Rev, time.Now())
			if s.Rev != f.rev || s.Epoch == "" {
				old = append(old, fr.text)
				require.NoError(t, s.Apply(fr.text))
			}
			require.Equal(t, f.rev, s.Rev)
			require.True(t, sameEntries(data, s.Entries), "%v\n%v", data, s.Entries)
		}
	})
}

func sameEntries(a, b map[string]json.RawMessage) bool {
	return maps.EqualFunc(a, b, func(x, y json.RawMessage) bool { return string(x) == string(y) })
}

// lazyWire takes frames only when the test lets it, as a slow line does.
type lazyWire struct {
	gate   chan struct{}
	frames chan []byte
	broken chan struct{}
}

func newLazyWire() *lazyWire {
	return &lazyWire{make(chan struct{}), make(chan []byte, 1), make(chan struct{})}
}

func (w *lazyWire) send(f *frame, _ time.Time) error {
	select {
	case <-w.gate:
		w.frames <- f.text
		return nil
	case <-w.broken:
		return errors.New("broken")
	}
}

func (w *lazyWire) ping(time.Time) error { return nil }
func (w *lazyWire) hangUp(int)           {}
func (w *lazyWire) cut()                 { w.close() }
func (w *lazyWire) close() {
	select {
	case <-w.broken:
	default:
		close(w.broken)
	}
}

// take lets one frame through.
func (w *lazyWire) take(t require.TestingT) []byte {
	select {
	case w.gate <- struct{}{}:
		return <-w.frames
	case <-time.After(5 * time.Second):
		require.FailNow(t, "the screen is owed a frame")
		return nil
	}
}

// Screens that take a frame now and then, through the whole hub, end up with what the
// source shows, and never take a frame that does not fit.
func TestSlowScreensConvergeThroughTheHub(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		source := newShelf()
		source.put("s1", map[string]any{"start": 0})
		hub := NewHub(source, Options{Coalesce: time.Microsecond, Logger: quiet()})
		key := ViewKey{Shop: "s1", Screen: "board"}
		f, err := hub.acquire(hub.life, key)
		require.NoError(rt, err)
		wires, clients, states := []*lazyWire{}, []*client{}, make([]livetest.State, 3)
		for range states {
			w := newLazyWire()
			c, err := hub.join(f, w, holding{})
			require.NoError(rt, err)
			wires, clients = append(wires, w), append(clients, c)
		}
		defer func() {
			for _, c := range clients {
				hub.leave(c)
			}
			hub.release(f)
			require.NoError(rt, hub.Drain(within(t, 30*time.Second)))
		}()
		for step := range rapid.IntRange(1, 40).Draw(rt, "steps") {
			source.put("s1", map[string]any{fmt.Sprint("k", rapid.IntRange(0, 5).Draw(rt, "key")): rapid.SampledFrom([]any{1, 2, nil}).Draw(rt, "value"), "step": step})
			i := rapid.IntRange(0, 2).Draw(rt, "who takes a frame")
			if states[i].Rev == 0 || rapid.Bool().Draw(rt, "takes") {
				require.NoError(rt, states[i].Apply(wires[i].take(rt)))
			}
		}
		source.put("s1", map[string]any{"end": 1})
		want, err := source.Render(hub.life, key)
		require.NoError(rt, err)
		for i := range states {
			for frames := 0; !sameEntries(want.Data, states[i].Entries); frames++ {
				require.Less(rt, frames, 60)
				require.NoError(rt, states[i].Apply(wires[i].take(rt)))
			}
		}
	})
}

func TestAnEntryThatIsNotJSONIsRefusedWhole(t *testing.T) {
	hub := NewHub(newShelf(), Options{})
	f := newFeed(hub, ViewKey{Shop: "s1"}, nil, "e1")
	require.NoError(t, f.publish(Picture{Data: map[string]json.RawMessage{"a": json.RawMessage("1")}}))
	require.ErrorContains(t, f.publish(Picture{Data: map[string]json.RawMessage{"a": json.RawMessage("2"), "b": json.RawMessage("{")}}), `"b"`)
	require.EqualValues(t, 1, f.rev)
	require.Equal(t, []string{"a"}, slices.Collect(maps.Keys(f.snapshot().Entries)))
}
