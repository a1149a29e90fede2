package board

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// FuzzDecode: events come from the bus too. What is understood is written as it was read.
func FuzzDecode(f *testing.F) {
	for _, kind := range Kinds() {
		f.Add(kind, []byte(`{"actor":{"name":"a"},"body":{}}`))
	}
	f.Fuzz(func(t *testing.T, kind string, data []byte) {
		at := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
		event, err := Decode(kind, 1, at, data)
		if err != nil {
			return
		}
		written, err := Encode(event)
		require.NoError(t, err)
		again, err := Decode(event.Kind(), 1, at, written)
		require.NoError(t, err)
		rewritten, err := Encode(again)
		require.NoError(t, err)
		require.Equal(t, string(written), string(rewritten))
	})
}
