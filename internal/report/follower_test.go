package report_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"bayline/board"
	"bayline/board/boardtest"
	"bayline/internal/journal"
	"bayline/internal/journal/sqlite"
	"bayline/internal/report"
	"bayline/internal/testkit"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var opening = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

func openJournal(t testing.TB) journal.Journal {
	t.Helper()
	j, err := sqlite.Open(t.Context(), testkit.Dir(t))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, j.Close()) })
	return j
}

// writer decides commands and appends their events, as the floor does.
type writer struct {
	journal journal.Journal
	state   *board.State
	now     time.Time
}

func newWriter(t require.TestingT, j journal.Journal, shop string) *writer {
	w := &writer{journal: j, state: board.NewState(board.ShopID(shop)), now: opening}
	require.NoError(t, w.do(board.OpenShop{Settings: board.DefaultSettings("海珠店")}))
	return w
}

func (w *writer) do(c board.Command) error {
	events, next, err := board.Decide(w.state, c, board.Meta{Now: w.now, Actor: board.Actor{Name: "陈主管", Role: board.RoleAdmin}})
	if err != nil || len(events) == 0 {
		return err
	}
	change := journal.Append{Shop: string(w.state.Shop), Expected: w.state.Seq, Since: w.state.At}
	for _, e := range events {
		data, err := board.Encode(e)
		if err != nil {
			return err
		}
		change.Records = append(change.Records, journal.Record{At: e.At, Actor: e.Actor.Name, Kind: e.Kind(), Data: data})
	}
	_, err = w.journal.Append(context.Background(), change)
	if err == nil {
		w.state = next
	}
	return err
}

// Facts that follow random commands in batches of any size, by followers that die before and after a step is stored and
// by two of them at once, equal those that are made anew from the first record.
func TestFollowingEqualsRebuilding(t *testing.T) {
	j := openJournal(t)
	runs := 0
	rapid.Check(t, func(r *rapid.T) {
		runs++
		shop := fmt.Sprint("s", runs)
		w := newWriter(r, j, shop)
		var mu sync.Mutex
		store := &memory{journal: j}
		follower := func() *report.Follower {
			return report.NewFollower(report.Options{Journal: j, Store: store, Batch: rapid.IntRange(1, 7).Draw(r, "batch")})
		}
		one, two := follower(), follower()
		for range rapid.IntRange(1, 60).Draw(r, "commands") {
			w.now = w.now.Add(time.Duration(rapid.IntRange(0, 90).Draw(r, "minutes")) * time.Minute)
			before := w.state
			if err := w.do(boardtest.Draw(r, w.state, w.now)); err != nil {
				_, refused := board.AsRefusal(err)
				require.True(r, refused, "%v", err)
				continue
			}
			if w.state != before && rapid.Bool().Draw(r, "noticed") {
				one.Committed(before)
			}
			switch rapid.IntRange(0, 9).Draw(r, "then") {
			case 0: // killed in a step
				beforeStep := rapid.Bool().Draw(r, "before it is stored")
				store.die = func() (bool, bool) { return beforeStep, !beforeStep }
				_, _, err := one.VisitOfOrder(r.Context(), board.ShopID(shop), "R1")
				require.True(r, err == nil || err != nil && store.facts(shop).At.Seq <= w.state.Seq)
				store.die = nil
				one = follower()
			case 1, 2:
				_, _, err := one.VisitOfOrder(r.Context(), board.ShopID(shop), "R1")
				require.NoError(r, err)
				require.Equal(r, w.state.Seq, store.facts(shop).At.Seq, "a reader gets what is in the log")
			case 3: // two instances at once
				var group sync.WaitGroup
				var errs []error
				for _, f := range []*report.Follower{one, two} {
					group.Go(func() {
						_, _, err := f.VisitOfOrder(r.Context(), board.ShopID(shop), "R1")
						mu.Lock()
						defer mu.Unlock()
						errs = append(errs, err)
					})
				}
				group.Wait()
				require.Equal(r, []error{nil, nil}, errs)
			}
		}
		_, _, err := two.VisitOfOrder(r.Context(), board.ShopID(shop), "R1")
		require.NoError(r, err)
		followed := store.facts(shop)
		require.NoError(r, one.Rebuild(r.Context(), board.ShopID(shop), nil))
		require.Equal(r, store.facts(shop), followed)
		require.Equal(r, w.state.Seq, followed.At.Seq)
	})
}

func order(n int) board.Command {
	return board.Arrive{Details: board.Details{OrderNo: fmt.Sprintf("R%d", n), Plate: fmt.Sprintf("粤A%05d", n)}}
}

// A journal that was put back to a backup has lost records whose facts are there, and goes on another way: the facts are
// made anew, also when the log has grown to the same length since.
func TestFactsOfALostPastAreForgotten(t *testing.T) {
	first, second := openJournal(t), openJournal(t)
	store := &memory{journal: first}
	w := newWriter(t, first, "s")
	require.NoError(t, w.do(order(1)))
	one := report.NewFollower(report.Options{Journal: first, Store: store})
	_, found, err := one.VisitOfOrder(t.Context(), "s", "R1")
	require.NoError(t, err)
	require.True(t, found)

	other := newWriter(t, second, "s")
	other.now = other.now.Add(time.Second)
	require.NoError(t, other.do(order(2)))
	require.Equal(t, w.state.Seq, other.state.Seq)
	after := report.NewFollower(report.Options{Journal: second, Store: store})
	_, found, err = after.VisitOfOrder(t.Context(), "s", "R2")
	require.NoError(t, err)
	require.True(t, found)
	_, found, err = after.VisitOfOrder(t.Context(), "s", "R1")
	require.NoError(t, err)
	require.False(t, found)
}

// What is committed is stored without anybody asking, and so is what nobody has noticed: at the start.
func TestFollowerKeepsUp(t *testing.T) {
	j := openJournal(t)
	store := &memory{journal: j}
	w := newWriter(t, j, "s")
	f := report.Open(report.Options{Journal: j, Store: store, Delay: 5 * time.Millisecond})
	defer f.Close()
	at := func() bool { return store.facts("s").At.Seq == w.state.Seq }
	require.Eventually(t, at, 30*time.Second, time.Millisecond)
	before := w.state
	require.NoError(t, w.do(order(1)))
	f.Committed(before)
	require.Eventually(t, at, 30*time.Second, time.Millisecond)
}

// Questions about shops that do not exist leave nothing behind.
func TestUnknownShopsLeaveNoTrace(t *testing.T) {
	j := openJournal(t)
	store := &memory{journal: j}
	f := report.NewFollower(report.Options{Journal: j, Store: store})
	_, found, err := f.VisitOfOrder(t.Context(), "nowhere", "R1")
	require.NoError(t, err)
	require.False(t, found)
	behind, err := store.Behind(t.Context())
	require.NoError(t, err)
	require.Empty(t, behind)
}
