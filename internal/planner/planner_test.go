package planner_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"bayline/board"
	"bayline/dispatch"
	"bayline/internal/floor"
	"bayline/internal/journal"
	"bayline/internal/planner"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const shop = board.ShopID("haizhu")

// now is nine o'clock on a Monday in Guangzhou, a little past the minute.
var now = time.Date(2026, 3, 2, 9, 0, 10, 0, time.FixedZone("", 8*3600))

// desk is a floor of one shop without a journal.
type desk struct {
	mu       sync.Mutex
	state    *board.State
	now      time.Time
	watchers map[int]func()
	next     int
	used     map[string]bool // keys
}

func openDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{state: board.NewState(shop), now: now, watchers: map[int]func(){}, used: map[string]bool{}}
	d.do(t, board.OpenShop{Settings: board.DefaultSettings("海珠店")})
	d.do(t, board.SetLabourTimes{Times: []board.LabourTime{{Code: "M1", NameZH: "小保养", Trade: board.TradeMechanical, StandardMinutes: 40, Crew: 1, BayType: board.BayLift}}})
	for _, id := range []board.BayID{"B1", "B2"} {
		d.do(t, board.SetBay{Bay: board.Bay{ID: id, Name: string(id), Types: []board.BayType{board.BayLift}}})
	}
	for _, id := range []board.PersonID{"T1", "T2"} {
		d.do(t, board.SetPerson{Person: board.Person{ID: id, Name: string(id), Roles: []board.Role{board.RoleTechnician}, Trades: []board.Trade{board.TradeMechanical}}})
		d.do(t, board.SetPresence{Person: id, Presence: board.PresencePresent})
	}
	for _, plate := range []string{"粤A11111", "粤A22222", "粤A33333"} {
		d.arrive(t, plate)
	}
	return d
}

// arrive brings a car that waits for dispatch.
func (d *desk) arrive(t *testing.T, plate string) {
	t.Helper()
	d.do(t, board.Arrive{Details: board.Details{Plate: plate}})
	var id board.VisitID
	for _, v := range d.state.Visits {
		if v.Plate == plate {
			id = v.ID
		}
	}
	d.do(t, board.StartReception{Visit: id})
	d.do(t, board.AddOperation{Visit: id, NewOperation: board.NewOperation{Code: "M1"}})
	d.do(t, board.SignOrder{Visit: id, PromisedAt: d.Now().Add(3 * time.Hour)})
}

func (d *desk) do(t *testing.T, c board.Command) {
	t.Helper()
	d.mu.Lock()
	_, next, err := board.Decide(d.state, c, board.Meta{Now: d.now, Actor: board.Actor{Name: "陈主管"}})
	require.NoError(t, err, c.Name())
	d.state = next
	d.mu.Unlock()
	d.tell()
}

func (d *desk) tell() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, notify := range d.watchers {
		notify()
	}
}

func (d *desk) move(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(by)
}

func (d *desk) State(context.Context, board.ShopID) (*board.State, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.state, nil
}

func (d *desk) Now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

func (d *desk) Watch(_ board.ShopID, notify func()) (cancel func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	id := d.next
	d.next++
	d.watchers[id] = notify
	return func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		delete(d.watchers, id)
	}
}

func TestPlanIsKeptWhileNothingChanges(t *testing.T) {
	d := openDesk(t)
	p := planner.New(d, planner.Options{})
	first, err := p.Scene(t.Context(), shop)
	require.NoError(t, err)
	require.Len(t, first.Plan.Outlooks, 3)
	require.NotEmpty(t, first.Plan.Tasks)

	d.move(40 * time.Second)
	same, err := p.Scene(t.Context(), shop)
	require.NoError(t, err)
	require.Same(t, first.Plan, same.Plan, "the same minute and state")
	require.True(t, same.Now.After(first.Now))
	require.EqualValues(t, 1, p.Metrics().Runs)

	d.move(20 * time.Second)
	later, err := p.Scene(t.Context(), shop)
	require.NoError(t, err)
	require.NotSame(t, first.Plan, later.Plan, "another minute")

	d.arrive(t, "粤A44444")
	after, err := p.Scene(t.Context(), shop)
	require.NoError(t, err)
	require.Len(t, after.Plan.Outlooks, 4)
	require.Equal(t, after.State.Seq, after.Plan.Seq)
	require.EqualValues(t, 3, p.Metrics().Runs)
	require.Positive(t, p.Metrics().Slowest)
	require.GreaterOrEqual(t, p.Metrics().Spent, p.Metrics().Slowest)
}

