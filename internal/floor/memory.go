package floor

import (
	"sync"
	"time"

	"bayline/board"
)

// Which shops are in memory: those that somebody holds (a screen, a command, a question), and those that exist and were
// held lately. A shop without a record leaves with the last one who asked for it, so that questions about invented
// shops leave nothing behind; it is looked up in the journal every time, since another instance may open it.

// hold returns the shop and keeps it in memory until release.
func (f *Floor) hold(id board.ShopID) *shop {
	f.mu.Lock()
	defer f.mu.Unlock()
	sh, ok := f.shops[id]
	if !ok {
		sh = &shop{id: id, watchers: map[int]func(){}}
		f.shops[id] = sh
	}
	sh.holders++
	return sh
}

func (f *Floor) release(sh *shop) {
	f.mu.Lock()
	defer f.mu.Unlock()
	sh.holders--
	sh.heldAt = time.Now()
	if state := sh.state.Load(); sh.holders == 0 && (state == nil || state.Seq == 0) {
		delete(f.shops, sh.id)
	}
}

// known returns the shop if it is in memory.
func (f *Floor) known(id board.ShopID) *shop {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.shops[id]
}

// Watch calls notify after every change of the shop, from any goroutine, until cancel is called. A watched shop is
// compared with the journal.
func (f *Floor) Watch(id board.ShopID, notify func()) (cancel func()) {
	sh := f.hold(id)
	unwatch := sh.watch(notify)
	var once sync.Once
	return func() {
		once.Do(func() {
			unwatch()
			f.release(sh)
		})
	}
}

// dropIdle takes the shops out of memory that nobody has held for a while.
func (f *Floor) dropIdle() {
	var left []board.ShopID
	f.mu.Lock()
	for id, sh := range f.shops {
		if sh.holders == 0 && !sh.behind.Load() && time.Since(sh.heldAt) >= f.opts.Idle {
			delete(f.shops, id)
			left = append(left, id)
		}
	}
	f.mu.Unlock()
	if f.opts.Left == nil {
		return
	}
	for _, id := range left {
		f.opts.Left(id)
	}
}
