package pagetest

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/dispatch"
	"bayline/display/displaytest"
	"bayline/internal/testkit"
)

// planned adopts the plan of now, as the planner does with new work.
func planned(t *testing.T, shop *Shop) {
	t.Helper()
	scene, err := shop.Scene(context.Background(), "haizhu")
	require.NoError(t, err)
	shop.Do(t, board.AdoptPlan{Lines: dispatch.Changes(scene.State, scene.Plan)})
}

// A technician will not make it: the better plan is on the page with its reason, a car may be left out, it is
// accepted, the bars move, and it is taken back.
func TestReplanAfterAnOverrun(t *testing.T) {
	shop := Serve(t, displaytest.Busy(t))
	planned(t, shop)
	page := testkit.OpenBrowser(t).Open(shop.URL+"/dispatch?shop=haizhu&lang=zh", 1920, 1080)
	page.Wait("document.querySelector('.on-lane.is-planned')")
	page.WaitGone("[data-proposal]")
	who := func() board.PersonID { return shop.Visit(t, "粤A1B245").Operations[0].Planned.Technicians[0] }
	before := who()

	began := time.Now()
	shop.Do(t, board.ReportOverrun{Visit: shop.Visit(t, "粤A90L2E").ID, Line: 1, Minutes: 150})
	page.Wait("document.querySelector('[data-proposal]')")
	t.Logf("from the warning to the proposal on the page: %v", time.Since(began))
	page.WaitText(".replan-why", "粤A·90L2E 的技师报告还需多用")
	page.Wait("document.querySelector('.on-lane.is-ghost')")
	page.WaitText(".moves", "1B245")
	keep(t, page, "replan-zh-wide.png")

	page.Click(`.moves input[name="take-` + string(shop.Visit(t, "粤A7Z331").ID) + `"]`)
	page.Wait("document.querySelector('.replan-part')")
	page.WaitText("#replan-accept", "1/2")
	keep(t, page, "replan-part.png")
	page.Click(`.moves input[name="take-` + string(shop.Visit(t, "粤A7Z331").ID) + `"]`)
	page.WaitText("#replan-accept", "全部采用")

	page.Click("#replan-accept")
	am(t, page, "王强")
	page.WaitText(".toast", "已采用改排")
	page.WaitGone("[data-proposal]")
	page.WaitGone(".on-lane.is-ghost")
	require.NotEqual(t, before, who())
	press(t, page, ".toast .button", "撤销")
	page.WaitText(".toast", "已撤销")
	require.Eventually(t, func() bool { return who() == before }, 30*time.Second, 20*time.Millisecond)
	page.WaitGone("[data-proposal]")
	page.RequireCalm()
}

// Declined, the same proposal stays away; asked for only, it is not shown unasked; the supervisor sets which.
func TestReplanIsDeclined(t *testing.T) {
	shop := Serve(t, displaytest.Busy(t))
	planned(t, shop)
	shop.Do(t, board.ReportOverrun{Visit: shop.Visit(t, "粤A90L2E").ID, Line: 1, Minutes: 150})
	page := testkit.OpenBrowser(t).Open(shop.URL+"/dispatch?shop=haizhu&lang=en", 390, 844)
	page.Wait("document.querySelector('[data-proposal]')")
	keep(t, page, "replan-en-phone.png")
	require.LessOrEqual(t, testkit.Eval[int](page, "document.documentElement.scrollWidth"), 390)

	page.Fill("[name=plan_mode]", "suggest")
	am(t, page, "王强")
	page.WaitGone("[data-proposal]")
	page.Click("#replan")
	page.Wait("document.querySelector('[data-proposal]')")
	page.Fill("[name=plan_mode]", "approve")
	page.Click("#replan-reject")
	page.Type("dialog [name=reason]", "customer wants his own technician")
	press(t, page, "dialog .primary", "Reject")
	page.WaitGone("[data-proposal]")
	scene, err := shop.Scene(t.Context(), "haizhu")
	require.NoError(t, err)
	require.Equal(t, "customer wants his own technician", scene.State.Rejected[0].Reason)
	page.Click("#replan")
	page.WaitText(".toast", "the best one known")
	page.RequireCalm()
}
