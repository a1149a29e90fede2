// Package web makes the one kind of HTTP application bayline serves from, with the
// settings of fiber that are not safe by default.
package web

import (
	"time"

	"github.com/gofiber/fiber/v2"
)

// Limits of a request, generous for a slow line and mean to a hostile one.
const (
	readTimeout  = 15 * time.Second
	writeTimeout = 60 * time.Second
	idleTimeout  = 75 * time.Second
	bodyLimit    = 1 << 20
)

// NewApp returns an application ready for routes. Each adjust may change its
// configuration (error handler, body limit, proxy header); what safety depends on is set
// after them.
func NewApp(adjust ...func(*fiber.Config)) *fiber.App {
	config := fiber.Config{
		AppName:               "bayline",
		DisableStartupMessage: true,
		ReadTimeout:           readTimeout,
		WriteTimeout:          writeTimeout,
		IdleTimeout:           idleTimeout,
		BodyLimit:             bodyLimit,
	}
	for _, change := range adjust {
		change(&config)
	}
	// Without it the strings of a request (paths, headers, queries) are windows into memory
	// that the next request overwrites.
	config.Immutable = true
	// A websocket otherwise keeps the 4 KB buffer its request was read with for life.
	config.ReduceMemoryUsage = true
	app := fiber.New(config)
	// Without it closing a websocket from another goroutine does nothing, and the
	// connection goes back to a pool while its writer may still hold it. The price: whoever
	// hijacks a connection must close it.
	app.Server().KeepHijackedConns = true
	return app
}
