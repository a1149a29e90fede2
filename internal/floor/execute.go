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
	sh := f.hold(id)
	defer f.release(sh)
	if err := sh.turn.lock(ctx); err != nil {
		return Receipt{}, fmt.Errorf("%w: %w", journal.ErrUnavailable, err)
	}
	defer f.finish(sh)
	fresh := sh.watched() && !sh.behind.Load()
	if sh.state.Load() == nil {
		if err := f.pull(ctx, sh); err != nil {
			return Receipt{}, err
		}
		fresh = true
	}
	for range maxTries {
		state := sh.state.Load()
		r, err := f.attempt(ctx, sh, state, c, req)
		switch {
		case errors.Is(err, journal.ErrConflict):
			f.counts.conflicts.Add(1)
		case !fresh && (err == nil && len(r.Events) == 0 || isRefusal(err)):
			// Nothing was appended, so nothing has proved yet that the state is the journal's.
		default:
			return f.answer(ctx, id, c, req, r, err)
		}
		if err := f.pull(ctx, sh); err != nil {
			return Receipt{}, err
		}
		if fresh = true; sh.state.Load() == state && !errors.Is(err, journal.ErrConflict) {
			return f.answer(ctx, id, c, req, r, err)
		}
	}
	return Receipt{}, fmt.Errorf("%w: too many writers at once", journal.ErrUnavailable)
}

// decided is the error of a rule: a refusal of the board or of a guard.
type decided struct{ error }

// Unwrap returns the rule's answer.
func (d decided) Unwrap() error { return d.error }

func isRefusal(err error) bool {
	var d decided
	return errors.As(err, &d)
}

// answer returns the outcome of a command. One that appended nothing may be the repetition of one that did: only then
// is its key looked up, since an append finds a known key itself.
func (f *Floor) answer(
	ctx context.Context, id board.ShopID, c board.Command, req Request, r Receipt, err error,
) (Receipt, error) {
	var d decided
	refused := errors.As(err, &d)
	if req.Key != "" && (refused || err == nil && len(r.Events) == 0) {
		if first, found, err := f.earlier(ctx, id, c, req); err != nil || found {
			return first, err
		}
	}
	if refused {
		f.counts.refusals.Add(1)
		return Receipt{}, d.error
	}
	return r, err
}

// attempt decides the command on a state and appends the events.
func (f *Floor) attempt(
	ctx context.Context, sh *shop, state *board.State, c board.Command, req Request,
) (Receipt, error) {
	now := f.Now()
	meta := board.Meta{Now: now, On: req.On.UTC().Truncate(time.Microsecond), Actor: req.Actor, Predicted: req.Predicted}
	events, next, err := board.Decide(state, c, meta)
	if err != nil {
		return Receipt{}, decided{err}
	}
	for _, guard := range f.opts.Guards {
		if err := guard(state, c, now); err != nil {
			return Receipt{}, decided{err}
		}
	}
	if len(events) == 0 {
		return Receipt{Seq: state.Seq, Events: []string{}}, nil
	}
	receipt := receiptOf(events, next)
	change := journal.Append{Shop: string(sh.id), Expected: state.Seq, Since: state.At}
	if change.Records, err = records(events); err != nil {
		return Receipt{}, err
	}
	if req.Key != "" { // only a key can ask for the answer again
		change.Key = req.Key
		if change.Digest, err = digestOf(c, req); err != nil {
			return Receipt{}, err
		}
		if change.Reply, err = json.Marshal(receipt); err != nil {
			return Receipt{}, fmt.Errorf("encode receipt: %w", err)
		}
	}
	done, err := f.opts.Journal.Append(ctx, change)
	if err != nil {
		if ctx.Err() != nil || errors.Is(err, journal.ErrUnavailable) {
			f.markUncertain(sh) // it may be in the journal nevertheless
		}
		return Receipt{}, fmt.Errorf("append: %w", err)
	}
	if done.Replayed {
		f.markUncertain(sh)
		return replayed(done.Reply)
	}
	committed := time.Now()
	sh.committedAt.Store(committed.UnixMicro())
	f.counts.commands.Add(1)
	f.counts.events.Add(int64(len(events)))
	sh.advance(next, committed)
	if f.opts.Committed != nil {
		f.opts.Committed(state)
	}
	f.announce(ctx, sh, state.At, change.Records)
	return receipt, nil
}

// announce tells the other instances what was appended after the record made at since.
func (f *Floor) announce(ctx context.Context, sh *shop, since time.Time, rs []journal.Record) {
	f.publish(ctx, bus.Message{Shop: string(sh.id), Seq: rs[len(rs)-1].Seq, Payload: pack(since, rs)})
}

// publish puts a message on the bus, even if who gave the command has gone: what it says has been committed. A failure
// costs the other instances time, nothing else.
func (f *Floor) publish(ctx context.Context, m bus.Message) {
	if err := f.opts.Bus.Publish(context.WithoutCancel(ctx), m); err != nil {
		f.counts.unpublished.Add(1)
	}
}

// markUncertain has the shop read at once: the journal may hold more than this instance knows, and the other instances
// must be told to read it too, since nobody else will tell them.
func (f *Floor) markUncertain(sh *shop) {
	sh.uncertain.Store(true)
	sh.behind.Store(true)
	f.wakeUp()
}

// finish releases the turn.
func (f *Floor) finish(sh *shop) {
	f.snapshot(sh)
	sh.turn.unlock()
}

// earlier finds the answer of a command that was carried out before.
func (f *Floor) earlier(ctx context.Context, id board.ShopID, c board.Command, req Request) (Receipt, bool, error) {
	digest, err := digestOf(c, req)
	if err != nil {
		return Receipt{}, false, err
	}
	stored, had, found, err := f.opts.Journal.Lookup(ctx, string(id), req.Key)
	if err != nil || !found {
		return Receipt{}, false, err
	}
	if had != digest {
		return Receipt{}, true, journal.ErrKeyReused
	}
	if sh := f.known(id); sh != nil {
		if state := sh.state.Load(); state != nil && state.Seq < stored.Last {
			f.markUncertain(sh)
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
