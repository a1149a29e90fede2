package floor

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"bayline/board"
	"bayline/internal/bus"
	"bayline/internal/journal"
)

// pullBatch is how many records are read at once.
const pullBatch = 1000

// receive takes what the bus brings. It never waits for the journal: it runs
// on the bus's own goroutine, and one stuck shop must not hold up the others.
func (f *Floor) receive(e bus.Event) {
	switch m := e.(type) {
	case bus.Message:
		sh := f.known(board.ShopID(m.Shop))
		if sh == nil || sh.state.Load() == nil {
			return
		}
		f.applyMessage(sh, m)
		f.snapshot(sh)
	case bus.Gap:
		f.counts.gaps.Add(1)
		f.mu.Lock()
		for _, sh := range f.shops {
			sh.behind.Store(true)
		}
		f.mu.Unlock()
		f.gap.Store(true)
		f.wakeUp()
	}
}

func (f *Floor) wakeUp() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// applyMessage applies the events of a message that are next; a gap makes the
// shop pull.
func (f *Floor) applyMessage(sh *shop, m bus.Message) {
	sh.moving.Lock()
	defer sh.moving.Unlock()
	state := sh.state.Load()
	if m.Seq <= state.Seq {
		return // our own echo, or late
	}
	since, events, err := unpack(m.Payload)
	if err != nil || len(events) == 0 { // empty: too large for the bus
		if err != nil {
			f.opts.Logger.Error("message from another instance", "shop", sh.id, "error", err)
		}
		sh.behind.Store(true)
		f.wakeUp()
		return
	}
	next := state.Clone()
	last := time.UnixMicro(since) // when the record before the next event was made
	for _, e := range events {
		if e.Seq <= next.Seq {
			last = e.At
			continue
		}
		if follows := e.Seq == 1 || last.Equal(next.At); !follows || !next.Apply(e) {
			f.counts.gaps.Add(1)
			sh.behind.Store(true)
			f.wakeUp()
			return
		}
		last = e.At
	}
	f.counts.received.Add(1)
	now := time.Now()
	sh.committedAt.Store(now.UnixMicro())
	sh.replaceLocked(next, now)
}

// compareLoop compares the positions of watched shops with the journal, and
// pulls for shops that are known to lack events.
func (f *Floor) compareLoop() {
	defer f.work.Done()
	tick := time.NewTicker(f.opts.Compare)
	defer tick.Stop()
	for {
		select {
		case <-f.ctx.Done():
			return
		case <-f.wake:
			if f.gap.Swap(false) {
				f.compare() // one question for all shops, then only those are read that have changed
			} else {
				f.pullBehind()
			}
		case <-tick.C:
			tick.Reset(f.untilCompare())
			f.compare()
			f.dropIdle()
		}
	}
}

// untilCompare is the time from one comparison to the next. What only a comparison brings is on the screens after it
// and the way there; while the bus is known to be down that is every change of another instance, and halving the wait
// leaves a busy database two seconds of the three that are promised.
func (f *Floor) untilCompare() time.Duration {
	if f.opts.Bus.Healthy() != nil {
		return f.opts.Compare / 2
	}
	return f.opts.Compare
}

// compare asks the journal once for the positions of all shops that are watched or known to be behind, and pulls for
// those that have changed.
func (f *Floor) compare() {
	var names []string
	var shops []*shop
	f.mu.Lock()
	for id, sh := range f.shops {
		if sh.watched() || sh.behind.Load() && sh.state.Load() != nil {
			names, shops = append(names, string(id)), append(shops, sh)
		}
	}
	f.mu.Unlock()
	if len(names) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(f.ctx, f.opts.CallTimeout)
	defer cancel()
	asked := time.Now()
	was := make([]bool, len(shops))
	for i, sh := range shops {
		was[i] = sh.behind.Swap(false) // first, so that a gap noticed from here on counts
	}
	heads, err := f.opts.Journal.Heads(ctx, names)
	if err != nil {
		for i, sh := range shops {
			if was[i] {
				sh.behind.Store(true)
			}
		}
		f.counts.compareErrors.Add(1)
		return
	}
	for i, sh := range shops {
		state, head := sh.state.Load(), heads[names[i]]
		switch {
		case sh.uncertain.Load(), state == nil && head.Seq > 0:
			sh.behind.Store(true)
		case state == nil: // watched before it exists
		case endsLike(head, state):
			sh.confirm(asked)
		case head.Seq < state.Seq && time.UnixMicro(sh.committedAt.Load()).After(asked):
			// appended while we asked
		default:
			sh.behind.Store(true)
		}
	}
	f.pullBehind()
}

