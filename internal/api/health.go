package api

import (
	"context"
	"net/http"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
)

// readyTimeout bounds one check; a slow dependency is not a ready one.
const readyTimeout = 2 * time.Second

// readiness answers /readyz. Checks says "ok" or what is wrong, by name; the
// details are in the log, because anybody may ask.
type readiness struct {
	Ready  bool              `json:"ready"`
	Checks map[string]string `json:"checks"`
}

func (s *Server) registerHealth() {
	s.App.Get("/healthz", func(c *fiber.Ctx) error { return c.SendString("ok\n") })
	s.App.Get("/readyz", func(c *fiber.Ctx) error {
		r := readiness{Ready: true, Checks: map[string]string{}}
		for _, check := range s.Checks {
			ctx, cancel := context.WithTimeout(c.UserContext(), readyTimeout)
			err := check.Ask(ctx)
			cancel()
			r.Checks[check.Name] = "ok"
			if err != nil {
				s.Logger.Warn("not ready", "check", check.Name, "error", err)
				r.Checks[check.Name] = check.Wrong
				r.Ready = r.Ready && check.Dispensable
			}
		}
		if !r.Ready {
			c.Status(http.StatusServiceUnavailable)
		}
		return c.JSON(r)
	})
	if s.Metrics != nil {
		s.App.Get("/metrics", adaptor.HTTPHandler(s.Metrics))
	}
}
