package checker

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"sync"
	"time"

	"bayline/board"
	"bayline/dispatch"
	"bayline/display"
	"bayline/internal/journal"
)

// readBatch is how many records are read from the journal at once.
const readBatch = 1000

// history is what the journal says about one shop: the state after every record of the round. After a restore from a
// backup the shop has two pasts for a while, and a screen may rightly have shown either.
type history struct {
	shop  board.ShopID
	truth journal.Journal

	mu    sync.Mutex
	lines []*line // the newest is the last
	views map[viewAt]map[string]json.RawMessage
	plans map[planAt]*dispatch.Plan
}

// byPlanner stands for the kind of a record that the planner wrote of its own
// accord: nobody sent a command for it.
const byPlanner = "by the planner"

// line is one past: states[i] is the state at seq base+i, kinds[i] the record that led there.
type line struct {
	base   int64
	states []*board.State
	kinds  []string
}

func (l *line) head() int64 { return l.base + int64(len(l.states)) - 1 }

func (l *line) at(seq int64) *board.State {
	if seq < l.base || seq > l.head() {
		return nil
	}
	return l.states[seq-l.base]
}

func (l *line) kind(seq int64) string {
	if seq <= l.base || seq > l.head() {
		return ""
	}
	return l.kinds[seq-l.base]
}

type planAt struct {
	state *board.State
	at    time.Time
}

type viewAt struct {
	state  *board.State
	view   string
	params string
	at     time.Time
}

func newHistory(shop board.ShopID, truth journal.Journal) *history {
	h := &history{shop: shop, truth: truth}
	h.lines = []*line{{states: []*board.State{board.NewState(shop)}, kinds: []string{""}}}
	h.clear()
	return h
}

func (h *history) clear() {
	h.views, h.plans = map[viewAt]map[string]json.RawMessage{}, map[planAt]*dispatch.Plan{}
}

// read folds what the journal has more.
func (h *history) read(ctx context.Context) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	l := h.lines[len(h.lines)-1]
	for {
		records, err := h.truth.Read(ctx, string(h.shop), l.head(), readBatch)
		if err != nil {
			return fmt.Errorf("checker: %w", err)
		}
		for _, r := range records {
			e, err := board.Decode(r.Kind, r.Seq, r.At, r.Data)
			if err != nil {
				return fmt.Errorf("checker: %w", err)
			}
			next := l.states[len(l.states)-1].Clone()
			if !next.Apply(e) {
				return fmt.Errorf("checker: journal of %s has %d after %d", h.shop, e.Seq, l.head())
			}
			kind := r.Kind
			if e.Actor.Name == dispatch.Planner {
				kind = byPlanner
			}
			l.states, l.kinds = append(l.states, next), append(l.kinds, kind)
		}
		if len(records) < readBatch {
			return nil
		}
	}
}

// fork begins a new past: the journal was put back to what it was at seq.
func (h *history) fork(seq int64) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	old := h.lines[len(h.lines)-1]
	if seq < old.base || seq > old.head() {
		return fmt.Errorf("checker: %s cannot go back to %d, known from %d to %d", h.shop, seq, old.base, old.head())
	}
	n := seq - old.base + 1
	h.lines = append(h.lines, &line{base: old.base, states: append([]*board.State{}, old.states[:n]...), kinds: append([]string{}, old.kinds[:n]...)})
	return nil
}

// underWay is how many records a picture may be behind when it is sent: the planner and the recorder of forecasts write while the
// hands rest between two rounds, and a frame of the round that begins may be of just before.
const underWay = 50

// forget drops all but the newest states: the round is verified.
func (h *history) forget() {
	h.mu.Lock()
	defer h.mu.Unlock()
	l := h.lines[len(h.lines)-1]
	gone := max(0, len(l.states)-1-underWay)
	h.lines = []*line{{base: l.base + int64(gone), states: l.states[gone:], kinds: l.kinds[gone:]}}
	h.clear()
}

// newest gives the state at the head as last read.
func (h *history) newest() *board.State {
	h.mu.Lock()
	defer h.mu.Unlock()
	l := h.lines[len(h.lines)-1]
	return l.states[len(l.states)-1]
}

func (h *history) head() int64 { return h.newest().Seq }

// base gives the position before the first record that is remembered.
func (h *history) base() int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.lines[len(h.lines)-1].base
}

// forked tells whether the journal went back in this round.
func (h *history) forked() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.lines) > 1
}

// kindAt gives the kind of a record of the newest past.
func (h *history) kindAt(seq int64) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.lines[len(h.lines)-1].kind(seq)
}

// pasts gives the states the shop had at a position: one, or two after a restore.
func (h *history) pasts(seq int64) []*board.State {
	h.mu.Lock()
	defer h.mu.Unlock()
	var all []*board.State
	for _, l := range h.lines {
		if s := l.at(seq); s != nil && (len(all) == 0 || all[0] != s) {
			all = append(all, s)
		}
	}
	return all
}

// render computes a view as the product does, from a state of the journal: the plan is made for the minute of at, so
// that all parts of the view can be compared, planned times as well.
func (h *history) render(state *board.State, view string, params url.Values, at time.Time) (map[string]json.RawMessage, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	key := viewAt{state, view, params.Encode(), at}
	if entries, ok := h.views[key]; ok {
		return entries, nil
	}
	minute := at.Truncate(time.Minute)
	if state.At.After(minute) {
		minute = state.At
	}
	plan := h.plans[planAt{state, minute}]
	if plan == nil {
		plan = dispatch.CurrentPlan(state, minute)
		h.plans[planAt{state, minute}] = plan
	}
	better := func() *dispatch.Proposal { return dispatch.FindBetter(state, plan, plan.At) }
	shown, err := display.Render(view, display.Scene{State: state, Plan: plan, Now: at, Proposal: better}, params)
	if err != nil {
		return nil, fmt.Errorf("checker: render %s: %w", view, err)
	}
	entries, err := display.Entries(shown)
	if err == nil {
		h.views[key] = entries
	}
	return entries, err
}
