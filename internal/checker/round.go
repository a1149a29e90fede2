package checker

import (
	"cmp"
	"context"
	"fmt"
	"time"
)

// fault is one way to break the house. A round lets the hands work, injects it, lets them work through it, heals it, and
// then holds everything against the journal.
type fault struct {
	name   string
	inject action
	heal   action                                                  // may be nil
	hold   time.Duration                                           // between the two
	during time.Duration                                           // when not zero, screens must converge within it while the fault lasts
	cut    bool                                                    // screens at instance i cannot be expected to follow while it lasts
	orphan bool                                                    // instance i may miss messages it cannot look up: its screens must follow or say how old they are
	after  time.Duration                                           // screens must converge within it once it is healed
	probe  func(ctx context.Context, r *rig, h *house) []Violation // asked while the fault lasts; may be nil
}

// Bounds of the promise.
const (
	withBus    = 500 * time.Millisecond
	withoutBus = 3 * time.Second
)

// row is what came of one fault's rounds.
type row struct {
	fault   string
	rounds  int
	acked   int
	refused int
	unknown int
	frames  int
	checked int
	dials   int
	delay   time.Duration // 99 of 100 frames came within this after the newest event they show
	slowest time.Duration // the slowest change that reached a screen that listened
	during  time.Duration // slowest convergence while the fault lasted
	after   time.Duration // slowest convergence after it was healed
	calm    time.Duration // slowest convergence in calm afterwards
	took    time.Duration
	found   []Violation
}

// round runs one fault once.
func (r *rig) round(ctx context.Context, h *house, f fault, i int) (row, error) {
	began := time.Now()
	out := row{fault: f.name, rounds: 1}
	acked, refused, unknown := r.ledger.tally()
	complain := func(v Violation) {
		v.Fault = f.name
		out.found = append(out.found, v)
	}
	for _, s := range r.screens {
		s.goHome()
	}
	if err := r.load(ctx, r.beat); err != nil {
		return out, err
	}
	dials := r.dials()
	if err := f.inject(ctx, r, h, i); err != nil {
		return out, fmt.Errorf("inject %s: %w", f.name, err)
	}
	if err := wait(ctx, f.hold); err != nil {
		return out, err
	}
	if f.probe != nil {
		for _, v := range f.probe(ctx, r, h) {
			complain(v)
		}
	}
	if f.during > 0 {
		var who excused
		if f.cut {
			who.cut = []int{i}
		}
		if f.orphan {
			who.orphan = []int{i}
		}
		took, err := r.expect(ctx, patient(f.during, r.patience), who, "while it lasts", complain)
		if err != nil {
			return out, err
		}
		out.during = took
		r.gate.work()
	}
	if f.heal != nil {
		if err := f.heal(ctx, r, h, i); err != nil {
			return out, fmt.Errorf("heal %s: %w", f.name, err)
		}
	}
	var err error
	if out.after, err = r.expectAfter(ctx, f, complain); err != nil {
		return out, err
	}
	if out.calm, err = r.expectCalm(ctx, complain); err != nil {
		return out, err
	}
	blind := -1
	if f.cut || f.orphan {
		blind = i
	}
	bound := cmp.Or(f.during, f.hold+f.after) // without a bound while it lasts, what was committed may wait for its end
	j, err := r.verify(ctx, patient(bound, r.patience), blind)
	if err != nil {
		return out, err
	}
	for _, v := range j.found {
		complain(v)
	}
	a, b, c := r.ledger.tally()
	out.acked, out.refused, out.unknown = a-acked, b-refused, c-unknown
	out.slowest = j.slowest
	out.frames, out.checked, out.delay, out.dials = j.frames, j.checked, delayAt(j.delays, 0.99), r.dials()-dials
	out.took = time.Since(began)
	return out, nil
}

// expectAfter lets the hands work on and demands that all screens are right within the fault's own bound.
func (r *rig) expectAfter(ctx context.Context, f fault, complain func(Violation)) (time.Duration, error) {
	if err := r.load(ctx, r.beat); err != nil {
		return 0, err
	}
	return r.expect(ctx, patient(f.after, r.patience), nobody, "after it was healed", complain)
}

// expectCalm demands that all is as before the fault.
func (r *rig) expectCalm(ctx context.Context, complain func(Violation)) (time.Duration, error) {
	if err := r.load(ctx, r.beat); err != nil {
		return 0, err
	}
	return r.expect(ctx, patient(withBus, r.patience), nobody, "in calm again", complain)
}

// expect lets the hands rest and demands that screens converge within bound.
func (r *rig) expect(ctx context.Context, bound time.Duration, who excused, when string, complain func(Violation)) (time.Duration, error) {
	r.gate.rest()
	took, late, err := r.converged(ctx, bound, who)
	if err != nil {
		return took, err
	}
	for _, b := range late {
		complain(Violation{Kind: Convergence, Where: b.name, What: fmt.Sprintf("%s, not right %s after the last commit: %s", when, took.Round(time.Millisecond), b.why)})
	}
	return took, nil
}

func (r *rig) dials() (n int) {
	for _, s := range r.screens {
		s.mu.Lock()
		n += s.dials
		s.mu.Unlock()
	}
	return n
}

// add joins another round of the same fault.
func (o *row) add(other row) {
	o.rounds += other.rounds
	o.acked, o.refused, o.unknown = o.acked+other.acked, o.refused+other.refused, o.unknown+other.unknown
	o.frames, o.checked, o.dials = o.frames+other.frames, o.checked+other.checked, o.dials+other.dials
	o.delay, o.during, o.after, o.calm = max(o.delay, other.delay), max(o.during, other.during), max(o.after, other.after), max(o.calm, other.calm)
	o.slowest = max(o.slowest, other.slowest)
	o.took += other.took
	o.found = append(o.found, other.found...)
}
