package floor_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/internal/floor"
)

// A dispatch that breaks a rule is refused with the rule, and passes with a
// note; the start that follows it is not refused again.
func TestRulesAreKeptUnlessANoteOverridesThem(t *testing.T) {
	now := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC) // 9:00 in Shanghai, a Monday
	f := floor.Open(floor.Options{Journal: openSQLite(t), Bus: &wires{lose: always(false)}, Now: func() time.Time { return now }, Guards: []floor.Guard{floor.RuleGuard}})
	t.Cleanup(f.Close)
	openShop(t, f)
	execute(t, f, board.SetBay{Bay: board.Bay{ID: "B1", Name: "1 工位", Types: []board.BayType{board.BayLift}, Order: 1}})
	execute(t, f, board.SetPerson{Person: board.Person{ID: "T1", Name: "王建国", Roles: []board.Role{board.RoleTechnician}, Trades: []board.Trade{board.TradeMechanical}}})
	execute(t, f, board.SetPerson{Person: board.Person{ID: "T2", Name: "郑彩云", Roles: []board.Role{board.RoleTechnician}, Trades: []board.Trade{board.TradePaint}}})
	execute(t, f, board.SetLabourTimes{Times: []board.LabourTime{{Code: "M1", NameZH: "换油", NameEN: "oil", Trade: board.TradeMechanical, StandardMinutes: 30, Crew: 1, BayType: board.BayLift}}})
	id := execute(t, f, board.ImportOrder{
		Details: board.Details{OrderNo: "R1", Plate: "粤A12345"}, ArrivedAt: now, PromisedAt: now.Add(3 * time.Hour), Operations: []string{"M1"},
	}).Visit

	wrong := board.Dispatch{Visit: id, Line: 1, Bay: "B1", Technicians: []board.PersonID{"T2"}}
	_, err := f.Execute(t.Context(), shop, wrong, supervisor)
	var broken *floor.RuleBreak
	require.ErrorAs(t, err, &broken)
	require.Equal(t, "trade", broken.Violations[0].Code)
	require.Equal(t, "郑彩云", broken.Violations[0].Args["person"])

	wrong.Note = "只是帮忙"
	require.Equal(t, board.StageDispatched, execute(t, f, wrong).Stage)
	require.Equal(t, board.StageInRepair, execute(t, f, board.StartWork{Visit: id, Line: 1}).Stage)
}
