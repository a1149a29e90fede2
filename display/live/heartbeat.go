package live

import "time"

// beatSlots spreads the heartbeats of all screens over one heartbeat period, so that
// ten thousand of them are a steady trickle and not a jolt every few seconds.
const beatSlots = 16

// pingEvery is every how many heartbeats a screen must answer a ping.
const pingEvery = 3

// mount gives the client a place in a slot. Needs Hub.mu, like everything here but beatLoop.
func (h *Hub) mount(c *client) {
	c.slot, h.nextSlot = h.nextSlot, (h.nextSlot+1)%beatSlots
	c.place = len(h.slots[c.slot])
	h.slots[c.slot] = append(h.slots[c.slot], c)
}

func (h *Hub) unmount(c *client) {
	slot := h.slots[c.slot]
	last := len(slot) - 1
	slot[c.place] = slot[last]
	slot[c.place].place = c.place
	slot[last] = nil
	h.slots[c.slot] = slot[:last]
}

// beat starts the heartbeat's goroutine if it stands still. It runs while there is a feed.
func (h *Hub) beat() {
	if h.beating || h.closed {
		return
	}
	h.beating = true
	h.work.Add(1)
	go h.beatLoop()
}

func (h *Hub) beatLoop() {
	defer h.work.Done()
	ticker := time.NewTicker(max(h.opts.Heartbeat/beatSlots, time.Millisecond))
	defer ticker.Stop()
	var turn []*client
	for slot := 0; ; slot = (slot + 1) % beatSlots {
		select {
		case <-ticker.C:
		case <-h.life.Done():
			return
		}
		now := time.Now()
		h.mu.Lock()
		turn = append(turn[:0], h.slots[slot]...)
		abandoned := h.dropIdle(now)
		h.beating = len(h.feeds) > 0
		goOn := h.beating
		h.mu.Unlock()
		for _, c := range turn {
			c.tick(now)
		}
		clear(turn)
		for _, shop := range abandoned {
			shop.stop()
		}
		if !goOn {
			return
		}
	}
}

// dropIdle forgets the feeds nobody has used for the linger time, and returns the
// shops that have none left.
func (h *Hub) dropIdle(now time.Time) (abandoned []*shopWatch) {
	for f := range h.idle {
		if now.Sub(f.idleSince) < h.opts.Linger && f.hasPicture() {
			continue
		}
		delete(h.idle, f)
		delete(h.feeds, f.key)
		delete(f.shop.feeds, f)
		if len(f.shop.feeds) == 0 && h.shops[f.key.Shop] == f.shop {
			delete(h.shops, f.key.Shop)
			abandoned = append(abandoned, f.shop)
		}
	}
	return abandoned
}

// stop ends the subscription; a Watch that is just being called is waited for.
func (s *shopWatch) stop() {
	s.begin.Do(func() {})
	if s.cancel != nil {
		s.cancel()
	}
}

// tick is one heartbeat of a client: a heartbeat if it lives, the end if it has been
// silent too long.
func (c *client) tick(now time.Time) {
	if now.Sub(time.Unix(0, c.heard.Load())) > c.feed.hub.opts.SilenceLimit {
		c.end(HalfOpen)
		c.wire.cut()
		return
	}
	c.beats++
	c.feed.mu.Lock()
	defer c.feed.mu.Unlock()
	c.beatDue = true
	c.pingDue = c.pingDue || c.beats%pingEvery == 1
	c.wake()
}
