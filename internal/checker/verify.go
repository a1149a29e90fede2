package checker

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"bayline/board"
	"bayline/display/live/livetest"
)

// verifier replays what screens were shown and holds every frame against the journal.
type verifier struct {
	histories map[board.ShopID]*history
	bound     time.Duration          // for a change to reach a screen that listens; 0: unbounded
	blind     int                    // door whose screens cannot be expected to hear in time; -1: none
	told      map[position]time.Time // when records were acknowledged
	committed func(position) (time.Time, error)
	pictures  map[string]picture // by epoch and rev: all screens of a view must agree

	frames  int
	checked int             // pictures compared with the journal
	delays  []time.Duration // from an event's time to the frame that first showed it
	slowest time.Duration
	found   []Violation
	err     error // the first of asking the journal
}

// picture is what an epoch and rev showed to the first screen that had it.
type picture struct {
	where   string
	entries map[string]json.RawMessage
}

func newVerifier(histories map[board.ShopID]*history, bound time.Duration, blind int) *verifier {
	return &verifier{histories: histories, bound: bound, blind: blind, pictures: map[string]picture{}}
}

func (v *verifier) fault(kind Kind, where, format string, args ...any) {
	v.found = append(v.found, Violation{Kind: kind, Where: where, What: fmt.Sprintf(format, args...)})
}

// backlog is how long a screen that begins to listen again may be busy with what lay on the line.
const backlog = time.Second

// trace verifies one screen. held is what it showed before the trace; the result is what it shows after it.
func (v *verifier) trace(s *screen, held livetest.State, steps []step) livetest.State {
	var deaf time.Time
	for _, st := range steps {
		if st.text == nil {
			deaf = st.at.Add(backlog)
			continue
		}
		v.frames++
		var f livetest.Frame
		if err := json.Unmarshal(st.text, &f); err != nil {
			v.fault(Prefix, s.name, "a frame is not JSON: %.80q", st.text)
			continue
		}
		if f.T == "bye" {
			continue
		}
		before := held
		v.frame(s, held, f)
		if err := held.Apply(st.text); err != nil {
			kind := Prefix
			if !errors.Is(err, livetest.ErrGap) {
				kind = Truthful
			}
			v.fault(kind, s.name, "%v", err)
			continue
		}
		v.picture(s, held)
		if st.at.After(deaf) && f.T != "hb" && held.Seq > before.Seq {
			v.delay(s, before, held, st)
		}
	}
	return held
}

// unremarkable is a delay not worth finding out the record for.
const unremarkable = 100 * time.Millisecond

// delay measures how long the oldest change of a frame took to reach the screen.
func (v *verifier) delay(s *screen, before, held livetest.State, st step) {
	h := v.histories[board.ShopID(s.shop)]
	newest := h.pasts(held.Seq)
	if len(newest) != 1 || h.forked() {
		return
	}
	v.delays = append(v.delays, st.at.Sub(newest[0].At))
	if oldest := h.pasts(before.Seq + 1); len(oldest) == 1 && st.at.Sub(oldest[0].At) <= max(v.slowest, unremarkable) {
		return // whichever of the records it is that shows
	}
	at := time.UnixMilli(held.At).Add(999 * time.Microsecond).UTC()
	if past := h.pasts(before.Seq); len(past) != 1 || !shows(h, past[0], s, before.Entries, at) {
		return // the clock alone has changed the view
	}
	for seq := before.Seq + 1; seq <= held.Seq; seq++ {
		past := h.pasts(seq)
		if len(past) != 1 {
			return
		}
		if next := h.pasts(seq + 1); len(next) == 1 && next[0].At.Equal(past[0].At) {
			continue // of one command with the next: nobody was ever to see what lies between
		}
		if shows(h, past[0], s, before.Entries, at) {
			continue // not to be seen in this view
		}
		took := v.since(position{h.shop, seq}, past[0].At, st.at)
		if st.door != v.blind {
			v.slowest = max(v.slowest, took)
			if v.bound > 0 && took > v.bound {
				v.fault(Convergence, s.name, "record %d (%s) took %v to reach it through door %d", seq, h.kindAt(seq), took.Round(time.Millisecond), st.door)
			}
		}
		return
	}
}

// since gives how long before a moment a record was committed. That lies between its own time, when it was decided, and
// its acknowledgement. Where nobody was told, a command may have waited long for a lock that a frozen instance held;
// the journal is asked when that would make a difference.
func (v *verifier) since(p position, decided, at time.Time) time.Duration {
	if told, ok := v.told[p]; ok {
		return at.Sub(told)
	}
	if took := at.Sub(decided); v.bound == 0 || took <= v.bound {
		return took
	}
	committed, err := v.committed(p)
	if err != nil && v.err == nil {
		v.err = err
	}
	return at.Sub(committed)
}

