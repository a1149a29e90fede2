package pagetest

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"bayline/board"
	"bayline/display/displaytest"
	"bayline/internal/testkit"
)

// What fasthttp starts once per process or server ends by itself, later.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.(*workerPool).Start.func2"), goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.updateServerDate.func1"))
}

// press clicks, as a mouse would, what matches the selector and shows the text.
func press(t *testing.T, page *testkit.Page, selector, text string) {
	t.Helper()
	find := fmt.Sprintf("Array.from(document.querySelectorAll(%q)).filter((el) => el.offsetParent !== null && !el.disabled && el.innerText.includes(%q)).pop()", selector, text)
	page.Wait(find)
	testkit.Eval[bool](page, "(() => { for (const old of document.querySelectorAll('[data-pressed]')) old.removeAttribute('data-pressed'); "+find+".setAttribute('data-pressed', ''); return true })()")
	page.Click("[data-pressed]")
}

// am answers the question who is at the device.
func am(t *testing.T, page *testkit.Page, name string) {
	t.Helper()
	press(t, page, ".who-tile", name)
}

// One real order goes by hand through every page, from the customer at the door to the follow-up call.
func TestOneOrderByHand(t *testing.T) {
	shop := Serve(t, displaytest.Empty(t))
	browser := testkit.OpenBrowser(t)
	open := func(page, query string) *testkit.Page {
		return browser.Open(shop.URL+"/"+page+"?shop=haizhu&lang=zh"+query, 1440, 900)
	}
	stage := func(want board.Stage) *board.Visit {
		t.Helper()
		v := shop.Visit(t, "粤A6F8K2")
		require.Equal(t, want, v.Stage)
		return v
	}

	advisor := open("advisor", "")
	advisor.WaitText(".empty", "这里没有车")
	advisor.Click("#walk-in")
	advisor.Type("dialog [name=plate]", "粤a·6f8k2")
	advisor.Type("dialog [name=customer]", "温小雨")
	advisor.Type("dialog [name=phone]", "13800138000")
	advisor.Type("dialog [name=purpose]", "到期保养，方向盘有点抖")
	press(t, advisor, "dialog .dialog-foot .primary", "到店")
	am(t, advisor, "林静")
	advisor.WaitText("dialog .dialog-head", "粤A·6F8K2")
	stage(board.StageArrived)

	press(t, advisor, "dialog .actions .button", "开始接待")
	advisor.WaitText("dialog h3", "维修项目")
	require.Equal(t, board.PersonID("A1"), stage(board.StageReception).Advisor)
	advisor.Type("dialog [name=work]", "保养")
	advisor.Click("dialog [data-code=MN-01]")
	advisor.WaitText("dialog .lines", "小保养")
	keep(t, advisor, "hand-writeup.png")
	press(t, advisor, "dialog .sign .primary", "客户签字")
	advisor.WaitText("dialog .figures", "约定交车")
	signed := stage(board.StageWaitDispatch)
	require.NotZero(t, signed.PromisedAt())

	parts := open("parts", "")
	for i, p := range signed.Parts {
		require.Equal(t, board.PartUnchecked, p.State)
		press(t, parts, "tr .button", "配齐")
		if i == 0 {
			am(t, parts, "林静")
		}
		if len(signed.Parts) > 1 {
			break // one press kits the whole car
		}
	}
	parts.WaitGone(".table")

	dispatch := open("dispatch", "")
	press(t, dispatch, ".work .button", "派工")
	press(t, dispatch, "dialog .suggestions .primary", "派工")
	am(t, dispatch, "王强")
	dispatch.WaitText(".waiting-list", "没有待派工的项目")
	dispatch.WaitText(".on-lane.is-dispatched", "6F8K2")
	given := stage(board.StageDispatched).Operations[0]
	require.Len(t, given.Technicians, 1)

	tech := open("tech", "&technician="+string(given.Technicians[0]))
	tech.WaitText(".job", "粤A·6F8K2")
	press(t, tech, ".big .button", "开工")
	tech.WaitText(".big", "完工")
	stage(board.StageInRepair)
	press(t, tech, ".big .button", "停工")
	tech.Click("dialog [data-reason=equipment]")
	tech.WaitText(".big", "复工")
	require.Equal(t, board.StopEquipment, stage(board.StageStopped).Standstill().Reason)
	press(t, tech, ".big .button", "复工")
	press(t, tech, "#late", "赶不上")
	press(t, tech, "dialog .button", "30")
	advisor.WaitText(".needs", "赶不上，还需 30 分钟")
	press(t, tech, ".big .button", "完工")
	tech.Click("#finish-sign")
	tech.WaitText(".job", "没有派给你的活")
	stage(board.StageWaitInspection)

	inspection := open("inspection", "")
	for level := 0; stage2(shop, t) == board.StageWaitInspection; level++ {
		require.Less(t, level, 3)
		press(t, inspection, "[data-column=inspect] .primary", "合格")
		if level == 0 {
			am(t, inspection, "罗质检")
		}
		inspection.WaitText("[data-column=wash]", "粤A·6F8K2")
	}
	press(t, inspection, "[data-column=wash] .primary", "开始洗车")
	press(t, inspection, "dialog .primary", "开始洗车")
	press(t, inspection, "[data-column=washing] .primary", "洗好了")
	inspection.WaitText(".empty", "没有待检")
	stage(board.StageReady)

	press(t, advisor, "dialog .actions .button", "通知取车")
	press(t, advisor, "dialog .dialog-foot .primary", "已告知")
	press(t, advisor, "dialog .actions .primary", "结算")
	require.True(t, testkit.Eval[bool](advisor, "Array.from(document.querySelectorAll('dialog')).pop().querySelector('.dialog-foot .primary').disabled"), "settling needs the check")
	keep(t, advisor, "hand-settle.png")
	advisor.Click("dialog [name=checked]")
	press(t, advisor, "dialog .dialog-foot .primary", "结算")
	press(t, advisor, "dialog .actions .primary", "交车")
	advisor.WaitText("dialog", "离开了列表")
	require.False(t, stage(board.StageDelivered).NotifiedAt.IsZero())
	press(t, advisor, "dialog .dialog-foot .primary", "关闭")
	press(t, advisor, ".tabs .button", "待回访 1")
	press(t, advisor, ".table .primary", "回访")
	press(t, advisor, "dialog .dialog-foot .primary", "保存")
	advisor.WaitText(".empty", "没有待回访")
	closed := stage(board.StageClosed)
	require.True(t, closed.FollowUp.OnTime)
	for _, page := range []*testkit.Page{advisor, parts, dispatch, tech, inspection} {
		page.RequireCalm()
	}
}

