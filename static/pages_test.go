package static_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"bayline/internal/testkit"
	"bayline/static"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// trialPage is a staff page as another page would be built, with a live view it feeds itself.
const trialPage = `<!doctype html><html lang="zh-CN" data-look="desk" data-languages="zh=中文,en=English"
data-pages='[{"page":"advisor","group":"desk","role":"advisor","icon":"clipboard-list"},{"page":"board","group":"wall","icon":"sofa"}]'><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/static/lib/tokens.css"><link rel="stylesheet" href="/static/parts/base.css"><link rel="stylesheet" href="/static/parts/desk.css">
<script src="/static/lib/text.js"></script>
<script>window.BaylineLive = { open(view) { window.view = view; return { close() { window.view = null; } }; } };</script>
<script type="module">
import { mount, html, Head, useLive, under, t, tt, ask, api, toast, Health, Plate, Stage, Flags, Bar, Empty, Icon, Choices, when, range, percent } from "/static/parts/app.js";

const change = (car) => ask({ title: t("button.stop"), submit: t("button.stop"), fields: [
  { name: "reason", label: t("field.stop_reason"), type: "choices", required: true, options: ["parts", "approval", "equipment", "other"].map((v) => ({ value: v, label: tt("stop", v) })) },
  { name: "note", label: t("field.note"), type: "textarea", required: true, when: (values) => values.reason === "other" },
  { name: "until", label: t("field.time"), type: "datetime", value: "2026-07-14T08:00:00Z" },
], send: (values) => api("/stop", values, { quiet: true }) });

function Trial() {
  const { state, changed, ready } = useLive("trial", { advisor: "lin" });
  const cars = under(state, "card:");
  window.changed = changed;
  const save = async () => { await api("/save", { a: 1 }); toast(t("toast.saved"), { undo: () => { window.undone = true; } }); };
  return html` + "`" + `<${Head} title=${t("nav.advisor")} about=${t("visit.cars_in_shop", { n: cars.length })}>
      <button class="button" id="save" onClick=${save}><${Icon} name="check" />${t("button.save")}</button><//>
    ${ready && !cars.length && html` + "`<${Empty} />`" + `}
    <section class="need">${cars.slice(0, 3).map((car) => html` + "`" + `<article class="card edge is-${car.health}" key=${car.key}><h3><${Plate} of=${car.plate} /></h3><p>${car.why}</p>
      <div class="row"><button class="button primary" onClick=${() => change(car)}>${t("button.stop")}</button><button class="button">${t("button.call")}</button></div></article>` + "`" + `)}</section>
    <div class="table-box"><table class="table"><thead><tr><th>${t("field.plate")}</th><th>${t("field.stage")}</th><th>${t("field.health")}</th><th>${t("field.promised_at")}</th><th>${t("field.eta")}</th><th>${t("field.late_probability")}</th><th>${t("field.reason")}</th></tr></thead>
    <tbody>${cars.map((car) => html` + "`" + `<tr key=${car.key}><td><${Plate} of=${car.plate} /> <${Flags} of=${car.flags} /></td><td><${Stage} of=${car.stage} /><${Bar} done=${car.done} sold=${60} health=${car.health} /></td>
      <td><${Health} of=${car.health} /></td><td>${when(car.promise, "2026-07-14T06:32:00Z")}</td><td>${range(car.from, car.to)}</td><td class="num">${percent(car.late)}</td><td class="why">${car.why}</td></tr>` + "`" + `)}</tbody></table></div>` + "`" + `;
}
mount(Trial, { page: "advisor" });
</script></html>`

const trialState = `({
  "card:1": {plate: "粤A1L5K8", stage: "in_repair", health: "late", flags: ["waiter"], done: 60, promise: "2026-07-14T06:20:00Z", from: "2026-07-14T07:20:00Z", to: "2026-07-14T07:45:00Z", late: 1, why: "循环机等待 30 分"},
  "card:2": {plate: "粤A0F4J3", stage: "stopped", health: "stopped", flags: ["additional"], done: 20, promise: "2026-07-15T01:10:00Z", late: 0.35, why: "若 14:50 前确认可按时"},
  "card:3": {plate: "粤A22C6P", stage: "ready", health: "ready", flags: [], done: 60, promise: "2026-07-14T06:45:00Z", late: 0, why: ""},
  "card:4": {plate: "粤A7W602", stage: "wait_dispatch", health: "risk", flags: ["appointment"], done: 0, promise: "2026-07-20T06:45:00Z", late: 0.62, why: "洗车排队 2 台"}
})`

