package forecastlog_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"bayline/board"
	"bayline/dispatch"
	"bayline/display"
	"bayline/internal/floor"
	"bayline/internal/forecastlog"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// shop is a floor of one shop without a journal.
type shop struct {
	mu     sync.Mutex
	state  *board.State
	plans  int
	asleep bool
}

func (s *shop) Now() time.Time { return time.Now().UTC() }

func (s *shop) Awake() []board.ShopID {
	if s.asleep {
		return nil
	}
	return []board.ShopID{"haizhu"}
}

func (s *shop) Execute(_ context.Context, _ board.ShopID, c board.Command, req floor.Request) (floor.Receipt, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, next, err := board.Decide(s.state, c, board.Meta{Now: s.Now(), Actor: req.Actor})
	if err == nil {
		s.state = next
	}
	return floor.Receipt{}, err
}

func (s *shop) Scene(context.Context, board.ShopID) (display.Scene, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.plans++
	return display.Scene{State: s.state, Plan: dispatch.NewPlan(s.state, s.Now(), dispatch.Options{}), Now: s.Now()}, nil
}

// openShop gives a shop with one car that is being worked on; it must be called in a bubble, whose clock starts on a
// Saturday at 8:00 in Shanghai.
func openShop(t *testing.T) *shop {
	s := &shop{state: board.NewState("haizhu")}
	for _, c := range []board.Command{
		board.OpenShop{Settings: board.DefaultSettings("海珠店")},
		board.SetBay{Bay: board.Bay{ID: "B1", Name: "1 工位", Types: []board.BayType{board.BayLift}}},
		board.SetPerson{Person: board.Person{ID: "T1", Name: "郑凯", Roles: []board.Role{board.RoleTechnician}, Trades: []board.Trade{board.TradeMechanical}}},
		board.SetLabourTimes{Times: []board.LabourTime{{Code: "M1", NameZH: "小保养", Trade: board.TradeMechanical, StandardMinutes: 40, Crew: 1, BayType: board.BayLift}}},
		board.ImportOrder{Details: board.Details{OrderNo: "R1", Plate: "粤A12345", NoWash: true}, ArrivedAt: s.Now(), PromisedAt: s.Now().Add(150 * time.Minute), Operations: []string{"M1"}},
	} {
		_, err := s.Execute(t.Context(), "haizhu", c, floor.Request{Actor: board.Actor{Name: "陈主管"}})
		require.NoError(t, err, c.Name())
	}
	_, err := s.Execute(t.Context(), "haizhu", board.StartWork{Visit: s.car().ID, Line: 1, Bay: "B1", Technicians: []board.PersonID{"T1"}}, floor.Request{Actor: board.Actor{Name: "郑凯"}})
	require.NoError(t, err)
	return s
}

func (s *shop) car() *board.Visit {
	s.mu.Lock()
	defer s.mu.Unlock()
	return board.Sorted(s.state.Visits)[0]
}

// What the forecast says is written down once at every horizon, and the warning comes before the promise, however
// many instances watch.
func TestEveryHorizonIsWrittenDownOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := openShop(t)
		options := forecastlog.Options{Floor: s, Scenes: s, Log: slog.New(slog.DiscardHandler)}
		one, other := forecastlog.Open(options), forecastlog.Open(options)
		time.Sleep(149 * time.Minute)
		one.Close()
		other.Close()
		v := s.car()
		var horizons []board.Horizon
		for _, said := range v.Forecasts {
			horizons = append(horizons, said.Horizon)
			require.True(t, said.Promise.Equal(v.PromisedAt()))
		}
		require.Equal(t, []board.Horizon{board.HorizonMade, board.Horizon2h, board.Horizon1h, board.Horizon30m}, horizons, "four hours were never left")
		require.Less(t, v.Forecasts[0].Late, 0.25)
		require.Greater(t, v.Forecasts[3].Late, 0.5, "nobody has finished")
		require.True(t, v.CurrentAlert().Urgent)
		require.InDelta(t, 30, v.PromisedAt().Sub(v.Alert.At).Minutes(), 1.1)
		require.NotEmpty(t, v.Alert.Why)
	})
}

// A shop that sleeps is not planned.
func TestASleepingShopCostsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := openShop(t)
		s.asleep = true
		w := forecastlog.Open(forecastlog.Options{Floor: s, Scenes: s})
		time.Sleep(10 * time.Minute)
		w.Close()
		require.Zero(t, s.plans)
		require.Empty(t, s.car().Forecasts)
	})
}
