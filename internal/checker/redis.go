package checker

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os/exec"

	"github.com/redis/go-redis/v9"
)

// prefix is put before the bus's channels.
const prefix = "check:"

// messenger is a Redis of the checker's own.
type messenger struct {
	process
	port   string
	client *redis.Client
}

func openMessenger(ctx context.Context, dir string) (*messenger, error) {
	program, err := exec.LookPath("redis-server")
	if err != nil {
		return nil, fmt.Errorf("checker: Redis is not installed: %w", err)
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	m := &messenger{port: port}
	m.name, m.dir = "redis", dir
	m.args = []string{program, "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"}
	m.client = redis.NewClient(&redis.Options{Addr: m.address(), MaxRetries: -1})
	return m, m.up(ctx)
}

func (m *messenger) address() string { return net.JoinHostPort("127.0.0.1", m.port) }

func (m *messenger) up(ctx context.Context) error {
	if err := m.start(); err != nil {
		return err
	}
	return m.answers(ctx, func(ctx context.Context) error { return m.client.Ping(ctx).Err() })
}

// cutSubscribers ends every subscription at once.
func (m *messenger) cutSubscribers(ctx context.Context) error {
	return m.client.Do(ctx, "CLIENT", "KILL", "TYPE", "pubsub").Err()
}

// stutter repeats every message of the bus, late and out of order, until ctx ends.
func (m *messenger) stutter(ctx context.Context) error {
	const channel = prefix + "changes"
	subscription := m.client.Subscribe(ctx, channel)
	defer func() { _ = subscription.Close() }()
	seen := map[string]bool{}
	var kept []string
	for {
		var payload string
		select {
		case <-ctx.Done():
			return nil
		case message, open := <-subscription.Channel():
			if !open {
				return errors.New("checker: the bus cannot be heard any more")
			}
			payload = message.Payload
		}
		if seen[payload] {
			continue // our own
		}
		seen[payload] = true
		if kept = append(kept, payload); len(kept) < 4 {
			continue
		}
		for i := len(kept) - 1; i >= 0; i-- { // the newest first
			if err := m.client.Publish(ctx, channel, kept[i]).Err(); err != nil && ctx.Err() == nil {
				return fmt.Errorf("checker: repeat a message: %w", err)
			}
		}
		kept = kept[2:]
	}
}
