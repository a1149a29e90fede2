package floor_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"bayline/board"
	"bayline/internal/bus"
	"bayline/internal/floor"
	"bayline/internal/journal"
	"bayline/internal/journal/postgres"
	"bayline/internal/journal/sqlite"
	"bayline/internal/testkit"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const shop = board.ShopID("haizhu")

var supervisor = floor.Request{Actor: board.Actor{Name: "陈主管", Role: board.RoleSupervisor}}

// wires is a bus within the test that can lose what it carries.
type wires struct {
	mu       sync.Mutex
	lose     func() bool
	down     atomic.Bool // it is known that nothing arrives
	handlers map[int]func(bus.Event)
	next     int
}

func (w *wires) Publish(_ context.Context, m bus.Message) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.lose() {
		return nil
	}
	for _, h := range w.handlers {
		h(m)
	}
	return nil
}

func (w *wires) Subscribe(h func(bus.Event)) (cancel func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.handlers == nil {
		w.handlers = map[int]func(bus.Event){}
	}
	id := w.next
	w.next++
	w.handlers[id] = h
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.handlers, id)
	}
}

func (w *wires) Healthy() error {
	if w.down.Load() {
		return errors.New("nothing comes back")
	}
	return nil
}

func always(v bool) func() bool { return func() bool { return v } }

func openSQLite(t *testing.T) journal.Journal {
	t.Helper()
	j, err := sqlite.Open(t.Context(), testkit.Dir(t))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, j.Close()) })
	return j
}

func openFloor(t *testing.T, j journal.Journal, b floor.Bus) *floor.Floor {
	t.Helper()
	f := floor.Open(floor.Options{Journal: j, Bus: b, SnapshotEvery: 50})
	t.Cleanup(f.Close)
	return f
}

func execute(t *testing.T, f *floor.Floor, c board.Command) floor.Receipt {
	t.Helper()
	r, err := f.Execute(t.Context(), shop, c, supervisor)
	require.NoError(t, err)
	return r
}

func openShop(t *testing.T, f *floor.Floor) {
	t.Helper()
	execute(t, f, board.OpenShop{Settings: board.DefaultSettings("海珠店")})
}

func arrive(plate string) board.Command {
	return board.Arrive{Details: board.Details{Plate: plate}}
}

func snapshot(t *testing.T, f *floor.Floor) string {
	t.Helper()
	s, err := f.State(t.Context(), shop)
	require.NoError(t, err)
	data, err := s.Snapshot()
	require.NoError(t, err)
	return string(data)
}

func TestCommandIsDurableAndVisible(t *testing.T) {
	dir := testkit.Dir(t)
	j, err := sqlite.Open(t.Context(), dir)
	require.NoError(t, err)
	f := floor.Open(floor.Options{Journal: j, Bus: &wires{lose: always(false)}})
	openShop(t, f)
	told := 0
	cancel := f.Watch(shop, func() { told++ })
	r := execute(t, f, arrive("粤A12345"))
	require.Equal(t, board.StageArrived, r.Stage)
	require.Equal(t, []string{"arrived"}, r.Events)
	require.Equal(t, 1, told)
	cancel()
	before := snapshot(t, f)
	f.Close()
	require.NoError(t, j.Close())

	j, err = sqlite.Open(t.Context(), dir)
	require.NoError(t, err)
	f = floor.Open(floor.Options{Journal: j, Bus: &wires{lose: always(false)}})
	require.JSONEq(t, before, snapshot(t, f))
	f.Close()
	require.NoError(t, j.Close())
}

func TestRefusalChangesNothing(t *testing.T) {
	f := openFloor(t, openSQLite(t), &wires{lose: always(false)})
	openShop(t, f)
	before := snapshot(t, f)
	_, err := f.Execute(t.Context(), shop, board.Deliver{Visit: "V9"}, supervisor)
	refusal, ok := board.AsRefusal(err)
	require.True(t, ok)
	require.Equal(t, "visit_unknown", refusal.Code)
	_, err = f.Execute(t.Context(), shop, arrive("粤A1"), floor.Request{})
	refusal, ok = board.AsRefusal(err)
	require.True(t, ok)
	require.Equal(t, "actor", refusal.Field)
	require.JSONEq(t, before, snapshot(t, f))
}

func TestSameKeySameAnswer(t *testing.T) {
	f := openFloor(t, openSQLite(t), &wires{lose: always(false)})
	openShop(t, f)
	req := supervisor
	req.Key = "tap-1"
	first, err := f.Execute(t.Context(), shop, arrive("粤A12345"), req)
	require.NoError(t, err)
	again, err := f.Execute(t.Context(), shop, arrive("粤A12345"), req)
	require.NoError(t, err)
	require.True(t, again.Replayed)
	require.Equal(t, first.Visit, again.Visit)
	require.Equal(t, first.Seq, again.Seq)
	_, err = f.Execute(t.Context(), shop, arrive("粤A99999"), req)
	require.ErrorIs(t, err, journal.ErrKeyReused)
}

