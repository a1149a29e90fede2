package checker

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/display/live"
	"bayline/internal/api"
	"bayline/internal/bus"
	"bayline/internal/floor"
	"bayline/internal/journal"
	"bayline/internal/journal/sqlite"
	"bayline/internal/planner"
	"bayline/internal/testkit"
	"bayline/static"
)

// plant is a fault built into the checker's own twin of the product: two instances in this process, made of the
// product's rooms, with something false between them. Nothing is planted until armed is set.
type plant struct {
	armed   atomic.Bool
	count   atomic.Int64
	compare time.Duration // of the floors; 0: as in the product
	oneDoor bool          // hands use the first instance alone, so that no command makes the other look

	publish func(p *plant, m bus.Message) bool                                                                // false: the message is not sent
	append  func(p *plant, j journal.Journal, ctx context.Context, a journal.Append) (journal.Receipt, error) //nolint:revive // in the order of the story
	render  func(p *plant, l live.Source, ctx context.Context, key live.ViewKey) (live.Picture, error)        //nolint:revive // in the order of the story
	arrives func(p *plant, text []byte) bool                                                                  // false: the frame is lost on the way
}

// every tells whether the plant strikes this time.
func (p *plant) every(n int64) bool { return p.armed.Load() && p.count.Add(1)%n == 0 }

type plantedBus struct {
	*bus.Bus
	*plant
}

func (b plantedBus) Publish(ctx context.Context, m bus.Message) error {
	if b.publish != nil && !b.publish(b.plant, m) {
		return nil
	}
	return b.Bus.Publish(ctx, m)
}

type plantedJournal struct {
	journal.Journal
	*plant
}

func (j plantedJournal) Append(ctx context.Context, a journal.Append) (journal.Receipt, error) {
	if j.append == nil {
		return j.Journal.Append(ctx, a)
	}
	return j.append(j.plant, j.Journal, ctx, a)
}

type plantedSource struct {
	live.Source
	*plant
}

func (s plantedSource) Render(ctx context.Context, key live.ViewKey) (live.Picture, error) {
	if s.render == nil {
		return s.Source.Render(ctx, key)
	}
	return s.render(s.plant, s.Source, ctx, key)
}

// openTwin starts two instances and a rig around them.
func openTwin(t *testing.T, p *plant) *rig {
	t.Helper()
	store, err := sqlite.Open(t.Context(), testkit.Dir(t))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	url, prefix := testkit.Redis(t)
	s := site{truth: store}
	for range 2 {
		s.doors = append(s.doors, openInstance(t, p, store, url, prefix))
	}
	r, err := newRig(t.Context(), s, options{seed: 7, shops: 2, pace: 40 * time.Millisecond, patience: 4, log: t.Logf})
	require.NoError(t, err)
	t.Cleanup(r.stop)
	if p.oneDoor {
		for _, h := range r.hands {
			h.doors = h.doors[:1]
		}
	}
	if p.arrives != nil {
		for _, s := range r.screens {
			s.mu.Lock()
			s.drop = func(text []byte) bool { return !p.arrives(p, text) }
			s.mu.Unlock()
		}
	}
	return r
}

func openInstance(t *testing.T, p *plant, store journal.Journal, url, prefix string) string {
	t.Helper()
	quiet := slog.New(slog.DiscardHandler)
	b, err := bus.Open(t.Context(), bus.Options{URL: url, Prefix: prefix})
	require.NoError(t, err)
	f := floor.Open(floor.Options{Journal: plantedJournal{store, p}, Bus: plantedBus{b, p}, Guards: []floor.Guard{floor.RuleGuard}, Logger: quiet, Compare: p.compare})
	plans := planner.New(f, planner.Options{})
	site, err := static.Open()
	require.NoError(t, err)
	hub := live.NewHub(plantedSource{&api.LiveSource{Scenes: plans, Committed: f.Committed}, p}, live.Options{
		Logger: quiet, Confirmed: func(shop string) time.Time { return f.Confirmed(board.ShopID(shop)) },
	})
	server := api.New(api.Options{Floor: f, Scenes: plans, Hub: hub, Site: site, Logger: quiet})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	served := make(chan error, 1)
	go func() { served <- server.App.Listener(listener) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		require.NoError(t, hub.Drain(ctx))
		require.NoError(t, server.App.ShutdownWithContext(ctx))
		require.NoError(t, <-served)
		plans.Close()
		f.Close()
		require.NoError(t, b.Close())
	})
	return "http://" + listener.Addr().String()
}

// violations works with the plant in place and gives the kinds of violation found.
func violations(t *testing.T, p *plant) map[Kind]string {
	t.Helper()
	return violationsWithin(t, p, withBus)
}

// violationsWithin demands that screens converge within bound.
func violationsWithin(t *testing.T, p *plant, bound time.Duration) map[Kind]string {
	t.Helper()
	r := openTwin(t, p)
	require.NoError(t, r.load(t.Context(), 300*time.Millisecond))
	p.armed.Store(true)
	require.NoError(t, r.load(t.Context(), 1500*time.Millisecond))
	kinds := map[Kind]string{}
	complain := func(v Violation) { kinds[v.Kind] = fmt.Sprint(v) }
	_, err := r.expect(t.Context(), patient(bound, r.patience), nobody, "planted", complain)
	require.NoError(t, err)
	p.armed.Store(false)
	j, err := r.verify(t.Context(), 0, -1)
	require.NoError(t, err)
	require.Greater(t, j.checked, 50, "hardly a picture was compared")
	acked, _, _ := r.ledger.tally()
	require.Greater(t, acked, 20, "hardly a command was accepted: %v", r.ledger.codes)
	for _, v := range j.found {
		complain(v)
	}
	return kinds
}

// fakeReceipt is what a journal would answer that had written.
func fakeReceipt(a journal.Append) journal.Receipt {
	return journal.Receipt{First: a.Expected + 1, Last: a.Expected + int64(len(a.Records)), Reply: a.Reply}
}

// otherShop gives the key of the same view in another shop.
func otherShop(key live.ViewKey) live.ViewKey {
	if key.Shop == "shop1" {
		key.Shop = "shop2"
	} else {
		key.Shop = "shop1"
	}
	return key
}

// without gives a picture without what changed last in one entry.
func without(p live.Picture, old map[string]json.RawMessage) live.Picture {
	data := map[string]json.RawMessage{}
	for key, value := range p.Data {
		data[key] = value
		if before, ok := old[key]; ok {
			data[key] = before
		}
	}
	p.Data = data
	return p
}
