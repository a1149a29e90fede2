package live

import (
	"net/http"
	"strings"
	"testing"
	"time"

	fastws "github.com/fasthttp/websocket"
	"github.com/stretchr/testify/require"

	"bayline/display/live/livetest"
)

type (
	stateOf  = livetest.State
	screenOf = livetest.Screen
)

// only returns the one connected client.
func (h *house) only() (found *client) {
	h.t.Helper()
	require.Eventually(h.t, func() bool {
		h.hub.mu.Lock()
		defer h.hub.mu.Unlock()
		count := 0
		for _, slot := range h.hub.slots {
			for _, c := range slot {
				found = c
				count++
			}
		}
		return count == 1
	}, 30*time.Second, time.Millisecond)
	return found
}

// empty waits until every handler has returned.
func (h *house) empty() {
	h.t.Helper()
	require.Eventually(h.t, func() bool { return h.hub.Metrics().Connections == 0 }, 30*time.Second, time.Millisecond)
}

// settled waits until the shop's feed holds the value.
func (h *house) settled(shop, key, value string) {
	h.t.Helper()
	require.Eventually(h.t, func() bool {
		snap, err := h.hub.Snapshot(within(h.t, time.Second), ViewKey{Shop: shop, Screen: "board"})
		return err == nil && string(snap.Entries[key]) == value
	}, 30*time.Second, time.Millisecond)
}

// punished misbehaves on a fresh socket and returns the close code it earns. The
// handler must have ended within a second.
func (h *house) punished(misbehave func(*fastws.Conn) error) int {
	h.t.Helper()
	conn := plug(h.t, h.base, "/live?shop=s1")
	require.NoError(h.t, misbehave(conn))
	began := time.Now()
	require.NoError(h.t, conn.SetReadDeadline(time.Now().Add(5*time.Second)))
	for {
		_, _, err := conn.ReadMessage()
		if err == nil {
			continue
		}
		h.empty()
		require.Less(h.t, time.Since(began), time.Second)
		var closed *fastws.CloseError
		require.ErrorAs(h.t, err, &closed)
		require.Empty(h.t, closed.Text, "the reason tells nothing of the inside")
		return closed.Code
	}
}

func TestViolationsCloseWithTheRightCode(t *testing.T) {
	h := open(t, Options{}, Mount{})
	h.shelf.put("s1", map[string]any{"a": 1})
	say := func(kind int, text string) func(*fastws.Conn) error {
		return func(c *fastws.Conn) error { return c.WriteMessage(kind, []byte(text)) }
	}
	often := func(times, kind int, text string) func(*fastws.Conn) error {
		return func(c *fastws.Conn) error {
			for range times {
				if c.WriteMessage(kind, []byte(text)) != nil {
					break // already thrown out; the close code must be there to read all the same
				}
			}
			return nil
		}
	}
	for _, test := range []struct {
		name      string
		misbehave func(*fastws.Conn) error
		code      int
		counted   string
	}{
		{"binary", say(fastws.BinaryMessage, `{"t":"pong"}`), fastws.CloseUnsupportedData, "not_text"},
		{"too big", say(fastws.TextMessage, strings.Repeat(" ", 4097)), fastws.CloseMessageTooBig, "too_big"},
		{"far too big", often(1, fastws.TextMessage, strings.Repeat(" ", 8<<20)), fastws.CloseMessageTooBig, "too_big"},
		{"not JSON", say(fastws.TextMessage, `{"t":`), fastws.ClosePolicyViolation, "bad_message"},
		{"not an object", say(fastws.TextMessage, `[1]`), fastws.ClosePolicyViolation, "bad_message"},
		{"unknown", say(fastws.TextMessage, `{"t":"drop tables"}`), fastws.ClosePolicyViolation, "bad_message"},
		{"not UTF-8", say(fastws.TextMessage, "{\"t\":\"\xff\"}"), fastws.CloseInvalidFramePayloadData, "bad_message"},
		{"too many", often(200, fastws.TextMessage, `{"t":"pong"}`), fastws.ClosePolicyViolation, "too_many"},
		{"too many pings", often(200, fastws.PingMessage, "x"), fastws.ClosePolicyViolation, "too_many"},
	} {
		t.Run(test.name, func(t *testing.T) {
			h.t = t
			before := h.hub.Metrics().Ended[test.counted]
			require.Equal(t, test.code, h.punished(test.misbehave))
			require.Equal(t, before+1, h.hub.Metrics().Ended[test.counted])
		})
	}
	h.t = t
}

func TestALawfulTalkerStays(t *testing.T) {
	h := open(t, Options{}, Mount{})
	h.shelf.put("s1", map[string]any{"a": 1})
	s := h.dial("s1")
	h.sees(s, "a", "1")
	for range 10 {
		require.NoError(t, s.Conn().WriteMessage(fastws.TextMessage, []byte(`{"t":"pong"}`)))
	}
	require.NoError(t, s.Resync())
	_, err := s.Wait(within(t, 30*time.Second), func(st stateOf) bool { return st.Snaps == 2 })
	require.NoError(t, err)
}

func TestTooManySocketsOfOneAddress(t *testing.T) {
	h := open(t, Options{}, Mount{MaxPerAddress: 3})
	h.shelf.put("s1", map[string]any{"a": 1})
	for range 3 {
		h.sees(h.dial("s1"), "a", "1")
	}
	_, answer, err := fastws.DefaultDialer.Dial(strings.Replace(h.base, "http", "ws", 1)+"/live?shop=s1", http.Header{"Origin": {h.base}})
	require.Error(t, err)
	require.Equal(t, http.StatusTooManyRequests, answer.StatusCode)
	require.EqualValues(t, 1, h.hub.Metrics().Ended["refused_address"])
}

func TestTheCountAtTheDoorIsGivenBack(t *testing.T) {
	h := open(t, Options{}, Mount{MaxPerAddress: 2, MaxSockets: 2})
	h.shelf.put("s1", map[string]any{"a": 1})
	for range 10 {
		s := h.dial("s1")
		h.sees(s, "a", "1")
		s.Close()
		h.empty()
	}
	require.Zero(t, h.hub.Metrics().Ended["refused_address"]+h.hub.Metrics().Ended["refused_full"])
}
