package pagetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/display/displaytest"
	"bayline/internal/testkit"
)

// writeUp brings a car with one operation to its write-up.
func writeUp(t *testing.T, shop *Shop, plate string) board.VisitID {
	t.Helper()
	shop.Do(t, board.Arrive{Details: board.Details{Plate: plate, Customer: "温小雨", Class: board.ClassMaintenance, Advisor: "A1"}})
	v := shop.Visit(t, plate)
	shop.Do(t, board.StartReception{Visit: v.ID, Advisor: "A1"})
	shop.Do(t, board.AddOperation{Visit: v.ID, NewOperation: board.NewOperation{Code: "MN-01"}})
	return v.ID
}

// The write-up shows what can be promised; the shop's own chance is chosen
// already, another is one press away, a time of one's own shows its chance, and
// what is signed is in the ledger.
func TestAPromiseIsChosen(t *testing.T) {
	shop := Serve(t, displaytest.Busy(t))
	browser := testkit.OpenBrowser(t)
	state, err := shop.State(t.Context(), "haizhu")
	require.NoError(t, err)
	for i, lang := range []string{"zh", "en"} {
		plate := fmt.Sprintf("粤A6F8K%d", i)
		writeUp(t, shop, plate)
		page := browser.Open(shop.URL+"/advisor?shop=haizhu&lang="+lang+"&advisor=A1", 1920, 1080)
		car := fmt.Sprintf("Array.from(document.querySelectorAll('.cars .plain')).find((el) => el.innerText.includes('6F8K%d'))", i)
		page.Wait(car)
		testkit.Eval[bool](page, car+".click(), true")
		page.Wait("document.querySelector('.quote-times [data-percent=\"96\"][aria-pressed=true]')")
		keep(t, page, "quote-"+lang+"-wide.png")
		page.Resize(390, 844)
		testkit.Eval[bool](page, "document.querySelector('.sign').scrollIntoView(), true")
		keep(t, page, "quote-"+lang+"-phone.png")
		require.LessOrEqual(t, testkit.Eval[int](page, "document.documentElement.scrollWidth"), 390)
		require.NotRegexp(t, missingWord, page.Text("body"))

		testkit.Eval[bool](page, "document.querySelector('.quote-times .own').click(), true")
		testkit.Eval[bool](page, "document.querySelector('dialog [name=promised_at]').select(), true")
		page.Type("dialog [name=promised_at]", "17:30")
		page.Wait("document.querySelector('.quote-met')")
		keep(t, page, "quote-own-"+lang+"-phone.png")
		page.Resize(1920, 1080)

		testkit.Eval[bool](page, "document.querySelector('.quote-times [data-percent=\"80\"]').click(), true")
		page.Wait("document.querySelector('.quote-times [data-percent=\"80\"][aria-pressed=true]')")
		shown := testkit.Eval[string](page, "document.querySelector('.quote-times [data-percent=\"80\"] b').innerText")
		testkit.Eval[bool](page, "document.querySelector('.sign .primary').click(), true")
		if i == 0 {
			am(t, page, "林静")
		}
		page.Wait("document.querySelector('dialog .figures')")
		promised := shop.Visit(t, plate).PromisedAt().In(state.Location())
		require.Contains(t, shown, promised.Format("15:04"))
		require.Zero(t, promised.Minute()%5)
		require.True(t, promised.After(shop.Now().Add(10*time.Minute)))
		page.RequireCalm()
	}
}

// Two appointments are offered; one press books the time with an advisor.
func TestASlotIsTaken(t *testing.T) {
	shop := Serve(t, displaytest.Busy(t))
	browser := testkit.OpenBrowser(t)
	for i, lang := range []string{"zh", "en"} {
		page := browser.Open(shop.URL+"/appointments?shop=haizhu&lang="+lang, 1920, 1080)
		page.Wait("document.querySelector('#book:not(:disabled)')")
		testkit.Eval[bool](page, "document.querySelector('#book').click(), true")
		page.Wait("document.querySelectorAll('.slots [data-slot]').length === 2")
		page.Type("dialog [name=plate]", fmt.Sprintf("粤A7G9L%d", i))
		testkit.Eval[bool](page, "document.querySelector('.slots [data-slot]').click(), true")
		page.Wait("document.querySelector('.slots [data-slot][aria-pressed=true]')")
		taken, err := time.Parse(time.RFC3339, testkit.Eval[string](page, "document.querySelector('.slots [aria-pressed=true]').dataset.slot"))
		require.NoError(t, err)
		testkit.Eval[bool](page, "document.querySelector('.slots').scrollIntoView({block: 'center'}), true")
		keep(t, page, "slots-"+lang+"-wide.png")
		page.Resize(390, 844)
		testkit.Eval[bool](page, "document.querySelector('.slots').scrollIntoView({block: 'center'}), true")
		keep(t, page, "slots-"+lang+"-phone.png")
		require.LessOrEqual(t, testkit.Eval[int](page, "document.documentElement.scrollWidth"), 390)
		require.NotContains(t, page.Text("dialog"), "slots.")
		testkit.Eval[bool](page, "document.querySelector('dialog .dialog-foot .primary').click(), true")
		if i == 0 {
			am(t, page, "林静")
		}
		page.WaitGone("dialog")
		v := shop.Visit(t, fmt.Sprintf("粤A7G9L%d", i))
		require.True(t, taken.Equal(v.AppointmentAt))
		require.NotEmpty(t, v.Advisor)
		page.RequireCalm()
	}
}
