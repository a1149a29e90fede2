package floor

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"bayline/board"
)

// shop is one live shop. Readers take state without a lock. Whoever decides on
// it or pulls has turn and may wait for the journal with it; whoever replaces
// it has moving, and waits for nobody: a journal that hangs must not keep what
// the bus brings from the screens.
type shop struct {
	id     board.ShopID
	turn   mutex
	moving sync.Mutex
	state  atomic.Pointer[board.State]

	confirmedAt atomic.Int64 // real time, Unix microseconds
	committedAt atomic.Int64 // real time, Unix microseconds
	savedSeq    atomic.Int64 // newest snapshot
	behind      atomic.Bool  // events are missing and must be pulled
	uncertain   atomic.Bool  // the journal may hold events that no instance was told of

	holders int       // who needs it in memory; guarded by Floor.mu, as is heldAt
	heldAt  time.Time // when the last of them left

	watching sync.Mutex
	since    time.Time // when the first of the present watchers came
	watchers map[int]func()
	nextID   int
}

// mutex is a lock that can be waited for no longer than a context allows: a
// command stuck behind a dead database must still answer in time.
type mutex struct {
	once sync.Once
	slot chan struct{}
}

func (m *mutex) init() { m.once.Do(func() { m.slot = make(chan struct{}, 1) }) }

func (m *mutex) lock(ctx context.Context) error {
	m.init()
	select {
	case m.slot <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (m *mutex) unlock() { <-m.slot }

func (sh *shop) confirmed() time.Time { return time.UnixMicro(sh.confirmedAt.Load()) }

// confirm notes that the state equalled the journal at a time.
func (sh *shop) confirm(at time.Time) {
	sh.confirmedAt.Store(max(sh.confirmedAt.Load(), at.UnixMicro()))
}

func (sh *shop) watch(notify func()) (cancel func()) {
	sh.watching.Lock()
	defer sh.watching.Unlock()
	if len(sh.watchers) == 0 {
		sh.since = time.Now()
	}
	id := sh.nextID
	sh.nextID++
	sh.watchers[id] = notify
	return func() {
		sh.watching.Lock()
		defer sh.watching.Unlock()
		delete(sh.watchers, id)
	}
}

func (sh *shop) watched() bool {
	sh.watching.Lock()
	defer sh.watching.Unlock()
	return len(sh.watchers) > 0
}

// watchedSince tells since when there were always watchers; zero: there are none.
func (sh *shop) watchedSince() time.Time {
	sh.watching.Lock()
	defer sh.watching.Unlock()
	if len(sh.watchers) == 0 {
		return time.Time{}
	}
	return sh.since
}

// notify calls the watchers. They must not block; the lock guarantees that no
// call starts after cancel has returned.
func (sh *shop) notify() {
	sh.watching.Lock()
	defer sh.watching.Unlock()
	for _, notify := range sh.watchers {
		notify()
	}
}

// advance makes a later state visible, unless somebody was quicker. The journal ended with it at a time.
func (sh *shop) advance(next *board.State, at time.Time) {
	sh.moving.Lock()
	defer sh.moving.Unlock()
	if now := sh.state.Load(); now == nil || next.Seq > now.Seq {
		sh.replaceLocked(next, at)
		return
	}
	sh.confirm(at)
}

// replace makes a state visible that need not be later: the journal went back.
// The caller has the turn.
func (sh *shop) replace(next *board.State, at time.Time) {
	sh.moving.Lock()
	defer sh.moving.Unlock()
	sh.replaceLocked(next, at)
}

// replaceLocked needs moving. The state comes first: confirmed before it is there, an older one would pass for fresh.
func (sh *shop) replaceLocked(s *board.State, at time.Time) {
	sh.state.Store(s)
	sh.confirm(at)
	sh.notify()
}
