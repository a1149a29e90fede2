package pagetest

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/display"
	"bayline/display/displaytest"
	"bayline/internal/testkit"
	"bayline/static"
)

// pseudo returns a third language: every English word of the catalogue in brackets, its places kept.
func pseudo(t *testing.T) fs.FS {
	t.Helper()
	body, err := fs.ReadFile(static.Text(), "en.json")
	require.NoError(t, err)
	var words map[string]string
	require.NoError(t, json.Unmarshal(body, &words))
	for key, word := range words {
		if key != "lang.tag" {
			words[key] = "⟦" + word + "⟧"
		}
	}
	words["lang.tag"] = "x-pseudo"
	body, err = json.Marshal(words)
	require.NoError(t, err)
	return fstest.MapFS{"text/xx.json": {Data: body}}
}

// texts are what a reader sees or hears of a page: text, placeholders, titles, labels.
const texts = `(() => {
	const all = new Set(), walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	const shown = (e) => e && !["SCRIPT", "STYLE"].includes(e.tagName) && e.getClientRects().length > 0;
	const block = (e) => { while (e.parentElement && getComputedStyle(e).display === "inline") e = e.parentElement; return e; };
	const blocks = new Set();
	while (walk.nextNode()) if (shown(walk.currentNode.parentElement)) blocks.add(block(walk.currentNode.parentElement));
	for (const e of blocks) for (const line of (e.innerText || e.textContent).split("\n")) all.add(line.trim());
	for (const e of document.querySelectorAll("[placeholder],[title],[aria-label]"))
		if (shown(e)) for (const a of ["placeholder", "title", "aria-label"]) if (e.getAttribute(a)) all.add(e.getAttribute(a));
	for (const e of document.querySelectorAll("option")) all.add(e.textContent.trim());
	all.add(document.title);
	return Array.from(all).filter(Boolean);
})()`

var (
	wrapped  = regexp.MustCompile(`⟦[^⟦⟧]*⟧`)
	anyPlate = regexp.MustCompile(`\p{Han}[A-Z]·?[A-Z0-9*]{4,6}\p{Han}?|\b[A-Z0-9]{5,6}\b|[A-Z]\d{3}\b|使\d+`)
	letters  = regexp.MustCompile(`\p{Han}{2,}|[A-Za-z]{2,}`)
)

// foreign returns what of a text is neither a word of the pseudo-language nor data of the shop.
func foreign(text string, data []string) []string {
	text = anyPlate.ReplaceAllString(text, " ")
	for _, one := range data {
		text = strings.ReplaceAll(text, one, " ")
	}
	for again := true; again; {
		next := wrapped.ReplaceAllString(text, " ")
		again, text = next != text, next
	}
	return letters.FindAllString(text, -1)
}

// said collects the texts of a value that people typed: names, plates, notes.
func said(v reflect.Value, into map[string]bool) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			said(v.Elem(), into)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				said(v.Field(i), into)
			}
		}
	case reflect.Slice, reflect.Map:
		if v.Kind() == reflect.Slice {
			for i := range v.Len() {
				said(v.Index(i), into)
			}
			return
		}
		for _, key := range v.MapKeys() {
			said(v.MapIndex(key), into)
		}
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() && len([]rune(v.String())) > 1 {
			into[v.String()] = true
		}
	}
}

func shopData(s *board.State) []string {
	all := map[string]bool{s.Settings.Name: true, s.Settings.NameEN: true, "中文": true} // the next language's own name
	for _, part := range []any{s.People, s.Bays, s.Teams, s.Visits, s.Catalogue} {
		said(reflect.ValueOf(part), all)
	}
	for _, p := range s.People {
		all[display.Surname(p.Name)] = true
	}
	var list []string
	for one := range all {
		if letters.MatchString(one) {
			list = append(list, one)
		}
	}
	slices.SortFunc(list, func(a, b string) int { return len(b) - len(a) })
	return list
}

// A third language is one more file: drawn in a language that nobody wrote, no page shows a word that does not come
// from the catalogue or from the shop.
func TestPagesSpeakAnyLanguage(t *testing.T) {
	busy := displaytest.Busy(t)
	data := shopData(busy.State)
	shop := Serve(t, busy, pseudo(t))
	browser := testkit.OpenBrowser(t)
	look := func(window *testkit.Page, where string) {
		t.Helper()
		found := testkit.Eval[[]string](window, texts)
		require.Greater(t, len(found), 3, where)
		for _, text := range found {
			if wrong := foreign(text, data); len(wrong) > 0 {
				t.Errorf("%s: %q in %q", where, wrong, text)
			}
		}
	}
	press := func(n int, selector string) string {
		return fmt.Sprintf("Array.from(document.querySelectorAll(%q))[%d].click(), true", selector, n)
	}
	ready := map[string]string{
		"advisor": ".cars tbody tr", "dispatch": ".on-lane", "tech": ".job", "inspection": ".column .card", "parts": "main.page",
		"appointments": ".table tbody tr", "reports": "main", "board": ".bcard", "lounge": ".lr .plate", "welcome": ".wr",
	}
	sheets := map[string][][2]string{
		"advisor":      {{press(0, "#walk-in"), "dialog [name=plate]"}, {press(0, ".cars .plain"), "dialog .history"}},
		"dispatch":     {{press(0, ".on-lane.is-dispatched"), "dialog .figures"}},
		"tech":         {{press(0, "#stop"), "dialog .reason-grid"}},
		"inspection":   {{press(0, ".column .danger"), "dialog [name=item]"}},
		"appointments": {{press(0, "#book"), "dialog [name=at]"}},
	}
	start := browser.Open(shop.URL+"/?shop=haizhu&lang=xx", 1440, 900)
	start.Wait("document.querySelector('.place h3')")
	look(start, "start")
	for _, screen := range display.All() {
		address := shop.URL + "/" + screen.Name + "?shop=haizhu&lang=xx&technician=T4"
		window := browser.Open(address, 1440, 1600)
		window.Wait("document.querySelector('" + ready[screen.Name] + "')")
		look(window, screen.Name)
		for i, sheet := range sheets[screen.Name] {
			if i > 0 {
				window = browser.Open(address, 1440, 1600)
				window.Wait("document.querySelector('" + ready[screen.Name] + "')")
			}
			testkit.Eval[bool](window, sheet[0])
			window.Wait(fmt.Sprintf("document.querySelector(%q)", sheet[1]))
			look(window, screen.Name+" "+sheet[1])
		}
	}
}
