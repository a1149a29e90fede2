package checker

import (
	"context"
	"fmt"
	"slices"
	"time"

	"bayline/board"
	"bayline/internal/journal"
)

// looks is how often screens are looked at while they settle.
const looks = 20 * time.Millisecond

// behind is a screen that does not show the journal's state, and why it does not.
type behind struct{ name, why string }

// excused says whose screens need not be right.
type excused struct {
	cut    []int // doors whose screens cannot follow
	orphan []int // doors whose screens may be behind as long as they say so
	strict bool  // a screen that is not connected counts as behind, too
}

// nobody is excused: every screen is connected and right.
var nobody = excused{strict: true}

// admitted is how old a picture must say it is to be excused for being old.
const admitted = 2 * time.Second

// converged waits until every connected screen shows what the journal says. It returns how long after the last commit
// the last of them was right, and whoever is still behind when the bound has passed.
func (r *rig) converged(ctx context.Context, bound time.Duration, who excused) (took time.Duration, late []behind, err error) {
	began := r.ledger.lastCommit()
	if time.Since(began) > bound {
		began = time.Now()
	}
	deadline := began.Add(bound)
	heads := map[board.ShopID]int64{}
	for {
		looked := time.Now()
		moved, err := r.readHeads(ctx, heads)
		if err != nil {
			return 0, nil, err
		}
		if moved { // a command nobody waits for any more was carried out late
			began, deadline = looked, looked.Add(bound)
		}
		late = r.lookAround(who)
		if len(late) == 0 {
			return r.lastChange(began), nil, nil
		}
		if looked.After(deadline) {
			return time.Since(began), late, nil
		}
		select {
		case <-ctx.Done():
			return 0, late, ctx.Err()
		case <-time.After(looks):
		}
	}
}

// readHeads brings the histories up to date and tells whether one has grown since heads was filled.
func (r *rig) readHeads(ctx context.Context, heads map[board.ShopID]int64) (moved bool, err error) {
	for shop, h := range r.histories {
		if err := h.read(ctx); err != nil {
			return false, err
		}
		if old, known := heads[shop]; known && old != h.head() {
			moved = true
		}
		heads[shop] = h.head()
	}
	return moved, nil
}

// lookAround gives the screens that do not show the journal's state.
func (r *rig) lookAround(who excused) (late []behind) {
	for _, s := range r.screens {
		shown, door, connected := s.shows()
		switch {
		case !connected && who.strict:
			late = append(late, behind{s.name, "not connected"})
			continue
		case !connected, slices.Contains(who.cut, door):
			continue
		}
		h := r.histories[board.ShopID(s.shop)]
		state := h.newest()
		// The view may have been computed at any minute since: only what changes is sent.
		ok, why := false, ""
		for at := time.UnixMilli(shown.At); !ok; {
			ok, why = showsState(h, state, s, shown.Entries, at)
			next := at.Truncate(time.Minute).Add(time.Minute)
			if at.Before(state.At) && state.At.Before(next) {
				next = state.At.Truncate(time.Millisecond).Add(time.Millisecond)
			}
			if at = next; at.After(time.Now()) {
				break
			}
		}
		if !ok && slices.Contains(who.orphan, door) && time.Duration(shown.Age)*time.Millisecond >= admitted {
			continue
		}
		if !ok {
			late = append(late, behind{s.name, fmt.Sprintf("at position %d of %d (rev %d, door %d): %s", shown.Seq, state.Seq, shown.Rev, door, why)})
		}
	}
	return late
}

// lastChange gives how long after began the newest picture came to a screen.
func (r *rig) lastChange(began time.Time) (took time.Duration) {
	for _, s := range r.screens {
		took = max(took, s.pictured().Sub(began))
	}
	return took
}

// settleLedger looks every command up in the journal: an acknowledged one must be there as acknowledged, a refused one
// must not, and together they must explain every record since the last time, each once.
func (r *rig) settleLedger(ctx context.Context) (found []Violation, err error) {
	owners := map[board.ShopID]map[int64]*deed{}
	heads := map[board.ShopID]int64{}
	for shop, h := range r.histories {
		if err := h.read(ctx); err != nil {
			return nil, err
		}
		owners[shop], heads[shop] = map[int64]*deed{}, h.head()
	}
	complain := func(kind Kind, d *deed, format string, args ...any) {
		found = append(found, Violation{Kind: kind, Where: string(d.shop), What: d.command + " " + d.key + " " + fmt.Sprintf(format, args...)})
	}
	var open []*deed
	for _, d := range r.ledger.unsettled() {
		receipt, _, known, err := r.site.truth.Lookup(ctx, string(d.shop), d.key)
		if err != nil {
			return nil, fmt.Errorf("checker: look up %s: %w", d.key, err)
		}
		switch {
		case !known && d.receipt != nil && len(d.receipt.Events) > 0:
			complain(Durable, d, "was acknowledged at %d and is not in the journal", d.receipt.Seq)
			continue
		case !known && d.doubt && d.receipt == nil:
			open = append(open, d) // may still come: a frozen instance has it
			continue
		case !known:
			continue
		case d.refusal != "" && !d.doubt:
			complain(Once, d, "was refused (%s) and is in the journal at %d", d.refusal, receipt.First)
		// "It is so already" is a right answer to a try that came while an earlier one was just being committed.
		case d.receipt != nil && len(d.receipt.Events) > 0 && d.receipt.Seq != receipt.Last:
			complain(Durable, d, "was acknowledged at %d and is in the journal at %d", d.receipt.Seq, receipt.Last)
		}
		if receipt.Last > heads[d.shop] {
			open = append(open, d) // came after we read the journal
			continue
		}
		r.own(owners, d, receipt, complain)
	}
	r.ledger.keep(open)
	for shop, h := range r.histories {
		for seq := r.settled[shop] + 1; seq <= heads[shop]; seq++ {
			if owners[shop][seq] == nil && h.kindAt(seq) != byPlanner {
				found = append(found, Violation{Kind: Once, Where: string(shop), What: fmt.Sprintf("record %d (%s) is in the journal and no command asked for it", seq, h.kindAt(seq))})
			}
		}
		r.settled[shop] = heads[shop]
	}
	return append(found, r.ledger.complaints()...), nil
}

// own gives the records of a command their owner.
func (r *rig) own(owners map[board.ShopID]map[int64]*deed, d *deed, at journal.Receipt, complain func(Kind, *deed, string, ...any)) {
	for seq := at.First; seq <= at.Last; seq++ {
		if other := owners[d.shop][seq]; other != nil {
			complain(Once, d, "and %s share record %d", other.key, seq)
		}
		owners[d.shop][seq] = d
	}
	if d.receipt == nil || at.First <= r.histories[d.shop].base() {
		return
	}
	for i, kind := range d.receipt.Events {
		if stored := r.histories[d.shop].kindAt(at.First + int64(i)); stored != kind {
			complain(Durable, d, "was acknowledged as %v and record %d is %q", d.receipt.Events, at.First+int64(i), stored)
		}
	}
}
