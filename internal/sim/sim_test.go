package sim_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"bayline/board"
	"bayline/dispatch"
	"bayline/display"
	"bayline/internal/bus"
	"bayline/internal/floor"
	"bayline/internal/journal/sqlite"
	"bayline/internal/planner"
	"bayline/internal/shopsetup"
	"bayline/internal/sim"
	"bayline/internal/testkit"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const shop = board.ShopID("demo")

var monday = time.Date(2026, 3, 2, 0, 0, 0, 0, time.FixedZone("", 8*3600))

// workshop is a real floor on SQLite with a plan beside it, and a simulation
// that lives in it.
type workshop struct {
	*floor.Floor
	plans *planner.Planner
	clock *sim.Clock
	*sim.Sim

	commands []string // as they were carried out
}

func (w *workshop) Execute(ctx context.Context, id board.ShopID, c board.Command, req floor.Request) (floor.Receipt, error) {
	r, err := w.Floor.Execute(ctx, id, c, req)
	if err == nil {
		w.commands = append(w.commands, w.clock.Now().UTC().Format("02 15:04")+" "+req.Actor.Name+" "+c.Name()+" "+string(r.Visit)+" "+string(r.Stage))
	}
	return r, err
}

func (w *workshop) Scene(ctx context.Context, id board.ShopID) (display.Scene, error) {
	return w.plans.Scene(ctx, id)
}

func open(t *testing.T, seed uint64, cars int) *workshop {
	t.Helper()
	j, err := sqlite.Open(t.Context(), testkit.Dir(t))
	require.NoError(t, err)
	link, err := bus.Open(t.Context(), bus.Options{})
	require.NoError(t, err)
	settings, err := shopsetup.Settings("海珠店", "Haizhu")
	require.NoError(t, err)
	w := &workshop{clock: sim.NewClock(sim.Opening(settings, monday))}
	w.Floor = floor.Open(floor.Options{Journal: j, Bus: link, Now: w.clock.Now, Guards: []floor.Guard{floor.RuleGuard}})
	w.plans = planner.New(w.Floor, planner.Options{Rate: w.clock.Rate})
	t.Cleanup(func() {
		w.plans.Close()
		w.Floor.Close()
		require.NoError(t, link.Close())
		require.NoError(t, j.Close())
	})
	req := floor.Request{Actor: board.Actor{Name: "演示", Role: board.RoleAdmin}}
	require.NoError(t, shopsetup.Open(t.Context(), w.Floor, shop, "海珠店", "Haizhu", req))
	for _, c := range sim.Setup(settings) {
		_, err := w.Floor.Execute(t.Context(), shop, c, req)
		require.NoError(t, err, c.Name())
	}
	w.Sim = sim.New(sim.Options{Shop: w, ID: shop, Clock: w.clock, Seed: seed, Cars: cars})
	return w
}

func (w *workshop) state(t *testing.T) *board.State {
	t.Helper()
	s, err := w.Floor.State(t.Context(), shop)
	require.NoError(t, err)
	return s
}

// at gives a time of the simulated Monday, or of a day after it.
func at(days, hour, minute int) time.Time {
	return monday.AddDate(0, 0, days).Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
}

func total(counts map[string]int) int {
	n := 0
	for _, c := range counts {
		n += c
	}
	return n
}

// Two days go by without an error, everything a workshop knows happens, and
// almost nothing that is tried is refused.
func TestDaysGoBy(t *testing.T) {
	w := open(t, 2, 40)
	seen := map[string]bool{}
	for day := range 2 {
		for hour := 8; hour <= 18; hour++ {
			require.NoError(t, w.Forward(t.Context(), at(day, hour, 20)))
			scene, err := w.Scene(t.Context(), shop)
			require.NoError(t, err)
			require.Empty(t, dispatch.Validate(scene.State, scene.Plan), "the plan of day %d, %d:20", day, hour)
			notice(scene.State, seen)
		}
	}
	require.NoError(t, w.Forward(t.Context(), at(2, 7, 50)))
	for _, thing := range []string{
		"stop parts", "stop approval", "additional approved", "additional declined", "rework", "no_show", "carried over", "warning", "followed up", "re-promise", "two lines",
		"booked", "arrived", "in_repair", "wait_inspection", "wait_wash", "washing", "ready", "settled", "delivered",
	} {
		require.True(t, seen[thing], "never seen: %s", thing)
	}
	stats := w.Stats()
	t.Logf("%d commands, refused: %v", stats.Commands, stats.Refused)
	require.Equal(t, 3, stats.Days)
	require.Less(t, total(stats.Refused)*50, stats.Commands, "refused: %v", stats.Refused)
	s := w.state(t)
	for _, v := range s.Visits {
		if v.InShop() && v.ArrivedAt.Before(at(2, 0, 0)) {
			require.NotEmpty(t, v.Overnight, "%s of %s is %s and nobody decided to keep it", v.ID, v.ArrivedAt, v.Stage)
			require.Less(t, s.At.Sub(v.ArrivedAt), 60*time.Hour, "%s is stuck in %s", v.ID, v.Stage)
		}
	}
}

