package floor

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"bayline/board"
	"bayline/internal/bus"
	"bayline/internal/journal"
)

// maxTries bounds how often a command is decided again because another writer
// was faster.
const maxTries = 100

// Request is what a command carries besides its content.
type Request struct {
	Actor board.Actor
	On    time.Time // when it happened, if earlier than now
	Key   string    // idempotency key, may be empty

	Predicted *board.Predicted // what a choice is expected to cost; no part of what makes a request the same
}

// Receipt is the answer to an accepted command.
type Receipt struct {
	Seq      int64         `json:"seq" doc:"position in the shop's log after the command"`
	Visit    board.VisitID `json:"visit,omitempty" doc:"the visit it was about"`
	Stage    board.Stage   `json:"stage,omitempty" doc:"where that visit stands now"`
	Events   []string      `json:"events" doc:"kinds of the events recorded; empty: everything was so already"`
	Replayed bool          `json:"replayed,omitempty" doc:"the answer of an earlier request with the same key"`
}

// Execute carries out one command: it is decided by the rules, written to the
// journal, applied and announced. When it returns without an error the change
// is on disk. Errors: a *board.Refusal or a guard's error when a rule says no,
// journal.ErrKeyReused, journal.ErrUnavailable when the store cannot be
// reached, or the context's error.
func (f *Floor) Execute(ctx context.Context, id board.ShopID, c board.Command, req Request) (Receipt, error) {
	digest, err := digestOf(c, req)
	if err != nil {
		return Receipt{}, err
	}
	if req.Key != "" {
		if r, found, err := f.earlier(ctx, id, req.Key, digest); err != nil || found {
			return r, err
		}
	}
	sh := f.shop(id)
	if err := sh.turn.lock(ctx); err != nil {
		return Receipt{}, fmt.Errorf("%w: %w", journal.ErrUnavailable, err)
	}
	defer f.finish(sh)
	if sh.state.Load() == nil || !sh.watched() {
		if err := f.pull(ctx, sh); err != nil {
			return Receipt{}, err
		}
	}
	for range maxTries {
		r, err := f.attempt(ctx, sh, c, req, digest)
		if !errors.Is(err, journal.ErrConflict) {
			return r, err
		}
		f.counts.conflicts.Add(1)
		if err := f.pull(ctx, sh); err != nil {
			return Receipt{}, err
		}
	}
	return Receipt{}, fmt.Errorf("%w: too many writers at once", journal.ErrUnavailable)
}

// attempt decides the command on the state at hand and appends the events.
func (f *Floor) attempt(ctx context.Context, sh *shop, c board.Command, req Request, digest string) (Receipt, error) {
	state, now := sh.state.Load(), f.Now()
	events, next, err := board.Decide(state, c, board.Meta{Now: now, On: req.On.UTC().Truncate(time.Microsecond), Actor: req.Actor, Predicted: req.Predicted})
	if err != nil {
		return Receipt{}, f.refused(err)
	}
	for _, guard := range f.opts.Guards {
		if err := guard(state, c, now); err != nil {
			return Receipt{}, f.refused(err)
		}
	}
	if len(events) == 0 {
		return Receipt{Seq: state.Seq, Events: []string{}}, nil
	}
	receipt := receiptOf(events, next)
	rs, err := records(events)
	if err != nil {
		return Receipt{}, err
	}
	reply, err := json.Marshal(receipt)
	if err != nil {
		return Receipt{}, fmt.Errorf("encode receipt: %w", err)
	}
	visits, operations := facts(next, events)
	done, err := f.opts.Journal.Append(ctx, journal.Append{
		Shop: string(sh.id), Expected: state.Seq, Since: state.At, Records: rs,
		Key: req.Key, Digest: digest, Reply: reply, Visits: visits, Operations: operations,
	})
	if err != nil {
		if ctx.Err() != nil || errors.Is(err, journal.ErrUnavailable) {
			f.doubt(sh) // it may be in the journal nevertheless
		}
		return Receipt{}, fmt.Errorf("append: %w", err)
	}
	if done.Replayed {
		f.doubt(sh)
		return replayed(done.Reply)
	}
	committed := time.Now()
	sh.committedAt.Store(committed.UnixMicro())
	f.counts.commands.Add(1)
	f.counts.events.Add(int64(len(events)))
	sh.advance(next, committed)
	f.announce(ctx, sh, state.At, rs)
	return receipt, nil
}

// refused counts and passes on a rule's answer.
func (f *Floor) refused(err error) error {
	f.counts.refusals.Add(1)
	return err
}

// announce tells the other instances what was appended after the record made at since.
func (f *Floor) announce(ctx context.Context, sh *shop, since time.Time, rs []journal.Record) {
	payload, err := pack(since, rs)
	if err != nil {
		f.opts.Logger.Error("pack events", "shop", sh.id, "error", err)
		return
	}
	f.tell(ctx, bus.Message{Shop: string(sh.id), Seq: rs[len(rs)-1].Seq, Payload: payload})
}

// tell puts a message on the bus, even if who gave the command has gone: what it tells has been committed. A failure
// costs the other instances time, nothing else.
func (f *Floor) tell(ctx context.Context, m bus.Message) {
	if err := f.opts.Bus.Publish(context.WithoutCancel(ctx), m); err != nil {
		f.counts.unpublished.Add(1)
	}
}

// doubt has the shop brought to the head of the journal at once, which may hold more than this instance knows, and
// the other instances told to read it: nobody else will tell them.
func (f *Floor) doubt(sh *shop) {
	sh.doubted.Store(true)
	sh.lacks.Store(true)
	f.poke()
}

// finish gives the turn back.
func (f *Floor) finish(sh *shop) {
	f.snapshot(sh)
	sh.turn.unlock()
}

// earlier finds the answer of a command that was carried out before.
func (f *Floor) earlier(ctx context.Context, id board.ShopID, key, digest string) (Receipt, bool, error) {
	stored, had, found, err := f.opts.Journal.Lookup(ctx, string(id), key)
	if err != nil || !found {
		return Receipt{}, false, err
	}
	if had != digest {
		return Receipt{}, true, journal.ErrKeyReused
	}
	if sh := f.known(id); sh != nil {
		if state := sh.state.Load(); state != nil && state.Seq < stored.Last {
			f.doubt(sh)
		}
	}
	r, err := replayed(stored.Reply)
	return r, true, err
}

func replayed(reply []byte) (Receipt, error) {
	var r Receipt
	if err := json.Unmarshal(reply, &r); err != nil {
		return r, fmt.Errorf("stored reply: %w", err)
	}
	r.Replayed = true
	return r, nil
}

func receiptOf(events []board.Event, next *board.State) Receipt {
	r := Receipt{Seq: next.Seq}
	for _, e := range events {
		r.Events = append(r.Events, e.Kind())
		if id := e.VisitOf(); id != "" {
			r.Visit = id
		}
	}
	if v, ok := next.Visits[r.Visit]; ok {
		r.Stage = v.Stage
	}
	return r
}

// digestOf tells a repeated request from another one under the same key.
func digestOf(c board.Command, req Request) (string, error) {
	data, err := json.Marshal(struct {
		Name    string
		Command board.Command
		On      time.Time
		Actor   board.Actor
	}{c.Name(), c, req.On, req.Actor})
	if err != nil {
		return "", fmt.Errorf("digest of %s: %w", c.Name(), err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}
