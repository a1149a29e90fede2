package dispatch

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/dispatch/dispatchtest"
)

type offered struct {
	slots   []Slot
	reasons []Reason
}

// Two appointments are offered that the rules let be booked and the plan says
// are ready in time; when a trade is booked out they move to another day, and
// asking changes nothing.
func TestSlots(t *testing.T) {
	shop := dispatchtest.Busy(6, 1)
	require.True(t, shop.Do(board.SetPerson{Person: board.Person{ID: "A1", Name: "林静",
		Roles: []board.Role{board.RoleAdvisor}, Efficiency: 100}}))
	ask := func(wished time.Time, code string) offered {
		return untouched(t, shop.State, func() offered {
			slots, reasons, err := Slots(shop.State, shop.Now, wished, "",
				WorkRequest{Class: board.ClassMaintenance, Operations: []board.NewOperation{{Code: code}}}, Options{})
			require.NoError(t, err)
			return offered{slots, reasons}
		})
	}
	got := ask(shop.Now, "M2").slots
	require.Len(t, got, 2)
	require.GreaterOrEqual(t, got[1].At.Sub(got[0].At), 2*time.Hour)
	for _, slot := range got {
		require.Equal(t, board.PersonID("A1"), slot.Advisor)
		require.Greater(t, slot.Ready.Sub(slot.At), 2*time.Hour)
		require.Equal(t, slot.At.Format(time.DateOnly), slot.Ready.Format(time.DateOnly))
		require.Equal(t, 150, slot.Trades[0].Work)
	}
	require.True(t, shop.Do(board.Book{Details: board.Details{Plate: "粤A88888", Advisor: "A1"}, At: got[0].At}))
	require.True(t, ask(shop.Now, "M2").slots[0].At.After(got[0].At), "the time of an advisor is offered twice")

	// Two painters are soon booked out.
	first := ask(shop.Now, "P1").slots[0].At
	for i := range 4 {
		require.True(t, shop.Do(board.ImportOrder{
			Details: board.Details{OrderNo: string(rune('P' + i)), Plate: "粤B1000" + string(rune('0'+i)),
				Class: board.ClassCollision},
			ArrivedAt: shop.Now.Add(-time.Minute), PromisedAt: shop.Now.Add(8 * time.Hour), Operations: []string{"P1"},
		}))
	}
	require.Greater(t, ask(shop.Now, "P1").slots[0].At.Sub(first), 3*time.Hour)

	_, _, err := Slots(shop.State, shop.Now, shop.Now, "", WorkRequest{Operations: []board.NewOperation{{Code: "X"}}},
		Options{})
	r, ok := board.AsRefusal(err)
	require.True(t, ok)
	require.Equal(t, "operations[0].code", r.Field)
}