// pullBehind pulls for every shop that is behind, a few at a time.
func (f *Floor) pullBehind() {
	f.mu.Lock()
	var behind []*shop
	for _, sh := range f.shops {
		if sh.behind.Load() && (sh.state.Load() != nil || sh.watched()) {
			behind = append(behind, sh)
		}
	}
	f.mu.Unlock()
	var group sync.WaitGroup
	slots := make(chan struct{}, 4)
	for _, sh := range behind {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			ctx, cancel := context.WithTimeout(f.ctx, f.opts.CallTimeout)
			defer cancel()
			if err := f.catchUp(ctx, sh); err != nil && f.ctx.Err() == nil {
				f.opts.Logger.Warn("catch up", "shop", sh.id, "error", err)
			}
		})
	}
	group.Wait()
}

// catchUp brings the shop to the head of the journal.
func (f *Floor) catchUp(ctx context.Context, sh *shop) error {
	if err := sh.turn.lock(ctx); err != nil {
		return fmt.Errorf("%w: %w", journal.ErrUnavailable, err)
	}
	defer f.finish(sh)
	return f.pull(ctx, sh)
}

// pull brings the state to the head of the journal. The caller has the turn.
func (f *Floor) pull(ctx context.Context, sh *shop) error {
	// First, so that a gap noticed from here on leads to another pull.
	sh.behind.Store(false)
	uncertain := sh.uncertain.Swap(false)
	if err := f.read(ctx, sh); err != nil {
		sh.behind.Store(true)
		sh.uncertain.Store(uncertain || sh.uncertain.Load())
		return err
	}
	if uncertain {
		f.publish(ctx, bus.Message{Shop: string(sh.id), Seq: sh.state.Load().Seq})
	}
	return nil
}

// read reads what the state lacks. A journal that does not have the state's
// last record was put back to a backup: the state is folded anew.
func (f *Floor) read(ctx context.Context, sh *shop) error {
	asked := time.Now()
	state := sh.state.Load()
	fresh := state == nil
	if !fresh {
		heads, err := f.opts.Journal.Heads(ctx, []string{string(sh.id)})
		if err != nil {
			return fmt.Errorf("head of %s: %w", sh.id, err)
		}
		head := heads[string(sh.id)]
		if endsLike(head, state) {
			sh.confirm(asked)
			return nil
		}
		if fresh, err = f.otherPast(ctx, state); err != nil {
			return err
		}
		if fresh {
			f.opts.Logger.Warn("journal went back, state is folded anew", "shop", sh.id, "have", state.Seq, "journal", head.Seq)
		}
	}
	next, rs, err := f.base(ctx, sh, state, fresh)
	for err == nil {
		if err = follow(next, rs); err != nil || len(rs) < pullBatch {
			break
		}
		rs, err = f.records(ctx, sh.id, next.Seq)
	}
	if err != nil {
		return err
	}
	sh.committedAt.Store(time.Now().UnixMicro())
	if fresh {
		sh.replace(next, asked)
		return nil
	}
	f.counts.catchUps.Add(1)
	sh.advance(next, asked)
	return nil
}

// endsLike tells whether a log ends with the state's last record.
func endsLike(head journal.Head, state *board.State) bool {
	return head.Seq == state.Seq && (state.Seq == 0 || head.At.Equal(state.At))
}

