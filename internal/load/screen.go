package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// screen is one client. It reconnects when told to, and then knows what it showed.
type screen struct {
	number  int
	address string
	room    string
	speak   dialect
	reader  sync.WaitGroup
	wire    *wire
	rest    []byte // of a stream; the reader's
	coming  sync.Mutex

	mu     sync.Mutex
	n      int64 // the newest change shown
	frames int
	late   []time.Duration // of every change shown since the last reset, merged ones too
	unseen int             // changes merged away so far back that their times are not known
	last   []byte          // the head of the last frame shown
	fresh  chan struct{}   // closed when this connection has brought the newest state
	err    error
}

// headSize is how much of a frame is kept: what says where in its history a view stands.
const headSize = 200

// connect dials, upgrades, joins, and starts reading.
func (s *screen) connect() error {
	w, err := dialWire(s.address, s.speak.path(s.room, s.last))
	if err != nil {
		return err
	}
	s.wire, s.rest = w, nil
	s.mu.Lock()
	s.fresh, s.err = make(chan struct{}), nil
	s.mu.Unlock()
	for _, text := range s.speak.joins(s.number, s.room) {
		if err := w.write(s.speak.op, text); err != nil {
			return err
		}
	}
	s.reader.Go(func() { s.read(w) })
	return nil
}

func (s *screen) read(w *wire) {
	for {
		op, text, err := w.read()
		if err == nil {
			switch op {
			case opPing:
				err = w.write(opPong, string(text))
			case opText, opBinary:
				if answer := s.speak.hear(s, text); answer != "" {
					err = w.write(op, answer)
				}
			}
		}
		if err != nil || op == opClose {
			s.mu.Lock()
			s.err = fmt.Errorf("screen %d in %s: %w", s.number, s.room, err)
			s.mu.Unlock()
			return
		}
	}
}

// show takes a room's state out of a frame.
func (s *screen) show(r room, frame []byte) {
	now := time.Now().UnixNano()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.frames++
	for k := s.n + 1; k <= r.n && s.n > 0; k++ {
		back := r.n - k
		if back >= history {
			s.unseen++
			back = history - 1
		}
		s.late = append(s.late, time.Duration(now-r.times[back]))
	}
	s.n = max(s.n, r.n)
	s.last = append(s.last[:0], frame[:min(len(frame), headSize)]...)
	s.greet()
}

// confirm notes that the server said: what you show is the newest.
func (s *screen) confirm() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.n > 0 {
		s.greet()
	}
}

// greet needs s.mu.
func (s *screen) greet() {
	select {
	case <-s.fresh:
	default:
		close(s.fresh)
	}
}

// arrived waits for the first frame of this connection.
func (s *screen) arrived(ctx context.Context) error {
	s.mu.Lock()
	fresh := s.fresh
	s.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, connectTime)
	defer cancel()
	select {
	case <-fresh:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("screen %d in %s was shown nothing: %w", s.number, s.room, ctx.Err())
	}
}

// reset forgets what was counted.
func (s *screen) reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.frames, s.late, s.unseen = 0, s.late[:0], 0
}

func (s *screen) cut() {
	if s.wire != nil {
		_ = s.wire.conn.Close()
	}
	s.reader.Wait()
}

// crowd are all screens of a scenario.
type crowd []*screen

func newCrowd(c *child, screens, rooms int) crowd {
	all := make(crowd, screens)
	for i := range all {
		all[i] = &screen{number: i, address: c.address, room: roomName(i % rooms), speak: dialects()[c.name]}
	}
	return all
}

// join connects everybody, at most so many at the same time, and returns when everybody has been shown something. took
// is how long each needed.
func (c crowd) join(ctx context.Context, together int) (took []time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, connectTime)
	defer cancel()
	took = make([]time.Duration, len(c))
	errs := make([]error, len(c))
	gate := make(chan struct{}, together)
	var all sync.WaitGroup
	began := time.Now()
	for i, s := range c {
		gate <- struct{}{}
		start := began
		if together < len(c) {
			start = time.Now()
		}
		all.Go(func() {
			if errs[i] = s.connect(); errs[i] == nil {
				errs[i] = s.arrived(ctx)
			}
			took[i] = time.Since(start)
			<-gate
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return took, err
		}
	}
	return took, nil
}

func (c crowd) cut() {
	for _, s := range c {
		if s.wire != nil {
			_ = s.wire.conn.Close()
		}
	}
	for _, s := range c {
		s.reader.Wait()
	}
}

func (c crowd) reset() {
	for _, s := range c {
		s.reset()
	}
}

// tally is what the crowd saw since the last reset.
type tally struct {
	frames, changes, merged, lost int
	late                          []time.Duration // sorted
}

func (c crowd) count() (t tally) {
	for _, s := range c {
		s.mu.Lock()
		t.frames += s.frames
		t.changes += len(s.late)
		t.merged += s.unseen
		t.late = append(t.late, s.late...)
		if s.err != nil {
			t.lost++
		}
		s.mu.Unlock()
	}
	slices.Sort(t.late)
	return t
}

// settle waits until the crowd has seen so many changes, or nothing has come for a while.
func (c crowd) settle(changes int) {
	for before, quiet := -1, 0; quiet < 20; time.Sleep(50 * time.Millisecond) {
		seen := 0
		for _, s := range c {
			s.mu.Lock()
			seen += len(s.late)
			s.mu.Unlock()
		}
		if seen >= changes {
			return
		}
		if quiet++; seen != before {
			before, quiet = seen, 0
		}
	}
}

// quantile of sorted times.
func quantile(sorted []time.Duration, q float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))]
}
