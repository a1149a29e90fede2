package display_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/display/displaytest"
	"bayline/internal/testkit"
	"bayline/static"
)

// keep writes the picture where BAYLINE_SHOTS says, for a person to look at.
func keep(t *testing.T, page *testkit.Page, name string) {
	t.Helper()
	if dir := os.Getenv("BAYLINE_SHOTS"); dir != "" {
		page.Screenshot(filepath.Join(dir, name))
	}
}

func fits(t *testing.T, page *testkit.Page) {
	t.Helper()
	require.LessOrEqual(t, testkit.Eval[int](page, "document.documentElement.scrollWidth"), testkit.Eval[int](page, "innerWidth"))
}

func TestTheBoardMovesACardAtOnce(t *testing.T) {
	server := displaytest.Serve(t, displaytest.Busy(t), displaytest.Now)
	page := testkit.OpenBrowser(t).Open(server.URL+"/board?shop=haizhu", 1920, 1080)
	page.WaitText(".col[data-column=in_repair] .plate", "粤A·1L5K8")
	page.Wait(`document.querySelector("[data-answer=in_repair] b").textContent === "8" && document.querySelector("[data-answer=ready] b").textContent === "3"`)
	require.Contains(t, page.Text(".col[data-column=in_repair] .bcard.is-late"), "超时 12 分")
	require.Contains(t, page.Text(".bay[data-bay=B7]"), "检修")
	require.Equal(t, 13, testkit.Eval[int](page, "document.querySelectorAll('.bay').length"))
	page.Wait(`document.querySelector(".wall-clock").textContent.startsWith("14:3")`)
	fits(t, page)
	keep(t, page, "board-zh-wide.png")

	server.Change(func(shop *displaytest.Shop, now time.Time) {
		shop.Do(now, board.FinishWork{Visit: shop.Visit("粤A1L5K8").ID, Line: 1, SelfCheck: true})
	})
	page.WaitText(".col[data-column=wait_inspection] .bcard.changed .plate", "粤A·1L5K8")
	page.Wait(`document.querySelector("[data-answer=in_repair] b").textContent === "7"`)
	require.False(t, testkit.Eval[bool](page, `document.querySelector(".col[data-column=in_repair]").innerText.includes("1L5K8")`))

	server.Change(func(shop *displaytest.Shop, now time.Time) {
		shop.Do(now, board.Settle{Visit: shop.Visit("粤A22C6P").ID, Checked: true})
		shop.Do(now, board.Deliver{Visit: shop.Visit("粤A22C6P").ID})
	})
	page.Wait(`!document.querySelector(".col[data-column=ready]").innerText.includes("22C6P")`)
	page.RequireCalm()
}

func TestTheBoardInEveryShape(t *testing.T) {
	server := displaytest.Serve(t, displaytest.Full(t, 200), displaytest.Now)
	browser := testkit.OpenBrowser(t)
	for _, c := range []struct {
		query         string
		width, height int
		sees          string // must be visible
		hides         string // must not be
	}{
		{"lang=en", 1920, 1080, ".cols .bcard", ".board-list"},
		{"lang=zh", 1080, 1920, ".bays .bay", ".board-list"},
		{"lang=en", 390, 844, ".board-list .bcard", ".bays"},
		{"lang=zh&layout=columns", 1920, 1080, ".cols .bcard", ".bays"},
		{"lang=zh&layout=bays", 1920, 1080, ".bays .bay", ".cols"},
		{"lang=zh&inch=55&m=5", 1920, 1080, ".cols .bcard", ".board-list"},
	} {
		page := browser.Open(server.URL+"/board?shop=haizhu&"+c.query, c.width, c.height)
		page.Wait(`document.querySelector("` + c.sees + `")`)
		require.False(t, testkit.Eval[bool](page, `!!document.querySelector("`+c.hides+`")`), c.query)
		fits(t, page)
		// No card is cut at the bottom of its column, and no text of a card lies on another.
		require.Empty(t, testkit.Eval[[]string](page, `Array.from(document.querySelectorAll(".col-cards > .bcard")).filter((card) => {
			const box = card.getBoundingClientRect(), room = card.parentElement.getBoundingClientRect();
			return box.bottom > room.bottom + 1 || card.scrollHeight > card.clientHeight + 1;
		}).map((card) => card.innerText)`), c.query)
		page.RequireCalm()
	}
}

