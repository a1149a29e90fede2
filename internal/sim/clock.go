package sim

import (
	"sync"
	"time"
)

// Clock is the time of a simulated shop. It stands still until Run lets it go
// at a rate, and can be set at any time.
type Clock struct {
	mu   sync.Mutex
	at   time.Time // shop time at the moment since
	real time.Time
	rate float64 // 0: standing
}

// NewClock makes a clock that stands at a time.
func NewClock(at time.Time) *Clock { return &Clock{at: at, real: time.Now()} }

// Now gives the shop's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time {
	return c.at.Add(time.Duration(float64(time.Since(c.real)) * c.rate))
}

// Rate gives how fast the shop's time runs against real time.
func (c *Clock) Rate() float64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.rate
}

// Set moves the clock; its rate stays.
func (c *Clock) Set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at, c.real = at, time.Now()
}

// Run lets the clock go at a rate from where it is; 0 stops it.
func (c *Clock) Run(rate float64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at, c.real, c.rate = c.now(), time.Now(), rate
}

// until gives the real time until the shop's clock reaches at.
func (c *Clock) until(at time.Time) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.rate <= 0 {
		return 0
	}
	return time.Duration(float64(at.Sub(c.now())) / c.rate)
}
