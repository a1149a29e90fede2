package live

import (
	"context"
	"fmt"
	"time"
)

// longestRetry caps the growing pause after failed renders.
const longestRetry = 5 * time.Second

// mark notes that the view may have changed. With watchers a refresh loop starts at
// once; without them the note is all: a view nobody watches is not rendered.
// Called with Hub.mu held, which keeps the hub from closing meanwhile.
func (f *feed) mark() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.dirty = true
	f.startRefresh()
}

// startRefresh needs f.mu, and Hub.mu so that no goroutine starts after Drain counts them.
func (f *feed) startRefresh() {
	if f.busy || !f.dirty || len(f.clients) == 0 || f.hub.closed {
		return
	}
	f.busy = true
	f.hub.work.Add(1)
	go f.refreshLoop()
}

// refreshLoop renders at once, then gathers changes for the coalescing time before it
// renders again, and ends when nothing is left to do.
func (f *feed) refreshLoop() {
	defer f.hub.work.Done()
	pause := f.hub.opts.Coalesce
	timer := time.NewTimer(pause)
	defer timer.Stop()
	for {
		if err := f.refresh(f.hub.life); err != nil {
			pause = min(2*pause, longestRetry)
		} else {
			pause = f.hub.opts.Coalesce
		}
		timer.Reset(pause)
		select {
		case <-timer.C:
		case <-f.hub.life.Done():
		}
		if !f.more() {
			return
		}
	}
}

func (f *feed) more() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.busy = f.dirty && len(f.clients) > 0 && f.hub.life.Err() == nil
	return f.busy
}

// refresh brings the feed up to date if it may be out of date. A crowd that asks at
// once gets one rendering.
func (f *feed) refresh(ctx context.Context) error {
	f.rendering.Lock()
	defer f.rendering.Unlock()
	f.mu.Lock()
	dirty := f.dirty
	f.dirty = false
	f.mu.Unlock()
	if !dirty {
		return nil
	}
	picture, err := f.render(ctx)
	if err == nil {
		err = f.publish(picture)
	}
	if err != nil {
		f.hub.metrics.RenderErrors.Add(1)
		f.hub.opts.Logger.Warn("view not rendered", "shop", f.key.Shop, "screen", f.key.Screen, "error", err)
		f.mu.Lock()
		f.dirty = true
		f.mu.Unlock()
	}
	return err
}

// render turns a panic of the source into an error: one bad view must not take every
// screen of the house down.
func (f *feed) render(ctx context.Context) (p Picture, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("live: rendering %v panicked: %v", f.key, r)
		}
	}()
	f.hub.metrics.Renders.Add(1)
	return f.hub.source.Render(ctx, f.key)
}

func (f *feed) hasPicture() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.loaded
}
