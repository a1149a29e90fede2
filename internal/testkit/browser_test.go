package testkit

import (
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

const trial = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>试</title><link rel="icon" href="data:,">
<h1>车间看板</h1><input id="name"><select id="stage"><option>在修</option><option>待检</option></select>
<button onclick="document.querySelector('h1').textContent = document.querySelector('#name').value + document.querySelector('#stage').value">开工</button>
<output></output><script>let n = 0; setInterval(() => { document.querySelector("output").textContent = ++n }, 20)</script></html>`

func serve(t *testing.T, page string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(page))
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestABrowserReadsTypesAndPresses(t *testing.T) {
	page := OpenBrowser(t).Open(serve(t, trial), 800, 600)
	require.Equal(t, "车间看板", page.Text("h1"))
	page.Type("#name", "粤A8Q27M ")
	page.Fill("#stage", "待检")
	page.Click("button")
	page.WaitText("h1", "粤A8Q27M 待检")
	require.Equal(t, 800, Eval[int](page, "innerWidth"))
	page.RequireCalm()

	path := filepath.Join(t.TempDir(), "page.png")
	page.Screenshot(path)
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	picture, err := png.DecodeConfig(file)
	require.NoError(t, err)
	require.Equal(t, [2]int{800, 600}, [2]int{picture.Width, picture.Height})
}

func TestPagesOfOneBrowserAreAllAlive(t *testing.T) {
	browser, url := OpenBrowser(t), serve(t, trial)
	pages := []*Page{browser.Open(url, 400, 300), browser.Open(url, 300, 400), browser.Open(url, 390, 844)}
	for _, page := range pages {
		page.Wait("Number(document.querySelector('output').textContent) > 30")
		require.Equal(t, "visible", Eval[string](page, "document.visibilityState"))
		// Drawing goes on too: a page in the background would get no frames.
		require.Equal(t, 5, Eval[int](page, `new Promise((done) => { let n = 0; const next = () => ++n < 5 ? requestAnimationFrame(next) : done(n); next() })`))
	}
}

func TestAPageRemembersItsProblems(t *testing.T) {
	page := OpenBrowser(t).Open(serve(t, `<!doctype html><link rel="icon" href="data:,"><script>
		console.error("no word for", "stage.lost");
		fetch("/missing").then(() => fetch("http://127.0.0.1:1/")).catch(() => {}).then(() => { document.title = "done"; throw new Error("broken") });
	</script>`), 400, 300)
	page.Wait("document.title === 'done'")
	require.Eventually(t, func() bool { return len(page.Problems()) == 4 }, stepTimeout, pollInterval, "%v", page.Problems)
	require.Contains(t, page.Problems()[0], "no word for")
	require.Contains(t, page.Problems()[1], "/missing")
	require.Contains(t, page.Problems()[2], "request failed")
	require.Contains(t, page.Problems()[3], "broken")
}
