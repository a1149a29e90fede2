package pagetest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/dispatch"
	"bayline/display/displaytest"
	"bayline/internal/testkit"
)

// A supervisor asks why a line is planned so, an advisor why a car is at risk; both are told, in words.
func TestWhyIsTold(t *testing.T) {
	shop := Serve(t, displaytest.Busy(t))
	browser := testkit.OpenBrowser(t)
	work := shop.Visit(t, "粤A8Q27M").ID
	for _, lang := range []string{"zh", "en"} {
		page := browser.Open(shop.URL+"/dispatch?shop=haizhu&lang="+lang, 1440, 900)
		page.Wait("document.querySelector('.work')")
		testkit.Eval[bool](page, `document.querySelector('[data-work="`+string(work)+`/1"] .button').click(), true`)
		page.Click("#why")
		page.Wait("document.querySelector('.why-table tbody tr')")
		keep(t, page, "why-"+lang+".png")
		require.NotRegexp(t, `\b(why|part|replan|override)\.[a-z_]+\b`, page.Text("body"), "a word is missing")
		page.RequireCalm()
	}
	page := browser.Open(shop.URL+"/advisor?shop=haizhu&lang=zh", 1440, 900)
	page.Wait("document.querySelector('.cars tbody tr')")
	press(t, page, ".cars .plain", "9G77X")
	page.Wait("document.querySelector('.cascade li')")
	keep(t, page, "why-advisor.png")
	page.RequireCalm()
}

// A choice that costs the customer says so before it is made, keeps what was expected, and is listed.
func TestOverridesKeepWhatTheyCost(t *testing.T) {
	shop := Serve(t, displaytest.Busy(t))
	scene, err := shop.Scene(t.Context(), "haizhu")
	require.NoError(t, err)
	v := shop.Visit(t, "粤A1A145")
	var worst board.Dispatch
	most := 0
	for _, c := range dispatch.Explain(scene.State, scene.Plan, scene.Now, board.OperationRef{Visit: v.ID, Line: 1}).Candidates {
		a := dispatch.Assignment{Visit: v.ID, Line: 1, Bay: c.Bay, Technicians: c.Technicians, Start: c.Start}
		if cost, ok := dispatch.PriceOf(scene.State, scene.Now, a); ok && cost.Points > most && len(dispatch.Check(scene.State, nil, scene.Now, a)) == 0 {
			most, worst = cost.Points, board.Dispatch{Visit: v.ID, Line: 1, Bay: c.Bay, Technicians: c.Technicians, Start: c.Start}
		}
	}
	require.Positive(t, most)
	send := func(path string, body any) string {
		data, err := json.Marshal(body)
		require.NoError(t, err)
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, shop.URL+path+"?shop=haizhu", bytes.NewReader(data))
		require.NoError(t, err)
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("X-Bayline-Actor", "boss")
		answer, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, answer.StatusCode, string(text))
		return string(text)
	}
	require.Contains(t, send("/api/v1/check", dispatch.Assignment{Visit: v.ID, Line: 1, Bay: worst.Bay, Technicians: worst.Technicians, Start: worst.Start}), `"late_best"`)
	send("/api/v1/commands/dispatch", worst)
	kept := shop.Visit(t, "粤A1A145").Operations[0].Override
	require.NotNil(t, kept)
	require.Equal(t, "boss", kept.By)
	require.Positive(t, kept.Points)

	page := testkit.OpenBrowser(t).Open(shop.URL+"/dispatch?shop=haizhu&lang=en", 1440, 900)
	page.Click("#overrides")
	page.WaitText("dialog tbody", "boss")
	keep(t, page, "overrides-en.png")
	require.True(t, strings.Contains(page.Text("dialog tbody"), "not ready yet"))
	page.RequireCalm()
}
