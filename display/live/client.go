package live

import (
	"sync"
	"sync/atomic"
	"time"
)

// wire is the socket as a client needs it. The websocket is one; the property tests
// put a slow and forgetful one in its place.
type wire interface {
	send(f *frame, deadline time.Time) error
	ping(deadline time.Time) error
	hangUp(code int) // close frame; the reader ends soon after
	close()          // what was written still arrives; blocked reads and writes end
	cut()            // close, dropping whatever is still queued
}

// client is one connected screen. It has no queue: rev says what it was last given,
// and its writer, a goroutine that lives only while there is something to write,
// takes the newest difference each time the socket is free.
type client struct {
	feed    *feed
	wire    wire
	heard   atomic.Int64   // real time of the last sign of life, Unix nanoseconds
	writers sync.WaitGroup // joined before the session ends

	slot, place int // among the hub's slots; guarded by Hub.mu
	beats       int // heartbeats so far; touched by the heartbeat only

	// Guarded by feed.mu.
	index     int // in feed.clients
	rev       uint64
	minSeq    int64     // the screen already shows this journal position ...
	heldUntil time.Time // ... so nothing older is sent before this time
	writing   bool
	closed    bool
	beatDue   bool
	pingDue   bool
	bye       *closeNotice
	reason    Reason // why it ended, set once
}

// closeNotice is how the server ends a connection of its own accord.
type closeNotice struct {
	retry time.Duration
	code  int
}

// wake starts the writer if there is none. Needs feed.mu.
func (c *client) wake() {
	if c.writing || c.closed {
		return
	}
	c.writing = true
	c.writers.Add(1)
	go c.write()
}

// write empties the client's duties one after the other and ends.
func (c *client) write() {
	defer c.writers.Done()
	for c.writeNext() {
	}
}

// writeNext does the most urgent duty: the newest state first, then the closeNotice, then
// the heartbeat. It returns false when nothing is left or the socket failed.
func (c *client) writeNext() bool {
	f, now := c.feed, time.Now()
	deadline := now.Add(f.hub.opts.WriteTimeout)
	f.mu.Lock()
	if c.closed {
		c.writing = false
		f.mu.Unlock()
		return false
	}
	if c.rev != f.rev && f.loaded && !c.held(now) {
		fr, conflated := f.frameFor(c.rev, now)
		c.rev, c.minSeq = f.rev, 0
		f.mu.Unlock()
		if conflated {
			f.hub.metrics.Conflations.Add(1)
		}
		return c.deliver(fr, deadline)
	}
	if bye := c.bye; bye != nil {
		c.closed = true
		f.mu.Unlock()
		if c.deliver(newFrame(encodeBye(bye.retry)), deadline) {
			c.wire.hangUp(bye.code)
		}
		return false
	}
	if c.beatDue {
		c.beatDue = false
		ping := c.pingDue
		c.pingDue = false
		fr := f.beatFrame(now)
		silent := c.rev != f.rev // held back or empty: a heartbeat would promise a rev it does not have
		f.mu.Unlock()
		if ping && c.wire.ping(deadline) != nil {
			return c.fail()
		}
		return silent || c.deliver(fr, deadline)
	}
	c.writing = false
	f.mu.Unlock()
	return false
}

// held tells whether this instance is still behind what the screen already shows.
func (c *client) held(now time.Time) bool {
	return c.minSeq > 0 && c.feed.seq < c.minSeq && now.Before(c.heldUntil)
}

func (c *client) deliver(fr *frame, deadline time.Time) bool {
	if c.wire.send(fr, deadline) != nil {
		return c.fail()
	}
	c.feed.hub.metrics.delivered(fr)
	return true
}

// fail gives a socket up that took nothing for the whole write timeout, or broke.
func (c *client) fail() bool {
	c.end(Slow)
	c.wire.cut()
	return false
}

// end marks the client as finished; the first reason counts.
func (c *client) end(why Reason) {
	c.feed.mu.Lock()
	defer c.feed.mu.Unlock()
	c.closed = true
	if c.reason == None {
		c.reason = why
	}
}

// resync makes the next frame a snapshot.
func (c *client) resync() {
	c.feed.mu.Lock()
	defer c.feed.mu.Unlock()
	c.rev, c.minSeq = 0, 0
	c.wake()
}

// sendClose asks the writer to finish: newest state, bye, close frame.
func (c *client) sendClose(bye closeNotice, why Reason) {
	c.feed.mu.Lock()
	defer c.feed.mu.Unlock()
	if c.reason == None {
		c.reason = why
	}
	c.bye = &bye
	c.wake()
}
