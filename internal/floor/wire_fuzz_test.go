package floor

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
)

// FuzzUnpack: whoever can publish on Redis can send any payload. What is understood can be told on and means the same.
func FuzzUnpack(f *testing.F) {
	f.Add([]byte(""))
	f.Add([]byte(`{"since":1,"records":[]}`))
	for _, kind := range board.Kinds() {
		f.Add([]byte(`{"since":1,"records":[{"seq":2,"at":3,"kind":"` + kind + `","data":{"actor":{"name":"a"},"body":{}}}]}`))
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		since, events, err := unpack(payload)
		if err != nil || len(events) == 0 {
			return
		}
		rs, err := records(events)
		require.NoError(t, err)
		sinceAgain, again, err := unpack(pack(time.UnixMicro(since), rs))
		require.NoError(t, err)
		require.Equal(t, since, sinceAgain)
		require.Equal(t, events, again)
	})
}
