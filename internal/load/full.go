package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"bayline/board"
)

// Of G: how many shops, and the four screens of each.
const fullShops = 500

var fullScreens = []string{"board", "dispatch", "advisor", "lounge"}

// viewer is one screen of the full path: where each frame stood in the shop's log, and when it came.
type viewer struct {
	screen
	shop, view string
	seq        atomic.Int64 // the newest position known to be shown on this connection

	sightsMu sync.Mutex
	sights   []sight
}

type sight struct {
	seq int64
	at  time.Time
}

func newViewer(address string, number int, shop, view string) *viewer {
	v := &viewer{shop: shop, view: view}
	v.number, v.address, v.room = number, address, shop+"/"+view
	v.speak = dialect{path: v.path, joins: func(int, string) []string { return nil }, hear: v.hear}
	return v
}

func (v *viewer) path(_ string, has []byte) string {
	return strings.Replace(baylinePath(url.QueryEscape(v.shop), has), "screen=board", "screen="+v.view, 1)
}

func (v *viewer) hear(s *screen, text []byte) string {
	now := time.Now()
	_, after, ok := bytes.Cut(text, []byte(`"seq":`))
	if !ok {
		return ""
	}
	seq, _ := number(after)
	if !bytes.HasPrefix(text, []byte(`{"t":"hb"`)) {
		s.show(room{n: seq}, text)
		v.sightsMu.Lock()
		v.sights = append(v.sights, sight{seq, now})
		v.sightsMu.Unlock()
	} else {
		s.confirm()
	}
	v.seq.Store(seq)
	return ""
}

// told is a command that was carried out.
type told struct {
	shop string
	seq  int64
	sent time.Time
}

// full measures G.
type full struct {
	house   *house
	shops   []string
	visits  []board.VisitID
	stopped []bool
	viewers []*viewer
	newest  map[string]int64
}

func fullPath(ctx context.Context, w io.Writer, dir, database, redis string, rate float64, window time.Duration) (err error) {
	h, err := openHouse(ctx, dir, database, redis)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	if err := h.start(ctx); err != nil {
		return err
	}
	f := &full{house: h, newest: map[string]int64{}, stopped: make([]bool, fullShops)}
	for i := range fullShops {
		f.shops = append(f.shops, fmt.Sprint("s", i))
	}
	if f.visits, err = h.furnish(ctx, f.shops); err != nil {
		return err
	}
	for _, shop := range f.shops {
		for _, view := range fullScreens {
			f.viewers = append(f.viewers, newViewer(h.address, len(f.viewers), shop, view))
		}
	}
	defer f.cut()
	if _, _, err := f.join(ctx, together); err != nil {
		return err
	}
	fmt.Fprintf(w, "\nG: bayline serve, PostgreSQL and Redis, %d screens (%s) of %d shops with %d cars each\n\n| what | figure |\n|---|---|\n", len(f.viewers), strings.Join(fullScreens, ", "), fullShops, shopCars)
	if err := f.commands(ctx, w, rate, window); err != nil {
		return err
	}
	if err := f.lines(ctx, w); err != nil {
		return err
	}
	return f.restart(ctx, w)
}

// join connects every screen, again and again until it is let in, and waits until each shows at least its shop's
// newest position.
func (f *full) join(ctx context.Context, together int) (converged time.Duration, retries int64, err error) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	began := time.Now()
	gate := make(chan struct{}, together)
	var tries atomic.Int64
	var all sync.WaitGroup
	for _, v := range f.viewers {
		gate <- struct{}{}
		all.Go(func() {
			defer func() { <-gate }()
			for v.connect() != nil && ctx.Err() == nil {
				tries.Add(1)
				time.Sleep(100*time.Millisecond + rand.N(200*time.Millisecond))
			}
		})
	}
	all.Wait()
	for _, v := range f.viewers {
		for v.seq.Load() < max(1, f.newest[v.shop]) {
			if ctx.Err() != nil {
				return 0, 0, fmt.Errorf("screen %s of %s shows %d instead of %d: %w", v.view, v.shop, v.seq.Load(), f.newest[v.shop], ctx.Err())
			}
			time.Sleep(time.Millisecond)
		}
	}
	return time.Since(began), tries.Load(), nil
}

func (f *full) cut() {
	for _, v := range f.viewers {
		if v.wire != nil {
			_ = v.wire.conn.Close()
		}
	}
	for _, v := range f.viewers {
		v.reader.Wait()
		v.seq.Store(0)
	}
}

