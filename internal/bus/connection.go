package bus

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"
)

const (
	// dialTimeout bounds an attempt to connect, so also the time Close may take.
	dialTimeout = 2 * time.Second
	// connections for publishing; a PUBLISH takes well under a millisecond.
	connections = 4
)

// go-redis keeps one logger for the whole program and prints a line for every attempt to reconnect. The bus reports
// its state itself, once per change. It is set before any client runs, since the library does not guard it.
func init() { logging.Disable() }

// connection returns the settings of the client and, without a URL, the Redis inside the process. That one needs no
// ticker to move its clock: only time-limited keys would, and pub/sub has none.
func connection(url string, timeout time.Duration) (*redis.Options, *miniredis.Miniredis, error) {
	if url == "" {
		server := miniredis.NewMiniRedis()
		return embeddedSettings(server, timeout), server, nil
	}
	settings, err := redis.ParseURL(url)
	if err != nil {
		return nil, nil, fmt.Errorf("bus: Redis URL: %w", err)
	}
	tune(settings, timeout)
	return settings, nil, nil
}

func embeddedSettings(server *miniredis.Miniredis, timeout time.Duration) *redis.Options {
	settings := &redis.Options{
		Addr:   "embedded",
		Dialer: func(context.Context, string, string) (net.Conn, error) { return server.Dial() },
	}
	tune(settings, timeout)
	return settings
}

func tune(settings *redis.Options, timeout time.Duration) {
	settings.ContextTimeoutEnabled = true
	settings.DialTimeout = dialTimeout
	settings.DialerRetries = 1
	settings.ReadTimeout = timeout
	settings.WriteTimeout = timeout
	settings.PoolSize = connections
	settings.PoolTimeout = timeout
	settings.MaxRetries = 1 // for a pooled connection that died unnoticed; a message that arrives twice is harmless
	settings.MinRetryBackoff = time.Millisecond
	settings.MaxRetryBackoff = 10 * time.Millisecond
	settings.DisableIdentity = true
	settings.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
}

func instanceName() string { return rand.Text() }
