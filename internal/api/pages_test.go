package api_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"bayline/display"
	"bayline/internal/api"
	"bayline/internal/words"
	"bayline/static"
)

// Every registered screen has its page, its icon and its words.
func TestEveryScreenHasItsPage(t *testing.T) {
	site, err := static.Open()
	require.NoError(t, err)
	sprite, ok := site.File("vendor/icons.svg")
	require.True(t, ok)
	for _, screen := range display.All() {
		require.Contains(t, string(sprite.Body), `id="`+screen.Icon+`"`, screen.Name)
		for _, lang := range words.Embedded().Languages() {
			for _, key := range []string{"nav." + screen.Name, "page." + screen.Name + ".who", "page." + screen.Name + ".line"} {
				require.True(t, words.Embedded().Has(lang, key), "%s: %s", lang, key)
			}
		}
	}
}

// Whom the server takes for a stranger gets the public screens, by view and by live feed, and no other.
func TestStrangersSeePublicScreensOnly(t *testing.T) {
	s := serve(t, func(o *api.Options) {
		o.Stranger = func(header func(string) string) bool { return header("X-Stranger") != "" }
	})
	for _, screen := range display.Live() {
		for _, path := range []string{"/api/v1/views/" + screen.Name + "?shop=haizhu", "/live/poll?shop=haizhu&screen=" + screen.Name} {
			s.must(http.StatusOK, s.get(path))
			want := http.StatusNotFound
			if screen.Public {
				want = http.StatusOK
			}
			s.must(want, s.get(path, "X-Stranger", "yes"))
		}
	}
}
