package board

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A painter whose car dries in the booth may start the next one.
func TestDryingHoldsTheBayButNobody(t *testing.T) {
	now := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC) // 9:00 in Shanghai, a Monday
	s := NewState("haizhu")
	decide := func(c Command) error {
		_, next, err := Decide(s, c, Meta{Now: now, Actor: Actor{Name: "陈主管"}})
		if err == nil {
			s = next
		}
		return err
	}
	require.NoError(t, decide(OpenShop{DefaultSettings("海珠店")}))
	for _, bay := range []BayID{"P1", "P2"} {
		require.NoError(t, decide(SetBay{Bay{ID: bay, Name: string(bay), Types: []BayType{BayBooth}}}))
	}
	require.NoError(t, decide(SetPerson{Person{ID: "T1", Name: "郑彩云", Roles: []Role{RoleTechnician},
		Trades: []Trade{TradePaint}}}))
	require.NoError(t, decide(SetLabourTimes{[]LabourTime{{Code: "PA", NameZH: "喷漆", NameEN: "paint",
		Trade: TradePaint, StandardMinutes: 60, PassiveMinutes: 40, Crew: 1, BayType: BayBooth}}}))
	for _, plate := range []string{"粤A11111", "粤A22222"} {
		require.NoError(t, decide(ImportOrder{Details: Details{OrderNo: plate, Plate: plate}, ArrivedAt: now,
			PromisedAt: now.Add(6 * time.Hour), Operations: []string{"PA"}}))
	}
	cars := Sorted(s.Visits)
	start := func(n int, bay BayID) error {
		return decide(StartWork{Visit: cars[n].ID, Line: 1, Bay: bay, Technicians: []PersonID{"T1"}})
	}
	require.NoError(t, start(0, "P1"))
	now = now.Add(50 * time.Minute)
	refusal, refused := AsRefusal(start(1, "P2"))
	require.True(t, refused)
	require.Equal(t, "technician_busy", refusal.Code)
	now = now.Add(15 * time.Minute)
	require.NoError(t, start(1, "P2"))
	refusal, refused = AsRefusal(decide(StartWork{Visit: cars[1].ID, Line: 1, Bay: "P1", Technicians: []PersonID{"T1"}}))
	require.True(t, refused)
	require.Equal(t, "wrong_state", refusal.Code)
}
