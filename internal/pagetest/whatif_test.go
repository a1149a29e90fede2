package pagetest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/display/displaytest"
	"bayline/internal/testkit"
)

// The supervisor imagines that a technician leaves, sees what that does to the
// promises and drops it: the shop is as it was. Carried out, the technician is
// away and taken off the work.
func TestWhatIfATechnicianLeaves(t *testing.T) {
	shop := Serve(t, displaytest.Busy(t))
	browser := testkit.OpenBrowser(t)
	seen := func() *board.State {
		state, err := shop.State(t.Context(), "haizhu")
		require.NoError(t, err)
		return state
	}
	imagine := func(page *testkit.Page) {
		t.Helper()
		click := func(find string) {
			page.Wait(find)
			testkit.Eval[bool](page, find+".click(), true")
		}
		page.Wait("document.querySelector('.on-lane')")
		click("document.querySelector('#whatif:not(:disabled)')")
		click("document.querySelector('.whatif .choices .button')")
		page.Wait("document.querySelector('.whatif [name=person]')")
		testkit.Eval[bool](page, "(() => { const box = document.querySelector('.whatif [name=person]'); box.value = 'T4'; box.dispatchEvent(new Event('input', {bubbles: true})); return true })()")
		click("document.querySelector('#whatif-add')")
		page.Wait("document.querySelector('.whatif-cars tbody tr') && !document.querySelector('#whatif-commit').disabled")
	}
	before := seen()
	for _, lang := range []string{"zh", "en"} {
		page := browser.Open(shop.URL+"/dispatch?shop=haizhu&lang="+lang, 1920, 1080)
		imagine(page)
		keep(t, page, "whatif-"+lang+"-wide.png")
		require.NotRegexp(t, missingWord, page.Text("body"))
		require.NotContains(t, page.Text("dialog"), "whatif.")
		page.Resize(390, 844)
		keep(t, page, "whatif-"+lang+"-phone.png")
		require.LessOrEqual(t, testkit.Eval[int](page, "document.documentElement.scrollWidth"), 390)
		testkit.Eval[bool](page, "document.querySelector('#whatif-drop').click(), true")
		page.WaitGone("dialog")
		require.Equal(t, before.Seq, seen().Seq, "what was only imagined has happened")
		page.RequireCalm()
	}

	page := browser.Open(shop.URL+"/dispatch?shop=haizhu&lang=zh", 1920, 1080)
	imagine(page)
	testkit.Eval[bool](page, "document.querySelector('#whatif-commit').click(), true")
	am(t, page, "王强")
	page.WaitText(".toast", "已执行")
	require.Equal(t, board.PresenceOff, seen().People["T4"].Presence)
	require.Empty(t, seen().WorkOf("T4"))
	page.WaitGone("dialog")
}
