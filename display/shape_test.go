package display

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"bayline/board"
)

func TestEveryScreenHasItsShape(t *testing.T) {
	for _, name := range Screens() {
		shape, _, err := Shape(name)
		require.NoError(t, err, name)
		shown, err := Render(name, Scene{State: board.NewState("s")}, url.Values{})
		require.NoError(t, err, name)
		require.IsType(t, shape, shown, name)
	}
	_, _, err := Shape("nothing")
	require.ErrorIs(t, err, ErrNoScreen)
}
