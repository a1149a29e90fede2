package checker

import (
	"bytes"
	"context"
	"encoding/json"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"bayline/display/live"
	"bayline/internal/bus"
	"bayline/internal/journal"
)

// fasthttp keeps a cleaner for ten seconds after a server has stopped, and a clock for ever; toxiproxy loses a goroutine
// with a line that was cut while a toxic was added.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.(*workerPool).Start.func2"),
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.updateServerDate.func1"),
		goleak.IgnoreAnyFunction("github.com/Shopify/toxiproxy/v2/toxics.(*ToxicStub).Run"))
}

// A checker that never complains proves nothing. It must be silent about the product as it is ...
func TestTheHonestTwinIsNotAccused(t *testing.T) {
	require.Empty(t, violations(t, &plant{}))
}

// Losing every message is no lie as long as positions are compared: each of the two makes the other's failure good.
func TestSkippedPublishesAloneAreMadeGood(t *testing.T) {
	p := &plant{oneDoor: true, publish: func(p *plant, _ bus.Message) bool { return !p.armed.Load() }}
	require.NotContains(t, violationsWithin(t, p, withoutBus), Convergence)
}

// ... and complain about every kind of lie.
func TestPlantedFaultsAreCaught(t *testing.T) {
	pictures := &shown{}
	for name, c := range map[string]struct {
		plant  *plant
		caught Kind
	}{
		"a patch is lost": {&plant{
			arrives: func(p *plant, text []byte) bool { return !bytes.Contains(text, []byte(`"t":"patch"`)) || !p.every(20) },
		}, Prefix},
		"a change is left out of a patch": {&plant{
			render: func(p *plant, l live.Source, ctx context.Context, key live.ViewKey) (live.Picture, error) {
				picture, err := l.Render(ctx, key)
				if err == nil && p.every(10) {
					picture = without(picture, pictures.last(key))
				}
				pictures.note(key, picture)
				return picture, err
			},
		}, Phantom},
		"the view of another shop is sent": {&plant{
			render: func(p *plant, l live.Source, ctx context.Context, key live.ViewKey) (live.Picture, error) {
				picture, err := l.Render(ctx, key)
				if err == nil && p.every(10) {
					other, err := l.Render(ctx, otherShop(key))
					other.Seq = picture.Seq
					return other, err
				}
				return picture, err
			},
		}, Isolation},
		"an older picture is sent": {&plant{
			render: func(p *plant, l live.Source, ctx context.Context, key live.ViewKey) (live.Picture, error) {
				picture, err := l.Render(ctx, key)
				if err == nil && p.every(10) {
					picture.Seq -= 3
				}
				return picture, err
			},
		}, Monotonic},
		"a command is acknowledged before it is committed, and lost": {&plant{
			append: func(p *plant, j journal.Journal, ctx context.Context, a journal.Append) (journal.Receipt, error) {
				if p.every(8) {
					return fakeReceipt(a), nil
				}
				return j.Append(ctx, a)
			},
		}, Durable},
		"what is shown was never committed": {&plant{
			append: func(p *plant, j journal.Journal, ctx context.Context, a journal.Append) (journal.Receipt, error) {
				if p.every(8) {
					return fakeReceipt(a), nil
				}
				return j.Append(ctx, a)
			},
		}, Phantom},
		"a command is carried out twice": {&plant{
			append: func(p *plant, j journal.Journal, ctx context.Context, a journal.Append) (journal.Receipt, error) {
				receipt, err := j.Append(ctx, a)
				if err == nil && !receipt.Replayed && p.every(8) {
					a.Key, a.Expected, a.Since = "", receipt.Last, time.Time{}
					_, err = j.Append(ctx, a)
				}
				return receipt, err
			},
		}, Once},
		"a repeated command is carried out again": {&plant{
			append: func(p *plant, j journal.Journal, ctx context.Context, a journal.Append) (journal.Receipt, error) {
				if p.armed.Load() {
					a.Key = ""
				}
				return j.Append(ctx, a)
			},
		}, Once},
		// Either alone is made good by the other, which the product promises; both at once must be seen where nothing
		// else makes an instance look at the journal.
		"changes are neither published nor compared": {&plant{
			compare: time.Hour, oneDoor: true,
			publish: func(p *plant, _ bus.Message) bool { return !p.armed.Load() },
		}, Convergence},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := violations(t, c.plant)
			require.Contains(t, found, c.caught)
			t.Log(found[c.caught])
		})
	}
}

// shown remembers the last picture of every view.
type shown struct {
	mu   sync.Mutex
	data map[live.ViewKey]map[string]json.RawMessage
}

func (s *shown) note(key live.ViewKey, p live.Picture) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.data == nil {
		s.data = map[live.ViewKey]map[string]json.RawMessage{}
	}
	s.data[key] = p.Data
}

func (s *shown) last(key live.ViewKey) map[string]json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.data[key]
}
