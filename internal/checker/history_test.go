package checker

import (
	"testing"

	"github.com/stretchr/testify/require"

	"bayline/board"
)

// A picture of just before the end of a round may come in the next one: its state is still known.
func TestAPictureUnderWayIsNoPhantom(t *testing.T) {
	h := newHistory("shop", nil)
	l := h.lines[0]
	for range 3 * underWay {
		l.states, l.kinds = append(l.states, board.NewState("shop")), append(l.kinds, "visit_arrived")
	}
	head := l.head()
	h.forget()
	require.Equal(t, head, h.lines[0].head())
	require.Len(t, h.pasts(head-underWay), 1)
	require.Empty(t, h.pasts(head-underWay-1))
	require.Equal(t, "visit_arrived", h.kindAt(head))
	h.forget()
	require.Len(t, h.pasts(head), 1)
}
