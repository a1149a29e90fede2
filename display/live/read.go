package live

import (
	"encoding/json"
	"errors"
	"time"
	"unicode/utf8"

	"github.com/fasthttp/websocket"
)

// errTooMany ends the reading of a screen that talks too much.
var errTooMany = errors.New("live: too many messages")

// rateLimiter limits how often a screen may speak: a burst, then a steady trickle. It
// counts messages, pings and pongs alike and is used by the reader alone.
type rateLimiter struct {
	left float64
	last time.Time
}

const (
	speakBurst     = 20
	speakPerSecond = 5
)

func (a *rateLimiter) take(now time.Time) bool {
	a.left = min(speakBurst, a.left+now.Sub(a.last).Seconds()*speakPerSecond)
	a.last = now
	if a.left < 1 {
		return false
	}
	a.left--
	return true
}

// readLoop reads what the screen says until it is gone or breaks a rule. It returns why,
// and the close code to send, 0 for none.
func (c *client) readLoop(s *socket) (Reason, int) {
	allow := rateLimiter{left: speakBurst, last: time.Now()}
	heard := func() error {
		now := time.Now()
		if !allow.take(now) {
			return errTooMany
		}
		c.heard.Store(now.UnixNano())
		return nil
	}
	s.conn.SetPongHandler(func(string) error { return heard() })
	s.conn.SetPingHandler(func(data string) error {
		if err := heard(); err != nil {
			return err
		}
		_ = s.pong(data, c.feed.hub.deadline())
		return nil
	})
	for {
		kind, text, err := s.conn.ReadMessage()
		switch {
		case errors.Is(err, websocket.ErrReadLimit):
			return TooBig, websocket.CloseMessageTooBig
		case errors.Is(err, errTooMany):
			return TooMany, websocket.ClosePolicyViolation
		case err != nil:
			return Gone, 0
		case kind != websocket.TextMessage:
			return NotText, websocket.CloseUnsupportedData
		case heard() != nil:
			return TooMany, websocket.ClosePolicyViolation
		}
		if reason, code := c.obey(text); reason != None {
			return reason, code
		}
	}
}

func (c *client) obey(text []byte) (Reason, int) {
	if !utf8.Valid(text) {
		return BadMessage, websocket.CloseInvalidFramePayloadData
	}
	var message struct {
		T string `json:"t"`
	}
	if json.Unmarshal(text, &message) != nil {
		return BadMessage, websocket.ClosePolicyViolation
	}
	switch message.T {
	case "resync":
		c.resync()
	case "pong":
	default:
		return BadMessage, websocket.ClosePolicyViolation
	}
	return None, 0
}