func TestAScreenTooSmallForItsDistanceSaysSo(t *testing.T) {
	server := displaytest.Serve(t, displaytest.Busy(t), displaytest.Now)
	browser := testkit.OpenBrowser(t)
	page := browser.Open(server.URL+"/lounge?shop=haizhu&lang=zh&inch=24&m=9", 1920, 1080)
	page.WaitText(".wall-empty", "24 英寸的屏幕放在 9 米外")
	// 20 arc minutes at 5 m are 46 pixels on 55 inches: the times of the lounge, 1.25 base sizes high.
	page = browser.Open(server.URL+"/lounge?shop=haizhu&lang=zh&inch=55&m=5", 1920, 1080)
	page.WaitText(".lr .c-code", "A004")
	require.InDelta(t, 46, testkit.Eval[float64](page, `parseFloat(getComputedStyle(document.querySelector(".c-eta b")).fontSize)`), 1)
}

func TestTheLoungeShowsMasksOnly(t *testing.T) {
	shop := displaytest.Busy(t)
	server := displaytest.Serve(t, shop, displaytest.Now)
	browser := testkit.OpenBrowser(t)
	page := browser.Open(server.URL+"/lounge?shop=haizhu&lang=zh", 1920, 1080)
	page.WaitText(".lr .plate", "粤A·2**6P")
	page.Wait(`document.querySelectorAll(".lr.is-ready").length === 4`)
	require.Contains(t, page.Text(".lr.is-ready"), "可交车")
	received := testkit.Eval[string](page, `Object.keys(localStorage).map((key) => localStorage[key]).join(" ") + JSON.stringify(BaylineWall.state()) + document.body.innerText`)
	for _, v := range shop.State.Visits {
		for _, private := range []string{v.Plate, board.ShowPlate(v.Plate), v.Phone, v.VIN, v.Customer, v.OrderNo, v.Purpose} {
			if private != "" {
				require.NotContains(t, received, private)
			}
		}
	}
	require.NotContains(t, received, shop.Visit("粤A0PT99").Code+`"`) // opted out
	require.Zero(t, testkit.Eval[int](page, `document.querySelectorAll(".is-late, .is-risk").length`))
	fits(t, page)
	keep(t, page, "lounge-zh-wide.png")

	// A car that becomes ready turns green where it stands, and stands on top once the page has turned.
	server.Change(func(shop *displaytest.Shop, now time.Time) {
		shop.Do(now, board.FinishWash{Visit: shop.Visit("粤AY1127").ID})
	})
	page.WaitText(".lr.is-ready .plate", "粤A·Y**27")
	require.Equal(t, 4, testkit.Eval[int](page, `Array.from(document.querySelectorAll(".rows .lr")).findIndex((row) => row.innerText.includes("Y**27"))`))
	page.Wait(`document.querySelector(".wall-pages").textContent.startsWith("2 /")`)
	page.Wait(`document.querySelectorAll(".lr.is-ready").length === 5`)
	page.RequireCalm()

	for _, size := range [][2]int{{1080, 1920}, {390, 844}, {1280, 720}} {
		page = browser.Open(server.URL+"/lounge?shop=haizhu&lang=en", size[0], size[1])
		page.WaitText(".lr .plate", "粤A·2**6P")
		fits(t, page)
		require.Empty(t, testkit.Eval[[]string](page, `Array.from(document.querySelectorAll(".rows .lr")).filter((row) =>
			row.getBoundingClientRect().bottom > row.parentElement.getBoundingClientRect().bottom + 1).map((row) => row.innerText)`))
		page.RequireCalm()
	}
}

func TestTheLoungeOnAnLEDStrip(t *testing.T) {
	server := displaytest.Serve(t, displaytest.Busy(t), displaytest.Now)
	page := testkit.OpenBrowser(t).Open(server.URL+"/lounge?shop=haizhu&lang=zh&led=1", 192, 96)
	page.WaitText(".lr .plate", "2**6P")
	require.Equal(t, 5, testkit.Eval[int](page, `document.querySelectorAll(".rows .lr").length`))
	require.Empty(t, testkit.Eval[[]string](page, `Array.from(document.querySelectorAll(".rows .lr > div")).filter((cell) =>
		cell.offsetWidth && cell.scrollWidth > cell.clientWidth).map((cell) => cell.innerText)`))
	keep(t, page, "lounge-led.png")
	page.RequireCalm()
}

func TestTheWelcomeScreenGreetsWhoArrives(t *testing.T) {
	server := displaytest.Serve(t, displaytest.Busy(t), displaytest.Now)
	browser := testkit.OpenBrowser(t)
	page := browser.Open(server.URL+"/welcome?shop=haizhu&lang=zh", 1080, 1920)
	page.WaitText(".greet", "粤A·8**7M")
	require.Contains(t, page.Text(".greet"), "服务顾问 林 将在 2 号接待台迎接您")
	page.WaitText(".wr", "14:45")
	require.Equal(t, 12, testkit.Eval[int](page, "BaylineWall.state().today.count"))
	keep(t, page, "welcome-zh-tall.png")

	server.Change(func(shop *displaytest.Shop, now time.Time) {
		shop.Do(now, board.Arrive{Visit: shop.Visit("粤AK2031").ID})
	})
	page.WaitText(".greet", "粤A·K**31")
	server.Skip(time.Minute)
	page.WaitGone(".greet")
	page.WaitText(".wr.is-here", "粤A·K**31")
	server.Skip(10 * time.Minute)
	page.WaitGone(".wr.is-here")
	page.RequireCalm()

	page = browser.Open(server.URL+"/welcome?shop=haizhu&lang=en", 1920, 1080)
	page.WaitText("h1", "Welcome")
	page.WaitText(".wr", "15:00")
	fits(t, page)
	page.RequireCalm()
}

