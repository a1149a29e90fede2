package display_test

import (
	"encoding/json"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/dispatch"
	"bayline/display"
	"bayline/display/displaytest"
)

// planned gives the scene of a shop with its plan.
func planned(s *displaytest.Shop, now time.Time) display.Scene {
	scene := s.Scene(now)
	scene.Plan = dispatch.NewPlan(s.State, now, dispatch.Options{})
	return scene
}

func render[V display.View](t *testing.T, name string, scene display.Scene, query url.Values) V {
	t.Helper()
	view, err := display.Render(name, scene, query)
	require.NoError(t, err)
	v, ok := view.(V)
	require.True(t, ok)
	return v
}

// What the live feed sends part by part is what the query answers: every list in its order, nothing lost.
func TestStaffPartsHoldTheWholeView(t *testing.T) {
	scene := planned(displaytest.Busy(t), displaytest.Now)
	for name, lists := range map[string][]string{
		"dispatch": {"waiting", "stopped", "bays", "technicians"}, "advisor": {"needs", "cars", "follow_ups"}, "inspection": {"cars"}, "parts": {"lines"}, "appointments": {"entries"},
	} {
		view, err := display.Render(name, scene, nil)
		require.NoError(t, err)
		entries, err := display.Entries(view)
		require.NoError(t, err)
		whole := map[string]json.RawMessage{}
		data, err := json.Marshal(view)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(data, &whole))
		for _, list := range lists {
			var keys []string
			require.NoError(t, json.Unmarshal(entries["order/"+list], &keys), "%s %s", name, list)
			var rows []json.RawMessage
			require.NoError(t, json.Unmarshal(whole[list], &rows))
			require.Len(t, keys, len(rows), "%s %s", name, list)
			for i, key := range keys {
				require.JSONEq(t, string(rows[i]), string(entries[list+"/"+key]), "%s %s", name, key)
			}
		}
	}
}

// A feed is quiet while nothing happens: a second later every part is the same.
func TestStaffViewsAreStillWhileNothingHappens(t *testing.T) {
	shop := displaytest.Busy(t)
	scene := planned(shop, displaytest.Now)
	later := scene
	later.Now = scene.Now.Add(time.Second)
	for _, one := range []struct {
		name  string
		query url.Values
	}{{"dispatch", nil}, {"advisor", nil}, {"tech", url.Values{"technician": {"T4"}}}, {"inspection", nil}, {"parts", nil}, {"appointments", nil}} {
		before, err := display.Render(one.name, scene, one.query)
		require.NoError(t, err)
		after, err := display.Render(one.name, later, one.query)
		require.NoError(t, err)
		require.Equal(t, before.Parts(), after.Parts(), one.name)
	}
}

func TestDispatchView(t *testing.T) {
	shop := displaytest.Busy(t)
	view := render[*display.DispatchView](t, "dispatch", planned(shop, displaytest.Now), nil)
	require.NotEmpty(t, view.Waiting)
	require.True(t, slices.IsSortedFunc(view.Waiting, func(a, b display.WaitingOperation) int {
		if a.Slack == nil || b.Slack == nil {
			return 0
		}
		return *a.Slack - *b.Slack
	}), "the least slack first")
	overnight := 0
	for _, w := range view.Waiting {
		if w.Slack != nil && w.Ready.YearDay() > w.PromisedAt.YearDay() {
			overnight++
			require.Less(t, time.Duration(-*w.Slack)*time.Minute, w.Ready.Sub(w.PromisedAt)-10*time.Hour, "the night is not short of work")
		}
		require.Equal(t, board.OperationWaiting, shop.State.Visits[w.Visit].Operation(w.Line).State)
		require.NotEqual(t, board.TradeWash, w.Trade)
		require.NotEmpty(t, w.NameZH)
	}
	require.NotZero(t, overnight)
	bays := map[string]display.BayLane{}
	for _, b := range view.Bays {
		bays[b.ID] = b
	}
	running := 0
	for _, b := range view.Bars {
		require.False(t, b.Start.IsZero(), b.ID)
		require.Equal(t, "CST", b.Start.Format("MST"), "times are the shop's")
		if b.Bay != "" {
			require.Contains(t, bays, b.Bay)
		}
		if b.State == "running" && b.Kind == dispatch.KindWork {
			running++
			require.True(t, b.Finish.After(displaytest.Now), "%s: work in progress ends later", b.ID)
		}
		if b.State == "blocked" {
			require.True(t, b.Finish.IsZero())
			require.NotNil(t, b.Stop)
			require.Equal(t, board.BayBlocked, bays[b.Bay].State)
		}
	}
	require.Positive(t, running)
	require.Equal(t, board.BayMaintenance, bays["B7"].State)
}

