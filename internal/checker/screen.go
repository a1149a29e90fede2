package checker

import (
	"bytes"
	"context"
	"math/rand/v2"
	"net/url"
	"sync"
	"time"

	"bayline/display/live/livetest"
)

// How a page behaves: it gives a silent line up after two heartbeats and comes back soon, elsewhere.
const (
	silence  = 10 * time.Second
	dialTime = 4 * time.Second
	soonest  = 50 * time.Millisecond
	latest   = 500 * time.Millisecond
)

// picked is one view a screen shows.
type picked struct {
	shop, view string
	params     url.Values
}

// screen follows one view like a page: it keeps its picture, reconnects for ever, to another door each time, and says
// what it holds. It writes down everything it is shown.
type screen struct {
	picked
	name  string
	doors []string
	rng   *rand.Rand
	drop  func([]byte) bool // plants a fault on the way: frames it returns true for never arrive; may be nil

	mu        sync.Mutex
	thawed    *sync.Cond
	frozen    bool
	trace     []step
	state     livetest.State
	connected bool
	door      int
	home      int // the door it hangs at in the beginning of a round
	leave     bool
	heard     time.Time
	changed   time.Time // when its picture last changed
	dials     int
}

// step is one thing that happened to a screen.
type step struct {
	at   time.Time
	text []byte // a frame; nil when the screen begins to listen, after a pause of its own or the line's
	door int
}

func newScreen(name string, view picked, doors []string, door int, seed uint64) *screen {
	s := &screen{name: name, picked: view, doors: doors, door: door, home: door, rng: rand.New(rand.NewPCG(seed, uint64(door)))}
	s.thawed = sync.NewCond(&s.mu)
	return s
}

// follow runs until ctx ends.
func (s *screen) follow(ctx context.Context) {
	for ctx.Err() == nil {
		pause := s.session(ctx)
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
		case <-timer.C:
		}
	}
}

// session is one connection from dial to end. It returns how long to wait before the next.
func (s *screen) session(ctx context.Context) (pause time.Duration) {
	s.mu.Lock()
	door, has := s.doors[s.door], s.state
	s.state.Retry = 0
	s.mu.Unlock()
	query := url.Values{"shop": {s.shop}, "screen": {s.view}}
	for name, values := range s.params {
		query[name] = values
	}
	s.listens()
	dialing, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	line, err := livetest.Follow(dialing, door, query, has, s.hear)
	if err == nil {
		s.watch(ctx, line)
		line.Close()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.connected = false
	if s.leave {
		s.leave, s.door = false, s.home
		return 0
	}
	if others := len(s.doors) - 1; others > 0 {
		s.door = (s.door + 1 + s.rng.IntN(others)) % len(s.doors)
	}
	if s.state.Retry > 0 {
		return time.Duration(s.state.Retry) * time.Millisecond
	}
	return soonest + time.Duration(s.rng.Int64N(int64(latest-soonest)))
}

// watch returns when the line has ended, was silent too long, or ctx ends.
func (s *screen) watch(ctx context.Context, line *livetest.Screen) {
	s.mu.Lock()
	s.connected, s.heard, s.dials = true, time.Now(), s.dials+1
	s.mu.Unlock()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			s.freeze(false)
			return
		case <-tick.C:
		}
		_, err := line.State()
		s.mu.Lock()
		lost := err != nil || s.leave || (!s.frozen && time.Since(s.heard) > silence)
		s.mu.Unlock()
		if lost {
			return
		}
	}
}

// hear takes a frame in the order of the line. While the screen is frozen it takes none, so that the line fills up as it
// does when a process is stopped.
func (s *screen) hear(text []byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.frozen {
		s.thawed.Wait()
	}
	s.heard = time.Now()
	if s.drop != nil && s.drop(text) {
		return false
	}
	s.trace = append(s.trace, step{at: s.heard, text: text, door: s.door})
	before := s.state.Snaps + s.state.Patches
	_ = s.state.Apply(text) // a frame that does not fit leaves the state as it was; the verifier finds the same
	if s.state.Snaps+s.state.Patches > before {
		s.changed = s.heard
	}
	return true
}

// goHome makes a screen that has moved connect to its first door again, so that every round begins alike.
func (s *screen) goHome() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.leave = s.connected && s.door != s.home
}

func (s *screen) freeze(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.frozen, s.heard = on, time.Now()
	s.trace = append(s.trace, step{at: s.heard, door: s.door})
	s.thawed.Broadcast()
}

// listens notes that the screen begins to listen.
func (s *screen) listens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.trace = append(s.trace, step{at: time.Now(), door: s.door})
}

// shows tells what the screen shows, at which door, and whether it is connected.
func (s *screen) shows() (state livetest.State, door int, connected bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state, s.door, s.connected && !s.frozen
}

// pictured tells when the picture last changed.
func (s *screen) pictured() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changed
}

// heardBye tells whether a farewell came through a door since a time.
func (s *screen) heardBye(door int, since time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, st := range s.trace {
		if st.door == door && st.at.After(since) && bytes.Contains(st.text, []byte(`"t":"bye"`)) {
			return true
		}
	}
	return false
}

// take hands the trace over and starts a new one.
func (s *screen) take() []step {
	s.mu.Lock()
	defer s.mu.Unlock()
	trace := s.trace
	s.trace = nil
	return trace
}
