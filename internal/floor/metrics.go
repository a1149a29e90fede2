package floor

import "sync/atomic"

type counters struct {
	commands, events, refusals, conflicts, received, unpublished, gaps, catchUps, compareErrors atomic.Int64
}

// Metrics are the floor's counters since it was opened.
type Metrics struct {
	Commands      int64 // commands that were committed
	Events        int64 // events committed
	Refusals      int64 // commands refused by a rule
	Conflicts     int64 // decisions repeated because another writer was faster
	Received      int64 // messages of other instances applied
	Unpublished   int64 // commits the bus did not take
	Gaps          int64 // times events were found missing
	CatchUps      int64 // times missing events were pulled from the journal
	CompareErrors int64 // comparisons the journal did not answer
	Shops         int   // shops held in memory
}

// Metrics reads the counters.
func (f *Floor) Metrics() Metrics {
	f.mu.Lock()
	shops := len(f.shops)
	f.mu.Unlock()
	c := &f.counts
	return Metrics{
		Commands: c.commands.Load(), Events: c.events.Load(), Refusals: c.refusals.Load(),
		Conflicts: c.conflicts.Load(), Received: c.received.Load(), Unpublished: c.unpublished.Load(),
		Gaps: c.gaps.Load(), CatchUps: c.catchUps.Load(), CompareErrors: c.compareErrors.Load(), Shops: shops,
	}
}