// change stops the work on a shop's car, or ends the stop.
func (f *full) change(ctx context.Context, i int) (told, error) {
	var c board.Command = board.StopWork{Visit: f.visits[i], Reason: board.StopCustomer}
	if f.stopped[i] {
		c = board.EndStop{Visit: f.visits[i]}
	}
	f.stopped[i] = !f.stopped[i]
	t := told{shop: f.shops[i], sent: time.Now()}
	var err error
	t.seq, _, err = f.house.execute(ctx, t.shop, c)
	return t, err
}

// commands gives commands at a steady rate, to one shop after the other, and looks when the screens showed them.
func (f *full) commands(ctx context.Context, w io.Writer, rate float64, window time.Duration) error {
	count := int(rate * window.Seconds())
	all := make([]told, count)
	errs := make([]error, count)
	answered := make([]time.Duration, count)
	var calls sync.WaitGroup
	began := time.Now()
	for n := range all {
		if err := pause(ctx, time.Until(began.Add(time.Duration(float64(n)/rate*float64(time.Second))))); err != nil {
			return err
		}
		calls.Go(func() {
			all[n], errs[n] = f.change(ctx, n%len(f.shops))
			answered[n] = time.Since(all[n].sent)
		})
	}
	calls.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	for _, t := range all {
		f.newest[t.shop] = max(f.newest[t.shop], t.seq)
	}
	if err := pause(ctx, 2*time.Second); err != nil {
		return err
	}
	byShop := map[string][]*viewer{}
	for _, v := range f.viewers {
		byShop[v.shop] = append(byShop[v.shop], v)
	}
	var late []time.Duration
	shown := map[string]int{}
	for _, t := range all {
		for _, v := range byShop[t.shop] {
			if at, ok := v.sawAfter(t); ok {
				late = append(late, at.Sub(t.sent))
				shown[v.view]++
			}
		}
	}
	slices.Sort(late)
	slices.Sort(answered)
	fmt.Fprintf(w, "| %g commands/s for %s: command sent over HTTP to frame at the screen, commit included (bar for commit to frame: p99 < 250 ms) | p50 %s, p99 %s |\n", rate, window, ms(quantile(late, 0.5)), ms(quantile(late, 0.99)))
	fmt.Fprintf(w, "| command sent to answer | p50 %s, p99 %s |\n", ms(quantile(answered, 0.5)), ms(quantile(answered, 0.99)))
	for _, view := range fullScreens {
		fmt.Fprintf(w, "| %s screens: commands shown/given | %d/%d |\n", view, shown[view], count)
	}
	return nil
}

// sawAfter gives the first frame with a command in it.
func (v *viewer) sawAfter(t told) (time.Time, bool) {
	v.sightsMu.Lock()
	defer v.sightsMu.Unlock()
	for _, s := range v.sights {
		if s.seq >= t.seq {
			return s.at, true
		}
	}
	return time.Time{}, false
}

// lines cuts every socket at once; the server lives.
func (f *full) lines(ctx context.Context, w io.Writer) error {
	f.cut()
	for i := 0; i < len(f.shops); i += 10 {
		t, err := f.change(ctx, i)
		if err != nil {
			return err
		}
		f.newest[t.shop] = t.seq
	}
	before := f.house.meter.statements.Load()
	converged, retries, err := f.join(ctx, len(f.viewers))
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "| all lines cut, all back at once: until the last screen shows the journal's newest (bar: 5 s) | %.2f s, %d database statements, %d refused dials |\n", converged.Seconds(), f.house.meter.statements.Load()-before, retries)
	return nil
}

// restart kills the server and starts it again: it knows nothing, and everybody is there at once.
func (f *full) restart(ctx context.Context, w io.Writer) error {
	f.house.kill()
	f.cut()
	before, began := f.house.meter.statements.Load(), time.Now()
	if err := f.house.start(ctx); err != nil {
		return err
	}
	ready, after := time.Since(began), f.house.meter.statements.Load()
	converged, retries, err := f.join(ctx, len(f.viewers))
	if err != nil {
		return err
	}
	now := f.house.meter.statements.Load()
	fmt.Fprintf(w, "| killed and started: until ready | %.2f s, %d database statements |\n", ready.Seconds(), after-before)
	fmt.Fprintf(w, "| then all screens at once: until the last one shows the journal's newest (bars: 5 s, statements <= %d shops + a constant) | %.2f s, %d database statements, %d refused dials |\n", len(f.shops), converged.Seconds(), now-after, retries)
	return nil
}
