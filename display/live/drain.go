package live

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/fasthttp/websocket"
)

// The screens of a stopping server come back spread over time, about a thousand a
// second, so that its neighbours are not overrun.
const (
	soonestReturn = 200 * time.Millisecond
	perScreen     = time.Millisecond
	longestReturn = 10 * time.Second
)

// Drain stops the hub: no new screen is let in, every connected one gets the newest
// state, bye with a time to come back, and a close frame. When ctx ends first the rest
// is cut. On return no goroutine of the hub is left. Draining twice is harmless.
func (h *Hub) Drain(ctx context.Context) error {
	h.mu.Lock()
	h.draining = true
	var all []*client
	for _, slot := range h.slots {
		all = append(all, slot...)
	}
	h.mu.Unlock()

	spread := min(time.Second+time.Duration(len(all))*perScreen, longestReturn)
	for _, c := range all {
		c.sendClose(closeNotice{soonestReturn + rand.N(spread), websocket.CloseServiceRestart}, Drained)
	}
	err := h.awaitScreens(ctx, all)

	h.mu.Lock()
	h.closed = true
	shops := h.shops
	h.shops = map[string]*shopWatch{}
	h.mu.Unlock()
	h.end()
	for _, shop := range shops {
		shop.stop()
	}
	h.work.Wait()
	return err
}

// awaitScreens waits until every handler has returned, cutting them off when ctx ends.
func (h *Hub) awaitScreens(ctx context.Context, all []*client) error {
	gone := make(chan struct{})
	go func() {
		h.open.Wait()
		close(gone)
	}()
	select {
	case <-gone:
		return nil
	case <-ctx.Done():
		h.end() // a screen may still wait for its first picture
		for _, c := range all {
			c.end(Drained)
			c.wire.cut()
		}
		<-gone
		return ctx.Err()
	}
}
