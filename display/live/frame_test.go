package live

import (
	"bytes"
	"testing"
	"time"

	"github.com/fasthttp/websocket"
	"github.com/stretchr/testify/require"
)

// The three ways to write a length, each at its edges, as another implementation reads them.
func TestFramesOfEverySize(t *testing.T) {
	h := open(t, Options{Heartbeat: time.Hour}, Mount{})
	h.shelf.put("s1", map[string]any{"n": 1})
	conn := plug(t, h.base, "/live?shop=s1")
	_, text, err := conn.ReadMessage()
	require.NoError(t, err)
	require.Contains(t, string(text), `"snap"`)
	line := h.only().wire
	for _, size := range []int{0, 1, 125, 126, 1<<16 - 1, 1 << 16} {
		want := bytes.Repeat([]byte("x"), size)
		sent := make(chan error, 1)
		go func() { sent <- line.send(newFrame(want), time.Now().Add(10*time.Second)) }()
		kind, text, err := conn.ReadMessage()
		for err == nil && bytes.Contains(text, []byte(`"hb"`)) { // the one that greets
			kind, text, err = conn.ReadMessage()
		}
		require.NoError(t, err)
		require.Equal(t, websocket.TextMessage, kind)
		require.Equal(t, want, append([]byte{}, text...))
		require.NoError(t, <-sent)
	}
}

func TestNothingFollowsTheCloseFrame(t *testing.T) {
	h := open(t, Options{}, Mount{})
	h.shelf.put("s1", map[string]any{"n": 1})
	conn := plug(t, h.base, "/live?shop=s1")
	line := h.only().wire
	line.hangUp(websocket.CloseGoingAway)
	require.ErrorIs(t, line.send(newFrame([]byte("late")), time.Now().Add(time.Second)), websocket.ErrCloseSent)
	require.ErrorIs(t, line.ping(time.Now().Add(time.Second)), websocket.ErrCloseSent)
	for {
		if _, text, err := conn.ReadMessage(); err != nil {
			require.True(t, websocket.IsCloseError(err, websocket.CloseGoingAway), "%v", err)
			return
		} else {
			require.NotEqual(t, "late", string(text))
		}
	}
}
