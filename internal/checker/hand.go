package checker

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"bayline/board"
	"bayline/board/boardtest"
	"bayline/internal/floor"

	"pgregory.net/rapid"
)

// What a hand waits for an answer, between two tries, and how often it tries.
const (
	answerTime = 4 * time.Second
	retryPause = 150 * time.Millisecond
	maxTries   = 40
)

// hand gives one command after the other to a shop, as people do who tap again when nothing happens.
type hand struct {
	shop   board.ShopID
	doors  []string
	rng    *rand.Rand
	ledger *ledger
	mirror func() *board.State // the shop as the journal has it, or had it when it last answered
	pace   time.Duration       // mean pause between two commands
	web    *http.Client
	gate   *gate
	number atomic.Int64
	name   string
}

// gate lets hands work or rest.
type gate struct {
	mu      sync.Mutex
	changed *sync.Cond
	open    bool
	closed  bool // for good
	busy    int
}

func newGate() *gate {
	g := &gate{}
	g.changed = sync.NewCond(&g.mu)
	return g
}

// enter waits until the gate is open. It returns false when it will never be again.
func (g *gate) enter() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	for !g.open && !g.closed {
		g.changed.Wait()
	}
	if g.closed {
		return false
	}
	g.busy++
	return true
}

func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.busy--
	g.changed.Broadcast()
}

func (g *gate) isOpen() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.open && !g.closed
}

// work opens the gate.
func (g *gate) work() { g.set(true, false) }

// rest closes the gate and waits until every hand has put its command down.
func (g *gate) rest() {
	g.set(false, false)
	g.mu.Lock()
	defer g.mu.Unlock()
	for g.busy > 0 {
		g.changed.Wait()
	}
}

func (g *gate) set(open, closed bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.open, g.closed = open, g.closed || closed
	g.changed.Broadcast()
}

// live gives commands until the gate closes for good or ctx ends.
func (h *hand) live(ctx context.Context) {
	for ctx.Err() == nil && h.gate.enter() {
		if state := h.mirror(); state != nil {
			h.give(ctx, h.draw(state))
		}
		h.gate.leave()
		pause := time.NewTimer(time.Duration(h.rng.ExpFloat64() * float64(h.pace)))
		select {
		case <-ctx.Done():
			pause.Stop()
		case <-pause.C:
		}
	}
}

// draws is how often a hand thinks again about a command that the rules would refuse.
const draws = 12

// draw makes a command that a person would give next. Most are such that the rules allow them in the shop as the hand
// knows it; some are given although they do not, and some come too late.
func (h *hand) draw(state *board.State) board.Command {
	now := time.Now().UTC().Truncate(time.Microsecond)
	careless := h.rng.IntN(8) == 0
	var c board.Command
	for range draws {
		c = rapid.Custom(func(t *rapid.T) board.Command { return boardtest.Draw(t, state, now) }).Example(int(h.rng.Int32()))
		events, _, err := board.Decide(state, c, board.Meta{Now: now, Actor: boardtest.Manager})
		if careless || (err == nil && len(events) > 0 && floor.RuleGuard(state, c, now) == nil) {
			break
		}
	}
	return c
}

// give brings one command to its end: an answer, or none after many tries at all doors.
func (h *hand) give(ctx context.Context, c board.Command) {
	d, err := h.deed(c)
	if err != nil {
		return // a command that cannot be written cannot be given
	}
	h.ledger.begin(d)
	defer h.ledger.end(d)
	door := h.rng.IntN(len(h.doors))
	for try := range maxTries {
		if try > 0 && (ctx.Err() != nil || !h.gate.isOpen() && try > 3) {
			return
		}
		answer := h.ask(ctx, h.doors[door], d)
		h.ledger.note(d, answer)
		if answer.final() {
			break
		}
		door = (door + 1) % len(h.doors)
		time.Sleep(retryPause)
	}
	if d.receipt != nil && len(d.receipt.Events) > 0 && h.rng.IntN(10) == 0 {
		h.ledger.again(d, h.ask(ctx, h.doors[h.rng.IntN(len(h.doors))], d))
	}
}

func (h *hand) deed(c board.Command) (*deed, error) {
	body, err := json.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("checker: %s: %w", c.Name(), err)
	}
	return &deed{shop: h.shop, key: fmt.Sprintf("%s-%d", h.name, h.number.Add(1)), command: c.Name(), body: body}, nil
}

// answer is what came of one try.
type answer struct {
	status  int // 0: nothing came back
	receipt *floor.Receipt
	code    string // of a problem
	err     error
}

// final tells that trying again would change nothing.
func (a answer) final() bool { return a.receipt != nil || (a.status >= 400 && a.status < 500) }

func (h *hand) ask(ctx context.Context, door string, d *deed) answer {
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	address := door + "/api/v1/commands/" + d.command + "?shop=" + url.QueryEscape(string(d.shop))
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(d.body))
	if err != nil {
		return answer{err: err}
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Idempotency-Key", d.key)
	request.Header.Set("X-Bayline-Actor", url.PathEscape(boardtest.Manager.Name))
	request.Header.Set("X-Bayline-Role", string(boardtest.Manager.Role))
	response, err := h.web.Do(request)
	if err != nil {
		return answer{err: err}
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err != nil {
		return answer{err: err}
	}
	a := answer{status: response.StatusCode}
	if response.StatusCode == http.StatusOK {
		a.receipt = &floor.Receipt{}
		if a.err = json.Unmarshal(text, a.receipt); a.err != nil {
			a.receipt = nil
		}
		return a
	}
	var problem struct {
		Code string `json:"code"`
	}
	a.err = json.Unmarshal(text, &problem)
	a.code = problem.Code
	return a
}
