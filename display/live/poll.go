package live

import (
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"
)

// poll answers GET /live/poll?...&epoch=E&rev=N for browsers that cannot hold a socket:
// 204 if the screen has the newest state, a snap frame otherwise. X-Bayline-Now carries
// a heartbeat either way, so that the clock and the age stay right.
func (e *endpoint) poll(c *fiber.Ctx) error {
	if !e.originAllowed(c, false) {
		e.hub.metrics.ended[RefusedOrigin].Add(1)
		return fiber.ErrForbidden
	}
	key, err := e.mount.Resolve(c)
	if err != nil {
		return err
	}
	f, err := e.hub.acquire(c.UserContext(), key)
	if errors.Is(err, ErrDraining) {
		c.Set(fiber.HeaderRetryAfter, "5")
		c.Context().SetConnectionClose() // a stopping server must not keep the screen on this line
		return fiber.ErrServiceUnavailable
	}
	if err != nil {
		return err
	}
	defer e.hub.release(f)
	e.hub.metrics.Polls.Add(1)
	has, now := readHolding(c), time.Now()
	f.mu.Lock()
	beat := encodeHeartbeat(f.epoch, f.rev, f.seq, f.stamp(now))
	current := has.epoch == f.epoch && has.rev == f.rev
	var text []byte
	if !current {
		text = f.snapFrame(now).text
	}
	f.mu.Unlock()
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set("X-Bayline-Now", string(beat))
	if current {
		return c.SendStatus(fiber.StatusNoContent)
	}
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSONCharsetUTF8)
	return c.Send(text)
}

func (h *Hub) isDraining() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.draining
}

func (h *Hub) deadline() time.Time { return time.Now().Add(h.opts.WriteTimeout) }
