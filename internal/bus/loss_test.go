package bus

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"bayline/internal/testkit"
)

// The server cuts the subscription while another instance goes on publishing: a Gap tells the receiver.
func TestCutSubscription(t *testing.T) {
	server := testkit.PrivateRedis(t)
	options := Options{URL: server.URL, ProbeEvery: probeEvery, Timeout: calm}
	here, there := connectTo(t, options), connectTo(t, options)
	away := record(there)
	for round := 1; round <= 5; round++ {
		before := there.Stats().Links
		require.NoError(t, server.Do("CLIENT", "KILL", "TYPE", "pubsub"))
		eventually(t, func() bool { return there.Stats().Links > before }, "new link")
		eventually(t, func() bool { return away.gaps() >= round }, "gap %d", round)
		publish(t, here, "s", int64(round))
		eventually(t, func() bool { return away.has("s", int64(round)) }, "message after the cut")
	}
}

// Why not Channel(): messages of the same cut are lost, and nothing in what it returns says so.
func TestChannelHidesLoss(t *testing.T) {
	server := testkit.PrivateRedis(t)
	settings, err := redisSettings(server.URL, calm)
	require.NoError(t, err)
	client := redis.NewClient(settings)
	defer client.Close()
	ctx := context.Background()
	subscription := client.Subscribe(ctx, "c")
	_, err = subscription.Receive(ctx)
	require.NoError(t, err)
	incoming := subscription.Channel(redis.WithChannelHealthCheckInterval(0))

	require.NoError(t, client.Publish(ctx, "c", "first").Err())
	require.Equal(t, "first", (<-incoming).Payload)
	_, err = client.TxPipelined(ctx, func(tx redis.Pipeliner) error { // at once, so that the link cannot be renewed between
		tx.Do(ctx, "CLIENT", "KILL", "TYPE", "pubsub")
		tx.Publish(ctx, "c", "lost")
		return nil
	})
	require.NoError(t, err)
	eventually(t, func() bool { return client.PubSubNumSub(ctx, "c").Val()["c"] == 1 }, "renewed subscription")
	require.NoError(t, client.Publish(ctx, "c", "third").Err())
	require.Equal(t, "third", (<-incoming).Payload, "the second is gone without a sign")

	require.NoError(t, subscription.Close())
	for range incoming {
	}
}

// Redis is killed and comes back empty: the bus says so, skips without cost, heals and asks everybody to catch up. Each
// change of state is logged once.
func TestRestartedRedis(t *testing.T) {
	server := testkit.PrivateRedis(t)
	var log lines
	here := connectTo(t, Options{URL: server.URL, ProbeEvery: probeEvery, Timeout: calm, Log: slog.New(slog.NewTextHandler(&log, nil))})
	there := connectTo(t, Options{URL: server.URL, ProbeEvery: probeEvery, Timeout: calm})
	away := record(there)
	require.Equal(t, 1, log.count("bus is up"))
	for round := 1; round <= 3; round++ {
		gaps := away.gaps()
		server.Kill()
		eventually(t, unhealthy(here), "unhealthy")
		require.ErrorIs(t, here.Healthy(), ErrUnhealthy)
		require.ErrorContains(t, here.Healthy(), "since")
		require.ErrorIs(t, here.Publish(context.Background(), Message{Shop: "s", Seq: 100}), ErrUnhealthy)
		if tries := probesSent(here) + 20; round == 1 { // long enough for a log that is written to at every try
			eventually(t, func() bool { return probesSent(here) > tries }, "many probes")
		}
		server.Start()
		eventually(t, healthy(here), "healthy again")
		eventually(t, healthy(there), "healthy again")
		eventually(t, func() bool { return away.gaps() > gaps }, "gap")
		publish(t, here, "s", int64(round))
		eventually(t, func() bool { return away.has("s", int64(round)) }, "message after the restart")
	}
	require.False(t, away.has("s", 100))
	require.GreaterOrEqual(t, log.count("bus is down"), 3)
	require.LessOrEqual(t, log.count("\n"), 3*3+1, "a busy machine may see one more change in a round, not one per try")
}

