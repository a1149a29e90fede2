package bus

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"
	"pgregory.net/rapid"

	"bayline/internal/testkit"
)

func TestDelivery(t *testing.T) {
	onEveryTransport(t, func(t *testing.T, p place) {
		here, there := p.connect(t, p.prefix), p.connect(t, p.prefix)
		require.NoError(t, here.Healthy(), "Open waits for the link")
		atHome, away := record(here), record(there)
		sent := []Event{
			Message{Shop: "北京一店", Seq: 3, Payload: []byte("{\"a\":1}\n\x00\xff\n")},
			Message{Shop: "line\nbreak", Seq: 1 << 60, Payload: bytes.Repeat([]byte("x"), 1<<20)},
			Message{Shop: "s", Seq: 1, Payload: []byte{}},
		}
		for _, event := range sent {
			require.NoError(t, here.Publish(context.Background(), event.(Message)))
		}
		for _, r := range []*recorder{atHome, away} {
			eventually(t, func() bool { return len(r.got()) == len(sent) }, "all messages")
			require.Equal(t, sent, r.got(), "and no gap")
		}
		require.Equal(t, Stats{Published: 3, Received: 3, Links: 1}, here.Stats())
	})
}

func TestOrderPerShop(t *testing.T) {
	onEveryTransport(t, func(t *testing.T, p place) {
		const shops, messages = 5, 200
		here, there := p.connect(t, p.prefix), p.connect(t, p.prefix)
		away := record(there)
		var group errgroup.Group
		for shop := range shops {
			group.Go(func() error {
				for seq := range int64(messages) {
					if err := here.Publish(context.Background(), Message{Shop: fmt.Sprint(shop), Seq: seq}); err != nil {
						return err
					}
				}
				return nil
			})
		}
		require.NoError(t, group.Wait())
		eventually(t, func() bool { return len(away.got()) == shops*messages }, "all messages")
		next := map[string]int64{}
		for _, event := range away.got() {
			message := event.(Message)
			require.Equal(t, next[message.Shop], message.Seq)
			next[message.Shop]++
		}
	})
}

func TestPrefixIsolation(t *testing.T) {
	onEveryTransport(t, func(t *testing.T, p place) {
		one, other := p.connect(t, p.prefix+"one:"), p.connect(t, p.prefix+"other:")
		ofOne, ofOther := record(one), record(other)
		publish(t, one, "s", 1)
		publish(t, other, "s", 2)
		eventually(t, func() bool { return ofOne.has("s", 1) && ofOther.has("s", 2) }, "own message")
		require.Len(t, ofOne.got(), 1)
		require.Len(t, ofOther.got(), 1)
	})
}

func TestUnreadableMessages(t *testing.T) {
	onEveryTransport(t, func(t *testing.T, p place) {
		b := p.connect(t, p.prefix)
		r := record(b)
		for _, text := range []string{"", "no header", "{\n", "{}\n", `{"seq":1}` + "\n", `{"gap":true}` + "\n"} {
			require.NoError(t, b.send(context.Background(), b.changes, []byte(text)))
		}
		require.NoError(t, b.send(context.Background(), b.echo, []byte("not a number")))
		publish(t, b, "s", 1)
		eventually(t, func() bool { return r.has("s", 1) }, "the bus goes on")
		require.Equal(t, 6, r.gaps())
		require.EqualValues(t, 5, b.Stats().Unreadable)
	})
}

func TestUnsubscribe(t *testing.T) {
	onEveryTransport(t, func(t *testing.T, p place) {
		b := p.connect(t, p.prefix)
		var mine []Event
		cancel := b.Subscribe(func(e Event) { mine = append(mine, e) })
		other := record(b)
		publish(t, b, "s", 1)
		eventually(t, func() bool { return other.has("s", 1) }, "first message")
		cancel()
		cancel() // twice is harmless
		publish(t, b, "s", 2)
		eventually(t, func() bool { return other.has("s", 2) }, "second message")
		require.NoError(t, b.Close())
		require.Len(t, mine, 1)
	})
}

