// Package pagetest serves the real pages over the real API for tests in a
// browser, from a workshop of package displaytest: commands are decided by the
// board, and nothing needs a journal.
package pagetest

import (
	"context"
	"io/fs"
	"log/slog"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"bayline/board"
	"bayline/display/displaytest"
	"bayline/display/live"
	"bayline/internal/api"
	"bayline/internal/floor"
	"bayline/static"
)

// Shop is one workshop served at URL. Its clock starts at displaytest.Now and
// runs as the wall clock does; Skip moves it on.
type Shop struct {
	URL string

	mu       sync.Mutex
	state    *board.State
	started  time.Time
	skipped  time.Duration
	down     bool
	watchers map[int]func()
	next     int
	asked    map[string]floor.Receipt // by idempotency key
}

// Serve starts a server for the workshop; it ends with the test. Files of extra stand beside those of the
// pages.
func Serve(t testing.TB, shop *displaytest.Shop, extra ...fs.FS) *Shop {
	t.Helper()
	s := &Shop{state: shop.State, started: time.Now(), watchers: map[int]func(){}, asked: map[string]floor.Receipt{}}
	site, err := static.Open(extra...)
	require.NoError(t, err)
	hub := live.NewHub(&api.LiveSource{Scenes: s, Committed: func(board.ShopID) time.Time { return time.Time{} }}, live.Options{
		Build: site.Build(), Logger: slog.New(slog.DiscardHandler), Clock: func(string) (time.Time, float64) { return s.Now(), 1 },
	})
	server := api.New(api.Options{Floor: s, Scenes: s, Hub: hub, Site: site, Logger: slog.New(slog.DiscardHandler), Version: "test"})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	served := make(chan error, 1)
	go func() { served <- server.App.Listener(listener) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = hub.Drain(ctx)
		_ = server.App.ShutdownWithContext(ctx)
		<-served
	})
	s.URL = "http://" + listener.Addr().String()
	return s
}

// Now gives the shop's time.
func (s *Shop) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now()
}

func (s *Shop) now() time.Time {
	return displaytest.Now.Add(time.Since(s.started) + s.skipped).Truncate(time.Millisecond)
}

// Skip moves the shop's clock on.
func (s *Shop) Skip(d time.Duration) {
	s.mu.Lock()
	s.skipped += d
	s.mu.Unlock()
	s.tell()
}

// Down makes every command fail as if the journal could not be reached.
func (s *Shop) Down(down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = down
}

// Visit gives the visit of a plate that is not over.
func (s *Shop) Visit(t testing.TB, plate string) *board.Visit {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, v := range board.Sorted(s.state.Visits) {
		if v.Plate == plate && v.Ended == "" {
			return v
		}
	}
	t.Fatalf("no visit of %s", plate)
	return nil
}

// Do carries out a command at the shop's time; it must be allowed.
func (s *Shop) Do(t testing.TB, c board.Command) {
	t.Helper()
	_, err := s.Execute(context.Background(), "haizhu", c, floor.Request{Actor: board.Actor{Name: "陈主管", Role: board.RoleManager}})
	require.NoError(t, err)
}
