package pagetest

import (
	"strings"
	"testing"
	"time"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
	"github.com/stretchr/testify/require"

	"bayline/display/displaytest"
	"bayline/internal/testkit"
)

// everythingKept tells whether the service worker has all files of a page.
const everythingKept = `(async () => {
	const room = await caches.open("bayline-wall");
	const files = performance.getEntriesByType("resource").map((one) => one.name).filter((name) => name.includes("/static/"));
	for (const name of [location.pathname, ...files]) if (!await room.match(name)) return false;
	return files.length > 0;
})()`

// A wall that is reloaded while its server is gone shows its last picture, says so when that gets old, and goes on by
// itself when the server is back.
func TestWallsSurviveAReloadWithoutAServer(t *testing.T) {
	shop := Serve(t, displaytest.Busy(t))
	zerolog.SetGlobalLevel(zerolog.Disabled)
	line := toxiproxy.NewProxy(toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop()), "line", "127.0.0.1:0", strings.TrimPrefix(shop.URL, "http://"))
	require.NoError(t, line.Start())
	defer func() { line.Stop() }()
	browser := testkit.OpenBrowser(t)
	type wall struct {
		*testkit.Page
		part string
	}
	var walls []wall
	for name, part := range map[string]string{"lounge": ".rows .lr", "board": "[data-visit]"} {
		page := browser.Open("http://"+line.Listen+"/"+name+"?lang=zh", 1280, 720)
		page.Wait("document.querySelector('" + part + "') && document.querySelector('" + part + "').innerText.length > 2")
		require.Eventually(t, func() bool { return testkit.Eval[bool](page, everythingKept) }, 30*time.Second, 50*time.Millisecond, name)
		page.RequireCalm()
		walls = append(walls, wall{page, part})
	}

	line.Stop()
	for _, w := range walls {
		w.Reload()
		w.Wait("document.querySelector('" + w.part + "') && document.querySelector('" + w.part + "').innerText.length > 2")
		require.NotContains(t, w.Text(".wall-clock"), "-", "the clock goes on")
	}
	for _, w := range walls {
		w.Wait("!document.querySelector('.wall-banner').hidden") // ten seconds after its server was last heard, however often it is reloaded
		require.Contains(t, w.Text(".wall-banner"), "重连中")
	}

	require.NoError(t, line.Start())
	for _, w := range walls {
		w.Wait("document.querySelector('.wall-banner').hidden && !document.querySelector('.link-dot').classList.contains('is-waiting')")
	}
}