// Two instances show the same plan although they look at different seconds.
func TestPlannersAgreeWithoutALeader(t *testing.T) {
	d := openDesk(t)
	a, b := planner.New(d, planner.Options{}), planner.New(d, planner.Options{})
	one, err := a.Scene(t.Context(), shop)
	require.NoError(t, err)
	d.move(30 * time.Second)
	other, err := b.Scene(t.Context(), shop)
	require.NoError(t, err)
	require.Equal(t, one.Plan, other.Plan)
}

// Many screens that ask at once cost one plan.
func TestOnePlanForAll(t *testing.T) {
	d := openDesk(t)
	p := planner.New(d, planner.Options{})
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			if _, err := p.Scene(context.Background(), shop); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	require.EqualValues(t, 1, p.Metrics().Runs)
}

func TestWatchTellsOfEventsAndMinutes(t *testing.T) {
	d := openDesk(t)
	p := planner.New(d, planner.Options{Rate: func() float64 { return 600 }})
	var told atomic.Int64
	cancel := p.Watch(shop, func() { told.Add(1) })
	d.arrive(t, "粤A44444")
	require.GreaterOrEqual(t, told.Load(), int64(4), "one for every event")
	before := told.Load()
	require.Eventually(t, func() bool { return told.Load() >= before+2 }, 30*time.Second, 10*time.Millisecond, "the minutes of a fast clock")
	cancel()
	cancel()
	p.Close()
	before = told.Load()
	d.arrive(t, "粤A55555")
	require.Equal(t, before, told.Load(), "nobody is told after the watch has ended")
}

// The planner gives new work its first place only where a shop lets it and
// somebody looks; a change it takes over by itself only in automatic mode, once
// among several instances, and so that it can be taken back.
func TestPlannerActsAsTheModeAllows(t *testing.T) {
	d := openDesk(t)
	p, other := planner.New(d, planner.Options{}), planner.New(d, planner.Options{})
	for _, one := range []*planner.Planner{p, other} {
		one.EnableAutoAdopt(d.execute)
		defer one.Close()
	}
	look := func() {
		for _, one := range []*planner.Planner{p, other} {
			_, err := one.Scene(t.Context(), shop)
			require.NoError(t, err)
			require.Eventually(t, func() bool { return !one.Adopting(shop) }, 30*time.Second, time.Millisecond)
		}
	}
	planned := func() (lines int) {
		s, _ := d.State(t.Context(), shop)
		for _, v := range s.Visits {
			for _, o := range v.Operations {
				if o.Planned != nil {
					require.Equal(t, dispatch.Planner, o.Planned.By)
					lines++
				}
			}
		}
		return lines
	}
	look()
	require.Zero(t, planned(), "nobody looks")

	for _, one := range []*planner.Planner{p, other} {
		defer one.Watch(shop, func() {})()
	}
	d.mode(t, board.PlanSuggest)
	look()
	require.Zero(t, planned(), "the shop wants to be left alone")
	d.mode(t, board.PlanApprove)
	look()
	require.Equal(t, 3, planned())
	require.Nil(t, d.state.Adopted, "a first place is no change")
}

// execute carries out a command as the floor does: a key is used once.
func (d *desk) execute(_ context.Context, _ board.ShopID, c board.Command, req floor.Request) (floor.Receipt, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.used[req.Key] {
		return floor.Receipt{}, journal.ErrKeyReused
	}
	_, next, err := board.Decide(d.state, c, board.Meta{Now: d.now, Actor: req.Actor})
	if err != nil {
		return floor.Receipt{}, err
	}
	d.used[req.Key], d.state = true, next
	return floor.Receipt{Seq: next.Seq}, nil
}

func (d *desk) mode(t *testing.T, mode board.PlanMode) {
	t.Helper()
	settings := d.state.Settings
	settings.PlanMode = mode
	d.do(t, board.ConfigureShop{Settings: settings})
}

