// Package forecastlog records what the forecasts say while it can still turn out wrong: at fixed times before every
// promise, and when a promise becomes unlikely, so that its advisor is warned. What to record follows from the shop's
// state and plan alone, and the board takes each note once: however many instances look at a shop, one event comes of it.
//
// Only shops that are awake are looked at, once a minute of their clock: those this instance holds and in which something
// happened today. A shop nobody uses costs nothing.
package forecastlog

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"bayline/board"
	"bayline/dispatch"
	"bayline/display"
	"bayline/internal/floor"
)

// Floor is what the recorder needs of the live shops.
type Floor interface {
	Awake() []board.ShopID
	Execute(ctx context.Context, shop board.ShopID, c board.Command, req floor.Request) (floor.Receipt, error)
	Now() time.Time
}

// Scenes has a shop's state together with its plan.
type Scenes interface {
	Scene(ctx context.Context, shop board.ShopID) (display.Scene, error)
}

// Options of a Recorder. Floor and Scenes are required.
type Options struct {
	Floor  Floor
	Scenes Scenes
	Rate   func() float64 // how fast the shop's clock runs; nil: real time
	Log    *slog.Logger
}

// Recorder looks at the awake shops once a minute.
type Recorder struct {
	opts   Options
	cancel context.CancelFunc
	work   sync.WaitGroup
}

// actor is who records and warns, in the journal.
var actor = board.Actor{Name: "bayline"}

// recordTimeout bounds what is done for one shop in one minute.
const recordTimeout = 20 * time.Second

// Open starts the recorder. Close must be called to join its goroutine.
func Open(opts Options) *Recorder {
	if opts.Rate == nil {
		opts.Rate = func() float64 { return 1 }
	}
	if opts.Log == nil {
		opts.Log = slog.Default()
	}
	ctx, cancel := context.WithCancel(context.Background())
	r := &Recorder{opts: opts, cancel: cancel}
	r.work.Go(func() { r.watch(ctx) })
	return r
}

// Close ends the recorder.
func (r *Recorder) Close() {
	r.cancel()
	r.work.Wait()
}

func (r *Recorder) watch(ctx context.Context) {
	for {
		timer := time.NewTimer(r.untilNext())
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
		for _, shop := range r.opts.Floor.Awake() {
			if err := r.record(ctx, shop); err != nil && ctx.Err() == nil {
				r.opts.Log.Warn("forecasts were not recorded", "shop", shop, "error", err)
			}
		}
	}
}

// untilNext returns the real time until the shop's clock reaches its next minute,
// at least a second.
func (r *Recorder) untilNext() time.Duration {
	now := r.opts.Floor.Now()
	wait := now.Truncate(time.Minute).Add(time.Minute).Sub(now)
	if rate := r.opts.Rate(); rate > 0 {
		wait = time.Duration(float64(wait) / rate)
	}
	return max(wait+20*time.Millisecond, time.Second)
}

func (r *Recorder) record(ctx context.Context, shop board.ShopID) error {
	ctx, cancel := context.WithTimeout(ctx, recordTimeout)
	defer cancel()
	return RecordDue(ctx, r.opts.Floor, r.opts.Scenes, shop)
}

// Executor carries out commands.
type Executor interface {
	Execute(ctx context.Context, shop board.ShopID, c board.Command, req floor.Request) (floor.Receipt, error)
}

// RecordDue records what is due in a shop now.
func RecordDue(ctx context.Context, to Executor, scenes Scenes, shop board.ShopID) error {
	scene, err := scenes.Scene(ctx, shop)
	if err != nil {
		return fmt.Errorf("look at %s: %w", shop, err)
	}
	for _, note := range dispatch.Notes(scene.State, scene.Plan) {
		if _, err := to.Execute(ctx, shop, note, floor.Request{Actor: actor}); err != nil {
			if _, refused := board.AsRefusal(err); !refused { // the shop has changed since; the next look will see
				return fmt.Errorf("%s: %w", note.Name(), err)
			}
		}
	}
	return nil
}