func TestAdvisorView(t *testing.T) {
	shop := displaytest.Busy(t)
	scene := planned(shop, displaytest.Now)
	all := render[*display.AdvisorView](t, "advisor", scene, nil)
	mine := render[*display.AdvisorView](t, "advisor", scene, url.Values{"advisor": {"A1"}})
	require.Less(t, len(mine.Cars), len(all.Cars))
	require.Equal(t, "林静", mine.Advisor.Name)
	for _, c := range mine.Cars {
		if c.Advisor != nil {
			require.Equal(t, "A1", c.Advisor.ID)
		} else {
			require.Equal(t, board.StageArrived, c.Stage, "only a car nobody has taken is everybody's")
		}
	}
	require.Equal(t, dispatch.HealthLate, all.Cars[0].Health, "the worst first")
	require.Equal(t, dispatch.HealthReady, all.Cars[len(all.Cars)-1].Health)
	require.NotEmpty(t, all.Cars[0].Reasons)
	require.Equal(t, len(all.Cars), all.Counts.InShop)
	require.Equal(t, len(all.FollowUps), all.Counts.Delivered)
	kinds := map[display.NeedKind]int{}
	for _, n := range all.Needs {
		kinds[n.Kind]++
		require.False(t, n.Since.IsZero(), n.Key)
	}
	require.Positive(t, kinds[display.NeedHelp])
	require.Positive(t, kinds[display.NeedLate])
	require.Positive(t, kinds[display.NeedPickup])

	_, err := display.Render("advisor", scene, url.Values{"advisor": {"nobody"}})
	var wrong *display.ParamError
	require.ErrorAs(t, err, &wrong)
	require.Equal(t, "advisor", wrong.Param)
}

// The needs appear when their patience is over, and go when the advisor has acted.
func TestAdvisorNeeds(t *testing.T) {
	shop := displaytest.Busy(t)
	id := shop.Visit("粤A6U18M").ID
	needs := func(now time.Time) map[display.NeedKind]display.Need {
		found := map[display.NeedKind]display.Need{}
		for _, n := range render[*display.AdvisorView](t, "advisor", planned(shop, now), nil).Needs {
			if n.Visit == id {
				found[n.Kind] = n
			}
		}
		return found
	}
	now := displaytest.Now
	require.Empty(t, needs(now))
	shop.Do(now, board.FindAdditional{Visit: id, What: "刹车片磨损", Codes: []string{"ME-01"}})
	shop.Do(now, board.AnswerAdditional{Visit: id, ID: 1, State: board.AdditionalSent, How: board.HowWeChat})
	require.NotContains(t, needs(now.Add(20*time.Minute)), display.NeedApproval)
	require.Contains(t, needs(now.Add(21*time.Minute)), display.NeedApproval)
	shop.Do(now.Add(22*time.Minute), board.AnswerAdditional{Visit: id, ID: 1, State: board.AdditionalDeclined, How: board.HowPhone})
	require.NotContains(t, needs(now.Add(23*time.Minute)), display.NeedApproval)

	shop.Do(now.Add(24*time.Minute), board.ReportOverrun{Visit: id, Line: 1, Minutes: 150, Reason: "螺栓锈死"})
	warned := needs(now.Add(24 * time.Minute))
	require.Equal(t, 150, warned[display.NeedWarning].Minutes)
	require.Contains(t, warned, display.NeedLate, "the forecast knows the warning at once")
	shop.Do(now.Add(25*time.Minute), board.AcknowledgeOverrun{Visit: id, Line: 1})
	shop.Do(now.Add(25*time.Minute), board.TellCustomer{Visit: id, How: board.HowPhone})
	require.Empty(t, needs(now.Add(26*time.Minute)))
}

// A tablet lies about: it shows no name and no phone of a customer.
func TestTechViewKeepsTheCustomerOut(t *testing.T) {
	shop := displaytest.Busy(t)
	scene := planned(shop, displaytest.Now)
	for _, p := range board.Sorted(shop.State.People) {
		if !p.Is(board.RoleTechnician) {
			continue
		}
		view := render[*display.TechView](t, "tech", scene, url.Values{"technician": {string(p.ID)}})
		require.LessOrEqual(t, len(view.Next), 3)
		data, err := json.Marshal(view)
		require.NoError(t, err)
		for _, v := range shop.State.Visits {
			if v.Customer != "" {
				require.NotContains(t, string(data), v.Customer)
			}
			if v.Phone != "" {
				require.NotContains(t, string(data), v.Phone)
			}
		}
	}
}