// shows tells whether entries are the view of a state at a moment.
func shows(h *history, state *board.State, s *screen, entries map[string]json.RawMessage, at time.Time) bool {
	want, err := h.render(state, s.view, s.params, at)
	if err != nil {
		return false
	}
	_, same := alike(want, entries)
	return same
}

// frame verifies a frame by what it says about itself.
func (v *verifier) frame(s *screen, held livetest.State, f livetest.Frame) {
	if f.T == "snap" {
		if f.Shop != s.shop || f.View != s.view || f.Params != s.params.Encode() {
			v.fault(Isolation, s.name, "a snapshot of %s %s %q", f.Shop, f.View, f.Params)
		}
		if f.Epoch == held.Epoch && f.Rev < held.Rev {
			v.fault(Prefix, s.name, "epoch %s went from rev %d to %d", f.Epoch, held.Rev, f.Rev)
		}
	}
	if f.Seq >= held.Seq {
		return
	}
	if f.T == "snap" && f.Epoch != held.Epoch && v.histories[board.ShopID(s.shop)].forked() {
		return // the journal itself went back
	}
	v.fault(Monotonic, s.name, "%s of %s went from position %d to %d", f.T, f.Epoch, held.Seq, f.Seq)
}

// picture verifies what the screen shows now: it must be the view of the journal's first held.Seq records.
func (v *verifier) picture(s *screen, held livetest.State) {
	id := fmt.Sprintf("%s %d", held.Epoch, held.Rev)
	if other, known := v.pictures[id]; !known {
		v.pictures[id] = picture{s.name, held.Entries}
	} else if key, same := alike(other.entries, held.Entries); !same {
		v.fault(Equivalence, s.name, "rev %s differs from that of %s in %q: %.120q, %.120q", id, other.where, key, held.Entries[key], other.entries[key])
	}
	v.checked++
	h := v.histories[board.ShopID(s.shop)]
	past := h.pasts(held.Seq)
	if len(past) == 0 {
		v.fault(Phantom, s.name, "position %d, but the journal ends at %d", held.Seq, h.head())
		return
	}
	var why string
	for _, state := range past {
		var ok bool
		if ok, why = showsState(h, state, s, held.Entries, time.UnixMilli(held.At)); ok {
			return
		}
	}
	for _, shop := range slices.Sorted(maps.Keys(v.histories)) {
		other := v.histories[shop]
		if string(shop) != s.shop && other.owns(held.Entries["shop"], s) {
			v.fault(Isolation, s.name, "at position %d it shows shop %s", held.Seq, shop)
			return
		}
	}
	v.fault(Phantom, s.name, "rev %s at position %d (%s): %s", id, held.Seq, h.kindAt(held.Seq), why)
}

// owns tells whether an entry "shop" is the one of this shop.
func (h *history) owns(entry json.RawMessage, s *screen) bool {
	state := h.newest()
	entries, err := h.render(state, s.view, s.params, state.At)
	return err == nil && len(entry) > 0 && bytes.Equal(entries["shop"], entry)
}

// showsState tells whether entries are the view of a state at a time. A frame gives its time in whole milliseconds, so
// both ends of the millisecond count.
func showsState(h *history, state *board.State, s *screen, entries map[string]json.RawMessage, at time.Time) (ok bool, why string) {
	at = at.UTC()
	for _, moment := range []time.Time{at.Add(999 * time.Microsecond), at} {
		want, err := h.render(state, s.view, s.params, moment)
		if err != nil {
			return false, err.Error()
		}
		key, same := alike(want, entries)
		if same {
			return true, ""
		}
		why = fmt.Sprintf("%q: %s", key, difference(entries[key], want[key]))
	}
	return false, why
}

// difference shows where two values part.
func difference(shown, want json.RawMessage) string {
	at := 0
	for at < len(shown) && at < len(want) && shown[at] == want[at] {
		at++
	}
	from := max(0, at-60)
	part := func(b []byte) []byte { return b[min(from, len(b)):min(at+60, len(b))] }
	return fmt.Sprintf("shown ..%s.., the journal says ..%s..", part(shown), part(want))
}

// alike compares two sets of entries and names a key in which they differ.
func alike(a, b map[string]json.RawMessage) (key string, same bool) {
	for _, key := range slices.Sorted(maps.Keys(a)) {
		if !bytes.Equal(a[key], b[key]) {
			return key, false
		}
	}
	for _, key := range slices.Sorted(maps.Keys(b)) {
		if _, known := a[key]; !known {
			return key, false
		}
	}
	return "", true
}
