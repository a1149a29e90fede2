package checker

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"bayline/board"
	"bayline/board/boardtest"
	"bayline/display/live/livetest"
)

// options of a run.
type options struct {
	seed     uint64
	shops    int
	pace     time.Duration // mean pause of a hand between two commands
	patience float64       // multiplies every bound
	beat     time.Duration // how long hands work before a fault and after it
	log      func(format string, args ...any)
}

// rig is the work, the screens and the verifier around a site.
type rig struct {
	options
	site      site
	rng       *rand.Rand
	gate      *gate
	ledger    *ledger
	histories map[board.ShopID]*history
	settled   map[board.ShopID]int64 // records up to here have their owners
	backup    map[board.ShopID]int64 // where the journal stood when the backup was taken
	screens   []*screen
	hands     []*hand
	held      map[*screen]livetest.State // what each showed when the last round was verified
	web       *http.Client

	end  context.CancelFunc
	live sync.WaitGroup
}

// views are what hangs in every shop, each in front of one instance at first.
var views = []struct {
	view   string
	params url.Values
}{
	{"board", nil}, {"board", nil}, {"board", nil}, {"lounge", nil}, {"welcome", nil}, {"dispatch", nil},
	{"tech", url.Values{"technician": {"T1"}}}, {"advisor", url.Values{"advisor": {"A1"}}}, {"inspection", nil},
}

// handsPerShop work in each shop at once, so that they compete.
const handsPerShop = 2

// newRig opens the shops and hangs up the screens. Stop must be called.
func newRig(ctx context.Context, s site, o options) (*rig, error) {
	r := &rig{
		options: o, site: s, rng: rand.New(rand.NewPCG(o.seed, 1)), gate: newGate(), ledger: newLedger(),
		histories: map[board.ShopID]*history{}, settled: map[board.ShopID]int64{}, held: map[*screen]livetest.State{},
		web: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 8, IdleConnTimeout: 5 * time.Second}},
	}
	for i := range o.shops {
		shop := board.ShopID(fmt.Sprintf("shop%d", i+1))
		if err := r.openShop(ctx, shop); err != nil {
			return nil, err
		}
		r.hangScreens(shop)
	}
	living, end := context.WithCancel(ctx)
	r.end = end
	for _, s := range r.screens {
		r.live.Go(func() { s.follow(living) })
	}
	for _, h := range r.hands {
		r.live.Go(func() { h.live(living) })
	}
	r.live.Go(func() { r.mirror(living) })
	return r, nil
}

// stop ends hands and screens.
func (r *rig) stop() {
	r.gate.set(false, true)
	r.end()
	r.live.Wait()
	r.web.CloseIdleConnections()
}

// openShop opens a shop like boardtest's, in a time zone in which it is morning, so that there is work to plan.
func (r *rig) openShop(ctx context.Context, shop board.ShopID) error {
	model, _ := boardtest.Shop(shop, boardtest.Monday)
	settings := model.Settings
	settings.Name, settings.Zone = "检验 "+string(shop), morning(time.Now())
	commands := []board.Command{board.OpenShop{Settings: settings}, board.SetLabourTimes{Times: boardtest.Catalogue()}}
	for _, b := range board.Sorted(model.Bays) {
		commands = append(commands, board.SetBay{Bay: *b})
	}
	for _, p := range board.Sorted(model.People) {
		who := *p
		who.Team = ""
		commands = append(commands, board.SetPerson{Person: who})
	}
	for _, t := range board.Sorted(model.Teams) {
		commands = append(commands, board.SetTeam{Team: *t})
	}
	h := newHistory(shop, r.site.truth)
	r.histories[shop] = h
	for i := range handsPerShop {
		r.hands = append(r.hands, &hand{
			shop: shop, doors: r.site.doors, rng: rand.New(rand.NewPCG(r.seed, r.rng.Uint64())), ledger: r.ledger, mirror: h.newest,
			pace: r.pace, web: r.web, gate: r.gate, name: fmt.Sprintf("%s-%d-%x", shop, i, r.seed),
		})
	}
	opener := r.hands[len(r.hands)-1]
	r.gate.work()
	defer r.gate.set(false, false)
	for _, c := range commands {
		opener.give(ctx, c)
	}
	if err := h.read(ctx); err != nil {
		return err
	}
	if state := h.newest(); !state.Open || len(state.Teams) != len(model.Teams) {
		return fmt.Errorf("checker: %s could not be opened: %v", shop, r.ledger.codes)
	}
	return nil
}

// morning gives a time zone in which it is about half past nine.
func morning(now time.Time) string {
	offset := 9 - now.UTC().Hour()
	if offset < -11 {
		offset += 24
	}
	switch {
	case offset == 0:
		return "Etc/GMT"
	case offset > 0:
		return fmt.Sprintf("Etc/GMT-%d", offset) // the sign of these names is turned around
	}
	return fmt.Sprintf("Etc/GMT+%d", -offset)
}

func (r *rig) hangScreens(shop board.ShopID) {
	for i, v := range views {
		door := (i + len(r.screens)) % len(r.site.doors)
		name := strings.TrimSuffix(fmt.Sprintf("%s/%s.%d %s", shop, v.view, i, v.params.Encode()), " ")
		r.screens = append(r.screens, newScreen(name, picked{string(shop), v.view, v.params}, r.site.doors, door, r.rng.Uint64()))
	}
}

// mirror keeps the histories near the journal for the hands, as far as it answers.
func (r *rig) mirror(ctx context.Context) {
	tick := time.NewTicker(150 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		for _, h := range r.histories {
			_ = h.read(ctx) // the journal may be down, which is what we came to see
		}
	}
}

// verify replays the round's traces and settles the ledger, and begins a new round. The hands must rest and the journal
// must answer. Every change must have reached every screen that listened within bound, but for those at the blind door.
func (r *rig) verify(ctx context.Context, bound time.Duration, blind int) (*verifier, error) {
	for _, h := range r.histories {
		if err := h.read(ctx); err != nil {
			return nil, err
		}
	}
	j := newVerifier(r.histories, bound, blind)
	j.told = r.ledger.acknowledged()
	j.committed = func(p position) (time.Time, error) { return r.site.committed(ctx, p) }
	for _, s := range r.screens {
		steps := s.take()
		r.held[s] = j.trace(s, r.held[s], steps)
	}
	if j.err != nil {
		return nil, j.err
	}
	found, err := r.settleLedger(ctx)
	if err != nil {
		return nil, err
	}
	j.found = append(j.found, found...)
	for _, h := range r.histories {
		h.forget()
	}
	return j, nil
}

// load lets the hands work for a while.
func (r *rig) load(ctx context.Context, d time.Duration) error {
	r.gate.work()
	return wait(ctx, d)
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// delayAt gives a quantile of delays.
func delayAt(delays []time.Duration, q float64) time.Duration {
	if len(delays) == 0 {
		return 0
	}
	slices.Sort(delays)
	return delays[int(q*float64(len(delays)-1))]
}