func stage2(shop *Shop, t *testing.T) board.Stage { return shop.Visit(t, "粤A6F8K2").Stage }

// A card dragged onto a lane is checked there: allowed, it is given out and can be taken back for ten seconds;
// against a rule, the rule says so, and a note overrides what may be overridden.
func TestDispatchByDragging(t *testing.T) {
	shop := Serve(t, displaytest.Busy(t))
	page := testkit.OpenBrowser(t).Open(shop.URL+"/dispatch?shop=haizhu&lang=zh", 1920, 1080)
	visit := shop.Visit(t, "粤A1A145")
	card := `[data-work="` + string(visit.ID) + `/1"]`
	page.Wait(fmt.Sprintf("document.querySelector(%q)", card))
	drag := func(lane string) {
		t.Helper()
		// From the card to the line of now on the lane, as a pointer would.
		testkit.Eval[bool](page, fmt.Sprintf(`(() => {
			const card = document.querySelector(%s), lane = document.querySelector('[data-lane=%s] .lane-track').getBoundingClientRect(), now = document.querySelector('.axis-now i').getBoundingClientRect();
			const from = card.getBoundingClientRect();
			const send = (target, kind, x, y) => target.dispatchEvent(new PointerEvent(kind, {bubbles: true, cancelable: true, pointerId: 7, button: 0, clientX: x, clientY: y}));
			send(card, "pointerdown", from.left + 20, from.top + 10);
			for (const part of [0.2, 0.6, 1]) send(window, "pointermove", from.left + 20 + (now.left + 12 - from.left - 20) * part, from.top + 10 + (lane.top + lane.height / 2 - from.top - 10) * part);
			send(window, "pointerup", now.left + 12, lane.top + lane.height / 2);
			return true })()`, strconv.Quote(card), lane))
	}
	testkit.Eval[bool](page, "document.querySelector("+strconv.Quote(card)+").scrollIntoView({block: 'center'}), true")

	// A bay out of use is refused in words, and nothing is given out.
	drag("B7")
	page.WaitText("dialog .broken", "四轮定位")
	keep(t, page, "drag-refused.png")
	require.Equal(t, board.StageWaitDispatch, shop.Visit(t, "粤A1A145").Stage)
	page.Click("dialog .dialog-head .button")
	page.WaitGone("dialog")

	// The free bay takes it; undo puts it back.
	drag("B2")
	page.Wait("document.querySelector('.who-tile') || document.querySelector('.broken') || document.querySelector('.toast')")
	if testkit.Eval[bool](page, "Boolean(document.querySelector('.broken'))") {
		keep(t, page, "drag-override.png")
		page.Type("dialog [name=note]", "客户急用，先上")
		press(t, page, "dialog .primary", "仍然派工")
	}
	am(t, page, "王强")
	page.WaitText(".toast", "已派工")
	require.Equal(t, board.OperationDispatched, shop.Visit(t, "粤A1A145").Operations[0].State)
	press(t, page, ".toast .button", "撤销")
	page.Wait(fmt.Sprintf("document.querySelector(%q)", card))
	require.Eventually(t, func() bool { return shop.Visit(t, "粤A1A145").Operations[0].State == board.OperationWaiting }, 30*time.Second, 20*time.Millisecond)
}

// A tap made while the server cannot be reached is kept on the tablet, shown as recorded, and sent later with its
// own time, once.
func TestTapsWhileOffline(t *testing.T) {
	shop := Serve(t, displaytest.Busy(t))
	page := testkit.OpenBrowser(t).Open(shop.URL+"/tech?shop=haizhu&lang=zh&technician=T13", 1080, 1440)
	page.WaitText(".job", "粤A·K9031")
	shop.Down(true)
	tapped := shop.Now()
	press(t, page, ".big .button", "开工")
	page.WaitText(".job .queued", "待发送")
	page.WaitText(".big", "完工")
	keep(t, page, "tech-offline.png")
	require.Equal(t, board.StageDispatched, shop.Visit(t, "粤AK9031").Stage)
	page.Reload()
	page.WaitText(".job .queued", "待发送")
	shop.Down(false)
	page.WaitGone(".job .queued")
	started := shop.Visit(t, "粤AK9031").Operations[0]
	require.Equal(t, board.OperationWorking, started.State)
	require.WithinDuration(t, tapped, started.StartedAt, 3e9)
	require.Len(t, started.Spans, 1)
}