var links = []static.Link{
	{Page: "advisor", Group: "desk", Role: "advisor", Icon: "clipboard-list"},
	{Page: "dispatch", Group: "desk", Role: "supervisor", Icon: "gantt-chart"},
	{Page: "tech", Group: "workshop", Role: "technician", Icon: "wrench"},
	{Page: "parts", Group: "workshop", Role: "parts", Icon: "package"},
	{Page: "board", Group: "wall", Icon: "layout-dashboard"},
	{Page: "lounge", Group: "wall", Icon: "sofa"},
}

// server serves the pages and plays the API: what it was sent is kept.
type server struct {
	site *static.Site

	mu    sync.Mutex
	shops []map[string]string
	keys  []string // Idempotency-Key of every write that arrived
	actor string   // of the last write
	body  map[string]any
	fail  int // writes to answer with 502 first
	deny  bool
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case r.URL.Path == "/trial":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(trialPage))
	case r.URL.Path == "/api/v1/shops" && r.Method == http.MethodGet:
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"shops": s.shops})
	case strings.HasPrefix(r.URL.Path, "/api/"):
		s.write(w, r)
	default:
		name := strings.TrimPrefix(r.URL.Path, "/static/")
		file, ok := s.site.File(name)
		if r.URL.Path == "/" {
			start, err := s.site.Page(static.Page{Name: "start", Links: links})
			file, ok = start, err == nil
		}
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", file.Type)
		_, _ = w.Write(file.Body)
	}
}

func (s *server) write(w http.ResponseWriter, r *http.Request) {
	s.keys = append(s.keys, r.Header.Get("Idempotency-Key"))
	s.actor, _ = url.PathUnescape(r.Header.Get("X-Bayline-Actor"))
	s.actor += " " + r.Header.Get("X-Bayline-Role")
	switch {
	case s.fail > 0:
		s.fail--
		w.WriteHeader(http.StatusBadGateway)
	case s.deny:
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusConflict)
		_, _ = w.Write([]byte(`{"code":"wrong_stage","title":"Conflict","message":{"code":"refusal.row","args":{"row":1,"refusal":{"zh":"这台车已经停工","en":"this car is stopped already"}}}}`))
	default:
		s.body = map[string]any{}
		_ = json.NewDecoder(r.Body).Decode(&s.body)
		if r.URL.Path == "/api/v1/shops" {
			s.shops = append(s.shops, map[string]string{"id": s.body["id"].(string), "name": s.body["name"].(string), "zone": "Asia/Shanghai"})
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte("{}"))
	}
}

func (s *server) set(change func(*server)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s)
}

func start(t *testing.T, shops ...map[string]string) (*server, string) {
	t.Helper()
	site, err := static.Open()
	require.NoError(t, err)
	s := &server{site: site, shops: shops}
	web := httptest.NewServer(s)
	t.Cleanup(web.Close)
	return s, web.URL
}

func haizhu() map[string]string {
	return map[string]string{"id": "haizhu", "name": "海珠店", "name_en": "Haizhu", "zone": "Asia/Shanghai"}
}

// keep writes the picture where BAYLINE_SHOTS says, for a person to look at, else to a directory that goes away.
func keep(t *testing.T, page *testkit.Page, name string) {
	t.Helper()
	dir := os.Getenv("BAYLINE_SHOTS")
	if dir == "" {
		dir = t.TempDir()
	}
	page.Screenshot(filepath.Join(dir, name))
}

// fits fails when something is wider than the window: a phone would scroll sideways.
func fits(t *testing.T, page *testkit.Page) {
	t.Helper()
	require.LessOrEqual(t, testkit.Eval[int](page, "document.documentElement.scrollWidth"), testkit.Eval[int](page, "innerWidth"))
}