// otherPast tells whether the journal does not have the state's last record:
// it was put back to a backup, and has perhaps grown another way since.
func (f *Floor) otherPast(ctx context.Context, state *board.State) (bool, error) {
	if state.Seq == 0 {
		return false, nil
	}
	rs, err := f.opts.Journal.Read(ctx, string(state.Shop), state.Seq-1, 1)
	if err != nil {
		return false, fmt.Errorf("read %s: %w", state.Shop, err)
	}
	return len(rs) == 0 || !rs[0].At.Equal(state.At), nil
}

// base returns the state to fold on, a copy of the one at hand, the newest
// snapshot, or an empty one, and the first records to fold.
func (f *Floor) base(
	ctx context.Context, sh *shop, state *board.State, fresh bool,
) (*board.State, []journal.Record, error) {
	if !fresh {
		rs, err := f.records(ctx, sh.id, state.Seq)
		return state.Clone(), rs, err
	}
	past, err := f.opts.Journal.Past(ctx, string(sh.id), board.SnapshotSchema, pullBatch)
	if err != nil {
		return nil, nil, fmt.Errorf("past of %s: %w", sh.id, err)
	}
	if past.Snapshot.Seq == 0 {
		return board.NewState(sh.id), past.Records, nil
	}
	restored, err := board.Restore(past.Snapshot.Data)
	if err == nil && past.Records[0].At.Equal(restored.At) {
		sh.savedSeq.Store(restored.Seq)
		return restored, past.Records, nil
	}
	// Unreadable, or saved by an instance that had not noticed yet that the journal has another past.
	f.opts.Logger.Warn("snapshot of no use, folding from the first event",
		"shop", sh.id, "seq", past.Snapshot.Seq, "error", err)
	rs, err := f.records(ctx, sh.id, 0)
	return board.NewState(sh.id), rs, err
}

// records reads what follows a position.
func (f *Floor) records(ctx context.Context, shop board.ShopID, after int64) ([]journal.Record, error) {
	rs, err := f.opts.Journal.Read(ctx, string(shop), after, pullBatch)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", shop, err)
	}
	return rs, nil
}

// follow folds those records that the state does not have. Events of a newer program are not for this one: until it is
// upgraded the shop is unavailable here, and clients try again elsewhere or later.
func follow(s *board.State, rs []journal.Record) error {
	events, err := decode(rs)
	if errors.Is(err, board.ErrNewer) {
		return fmt.Errorf("%w: %w", journal.ErrUnavailable, err)
	}
	if err != nil {
		return err
	}
	for _, e := range events {
		if e.Seq > s.Seq && !s.Apply(e) {
			return fmt.Errorf("journal of %s: event %d does not follow %d", s.Shop, e.Seq, s.Seq)
		}
	}
	return nil
}

// snapshot saves the state when enough events have passed since the last one,
// in the background: nobody waits for it.
func (f *Floor) snapshot(sh *shop) {
	state, saved := sh.state.Load(), sh.savedSeq.Load()
	if state == nil || state.Seq-saved < f.opts.SnapshotEvery || f.ctx.Err() != nil ||
		!sh.savedSeq.CompareAndSwap(saved, state.Seq) {
		return
	}
	f.work.Add(1)
	go func() {
		defer f.work.Done()
		ctx, cancel := context.WithTimeout(f.ctx, f.opts.CallTimeout)
		defer cancel()
		data, err := state.Snapshot()
		if err == nil {
			snapshot := journal.Snapshot{Shop: string(sh.id), Seq: state.Seq, Schema: board.SnapshotSchema, Data: data}
			err = f.opts.Journal.SaveSnapshot(ctx, snapshot)
		}
		if err != nil && f.ctx.Err() == nil {
			f.opts.Logger.Warn("save snapshot", "shop", sh.id, "error", err)
		}
	}()
}