// A Redis that hangs takes no more than its 200 ms from one caller and nothing from the next.
func TestFrozenRedis(t *testing.T) {
	server := testkit.PrivateRedis(t)
	b := connectTo(t, Options{URL: server.URL, ProbeEvery: probeEvery})
	r := record(b)
	server.Freeze()
	worst, failures := time.Duration(0), 0
	for deadline := time.Now().Add(time.Second); time.Now().Before(deadline) && failures < 1000; failures++ {
		started := time.Now()
		require.Error(t, b.Publish(context.Background(), Message{Shop: "s", Seq: 1}))
		worst = max(worst, time.Since(started))
	}
	require.Less(t, worst, DefaultTimeout+300*time.Millisecond)
	require.Equal(t, 1000, failures, "the circuit is open")
	require.ErrorIs(t, b.Healthy(), ErrUnhealthy)
	server.Thaw()
	eventually(t, healthy(b), "healthy again")
	eventually(t, func() bool { return r.gaps() > 0 }, "gap for the messages that were skipped")
	publish(t, b, "s", 2)
	eventually(t, func() bool { return r.has("s", 2) }, "message")
}

// Publishing works and nothing comes back, on a connection that looks alive: only a probe notices, and a new link is made.
func TestDeafLink(t *testing.T) {
	server := testkit.PrivateRedis(t)
	settings, err := redisSettings(server.URL, calm)
	require.NoError(t, err)
	var deaf atomic.Bool
	settings.Dialer = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
		return &muffled{Conn: conn, deaf: &deaf}, err
	}
	b := open(context.Background(), Options{ProbeEvery: probeEvery, Timeout: calm}, newRedisTransport(settings))
	t.Cleanup(func() { require.NoError(t, b.Close()) })
	r := record(b)

	deaf.Store(true)
	eventually(t, unhealthy(b), "unhealthy")
	require.ErrorIs(t, b.Healthy(), errProbeOverdue)
	deaf.Store(false) // for connections to come; the muffled one stays muffled
	eventually(t, healthy(b), "healthy again")
	require.Positive(t, r.gaps())
	require.Greater(t, b.Stats().Links, uint64(1))
}

// muffled is a connection on which, once its time has come, nothing published is heard any more.
type muffled struct {
	net.Conn
	deaf    *atomic.Bool
	silence bool // only touched by the one reader
}

func (m *muffled) Read(p []byte) (int, error) {
	for {
		n, err := m.Conn.Read(p)
		if m.deaf.Load() && bytes.Contains(p[:n], []byte("probe:")) {
			m.silence = true
		}
		if err != nil || !m.silence {
			return n, err
		}
	}
}

// Without Redis at the start the bus opens all the same and tells a Gap when it comes.
func TestRedisComesLate(t *testing.T) {
	server := testkit.PrivateRedis(t)
	server.Kill()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	b, err := Open(ctx, Options{URL: server.URL, ProbeEvery: probeEvery})
	require.NoError(t, err)
	defer b.Close()
	r := record(b)
	require.ErrorIs(t, b.Healthy(), ErrUnhealthy)
	require.ErrorIs(t, b.Publish(context.Background(), Message{Shop: "s", Seq: 1}), ErrUnhealthy)
	server.Start()
	eventually(t, healthy(b), "healthy")
	eventually(t, func() bool { return r.gaps() > 0 }, "gap")
	publish(t, b, "s", 2)
	eventually(t, func() bool { return r.has("s", 2) }, "message")
}

// Close is quick whatever Redis does.
func TestCloseWithoutRedis(t *testing.T) {
	for name, harm := range map[string]func(*testkit.RedisServer){"dead": (*testkit.RedisServer).Kill, "frozen": (*testkit.RedisServer).Freeze} {
		t.Run(name, func(t *testing.T) {
			server := testkit.PrivateRedis(t)
			b, err := Open(context.Background(), Options{URL: server.URL, ProbeEvery: probeEvery})
			require.NoError(t, err)
			harm(server)
			eventually(t, unhealthy(b), "unhealthy")
			started := time.Now()
			require.NoError(t, b.Close())
			require.Less(t, time.Since(started), dialTimeout+2*time.Second)
		})
	}
}

func probesSent(b *Bus) uint64 {
	b.health.mu.Lock()
	defer b.health.mu.Unlock()
	return b.health.sent
}