func TestStartPage(t *testing.T) {
	_, site := start(t, haizhu(), map[string]string{"id": "tianhe", "name": "天河店", "name_en": "Tianhe", "zone": "Asia/Shanghai"})
	browser := testkit.OpenBrowser(t)
	for _, size := range [][2]int{{1920, 1080}, {1080, 1920}, {390, 844}} {
		for lang, title := range map[string]string{"zh": "车间看板", "en": "Workshop board"} {
			page := browser.Open(site+"/?lang="+lang, size[0], size[1])
			page.WaitText(".place h3", title)
			require.GreaterOrEqual(t, testkit.Eval[int](page, "document.querySelectorAll('.place').length"), 6)
			require.NotRegexp(t, `\b(page|nav|start)\.[a-z]`, page.Text("main"), "a word is missing")
			require.Equal(t, "/board?shop=haizhu&lang="+lang, testkit.Eval[string](page, "new URL(document.querySelector('.place').href).pathname + new URL(document.querySelector('.place').href).search"))
			fits(t, page)
			page.RequireCalm()
			keep(t, page, "start-"+lang+"-"+map[int]string{1920: "wide", 1080: "tall", 390: "phone"}[size[0]]+".png")
		}
	}
}

func TestStartPageMakesTheFirstShop(t *testing.T) {
	s, site := start(t)
	page := testkit.OpenBrowser(t).Open(site+"/", 1440, 900)
	page.Type("input[name=name]", "海珠店")
	page.Click(".create .button")
	page.WaitText(".create .bad", "门店代码")
	page.Type("input[name=id]", "haizhu")
	s.set(func(s *server) { s.deny = true })
	page.Click(".create .button")
	page.WaitText(".create .chip", "这台车已经停工")
	s.set(func(s *server) { s.deny = false })
	page.Click(".create .button")
	page.WaitText(".hero-shop", "海珠店")
	page.WaitText(".place h3", "派工")
}

func TestAStaffPage(t *testing.T) {
	s, site := start(t, haizhu())
	page := testkit.OpenBrowser(t).Open(site+"/trial", 1440, 900)
	page.Wait("window.view")
	require.JSONEq(t, `{"shop":"haizhu","advisor":"lin"}`, testkit.Eval[string](page, "JSON.stringify(view.params)"))
	page.Wait("!document.querySelector('.table .plate')")
	testkit.Eval[bool](page, "view.onStatus({phase: 'live', live: true, level: 'fresh', at: 1784010720000, now: 1784010720000, rate: 1, age: 0}), view.onState("+trialState+", ['card:1']), true")
	page.WaitText(".table", "粤A·1L5K8")
	require.Equal(t, "我的车辆 · 海珠店", testkit.Eval[string](page, "document.title"))
	row := page.Text(".table tbody tr")
	for _, word := range []string{"在店等", "在修", "超时", "14:20", "15:20–15:45", "100%"} {
		require.Contains(t, row, word)
	}
	require.Contains(t, page.Text(".table tbody tr:nth-child(2)"), "明天 09:10")
	require.Contains(t, page.Text(".table tbody tr:nth-child(4)"), "7月20日 14:45")
	require.Contains(t, page.Text(".fresh"), "实时 · 14:3")
	keep(t, page, "staff-desk.png")

	t.Run("a write is tried again with its own key", func(t *testing.T) {
		s.set(func(s *server) { s.fail, s.keys = 1, nil })
		page.Click("#save")
		page.WaitText(".toast", "已保存")
		s.set(func(s *server) {
			require.Len(t, s.keys, 2)
			require.Regexp(t, `^[0-9a-f]{32}$`, s.keys[0])
			require.Equal(t, s.keys[0], s.keys[1])
		})
		page.Click(".toast .button")
		page.Wait("window.undone")
	})

	t.Run("a dialog asks, refuses and sends", func(t *testing.T) {
		page.Click(".need .primary")
		page.WaitText("dialog h2", "停工")
		page.Click("dialog .primary")
		page.WaitText("dialog .bad", "停工原因")
		page.Click("dialog .choices .button:nth-child(4)")
		page.Type("dialog textarea", "等专用工具")
		require.Equal(t, "16:00", testkit.Eval[string](page, "document.querySelector('dialog [name=until]').value"))
		page.Fill("dialog [name=until]", "1745")
		keep(t, page, "staff-dialog.png")
		s.set(func(s *server) { s.deny = true })
		page.Click("dialog .primary")
		page.WaitText("dialog [role=alert]", "这台车已经停工")
		s.set(func(s *server) { s.deny = false })
		page.Click("dialog .primary")
		page.WaitGone("dialog")
		s.set(func(s *server) {
			require.Equal(t, map[string]any{"reason": "other", "note": "等专用工具", "until": "2026-07-14T09:45:00.000Z"}, s.body)
		})
	})

	t.Run("a command carries the name of who acts", func(t *testing.T) {
		s.set(func(s *server) { require.Equal(t, "服务顾问 advisor", s.actor) })
		testkit.Eval[bool](page, `import("/static/parts/app.js").then((app) => { app.actAs("林"); return true })`)
		page.WaitText(".nav-foot", "林")
		page.Click("#save")
		page.WaitText(".toast", "已保存")
		s.set(func(s *server) { require.Equal(t, "林 advisor", s.actor) })
	})

	t.Run("the language changes where one stands", func(t *testing.T) {
		page.Click(".nav-foot button:last-child")
		page.WaitText("h1", "My cars")
		require.Contains(t, page.Text(".table tbody tr:nth-child(2)"), "tomorrow 09:10")
		require.Equal(t, "en", testkit.Eval[string](page, "document.documentElement.lang"))
		require.Equal(t, "My cars · Haizhu", testkit.Eval[string](page, "document.title"))
		testkit.Eval[bool](page, "view.onStatus({phase: 'waiting', live: false, level: 'as_of', at: 1784010720000, age: 90000}), true")
		page.WaitText(".fresh", "Data as of 14:32")
	})

	t.Run("on a phone the navigation is a bar with a sheet", func(t *testing.T) {
		page.Resize(390, 844)
		page.Wait("getComputedStyle(document.querySelector('.nav')).position === 'fixed'")
		fits(t, page)
		keep(t, page, "staff-phone.png")
		page.Click(".nav-more")
		page.Wait("document.querySelector('.nav-foot').offsetHeight > 0")
		fits(t, page)
		page.Wait("document.querySelector('.nav-more use').getBoundingClientRect().width > 0")
		keep(t, page, "staff-phone-open.png")
		page.Click(".nav-foot button:last-child")
		page.WaitText("h1", "我的车辆")
	})
}