// A subscriber that hangs costs the others nothing but time, and in the end all get a Gap instead of what was dropped.
func TestSlowSubscriber(t *testing.T) {
	onEveryTransport(t, func(t *testing.T, p place) {
		b := p.connect(t, p.prefix)
		hang := make(chan struct{})
		b.Subscribe(func(Event) { <-hang })
		r := record(b)
		release := sync.OnceFunc(func() { close(hang) })
		defer release() // also when the test fails, or Close would wait for ever
		large := Message{Shop: "s", Payload: bytes.Repeat([]byte("x"), inboxBytes/8)}
		for b.Stats().Overflows == 0 {
			large.Seq++
			require.NoError(t, b.Publish(context.Background(), large))
		}
		require.NoError(t, b.Healthy(), "the link is not held up")
		release()
		eventually(t, func() bool { return r.gaps() > 0 }, "gap")
		publish(t, b, "after", 1)
		eventually(t, func() bool { return r.has("after", 1) }, "the bus goes on")
	})
}

func TestInboxBounds(t *testing.T) {
	box := newInbox()
	for range inboxMessages {
		require.True(t, box.push(Message{Shop: "s"}))
	}
	require.False(t, box.push(Message{Shop: "s"}))
	event, ok := box.next(context.Background())
	require.True(t, ok)
	require.Equal(t, Gap{}, event)
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	_, ok = box.next(ctx)
	require.False(t, ok, "nothing else was kept")
}

func TestWire(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		message := Message{
			Shop:    rapid.StringN(1, 20, -1).Draw(r, "shop"),
			Seq:     rapid.Int64().Draw(r, "seq"),
			Payload: append([]byte{}, rapid.SliceOf(rapid.Byte()).Draw(r, "payload")...),
		}
		data, err := encode(message)
		require.NoError(r, err)
		event, err := decode(data)
		require.NoError(r, err)
		require.Equal(r, message, event)
	})
}

func TestOpenWithoutURL(t *testing.T) {
	b, err := Open(context.Background(), Options{})
	require.NoError(t, err)
	r := record(b)
	publish(t, b, "s", 1)
	eventually(t, func() bool { return r.has("s", 1) }, "message")
	require.NoError(t, b.Close())
	require.NoError(t, b.Close())
	require.Error(t, b.Publish(context.Background(), Message{Shop: "s", Seq: 2}))
}

func TestBadURL(t *testing.T) {
	_, err := Open(context.Background(), Options{URL: "http://localhost"})
	require.ErrorContains(t, err, "Redis URL")
	_, err = Open(context.Background(), Options{URL: "redis://bay:se%ret@127.0.0.1:port/0"})
	require.ErrorContains(t, err, "Redis URL")
	require.NotContains(t, err.Error(), "ret", "an error holds no password")
}

// The caller's own expired context fails the one message and does not open the circuit for the others.
func TestCallersContext(t *testing.T) {
	onEveryTransport(t, func(t *testing.T, p place) {
		b := p.connect(t, p.prefix)
		cancelled, cancel := context.WithCancel(context.Background())
		cancel()
		require.ErrorIs(t, b.Publish(cancelled, Message{Shop: "s", Seq: 1}), context.Canceled)
		require.NoError(t, b.Healthy())
	})
}

// FuzzDecode: whoever can publish on Redis can send anything. What is understood means the same when sent on.
func FuzzDecode(f *testing.F) {
	for _, text := range []string{"", "{}\n", `{"gap":true}` + "\n", `{"shop":"s","seq":3}` + "\n[1]", `{"shop":"s","Shop":"t"}` + "\n"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		event, err := decode(data)
		if err != nil {
			return
		}
		again, err := encode(event)
		require.NoError(t, err)
		back, err := decode(again)
		require.NoError(t, err)
		require.Equal(t, event, back)
	})
}

func BenchmarkPublish(b *testing.B) {
	url, prefix := testkit.Redis(b)
	for name, address := range map[string]string{"redis": url, "memory": ""} {
		b.Run(name, func(b *testing.B) {
			bus, err := Open(context.Background(), Options{URL: address, Prefix: prefix})
			require.NoError(b, err)
			defer bus.Close()
			arrived := make(chan struct{}, 1)
			bus.Subscribe(func(Event) { arrived <- struct{}{} })
			message := Message{Shop: "s", Payload: bytes.Repeat([]byte("x"), 500)}
			for b.Loop() {
				if err := bus.Publish(context.Background(), message); err != nil {
					b.Fatal(err)
				}
				<-arrived
			}
		})
	}
}