// Two instances that hear nothing of each other still end with the same state,
// because positions are compared with the journal.
func TestDeafInstancesConverge(t *testing.T) {
	j := openSQLite(t)
	a, b := openFloor(t, j, &wires{lose: always(true)}), openFloor(t, j, &wires{lose: always(true)})
	openShop(t, a)
	defer b.Watch(shop, func() {})()
	before := snapshot(t, b)
	execute(t, a, arrive("粤A12345"))
	require.Eventually(t, func() bool { return snapshot(t, b) != before }, 3*time.Second, 20*time.Millisecond)
	require.JSONEq(t, snapshot(t, a), snapshot(t, b))
}

// Writers on two instances over a bus that loses half: every command is
// carried out once, in one order, and both instances agree.
func TestConcurrentWritersAgree(t *testing.T) {
	j := openSQLite(t)
	chance := rand.New(rand.NewPCG(1, 2))
	w := &wires{lose: func() bool { return chance.IntN(2) == 0 }}
	floors := []*floor.Floor{openFloor(t, j, w), openFloor(t, j, w)}
	openShop(t, floors[0])
	var group sync.WaitGroup
	for n := range 60 {
		group.Go(func() {
			_, err := floors[n%2].Execute(context.Background(), shop, arrive(fmt.Sprintf("粤A%05d", n)), supervisor)
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	for _, f := range floors {
		defer f.Watch(shop, func() {})()
	}
	require.Eventually(t, func() bool { return snapshot(t, floors[0]) == snapshot(t, floors[1]) }, 4*time.Second, 20*time.Millisecond)
	s, err := floors[0].State(t.Context(), shop)
	require.NoError(t, err)
	require.Len(t, s.Visits, 60)
	require.EqualValues(t, 61, s.Seq)
}

// On PostgreSQL and Redis a change made on one instance is on the other one
// well before the comparison would bring it.
func TestRedisIsQuick(t *testing.T) {
	url := testkit.Postgres(t)
	redisURL, prefix := testkit.Redis(t)
	var floors []*floor.Floor
	for range 2 {
		j, err := postgres.Open(t.Context(), url)
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, j.Close()) })
		b, err := bus.Open(t.Context(), bus.Options{URL: redisURL, Prefix: prefix})
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, b.Close()) })
		f := floor.Open(floor.Options{Journal: j, Bus: b, Compare: time.Hour})
		t.Cleanup(f.Close)
		floors = append(floors, f)
	}
	openShop(t, floors[0])
	changed := make(chan struct{}, 100)
	defer floors[1].Watch(shop, func() { changed <- struct{}{} })()
	before := snapshot(t, floors[1])
	<-changed // its first fold
	execute(t, floors[0], arrive("粤A12345"))
	select {
	case <-changed:
	case <-time.After(10 * time.Second):
		t.Fatal("the other instance was not told")
	}
	require.NotEqual(t, before, snapshot(t, floors[1]))
	require.JSONEq(t, snapshot(t, floors[0]), snapshot(t, floors[1]))
}

// A snapshot shortens start-up and returns the same state.
func TestSnapshotGivesTheSameState(t *testing.T) {
	j := openSQLite(t)
	f := openFloor(t, j, &wires{lose: always(false)})
	openShop(t, f)
	for n := range 70 {
		execute(t, f, arrive(fmt.Sprintf("粤B%05d", n)))
	}
	require.Eventually(t, func() bool {
		past, err := j.Past(t.Context(), string(shop), board.SnapshotSchema, 1)
		return err == nil && past.Snapshot.Seq > 0
	}, 30*time.Second, 10*time.Millisecond)
	other := openFloor(t, j, &wires{lose: always(false)})
	require.JSONEq(t, snapshot(t, f), snapshot(t, other))
}

// behind is a journal that was restored from an older backup.
type behind struct {
	journal.Journal
	mu   sync.Mutex
	head int64
}

func (b *behind) Heads(ctx context.Context, shops []string) (map[string]journal.Head, error) {
	heads, err := b.Journal.Heads(ctx, shops)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.head > 0 && err == nil {
		last, err := b.Journal.Read(ctx, string(shop), b.head-1, 1)
		if err != nil {
			return nil, err
		}
		heads[string(shop)] = journal.Head{Seq: b.head, At: last[0].At}
	}
	return heads, err
}

func (b *behind) Read(ctx context.Context, s string, after int64, limit int) ([]journal.Record, error) {
	rs, err := b.Journal.Read(ctx, s, after, limit)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.head > 0 && err == nil {
		rs = rs[:max(0, min(len(rs), int(b.head-after)))]
	}
	return rs, err
}

func (b *behind) Past(ctx context.Context, s string, schema, limit int) (journal.Past, error) {
	past, err := b.Journal.Past(ctx, s, schema, limit)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.head > 0 && err == nil {
		past.Records = past.Records[:min(len(past.Records), int(b.head))] // the shop is too young for a snapshot
	}
	return past, err
}

func TestRestoredJournalIsFoldedAnew(t *testing.T) {
	j := &behind{Journal: openSQLite(t)}
	f := openFloor(t, j, &wires{lose: always(false)})
	openShop(t, f)
	execute(t, f, arrive("粤A12345"))
	older := snapshot(t, f)
	execute(t, f, arrive("粤A54321"))
	defer f.Watch(shop, func() {})()
	j.mu.Lock()
	j.head = 2
	j.mu.Unlock()
	require.Eventually(t, func() bool { return snapshot(t, f) == older }, 30*time.Second, 20*time.Millisecond)
}