// notice remembers what is to be seen in the shop.
func notice(s *board.State, seen map[string]bool) {
	for _, v := range s.Visits {
		seen[string(v.Stage)] = true
		if stop := v.Standstill(); stop != nil {
			seen["stop "+string(stop.Reason)] = true
		}
		for _, a := range v.Additional {
			seen["additional "+string(a.State)] = true
		}
		for _, o := range v.Operations {
			seen["warning"] = seen["warning"] || o.Warning != nil
		}
		seen["rework"] = seen["rework"] || v.ReworkRuns > 0
		seen["carried over"] = seen["carried over"] || v.Overnight != ""
		seen["followed up"] = seen["followed up"] || v.FollowUp != nil
		seen["re-promise"] = seen["re-promise"] || len(v.Promises) > 1
		seen["two lines"] = seen["two lines"] || len(v.Operations) > 1
	}
}

// A newcomer sees a shop at work: cars everywhere, most of them in time.
func TestShopIsAlive(t *testing.T) {
	settled, onTime := 0, 0
	for seed := range uint64(1) {
		w := open(t, seed+1, 40)
		for _, when := range []time.Time{at(0, 10, 20), at(0, 15, 0)} {
			require.NoError(t, w.Forward(t.Context(), when))
			scene, err := w.Scene(t.Context(), shop)
			require.NoError(t, err)
			view, err := display.Render("board", scene, nil)
			require.NoError(t, err)
			b := view.(display.Board)
			columns := 0
			for _, c := range b.Columns {
				if c.Count > 0 {
					columns++
				}
			}
			busy := 0
			for _, bay := range scene.State.Bays {
				if scene.State.BayState(bay) != board.BayFree {
					busy++
				}
			}
			t.Logf("seed %d at %s: %d cars, %d columns, %d bays taken, %+v", seed+1, when.Format("15:04"), len(b.Cards), columns, busy, b.Counters)
			require.GreaterOrEqual(t, len(b.Cards), 8)
			require.GreaterOrEqual(t, columns, 3)
			require.GreaterOrEqual(t, busy, 4)
		}
		require.NoError(t, w.Forward(t.Context(), at(0, 18, 25)))
		for _, v := range w.state(t).Visits {
			if !v.SettledAt.IsZero() {
				settled++
				if !v.LateAt(v.SettledAt) {
					onTime++
				}
			}
		}
	}
	t.Logf("%d of %d in time", onTime, settled)
	require.Greater(t, settled, 25)
	require.Greater(t, onTime*100, settled*70)
	require.Less(t, onTime*100, settled*98)
}

// The same seed lives the same day, another seed another one.
func TestSeedIsTheDay(t *testing.T) {
	live := func(seed uint64) []string {
		w := open(t, seed, 20)
		require.NoError(t, w.Forward(t.Context(), at(0, 9, 40)))
		return w.commands
	}
	first := live(7)
	require.Greater(t, len(first), 60)
	require.Equal(t, first, live(7))
	require.NotEqual(t, first, live(8))
}

// Live goes on by itself at the clock's rate and skips the night.
func TestLiveSurvivesANight(t *testing.T) {
	w := open(t, 1, 12)
	require.NoError(t, w.Forward(t.Context(), at(0, 18, 0)))
	w.clock.Run(1200)
	ctx, stop := context.WithCancel(t.Context())
	lived := make(chan error, 1)
	go func() { lived <- w.Live(ctx) }()
	require.Eventually(t, func() bool { return w.clock.Now().After(at(1, 8, 30)) }, 60*time.Second, 20*time.Millisecond)
	stop()
	require.NoError(t, <-lived)
	arrived := 0
	for _, v := range w.state(t).Visits {
		if v.ArrivedAt.After(at(1, 0, 0)) {
			arrived++
		}
	}
	require.Positive(t, arrived, "the next day has begun")
}

func TestClock(t *testing.T) {
	c := sim.NewClock(monday)
	require.Zero(t, c.Rate())
	require.Equal(t, monday, c.Now(), "it stands")
	c.Run(3600)
	require.Eventually(t, func() bool { return c.Now().After(monday.Add(time.Minute)) }, 30*time.Second, time.Millisecond)
	c.Set(at(0, 12, 0))
	require.False(t, c.Now().Before(at(0, 12, 0)))
	c.Run(0)
	stands := c.Now()
	require.Equal(t, stands, c.Now())
}
