package pagetest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/display/displaytest"
	"bayline/internal/forecastlog"
	"bayline/internal/testkit"
)

// Work overruns, the promise becomes unlikely, its advisor is warned on top of the page with the reason and the times;
// nobody takes notice for ten minutes, which is marked, then somebody does, and everybody sees who and when.
func TestWarningFromOverrunToAcknowledgement(t *testing.T) {
	workshop := displaytest.Empty(t)
	now := displaytest.Now
	workshop.Do(now.Add(-25*time.Minute), board.ImportOrder{
		Details:   board.Details{OrderNo: "R1", Plate: "粤A6F8K2", Customer: "温小雨", Phone: "13800138000", Advisor: "A1"},
		ArrivedAt: now.Add(-25 * time.Minute), PromisedAt: now.Add(2 * time.Hour), Operations: []string{"MN-01"},
	})
	id := workshop.Visit("粤A6F8K2").ID
	workshop.Do(now.Add(-20*time.Minute), board.StartWork{Visit: id, Line: 1, Bay: "B3", Technicians: []board.PersonID{"T8"}})
	shop := Serve(t, workshop)
	note := func() *board.Visit {
		t.Helper()
		require.NoError(t, forecastlog.RecordDue(t.Context(), shop, shop, "haizhu"))
		return shop.Visit(t, "粤A6F8K2")
	}
	advisor := testkit.OpenBrowser(t).Open(shop.URL+"/advisor?shop=haizhu&lang=zh", 1440, 900)
	advisor.WaitText(".cars", "粤A·6F8K2")
	v := note()
	require.Nil(t, v.Alert, "all is well")
	said, ok := v.ForecastAt(board.HorizonMade)
	require.True(t, ok)
	require.Less(t, said.Late, 0.25)

	shop.Skip(100 * time.Minute) // and still nobody has finished
	v = note()
	require.NotNil(t, v.CurrentAlert())
	require.NotEmpty(t, v.Alert.Why)
	require.Equal(t, v.Alert, note().Alert, "once is enough")
	advisor.WaitText(".needs article:first-child", "的可能会迟")
	advisor.WaitText(".needs article:first-child", "超出标准工时")
	advisor.WaitText(".cars .alarm", "未确认")
	shop.Skip(11 * time.Minute)
	advisor.WaitText(".needs article:first-child", "没有人确认")
	advisor.WaitText(".cars .alarm .chip", "无人确认")
	keep(t, advisor, "warning-overdue.png")

	press(t, advisor, ".needs .primary", "知道了")
	am(t, advisor, "林静")
	advisor.WaitText(".cars .alarm", "已知悉")
	advisor.WaitText(".cars .alarm", "林静")
	require.Equal(t, "林静", shop.Visit(t, "粤A6F8K2").Alert.SeenBy)
	keep(t, advisor, "warning-seen.png")
	require.NotRegexp(t, missingWord, advisor.Text("body"))
	advisor.RequireCalm()
}

// The reports page says how many cars are still needed, then sets what was said beside what came true, in both
// languages and on a phone.
func TestReportsPage(t *testing.T) {
	for cars, wait := range map[int]string{0: ".empty", 80: ".reliability circle"} {
		workshop := displaytest.Empty(t)
		workshop.State.Record = told(cars)
		shop := Serve(t, workshop)
		browser := testkit.OpenBrowser(t)
		for _, lang := range []string{"zh", "en"} {
			page := browser.Open(shop.URL+"/reports?shop=haizhu&lang="+lang, 1440, 900)
			page.Wait("document.querySelector('" + wait + "')")
			for name, width := range map[string]int{"wide": 1440, "phone": 390} {
				page.Resize(width, 900)
				keep(t, page, "reports-"+wait[1:4]+"-"+lang+"-"+name+".png")
				require.LessOrEqual(t, testkit.Eval[int](page, "document.documentElement.scrollWidth"), width)
			}
			require.NotRegexp(t, `\b(reports|nav|page)\.[a-z_]+\b`, page.Text("body"))
			page.RequireCalm()
		}
	}
}

// told gives the record of cars of which late ones were mostly told to be.
func told(cars int) []board.Finished {
	var all []board.Finished
	for n := range cars {
		came := n%10*9 - 63
		f := board.Finished{Visit: board.VisitID(rune('A' + n)), OnTime: came <= 0}
		for i, h := range board.Horizons {
			m := [4]int{-70, -30, -5, 12}
			f.Outcomes = append(f.Outcomes, board.ForecastOutcome{
				ForecastRecord: board.ForecastRecord{Horizon: h, P10: m[0], P50: m[1], P80: m[2], P90: m[3], Raw: m, Late: float64((n%10+i)%11) / 11}, Came: came, Missed: came > 0,
			})
		}
		all = append(all, f)
	}
	return all
}