func TestTechViewFollowsTheJob(t *testing.T) {
	shop := displaytest.Busy(t)
	at := url.Values{"technician": {"T13"}}
	now := displaytest.Now
	view := func() *display.TechView { return render[*display.TechView](t, "tech", planned(shop, now), at) }
	visit := shop.Visit("粤AK9031")
	require.Empty(t, view().Now)
	next := view().Next
	require.NotEmpty(t, next)
	require.Equal(t, visit.ID, next[0].Visit, "what was given out comes before what is only planned")
	require.Equal(t, board.OperationDispatched, next[0].State)

	shop.Do(now, board.StartWork{Visit: visit.ID, Line: 1})
	now = now.Add(10 * time.Minute)
	job := view().Now[0]
	require.True(t, job.Running)
	require.True(t, job.Last)
	require.WithinDuration(t, displaytest.Now, job.Since, time.Second)

	shop.Do(now, board.StopWork{Visit: visit.ID, Line: 1, Reason: board.StopEquipment, KeepBay: true})
	now = now.Add(30 * time.Minute)
	require.Empty(t, view().Now)
	stopped := view().Stopped[0]
	require.Equal(t, 10, stopped.Worked, "the clock stands while the work does")
	require.Equal(t, board.StopEquipment, stopped.Stop.Reason)

	shop.Do(now, board.StartWork{Visit: visit.ID, Line: 1})
	now = now.Add(5 * time.Minute)
	shop.Do(now, board.FinishWork{Visit: visit.ID, Line: 1})
	require.Equal(t, visit.ID, view().Unsigned[0].Visit)
	shop.Do(now, board.SignSelfCheck{Visit: visit.ID})
	require.Empty(t, view().Unsigned)
}

func TestPartsAndAppointmentsViews(t *testing.T) {
	shop := displaytest.Busy(t)
	scene := planned(shop, displaytest.Now)
	parts := render[*display.PartsView](t, "parts", scene, nil)
	require.NotEmpty(t, parts.Lines)
	require.True(t, parts.Lines[0].Waiting, "what work stands still for comes first")
	total := 0
	for _, n := range parts.Counts {
		total += n
	}
	require.Equal(t, len(parts.Lines), total)

	list := render[*display.AppointmentsView](t, "appointments", scene, nil)
	require.NotEmpty(t, list.Entries)
}

// A promise that became unlikely stands on top until somebody takes notice, is marked when nobody does, and goes when
// the danger has clearly passed.
func TestWarningOfAPromiseOnTheAdvisorPage(t *testing.T) {
	shop := displaytest.Busy(t)
	id := shop.Visit("粤A6U18M").ID
	now := displaytest.Now
	look := func(at time.Time, late float64) (display.Need, display.AdvisorCar) {
		scene := planned(shop, at)
		o := scene.Plan.Outlooks[id]
		o.Late = late
		scene.Plan.Outlooks[id] = o
		view := render[*display.AdvisorView](t, "advisor", scene, nil)
		i := slices.IndexFunc(view.Cars, func(c display.AdvisorCar) bool { return c.Visit == id })
		return view.Needs[0], view.Cars[i]
	}
	shop.Do(now, board.RaisePromiseAlert{Visit: id, Promise: shop.State.Visits[id].PromisedAt(), Late: 0.4, Why: []board.Message{board.Quoted("前一辆车超时", "The car before overruns.")}})
	need, car := look(now.Add(9*time.Minute), 0.4)
	require.Equal(t, display.NeedPromise, need.Kind)
	require.Equal(t, id, need.Visit)
	require.Equal(t, []board.Message{board.Quoted("前一辆车超时", "The car before overruns.")}, car.Alarm.Why)
	require.False(t, car.Alarm.Overdue)
	_, car = look(now.Add(11*time.Minute), 0.4)
	require.True(t, car.Alarm.Overdue)

	need, _ = look(now.Add(9*time.Minute), 0.2)
	require.Equal(t, display.NeedPromise, need.Kind, "a little less likely is no reason to forget")
	need, car = look(now.Add(9*time.Minute), 0.1)
	require.NotEqual(t, display.NeedPromise, need.Kind)
	require.Nil(t, car.Alarm)

	shop.Do(now.Add(12*time.Minute), board.AcknowledgePromiseAlert{Visit: id})
	need, car = look(now.Add(13*time.Minute), 0.4)
	require.NotEqual(t, display.NeedPromise, need.Kind)
	require.Equal(t, "陈主管", car.Alarm.SeenBy)
	require.True(t, car.Alarm.SeenAt.Equal(now.Add(12*time.Minute)))
	require.False(t, car.Alarm.Overdue)
}