func TestAStaleScreenSaysSince(t *testing.T) {
	server := displaytest.Serve(t, displaytest.Busy(t), displaytest.Now)
	browser := testkit.OpenBrowser(t)
	lounge := browser.Open(server.URL+"/lounge?shop=haizhu&lang=zh", 1920, 1080)
	wall := browser.Open(server.URL+"/board?shop=haizhu&lang=en", 1920, 1080)
	pages := []*testkit.Page{lounge, wall}
	lounge.WaitText(".lr .plate", "粤A·2**6P")
	wall.WaitText(".bcard .plate", "粤A·1L5K8")
	for _, page := range pages {
		page.Wait(`document.querySelector(".wall-banner").hidden`)
	}
	for _, c := range []struct {
		age         time.Duration
		lounge, all string
		grey        bool
	}{
		{20 * time.Second, "重连中", "reconnecting", false},
		{2 * time.Minute, "数据截至 14:3", "Data as of 14:3", false},
		{10 * time.Minute, "数据截至 14:2", "Data as of 14:2", true},
		{40 * time.Minute, "请咨询服务顾问", "Data as of 13:5", true},
	} {
		server.Age(c.age)
		lounge.WaitText(".wall-banner", c.lounge)
		wall.WaitText(".wall-banner", c.all)
		for _, page := range pages {
			require.Equal(t, c.grey, testkit.Eval[bool](page, `document.body.classList.contains("is-stale")`))
		}
	}
	server.Age(0)
	for _, page := range pages {
		page.Wait(`document.querySelector(".wall-banner").hidden`)
	}

	// The server is gone: the picture stays, the dot is hollow, and after ten seconds the screen says so.
	server.Stop()
	for _, page := range pages {
		page.Wait(`document.querySelector(".link-dot.is-waiting")`)
		page.Wait(`!document.querySelector(".wall-banner").hidden`)
	}
	lounge.WaitText(".lr .plate", "粤A·2**6P")
	wall.WaitText(".bcard .plate", "粤A·1L5K8")
}

// An empty shop is no broken screen.
func TestScreensOfAnEmptyShop(t *testing.T) {
	server := displaytest.Serve(t, displaytest.Empty(t), displaytest.Now)
	browser := testkit.OpenBrowser(t)
	for path, words := range map[string]string{"/lounge": "目前没有在店维修的车辆", "/welcome": "下一小时没有预约", "/board": "空闲技师"} {
		page := browser.Open(server.URL+path+"?shop=haizhu&lang=zh", 1920, 1080)
		page.WaitText("body", words)
		page.RequireCalm()
	}
}

// The public pages are small enough for a poor line, and their scripts keep to what a television of 2016 knows.
func TestPublicPagesSuitOldTelevisions(t *testing.T) {
	site, err := static.Open()
	require.NoError(t, err)
	newer := regexp.MustCompile(`\basync\b|\bawait\b|\?\.[a-zA-Z(\[]|\?\?|\{\s*\.\.\.|\*\*|Object\.(entries|values|fromEntries)|\.pad(Start|End)\(|\.(flat|flatMap|at|replaceAll|toSorted|finally)\(|globalThis|structuredClone|\bimport\b|\bexport\b|catch \{`)
	comment := regexp.MustCompile(`(?s)/\*.*?\*/|(?m)//.*$`)
	for _, page := range []string{"lounge", "welcome"} {
		html, err := site.Page(static.Page{Name: page, Wall: true})
		require.NoError(t, err)
		total := len(html.Body)
		names := []string{"text/zh.json"}
		for _, found := range regexp.MustCompile(`(?:src|href)="/static/([^"]+)"`).FindAllStringSubmatch(string(html.Body), -1) {
			names = append(names, found[1])
		}
		for _, name := range names {
			file, ok := site.File(name)
			require.True(t, ok, name)
			total += len(file.Gzip)
			if strings.HasSuffix(name, ".js") {
				require.NotRegexp(t, newer, comment.ReplaceAllString(string(file.Body), ""), name)
			}
		}
		t.Logf("%s: %d bytes transferred", page, total)
		require.Less(t, total, 100_000)
	}
}