// In automatic mode an overrun moves the work that waits for it, with what it
// was before.
func TestPlannerTakesOverABetterPlan(t *testing.T) {
	d := openDesk(t)
	p := planner.New(d, planner.Options{})
	p.EnableAutoAdopt(d.execute)
	cancel := p.Watch(shop, func() {})
	defer p.Close()
	defer cancel()
	d.mode(t, board.PlanAuto)
	look := func() {
		_, err := p.Scene(t.Context(), shop)
		require.NoError(t, err)
		require.Eventually(t, func() bool { return !p.Adopting(shop) }, 30*time.Second, time.Millisecond)
	}
	look()
	first, second := d.at("粤A11111"), d.at("粤A22222")
	give := func(v *board.Visit, who board.PersonID, bay board.BayID) {
		d.do(t, board.StartWork{Visit: v.ID, Line: 1, Bay: bay, Technicians: []board.PersonID{who}})
	}
	give(first, "T1", "B1")
	give(second, "T2", "B2")
	d.arrive(t, "粤A44444")
	look()
	third := d.at("粤A33333").Operations[0].Planned
	waits := first
	if third.Technicians[0] == "T2" {
		waits = second
	}
	d.move(10 * time.Minute)
	d.do(t, board.ReportOverrun{Visit: waits.ID, Line: 1, Minutes: 240})
	look()
	require.NotNil(t, d.state.Adopted)
	require.Equal(t, dispatch.Planner, d.state.Adopted.By)
	require.Contains(t, d.state.Adopted.Note, "还需多用")
	require.NotEmpty(t, d.state.Adopted.Before)
	require.NotEqual(t, third.Technicians, d.at("粤A33333").Operations[0].Planned.Technicians)
}

// Where people are asked, a place that only the planner gave moves when hours are gained, with its reason and a way
// back; one that a person took over stays, and the better plan is proposed.
func TestPlannerMovesOnlyWhatNobodyDecided(t *testing.T) {
	for _, decided := range []bool{false, true} {
		d := openDesk(t)
		p := planner.New(d, planner.Options{})
		p.EnableAutoAdopt(d.execute)
		cancel := p.Watch(shop, func() {})
		look := func() *dispatch.Proposal {
			scene, err := p.Scene(t.Context(), shop)
			require.NoError(t, err)
			require.Eventually(t, func() bool { return !p.Adopting(shop) }, 30*time.Second, time.Millisecond)
			return scene.Proposal()
		}
		d.mode(t, board.PlanApprove)
		look()
		who := dispatch.Planner
		if decided {
			who = "陈主管"
		}
		d.overrun(t, who)
		proposed := look()
		if has := d.at("粤A33333").Operations[0].Planned; decided {
			require.Equal(t, []board.PersonID{"T1"}, has.Technicians)
			require.Nil(t, d.state.Adopted)
			require.NotNil(t, proposed)
			require.Equal(t, []board.PersonID{"T2"}, proposed.Lines[0].To.Technicians)
		} else {
			require.Equal(t, []board.PersonID{"T2"}, has.Technicians)
			require.Contains(t, d.state.Adopted.Note, "还需多用")
			require.Equal(t, []board.PersonID{"T1"}, d.state.Adopted.Before[0].Technicians)
		}
		cancel()
		p.Close()
	}
}

// overrun has two cars worked on and gives the third to the people of the first,
// which then takes four hours longer.
func (d *desk) overrun(t *testing.T, by string) {
	t.Helper()
	for i, plate := range []string{"粤A11111", "粤A22222"} {
		d.do(t, board.StartWork{Visit: d.at(plate).ID, Line: 1, Bay: []board.BayID{"B1", "B2"}[i], Technicians: []board.PersonID{[]board.PersonID{"T1", "T2"}[i]}})
	}
	line := board.PlanLine{Visit: d.at("粤A33333").ID, Line: 1, Bay: "B1", Technicians: []board.PersonID{"T1"}}
	_, err := d.execute(t.Context(), shop, board.AdoptPlan{Lines: []board.PlanLine{line}}, floor.Request{Actor: board.Actor{Name: by}, Key: "first place"})
	require.NoError(t, err)
	d.move(10 * time.Minute)
	d.do(t, board.ReportOverrun{Visit: d.at("粤A11111").ID, Line: 1, Minutes: 240})
}

func (d *desk) at(plate string) *board.Visit {
	for _, v := range d.state.Visits {
		if v.Plate == plate {
			return v
		}
	}
	return nil
}
