package displaytest

import (
	"context"
	"net"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"bayline/display"
	"bayline/display/live"
	"bayline/display/web"
	"bayline/static"
)

// Server shows one workshop to real browsers, with the pages and the live feed
// as they are, and nothing else of the program.
type Server struct {
	URL string

	app    *fiber.App
	hub    *live.Hub
	notify func()

	mu    sync.Mutex
	shop  *Shop
	now   time.Time
	began time.Time
	known time.Time // when the data was last true; zero: always now
}

// Serve starts a server for the workshop whose clock begins at now; it ends
// with the test.
func Serve(t testing.TB, shop *Shop, now time.Time) *Server {
	t.Helper()
	s := &Server{shop: shop, now: now, began: time.Now(), notify: func() {}}
	site, err := static.Open()
	if err != nil {
		t.Fatal(err)
	}
	s.hub = live.NewHub(s, live.Options{Build: site.Build(), Clock: s.clock, Confirmed: s.confirmed, Heartbeat: time.Second})
	s.app = web.NewApp()
	live.Register(s.app, s.hub, live.Mount{Resolve: func(c *fiber.Ctx) (live.ViewKey, error) {
		return live.ViewKey{Shop: c.Query("shop"), Screen: c.Query("screen")}, nil
	}})
	s.app.Get("/api/v1/shops", func(c *fiber.Ctx) error {
		return c.JSON(fiber.Map{"shops": []fiber.Map{{"id": "haizhu", "name": "海珠店", "zone": "Asia/Shanghai"}}})
	})
	s.app.Get("/static/*", func(c *fiber.Ctx) error {
		file, ok := site.File(c.Params("*"))
		if !ok {
			return fiber.ErrNotFound
		}
		c.Set(fiber.HeaderContentType, file.Type)
		return c.Send(file.Body)
	})
	for _, name := range []string{"board", "lounge", "welcome"} {
		page, err := site.Page(static.Page{Name: name, Wall: true})
		if err != nil {
			t.Fatal(err)
		}
		s.app.Get("/"+name, func(c *fiber.Ctx) error {
			c.Set(fiber.HeaderContentType, page.Type)
			return c.Send(page.Body)
		})
	}
	s.app.Get("/sw.js", func(c *fiber.Ctx) error {
		worker, _ := site.File("walls/sw.js")
		c.Set(fiber.HeaderContentType, worker.Type)
		return c.Send(worker.Body)
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.URL = "http://" + listener.Addr().String()
	served := make(chan struct{})
	go func() {
		defer close(served)
		_ = s.app.Listener(listener)
	}()
	t.Cleanup(func() {
		s.Stop()
		<-served
	})
	return s
}

// Stop ends the server before its test does; screens lose their link.
func (s *Server) Stop() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_ = s.hub.Drain(ctx)
	_ = s.app.ShutdownWithTimeout(2 * time.Second)
}

// Change lets the workshop change; the screens learn of it at once.
func (s *Server) Change(change func(shop *Shop, now time.Time)) {
	s.mu.Lock()
	now, _ := s.at()
	change(s.shop, now)
	notify := s.notify
	s.mu.Unlock()
	notify()
}

// Age makes the data as old as that from now on; 0 makes it fresh.
func (s *Server) Age(age time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known = time.Time{}
	if age > 0 {
		s.known = time.Now().Add(-age)
	}
}

// Skip moves the workshop's clock.
func (s *Server) Skip(by time.Duration) {
	s.mu.Lock()
	s.now = s.now.Add(by)
	notify := s.notify
	s.mu.Unlock()
	notify()
}

func (s *Server) at() (time.Time, float64) { return s.now.Add(time.Since(s.began)), 1 }

func (s *Server) clock(string) (time.Time, float64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.at()
}

func (s *Server) confirmed(string) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known.IsZero() {
		return time.Now()
	}
	return s.known
}

// Render implements live.Source.
func (s *Server) Render(_ context.Context, key live.ViewKey) (live.Picture, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now, _ := s.at()
	view, err := display.Render(key.Screen, s.shop.Scene(now), url.Values{})
	if err != nil {
		return live.Picture{}, err
	}
	entries, err := display.Entries(view)
	return live.Picture{Data: entries, DataAt: now, Seq: s.shop.State.Seq}, err
}

// Watch implements live.Source.
func (s *Server) Watch(_ string, notify func()) func() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.notify = notify
	return func() {}
}
