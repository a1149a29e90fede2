package display

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"bayline/board"
)

func TestEveryScreenShowsWhatItRegistered(t *testing.T) {
	live := 0
	for i, s := range All() {
		require.Equal(t, i+1, s.Place, s.Name)
		require.Contains(t, []string{"wall", "desk", "workshop"}, s.Group, s.Name)
		require.NotEmpty(t, s.Icon, s.Name)
		require.Equal(t, s.Group != "wall", s.Role != "", s.Name)
		if s.View == nil {
			continue
		}
		live++
		_, err := Render(s.Name, Scene{State: board.NewState("s")}, url.Values{})
		require.NoError(t, err, s.Name)
	}
	require.Positive(t, live)
	_, err := Render("nothing", Scene{}, nil)
	require.ErrorIs(t, err, ErrNoScreen)
	_, err = Render("reports", Scene{}, nil)
	require.ErrorIs(t, err, ErrNoScreen, "a page without a live view")
}

// Strangers get the public screens and no other, and nobody can make one public by a word in the registry alone.
func TestStrangersGetPublicScreensOnly(t *testing.T) {
	for _, s := range All() {
		if s.View == nil {
			continue
		}
		_, err := Find(s.Name, Staff)
		require.NoError(t, err, s.Name)
		_, err = Find(s.Name, Strangers)
		if s.Name == "lounge" || s.Name == "welcome" {
			require.NoError(t, err, s.Name)
		} else {
			require.ErrorIs(t, err, ErrNotPublic, s.Name)
		}
	}
	require.Panics(t, func() { register(Screen{Name: "open", Public: true, Empty: Board{}}) })
	require.Panics(t, func() { register(Screen{Name: "board", Empty: Board{}}) })
}
