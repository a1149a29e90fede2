// Package witness writes down what the forecasts say while it can still turn
// out wrong: at fixed times before every promise, and when a promise becomes
// unlikely, so that its advisor is warned. What to write follows from the
// shop's state and plan alone, and the board takes each note once: however many
// instances watch a shop, one event comes of it.
//
// Only shops that are awake are looked at, once a minute of their clock: those
// this instance holds and in which something happened today. A shop nobody uses
// costs nothing.
package witness

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

// Floor is what the witness needs of the live shops.
type Floor interface {
	Awake() []board.ShopID
	Execute(ctx context.Context, shop board.ShopID, c board.Command, req floor.Request) (floor.Receipt, error)
	Now() time.Time
}

// Scenes gives a shop's state together with its plan.
type Scenes interface {
	Scene(ctx context.Context, shop board.ShopID) (display.Scene, error)
}

// Options of a Witness. Floor and Scenes are required.
type Options struct {
	Floor  Floor
	Scenes Scenes
	Rate   func() float64 // how fast the shop's clock runs; nil: real time
	Log    *slog.Logger
}

// Witness looks at the awake shops once a minute.
type Witness struct {
	opts Options
	end  context.CancelFunc
	work sync.WaitGroup
}

// actor is who notes and warns.
var actor = board.Actor{Name: "bayline"}

// patience bounds one look at one shop.
const patience = 20 * time.Second

// Open starts the witness. Close must be called to join its goroutine.
func Open(opts Options) *Witness {
	if opts.Rate == nil {
		opts.Rate = func() float64 { return 1 }
	}
	if opts.Log == nil {
		opts.Log = slog.Default()
	}
	ctx, end := context.WithCancel(context.Background())
	w := &Witness{opts: opts, end: end}
	w.work.Go(func() { w.watch(ctx) })
	return w
}

// Close ends the witness.
func (w *Witness) Close() {
	w.end()
	w.work.Wait()
}

func (w *Witness) watch(ctx context.Context) {
	for {
		timer := time.NewTimer(w.untilNext())
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
		for _, shop := range w.opts.Floor.Awake() {
			if err := w.look(ctx, shop); err != nil && ctx.Err() == nil {
				w.opts.Log.Warn("forecasts were not written down", "shop", shop, "error", err)
			}
		}
	}
}

// untilNext gives the real time until the shop's clock reaches its next minute,
// at least a second.
func (w *Witness) untilNext() time.Duration {
	now := w.opts.Floor.Now()
	wait := now.Truncate(time.Minute).Add(time.Minute).Sub(now)
	if rate := w.opts.Rate(); rate > 0 {
		wait = time.Duration(float64(wait) / rate)
	}
	return max(wait+20*time.Millisecond, time.Second)
}

func (w *Witness) look(ctx context.Context, shop board.ShopID) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return Note(ctx, w.opts.Floor, w.opts.Scenes, shop)
}

// Executor carries out commands.
type Executor interface {
	Execute(ctx context.Context, shop board.ShopID, c board.Command, req floor.Request) (floor.Receipt, error)
}

// Note writes down what is due in a shop now.
func Note(ctx context.Context, to Executor, scenes Scenes, shop board.ShopID) error {
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