func TestTimesReadTheSameEverywhere(t *testing.T) {
	_, site := start(t, haizhu())
	page := testkit.OpenBrowser(t).Open(site+"/?lang=zh", 800, 600)
	page.WaitText(".place h3", "派工")
	for expression, want := range map[string]string{
		"time('2026-07-13T16:05:00Z')":                                     "00:05",
		"dayKey('2026-07-13T16:05:00Z')":                                   "2026-07-14",
		"dateWeek('2026-07-13T16:05:00Z')":                                 "7月14日 周二",
		"when('2026-07-13T15:00:00Z', '2026-07-13T16:05:00Z')":             "昨天 23:00",
		"range('2026-07-14T08:30:00Z', '2026-07-14T09:00:00Z')":            "16:30–17:00",
		"range('2026-07-14T08:30:00Z', null)":                              "16:30",
		"duration(65 * 60000)":                                             "1:05",
		"duration(-5 * 60000)":                                             "−0:05",
		"words(65 * 60000)":                                                "1 小时 5 分",
		"ago('2026-07-14T08:00:00Z', '2026-07-14T08:12:30Z')":              "12 分前",
		"time('nonsense')":                                                 "–",
		"hours(1.25) + ' ' + percent(0.615)":                               "1.3 62%",
		"plate('粤A8Q27M') + plate('粤A·D31886') + plate('京A·1**45')":        "粤A·8Q27M粤A·D31886京A·1**45",
		"plate('WJ0112345') + plate('')":                                   "WJ0112345",
		"t('time.minutes', {n: 3}) + t('no.such') + t('time.minutes', {})": "3 分no.such{n} 分",
	} {
		inside := "(({time, dayKey, dateWeek, when, range, duration, words, ago, hours, percent, plate, t}) => " + expression + ")(BaylineText)"
		require.Equal(t, want, testkit.Eval[string](page, inside), expression)
	}
}

// A template without values is made anew each time it is drawn. A node that is kept knows the page it was first drawn
// in, and would hold that page, cars and all, for as long as the wall hangs.
func TestNothingDrawnIsKept(t *testing.T) {
	_, site := start(t, haizhu())
	page := testkit.OpenBrowser(t).Open(site+"/", 400, 300)
	require.True(t, testkit.Eval[bool](page, `import("/static/vendor/preact.js").then(({html}) => {
		const still = () => html`+"`<i><b>x</b></i>`"+`, within = (n) => html`+"`<p>${n}<b>x</b></p>`"+`;
		return still() !== still() && within(1).props.children[1] !== within(2).props.children[1];
	})`))
}
