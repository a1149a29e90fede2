package pagetest

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"bayline/display/displaytest"
	"bayline/internal/testkit"
)

// keep writes the picture where BAYLINE_SHOTS says, for a person to look at, else to a directory that goes away.
func keep(t *testing.T, page *testkit.Page, name string) {
	t.Helper()
	dir := os.Getenv("BAYLINE_SHOTS")
	if dir == "" {
		dir = t.TempDir()
	}
	page.Screenshot(filepath.Join(dir, name))
}

// Every staff page draws a busy shop in both languages on a desk, an upright screen and a phone, without a
// problem and without scrolling sideways.
func TestPagesOfABusyShop(t *testing.T) {
	shop := Serve(t, displaytest.Busy(t))
	browser := testkit.OpenBrowser(t)
	for _, page := range []struct{ name, query, wait string }{
		{"advisor", "", ".cars tbody tr"}, {"dispatch", "", ".on-lane"}, {"tech", "&technician=T4", ".job"}, {"inspection", "", ".column .card"},
		{"parts", "", "main.page"}, {"appointments", "", ".table tbody tr"},
	} {
		for _, lang := range []string{"zh", "en"} {
			window := browser.Open(shop.URL+"/"+page.name+"?shop=haizhu&lang="+lang+page.query, 1920, 1080)
			window.Wait("document.querySelector('" + page.wait + "')")
			for _, size := range []struct {
				name          string
				width, height int
			}{{"wide", 1920, 1080}, {"tall", 1080, 1920}, {"phone", 390, 844}} {
				window.Resize(size.width, size.height)
				keep(t, window, page.name+"-"+lang+"-"+size.name+".png")
				require.LessOrEqual(t, testkit.Eval[int](window, "document.documentElement.scrollWidth"), size.width, "%s %s is wider than its window", page.name, size.name)
			}
			require.NotRegexp(t, missingWord, window.Text("body"), "a word is missing")
			window.RequireCalm()
		}
	}
}

// What a page opens when something is pressed: drawn in both languages, every word there, nothing complaining.
func TestSheetsOfABusyShop(t *testing.T) {
	shop := Serve(t, displaytest.Busy(t))
	browser := testkit.OpenBrowser(t)
	nth := func(n int, selector string) string {
		return fmt.Sprintf("Array.from(document.querySelectorAll(%q))[%d].click(), true", selector, n)
	}
	for _, one := range []struct {
		name, page, query string
		width, height     int
		ready             string
		steps             []string // pressed one after the other
		wait              string
	}{
		{"assign", "dispatch", "", 1440, 900, ".work", []string{nth(2, ".work .button")}, "dialog .suggestions .card"},
		{"by-hand", "dispatch", "", 1440, 900, ".work", []string{nth(0, ".work .button"), nth(0, "#by-hand")}, "dialog .by-hand"},
		{"bar", "dispatch", "", 1440, 900, ".on-lane.is-dispatched", []string{nth(0, ".on-lane.is-dispatched")}, "dialog .figures"},
		{"technicians", "dispatch", "", 1440, 900, ".on-lane", []string{nth(1, ".axis-tools .tabs .button")}, "[data-axis=technicians] .on-lane"},
		{"stopped", "dispatch", "", 390, 844, ".work", []string{nth(1, ".waiting-side .tabs .button")}, ".work.is-stopped"},
		{"car", "advisor", "", 1440, 900, ".cars tr", []string{nth(0, ".cars .plain")}, "dialog .history"},
		{"repromise", "advisor", "", 390, 844, ".cars tr", []string{nth(1, ".needs .primary")}, "dialog .quote-times"},
		{"writeup", "advisor", "", 390, 844, ".cars tr", []string{nth(0, "#walk-in")}, "dialog [name=plate]"},
		{"stop", "tech", "&technician=T4", 1080, 1440, "#stop", []string{nth(0, "#stop")}, "dialog .reason-grid"},
		{"who", "tech", "&technician=T4", 1080, 1440, ".tech-who", []string{nth(0, ".tech-who")}, ".people"},
		{"fail", "inspection", "", 1080, 1440, ".column .danger", []string{nth(0, ".column .danger")}, "dialog [name=item]"},
		{"book", "appointments", "", 1440, 900, "#book:not(:disabled)", []string{nth(0, "#book")}, "dialog [name=at]"},
	} {
		for _, lang := range []string{"zh", "en"} {
			window := browser.Open(shop.URL+"/"+one.page+"?shop=haizhu&lang="+lang+one.query, one.width, one.height)
			window.Wait(fmt.Sprintf("document.querySelector(%q)", one.ready))
			for _, step := range one.steps {
				testkit.Eval[bool](window, step)
			}
			window.Wait(fmt.Sprintf("document.querySelector(%q)", one.wait))
			keep(t, window, "sheet-"+one.name+"-"+lang+".png")
			require.NotRegexp(t, missingWord, window.Text("body"), "%s: a word is missing", one.name)
			require.LessOrEqual(t, testkit.Eval[int](window, "document.documentElement.scrollWidth"), one.width, one.name)
			window.RequireCalm()
		}
	}
}

// missingWord matches a key of the catalogue shown in place of its word.
const missingWord = `\b(advisor|dispatch|tech|inspection|parts|appointments|button|field|stage|need|bar|trade|presence|done|stop|who)\.[a-z_]+\b`
