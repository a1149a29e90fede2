package bus

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

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

// redisTransport carries messages between instances over the pub/sub of one Redis.
type redisTransport struct{ client *redis.Client }

// redisSettings returns the settings of the client. The error is about the URL.
func redisSettings(url string, timeout time.Duration) (*redis.Options, error) {
	settings, err := redis.ParseURL(url)
	if err != nil {
		// The error would hold the URL, and with it the password.
		return nil, errors.New("bus: the Redis URL cannot be read; it looks like redis://user:password@host:6379/0")
	}
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
	return settings, nil
}

func newRedisTransport(settings *redis.Options) redisTransport {
	return redisTransport{redis.NewClient(settings)}
}

// publish implements transport.
func (t redisTransport) publish(ctx context.Context, channel string, data []byte) error {
	return t.client.Publish(ctx, channel, data).Err()
}

// subscribe implements transport. go-redis reconnects by itself when it sees the connection break.
func (t redisTransport) subscribe(ctx context.Context, to subscriber, end <-chan struct{}) {
	subscription := t.client.Subscribe(ctx, to.channels()...)
	// Not Channel(): that one hides that the subscription was renewed, and with it every loss. The health
	// check of the library only tests whether a ping can be written; the probe does more.
	incoming := subscription.ChannelWithSubscriptions(redis.WithChannelHealthCheckInterval(0))
	receiveRedis(ctx, incoming, to, end)
	// The error would be that of a connection nobody wants any more.
	_ = subscription.Close()
	for range incoming { // joins the library's goroutine, which closes the channel as it ends
	}
}

func receiveRedis(ctx context.Context, incoming <-chan any, to subscriber, end <-chan struct{}) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-end:
			return
		case item, open := <-incoming:
			if !open {
				return
			}
			switch item := item.(type) {
			case *redis.Subscription:
				if item.Channel == to.channels()[0] && item.Kind == "subscribe" {
					to.linked()
				}
			case *redis.Message:
				to.accept(item.Channel, []byte(item.Payload))
			}
		}
	}
}

// close implements transport.
func (t redisTransport) close() error { return t.client.Close() }

func instanceName() string { return rand.Text() }
