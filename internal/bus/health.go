package bus

import (
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// overdueAfter is the number of probe intervals after which silence means that the link is dead.
const overdueAfter = 3

// health is what is known about the link. The bus is healthy when a probe came back that was sent after the last
// failure, and another one not long ago.
type health struct {
	patience time.Duration
	log      *slog.Logger
	first    chan struct{} // closed when the bus is healthy for the first time

	mu       sync.Mutex
	opened   bool
	sent     uint64    // number of the last probe sent
	heard    time.Time // when a probe last came back, or when patience was last renewed
	downFrom time.Time // since when the link is down; zero while healthy
	trust    uint64    // the lowest number of a probe that proves the link anew
	cause    error
}

func newHealth(every time.Duration, log *slog.Logger) *health {
	now := time.Now()
	return &health{
		patience: overdueAfter * every, log: log, first: make(chan struct{}),
		heard: now, downFrom: now, cause: fmt.Errorf("%w: no probe has come back yet", ErrUnhealthy),
	}
}

func (h *health) err() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.downFrom.IsZero() {
		return nil
	}
	return fmt.Errorf("%w since %s (%s)", h.cause, h.downFrom.Format(time.RFC3339), time.Since(h.downFrom).Round(100*time.Millisecond))
}

func (h *health) nextProbe() uint64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.sent++
	return h.sent
}

// overdue tells whether no probe has come back for too long, once per patience, so that a new link gets its time.
func (h *health) overdue() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if time.Since(h.heard) < h.patience {
		return false
	}
	h.heard = time.Now()
	return true
}

// fail notes that the link is down. Only the change is logged.
func (h *health) fail(cause error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.trust = h.sent + 1
	h.cause = fmt.Errorf("%w: %w", ErrUnhealthy, cause)
	if !h.downFrom.IsZero() {
		return
	}
	h.downFrom = time.Now()
	h.log.Warn("bus is down, changes travel through the journal only", "cause", cause)
}

// returned notes that a probe came back and tells whether that healed the link.
func (h *health) returned(number uint64) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.heard = time.Now()
	if h.downFrom.IsZero() || number < h.trust {
		return false
	}
	h.log.Info("bus is up", "after", time.Since(h.downFrom).Round(time.Millisecond))
	h.downFrom, h.cause = time.Time{}, nil
	if !h.opened {
		h.opened = true
		close(h.first)
	}
	return true
}
